/** `npm run nightly`: all suites of faults, fuzz, kills and clusters in their large sizes. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SUITES } from './nightly-suites.ts';
import { runSuites } from './run-suites.ts';

const root = path.resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '1' },
    logs: { type: 'string', default: path.join(root, 'nightly') },
  },
});
const unknown = positionals.filter((name) => !SUITES.some((suite) => suite.name === name));
const size = Number(values.size);
if (unknown.length > 0 || !(size > 0) || !/^\d+$/.test(values.seed)) {
  const names = SUITES.map(({ name }) => name).join('|');
  console.error(`npm run nightly -- [--seed INTEGER] [--size FACTOR] [--logs FOLDER] [${names} …]`);
  process.exit(2);
}
process.chdir(root);
const failed = await runSuites(
  SUITES.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
  {
    seed: values.seed,
    size,
    logs: path.resolve(values.logs),
    command: [process.execPath, path.join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
    say: (line) => console.log(line),
  },
);
process.exitCode = failed.length === 0 ? 0 : 1;
