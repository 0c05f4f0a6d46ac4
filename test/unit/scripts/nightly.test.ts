/** The night: every test that has a large size is in it, and a suite that fails stops no other. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { SUITES } from '../../../scripts/nightly-suites.ts';
import { runSuites } from '../../../scripts/run-suites.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const SIZE = /process\.env\.(PAPERMAKE_(?:FUZZ|FAULTS|FORMULAS|LOOPS|PAGES|CLUSTER_[A-Z]+))\b/g;

it('has every file of tests that reads a size, with that size', () => {
  const files = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('test', file.replaceAll(path.sep, '/')))
    .filter((file) => /\.ts$/.test(file) && file !== 'test/unit/scripts/nightly.test.ts');
  const sized = files.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(SIZE)].map(([, variable]) => ({
      file,
      variable: variable!,
    })),
  );
  expect(sized.length).toBeGreaterThan(10);
  const left = sized.filter(
    ({ file, variable }) =>
      !SUITES.some(
        ({ paths, sizes }) => variable in sizes && paths.some((each) => file === each || file.startsWith(`${each}/`)),
      ),
  );
  expect(left).toEqual([]);
});

let logs = '';
afterEach(() => rmSync(logs, { recursive: true, force: true }));

/** Stands for vitest: writes its counts where it is told to, says its environment, and fails where it is told so. */
const STAND_IN = `
const [, to] = process.argv.find((each) => each.startsWith('--outputFile.json=')).split('=');
const isBad = process.argv.includes('bad');
if (!process.argv.includes('dead'))
  require('node:fs').writeFileSync(to, JSON.stringify({ numPassedTests: 3, numFailedTests: isBad ? 1 : 0, numPendingTests: 2 }));
console.log(process.env.PAPERMAKE_FUZZ, process.env.PAPERMAKE_SEED);
process.exit(isBad || process.argv.includes('dead') ? 1 : 0);`;

it('goes on after a suite that fails, counts, and says that it failed', async () => {
  logs = mkdtempSync(path.join(tmpdir(), 'papermake-night-'));
  const suite = (name: string, given: string) => ({ name, paths: [given], sizes: { PAPERMAKE_FUZZ: 40 } });
  const lines: string[] = [];
  const night = {
    seed: '7',
    size: 0.5,
    logs,
    command: [process.execPath, '-e', STAND_IN, '--'] as const,
    say: (line: string) => void lines.push(line),
  };
  const all = [suite('first', 'bad'), suite('second', 'dead'), suite('third', 'good')];
  expect(await runSuites(all, night)).toEqual(['first', 'second']);
  expect(lines.filter((line) => !line.includes('PAPERMAKE_'))).toEqual([
    `first: 3 passed, 1 failed, 2 skipped; see ${path.join(logs, 'first.log')}`,
    `second: ended without a count; see ${path.join(logs, 'second.log')}`,
    `third: 3 passed, 0 failed, 2 skipped; see ${path.join(logs, 'third.log')}`,
    '6 passed, 1 failed, 4 skipped in 3 suites; failed: first, second',
  ]);
  expect(readFileSync(path.join(logs, 'third.log'), 'utf8')).toBe('20 7\n');
  expect(await runSuites(all.slice(2), { ...night, size: 0.0001 })).toEqual([]);
  expect(readFileSync(path.join(logs, 'third.log'), 'utf8')).toBe('1 7\n');
});
