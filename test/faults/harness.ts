/** Copies of a project, faults in the real binary, and the judgement of what the next run makes of it. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { attempt } from '../../src/base/attempt.ts';
import { BINARY, type Finished, Project } from '../cli/harness.ts';
import { withoutKept } from '../support/kept.ts';
import { scratchFolder } from '../support/scratch.ts';

/** About how many times the real binary is killed in all: some seconds' worth, or what a nightly run wants. */
const FAULTS = Number(process.env.PAPERMAKE_FAULTS ?? 24);
export const NIGHTLY = process.env.PAPERMAKE_FAULTS !== undefined;

/** A part of them, at least one. */
export const share = (part: number): number => Math.max(1, Math.round(part * FAULTS));

const tallied = new Map<string, number>();

/** Counts for the report at the end of a nightly run. */
export function tally(what: string, count = 1): void {
  tallied.set(what, (tallied.get(what) ?? 0) + count);
}

/** Says what was counted so far, and counts anew. */
export function report(name: string): void {
  if (NIGHTLY) console.log(`${name}: ${[...tallied].map(([what, count]) => `${count} ${what}`).join(', ')}`);
  tallied.clear();
}

export type Files = Readonly<Record<string, string>>;
export type Outputs = Readonly<Record<string, string>>;

const DRIVER = join(import.meta.dirname, 'driver.mjs');

let isBuilt = false;

/** A file of the build that has faults to switch on, which what is released has not. It is built when first asked for. */
export function faulty(name = 'papermake.js'): string {
  if (!isBuilt) buildFaulty();
  isBuilt = true;
  return resolve(BINARY, '../../dist-faults', name);
}

/** One thread of vitest builds for all, whose builds then find nothing to do. */
function buildFaulty(): void {
  const turn = join(tmpdir(), `papermake-builds-faults-${process.pid}`);
  const isFirst = attempt(() => [mkdirSync(turn)]) !== undefined;
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; !isFirst && tries < 1200 && existsSync(turn); tries++) Atomics.wait(never, 0, 0, 100);
  const root = resolve(BINARY, '../..');
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/build.ts', '--faults'],
    { cwd: root, encoding: 'utf8' },
  );
  if (isFirst) rmSync(turn, { recursive: true });
  if (status !== 0) throw new Error(`the build with faults failed:\n${stderr}`);
}

/** A copy of a project as it lies there. */
export function copyOf(project: Project): Project {
  const copy = new Project({}, scratchFolder());
  cpSync(project.root, copy.root, { recursive: true, preserveTimestamps: true });
  return copy;
}

export function writeAll(project: Project, files: Files): void {
  for (const [path, text] of Object.entries(files)) project.write(path, text);
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Struck {
  /** Of the command line; a run in one thread where nothing is said. */
  readonly args?: readonly string[];
  readonly fault?: string;
  /** A signal after some milliseconds. */
  readonly after?: readonly [NodeJS.Signals, number];
  /** Where commands have their folders: a killed run leaves them there. */
  readonly temporaries?: string;
}

/** Runs the binary with a fault switched on, or with a signal after some milliseconds. */
export function runFaulty(
  project: Project,
  { fault, args = ['run', '-j', '1'], after, temporaries }: Struck,
): Promise<Ended> {
  const env = {
    ...process.env,
    ...(temporaries === undefined ? {} : { TMPDIR: temporaries }),
    ...(fault === undefined ? {} : { PAPERMAKE_FAULT: fault }),
  };
  const child = spawn(process.execPath, [faulty(), ...args], { cwd: project.root, env });
  const timer = after && setTimeout(() => child.kill(after[0]), after[1]);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      done({ code, signal, stdout, stderr });
    });
  });
}

/** Every boundary that a run comes to, in order. */
export async function boundariesOf(project: Project, args: readonly string[]): Promise<string[]> {
  const { stderr } = await runFaulty(project, { fault: 'tell:1', args });
  return stderr.split('\n').flatMap((line) => /^boundary (\w+)$/.exec(line)?.[1] ?? []);
}

/** Many calls of the command line, without starting a process for each. */
export function calls(requests: readonly (readonly string[])[]): Promise<Finished[]> {
  const child = spawn(process.execPath, [DRIVER, faulty('load.js')], { stdio: ['pipe', 'inherit', 'inherit', 'pipe'] });
  let answer = '';
  const answers = child.stdio[3] as NodeJS.ReadableStream;
  answers.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  child.stdin!.end(JSON.stringify(requests));
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      if (code === 0) done(JSON.parse(answer) as Finished[]);
      else fail(new Error(`the driver ended with ${code}`));
    });
  });
}

