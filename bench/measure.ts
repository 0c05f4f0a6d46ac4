/** Whole processes, measured in turn so that a noisy machine is noisy for all of them; medians and ratios. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';

export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** Before each run, not measured. */
  readonly prepare?: (round: number) => void;
}

export type Medians = Readonly<Record<string, number>>;

export const projectRoot = path.resolve(import.meta.dirname, '..');
export const papermake = path.join(projectRoot, 'dist/papermake.js');

/** True where each bench runs small and once, only to show that it runs (`npm run bench -- --quick`); nothing is judged or kept. */
const isQuick = process.env.PAPERMAKE_BENCH === 'quick';

/** A size, which is a smaller one where benches only show that they run. */
export const sized = (full: number, small: number): number => (isQuick ? small : full);

/** Has the process fail where a demand is not reached. */
export function judge(isReached: boolean): void {
  if (!isReached && !isQuick) process.exitCode = 1;
}

// The projects that benches make start programs.
process.env.PAPERMAKE_TRUST = '1';

/** Milliseconds by name: the median of `rounds` alternated runs, after one that does not count. */
export function measure(contenders: readonly Contender[], rounds: number): Medians {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = sized(-1, 0); round < sized(rounds, 1); round++) {
    for (const contender of contenders) {
      const ms = runOnce(contender, round);
      if (round >= 0) times.get(contender.name)!.push(ms);
    }
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)]));
}

function runOnce({ name, command: [program, ...args], cwd, prepare }: Contender, round: number): number {
  prepare?.(round);
  const start = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(program, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${name} failed (${error?.message ?? `exit ${status}`})\n${stderr}`);
  return ms;
}

export interface Usage {
  readonly seconds: number;
  /** Processor seconds, of children too. */
  readonly cpu: number;
  /** Peak of the largest process. */
  readonly megabytes: number;
}

/** One run, watched by time(1). */
export function usage({ name, command, cwd, prepare }: Contender): Usage {
  prepare?.(0);
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'papermake-usage-')), 'usage');
  const timed = spawnSync('/usr/bin/time', ['-o', file, '-f', '%e %U %S %M', ...command], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (timed.status !== 0)
    throw new Error(`${name} failed (${timed.error?.message ?? `exit ${timed.status}`})\n${timed.stderr}`);
  const [seconds, user, system, kilobytes] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
  rmSync(path.dirname(file), { recursive: true });
  return { seconds: seconds!, cpu: user! + system!, megabytes: kilobytes! / 1024 };
}

/** What a call in this process gives, and its processor milliseconds, of helping threads too. */
export function processorMs<T>(call: () => T): { readonly result: T; readonly ms: number } {
  const before = process.cpuUsage();
  const result = call();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Verdict {
  readonly title: string;
  /** The command that repeats it, from the root of the repository. */
  readonly command: string;
  readonly medians: Medians;
  readonly ratios: readonly {
    readonly text: string;
    readonly value: number;
    readonly demand?: string;
    readonly holds?: boolean;
  }[];
  readonly remarks?: readonly string[];
}

/** Prints a verdict, keeps it in RESULTS.md under its title, and makes the process fail when a demand does not hold. */
export function report(verdict: Verdict): void {
  keep(verdict.title, verdictLines(verdict));
  judge(verdict.ratios.every((ratio) => ratio.holds !== false));
}

/** Prints a section and keeps it in RESULTS.md in the place of the one with its title, with the machine, the day and the commit. */
export function keep(title: string, measured: readonly string[]): void {
  const lines = [...measured.slice(0, measured.at(-1) === '' ? -1 : undefined), '', whereAndWhen(), ''];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (isQuick) return;
  const file = path.join(import.meta.dirname, 'RESULTS.md');
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), title, lines));
}

/** Names the processor and no machine. */
function whereAndWhen(): string {
  const git = (...args: readonly string[]): string =>
    spawnSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).stdout?.trim() ?? '';
  const isEdited = git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'steps') !== '';
  const day = new Date().toISOString().slice(0, 10);
  const load = loadavg()[0]!.toFixed(1);
  const commit = `${git('rev-parse', '--short=8', 'HEAD')}${isEdited ? ' with edits' : ''}`;
  return `*${cpus().length} cores of ${cpus()[0]!.model.trim()}, Node ${process.version}, load ${load}; ${day}, commit ${commit}*`;
}

function verdictLines({ title, command, medians, ratios, remarks = [] }: Verdict): string[] {
  return [
    `## ${title}`,
    '',
    `\`${command}\` on Node ${process.version}`,
    '',
    '| process | median ms |',
    '|---|---|',
    ...Object.entries(medians).map(([name, ms]) => `| ${name} | ${ms.toFixed(ms < 20 ? 1 : 0)} |`),
    '',
    ...ratios.map(({ text, value, demand, holds }) => {
      const asked = demand === undefined ? '' : ` (demanded: ${demand}${holds ? '' : '; NOT REACHED'})`;
      return `- ${text}: **${value.toFixed(2)}**${asked}`;
    }),
    ...remarks.map((remark) => `- ${remark}`),
    '',
  ];
}

function replaceSection(text: string, title: string, lines: readonly string[]): string {
  const head = `## ${title}\n`;
  const start = text.indexOf(head);
  if (start < 0) return `${text.trimEnd()}\n\n${lines.join('\n')}`;
  const next = text.indexOf('\n## ', start);
  return `${text.slice(0, start)}${lines.join('\n')}${next < 0 ? '' : text.slice(next)}`;
}
