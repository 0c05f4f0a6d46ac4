/** Runs suites one after the other in their large sizes, each with a log, and goes on where one fails. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SEED, type Suite } from './nightly-suites.ts';

export interface Night {
  readonly seed: string;
  /** Times the sizes of a night. */
  readonly size: number;
  /** Folder of the logs. */
  readonly logs: string;
  /** A program and what it is given before vitest's own options. */
  readonly command: readonly [string, ...string[]];
  readonly say: (line: string) => void;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Gives the names of the suites that failed. */
export async function runSuites(suites: readonly Suite[], night: Night): Promise<readonly string[]> {
  mkdirSync(night.logs, { recursive: true });
  const failed: string[] = [];
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of suites) {
    const log = path.join(night.logs, `${suite.name}.log`);
    night.say(`${suite.name}: ${words(suite, night)}`);
    const { code, counts } = await runSuite(suite, night, log);
    if (code !== 0) failed.push(suite.name);
    night.say(`${suite.name}: ${counts === undefined ? 'ended without a count' : told(counts)}; see ${log}`);
    for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += counts?.[key] ?? 0;
  }
  const end = failed.length === 0 ? 'every suite passed' : `failed: ${failed.join(', ')}`;
  night.say(`${told(sum)} in ${suites.length} suites; ${end}`);
  return failed;
}

const told = ({ passed, failed, skipped }: Counts): string => `${passed} passed, ${failed} failed, ${skipped} skipped`;

const words = (suite: Suite, night: Night): string =>
  Object.entries(environmentOf(suite, night))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** A size is never less than one, so that every test runs. */
function environmentOf({ sizes }: Suite, { seed, size }: Night): Record<string, string> {
  const sized = Object.entries(sizes).map(([name, each]) => [name, String(Math.max(1, Math.round(each * size)))]);
  return { ...Object.fromEntries(sized), [SEED]: seed };
}

async function runSuite(
  suite: Suite,
  night: Night,
  log: string,
): Promise<{ code: number; counts: Counts | undefined }> {
  const results = path.join(night.logs, `${suite.name}.json`);
  rmSync(results, { force: true });
  const [program, ...given] = night.command;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const out = openSync(log, 'w');
  try {
    const child = spawn(program, [...given, ...reporters, ...suite.paths], {
      env: { ...process.env, ...environmentOf(suite, night) },
      stdio: ['ignore', out, out],
    });
    const code = await new Promise<number>((ended, broken) => {
      child.on('error', broken);
      child.on('close', (status) => ended(status ?? 1));
    });
    return { code, counts: countsIn(results) };
  } finally {
    closeSync(out);
  }
}

/** Gives what vitest counted; undefined where it ended before. */
function countsIn(results: string): Counts | undefined {
  try {
    const read = JSON.parse(readFileSync(results, 'utf8')) as Record<string, number>;
    return {
      passed: read.numPassedTests ?? 0,
      failed: read.numFailedTests ?? 0,
      skipped: (read.numPendingTests ?? 0) + (read.numTodoTests ?? 0),
    };
  } catch {
    return undefined;
  }
}