/** The same in two processes where they have much to do; what belongs together stays in order. */
export async function callsBeside(requests: readonly (readonly (readonly string[])[])[]): Promise<Finished[]> {
  const half = requests.length < 8 ? requests.length : (requests.length + 1) >> 1;
  const parts = [requests.slice(0, half), requests.slice(half)].filter((part) => part.length > 0);
  return (await Promise.all(parts.map((part) => calls(part.flat())))).flat();
}

export interface Case {
  readonly name: string;
  readonly project: Project;
}

/** What is wrong after the next run: empty where every promise is kept. */
export async function wrongAfterNextRun(cases: readonly Case[], outputs: Outputs, onRecord = false): Promise<string[]> {
  const requests = cases.map(({ project: { root } }) => [
    ['run', '-j', '1', '--json', '-C', root],
    ['status', '--json', '-C', root],
  ]);
  const finished = await callsBeside(requests);
  tally('judged', cases.length);
  return cases.flatMap(({ name, project }, i) => {
    const [run, status] = [finished[2 * i]!, finished[2 * i + 1]!];
    const ran = onRecord ? run.stdout.match(/"event":"ran"/g) : null;
    const faults = [...complaints(project, run, status, outputs), ...(ran ? [`${ran.length} nodes ran again`] : [])];
    return faults.map((fault) => `${name}: ${fault}`);
  });
}

function complaints(project: Project, run: Finished, status: Finished, outputs: Outputs): string[] {
  const wrong: string[] = [];
  if (run.code !== 0 || /Internal error/.test(run.stderr)) wrong.push(`exit ${run.code}: ${run.stderr.slice(-600)}`);
  const made = withoutKept(project.tree('out'));
  const paths = [...new Set([...Object.keys(made), ...Object.keys(outputs)])];
  const different = paths.filter((path) => made[path] !== outputs[path]);
  if (different.length > 0) wrong.push(`not the clean build's: ${different.join(', ')}`);
  const unsettled = unsettledIn(status);
  if (unsettled.length > 0) wrong.push(`not fresh afterwards: ${unsettled.join(', ')}`);
  const left = leftOvers(project);
  if (left.length > 0) wrong.push(`left behind: ${left.join(', ')}`);
  return wrong;
}

function unsettledIn({ code, stdout, stderr }: Finished): string[] {
  if (code !== 0) return [`status ended with ${code}: ${stderr}`];
  const rows = JSON.parse(stdout) as { node: string; decision: string }[];
  return rows.filter(({ decision }) => decision !== 'fresh').map(({ node, decision }) => `${node} (${decision})`);
}

const KNOWN =
  /^(traces-v1\.log|runs-v1\.log|standings-v5\.log|traces-v1\.index|plan-v9\.json|last-run-v1\.json|lock-\d+)$/;
const KINDS = /^(kinds\/[\w.]+\.ts\.json|blobs-v1\/..\/[0-9a-f]{62})$/;

/** Whatever lies in the store that is none of its files. */
function leftOvers(project: Project): string[] {
  return Object.keys(project.tree('.papermake'))
    .map((path) => path.slice('.papermake/'.length))
    .filter((path) => !KNOWN.test(path) && !KINDS.test(path));
}

/** Runs the tasks `width` at a time. */
export async function sideBySide<T>(tasks: readonly (() => Promise<T>)[], width = 2): Promise<T[]> {
  const results: T[] = [];
  const queue = tasks.map((task, i) => async () => {
    results[i] = await task();
  });
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next();
    }),
  );
  return results;
}

/** At most `count` of them, evenly spread. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

/** A project, remembered for disposal. */
export class Bench {
  readonly #projects: Project[] = [];

  add(project: Project): Project {
    this.#projects.push(project);
    return project;
  }

  dispose(): void {
    for (const project of this.#projects.splice(0)) project.dispose();
  }
}

export function expectNothing(wrong: readonly string[]): void {
  expect(wrong.slice(0, 10), `${wrong.length} faults were not survived`).toEqual([]);
}

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'papermake faults-'));
export const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true });
