/**
 * Ctrl-C, a polite kill and a closed terminal are obeyed whatever runs; what had finished is kept, and nothing is left behind.
 * @module-tag slow
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { attempt } from '../../src/base/attempt.ts';
import { PATIENCE_MS, until } from '../support/patience.ts';
import { BINARY, type Finished, Project, type Running, start } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const SIGNALS = Object.keys(CODES) as (keyof typeof CODES)[];

/** What the harness gives for the exit code of a process that a signal ended. */
const KILLED = -1;

const kind = (name: string, members: string): string =>
  `import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { defineStep, Type } from 'papermake/step';
const begin = () => writeFileSync('begun', '');
export default defineStep({ name: '${name}', summary: 's', params: Type.Object({}), ${members} });
`;

/** A quick step, and one of its own kind that writes `begun` and does not come back. */
function endless(members: string): void {
  project = new Project({
    'steps/quick.ts': kind('quick', 'run() { return { a: 1 }; }'),
    'steps/odd.ts': kind('odd', members),
    'pipeline.yaml': 'papermake: 1\nsteps:\n  first: {kind: quick}\n  second: {kind: odd}\n',
  });
}

async function begun(): Promise<void> {
  while (!project.has('begun')) await sleep(10);
  project.remove('begun');
}

async function interrupted(running: Running, signal: NodeJS.Signals): Promise<Finished> {
  running.child.kill(signal);
  const hung = setTimeout(() => running.child.kill('SIGKILL'), PATIENCE_MS);
  const ended = await running.ended;
  clearTimeout(hung);
  return ended;
}

async function endsAtOnce(running: Running, signal: keyof typeof CODES): Promise<void> {
  const { code, stderr } = await interrupted(running, signal);
  expect({ code, stderr }).toEqual({
    code: CODES[signal],
    stderr: expect.stringContaining('papermake: interrupted; what had finished is kept'),
  });
  expect(stderr).not.toMatch(/Internal error|\n {4}at /);
  leavesNothing();
}

function leavesNothing(): void {
  expect(Object.keys(project.tree('.papermake/tmp'))).toEqual([]);
  const lock = Object.entries(project.tree('.papermake')).find(([path]) => /lock-\d+$/.test(path));
  expect(JSON.parse(lock![1])).toMatchObject({ released: true });
}

const NIGHTLY = process.env.PAPERMAKE_FAULTS !== undefined;
/** They differ in their exit codes alone: a night sends each in each situation. */
const inTurn = <T>(situations: readonly T[], signal: keyof typeof CODES): readonly T[] =>
  NIGHTLY ? situations : situations.filter((_, i) => i % SIGNALS.length === SIGNALS.indexOf(signal));

describe.each(SIGNALS)('%s', (signal) => {
  it.each(
    inTurn(
      [
        ['a loop', 'run() { begin(); for (;;); }'],
        ['a promise and a timer', 'async run() { begin(); for (;;) await new Promise((go) => setTimeout(go, 10)); }'],
        ['promises alone', 'async run() { begin(); for (;;) await null; }'],
        ['a deaf loop of what calls itself external', "cost: 'external', run() { begin(); for (;;); }"],
      ],
      signal,
    ),
  )('an endless kind of the project: %s', async (_, members) => {
    endless(members);
    for (const jobs of ['1', '2']) {
      const running = project.start('run', '-j', jobs);
      await begun();
      await endsAtOnce(running, signal);
    }
    project.edit('pipeline.yaml', '  second: {kind: odd}\n', '');
    expect((await project.run()).stdout).toBe('papermake: the one node is fresh\n');
  });

  it('a run that waits for another', async () => {
    endless('run() { begin(); for (;;); }');
    const first = project.start('run');
    await begun();
    const second = project.start('run');
    await second.until('waiting for');
    const { code } = await interrupted(second, signal);
    expect(code).toBe(CODES[signal]);
    await endsAtOnce(first, signal);
  });

  if (signal !== 'SIGINT' && !NIGHTLY) return;

  it('many small nodes: what had run by then is on record, and an order of thousands is not followed to its end', async () => {
    const names = Array.from({ length: 11 }, (_, i) => `x${i}`);
    const row = (i: number): string =>
      [i % 30, i % 12, ...names.map((_, j) => (i * 7919 + i * j * 31 + j) % 1009)].join(',');
    const fits = Array.from(
      { length: 4 },
      (_, i) => `  m${i}: {kind: models, from: d, fit: x0 ~ x1 + mvsw($c), sample: t > ${i / 20}}`,
    );
    project = new Project({
      'd.csv': `u,t,${names.join(',')}\n${Array.from({ length: 360 }, (_, i) => row(i)).join('\n')}\n`,
      'pipeline.yaml': `papermake: 1
sets: {c: [${names.slice(2).join(', ')}]}
steps:
  d: {kind: ingest, file: d.csv}
${fits.join('\n')}
`,
    });
    const running = project.start('run', '--json');
    await running.until('"ran","node":"m0.40"');
    await endsAtOnce(running, signal);
    const ran = running.seen().match(/"event":"ran"/g)!.length;
    expect(ran).toBeLessThan(4 * 512);
    const { stdout } = await project.run('status');
    expect(stdout.match(/^fresh/gm)!.length).toBeGreaterThanOrEqual(ran);
  });

  it('a kind that plans without end', async () => {
    endless('expand() { begin(); for (;;); }, run() { return {}; }');
    const running = project.start('run');
    await begun();
    await interrupted(running, signal);
    expect(running.child.signalCode).toBe(signal);
    expect(project.has('.papermake/traces-v1.log')).toBe(false);
  });

  it('`verify` of an endless kind, and `watch` of one', async () => {
    endless("run() { if (existsSync('slow')) { begin(); for (;;); } return { a: 1 }; }");
    await project.make();
    project.write('slow', '');
    const verify = project.start('verify', '-j', '1');
    await begun();
    expect(await interrupted(verify, signal)).toMatchObject({ code: CODES[signal] });
    project.edit('steps/odd.ts', 'a: 1', 'a: 2');
    const watch = project.start('watch');
    await begun();
    expect(await interrupted(watch, signal)).toMatchObject({ code: CODES[signal] });
    leavesNothing();
  });
});

describe('a node in the thread that hears signals', () => {
  const rows = (n: number, row: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => row(i)).join('\n');
  // Reading it takes longer than records wait for one another before they are written.
  const note = 'n'.repeat(8000);
  const many = `y,x,v,note\n${rows(3000, (i) => `${(i * 7919) % 1009},${(i * 31) % 997},${i % 1900},${note}${i}`)}\n`;
  const text = `${rows(30_000, (i) => `Words of paragraph ${i} that go on and on with $x_{${i}}$ to the end.\n`)}\n`;

  it.each([
    [
      'that computes',
      { 'd.csv': many },
      '  p: {kind: ingest, file: d.csv}\n  m: {kind: models, from: p, fit: y ~ x + i(v)}\n',
      'ran     p',
    ],
    [
      'that compiles a document in code that is not JavaScript',
      { 't.md': text, 'd.csv': 'a\n1\n' },
      '  p: {kind: ingest, file: d.csv}\n  m: {kind: document, file: t.md}\n',
      'ran     p',
    ],
  ])('%s is ended, and what had finished is on record', async (_, files, steps, begun) => {
    project = new Project({ ...files, 'pipeline.yaml': `papermake: 1\nsteps:\n${steps}` });
    const running = project.start('run', '-j', '1');
    await running.until(begun);
    await sleep(1500);
    const { code, stderr } = await interrupted(running, 'SIGTERM');
    // A signal that comes before the node keeps the thread ends the run as any other.
    const within = stderr.includes('papermake: interrupted within a node; what was on record is kept');
    expect(code).toBe(within ? KILLED : CODES.SIGTERM);
    project.edit('pipeline.yaml', steps.split('\n')[1]!, '');
    expect((await project.run()).stdout).toBe('papermake: the one node is fresh\n');
  });
});

it('a kind that listens to its signal ends what it has started', async () => {
  endless(
    `async run({ signal }) {
      const child = spawn('sh', ['-c', 'echo $$ > pid; exec sleep 600']);
      signal.addEventListener('abort', () => child.kill());
      await new Promise((done) => child.on('close', done));
      return {};
    }`,
  );
  const running = project.start('run');
  while (!project.has('pid') || project.read('pid') === '') await sleep(10);
  await endsAtOnce(running, 'SIGINT');
  const pid = Number(project.read('pid'));
  await until('its end', () => !existsSync(`/proc/${pid}`));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

it('a second Ctrl-C does not wait for a program that does not hear the first', async () => {
  project = new Project({});
  const run = `trap '' TERM; echo $$ > "${project.path('pid')}"; touch "${project.path('begun')}"; sleep 600 & wait; sleep 600`;
  project.write(
    'pipeline.yaml',
    `papermake: 1\nsteps:\n  a: {kind: command, run: ${JSON.stringify(run)}, outputs: {o: file}}\n`,
  );
  const running = project.start('run');
  await begun();
  running.child.kill('SIGINT');
  await sleep(300);
  running.child.kill('SIGINT');
  await running.ended;
  expect(running.child.signalCode).toBe('SIGINT');
  // Its group is ended by what outlives the run for that.
  await expect.poll(() => lives(Number(project.read('pid'))), { timeout: PATIENCE_MS }).toBe(false);
});

/** Whether a process runs; one that has ended may keep its number until it is asked after, which not every container does. */
function lives(pid: number): boolean {
  const state = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0]);
  return state === undefined ? attempt(() => process.kill(pid, 0)) === true : state !== 'Z';
}

/** Whether a process watches over the group of a program. */
const watched = (pid: string): boolean =>
  spawnSync('ps', ['-Ao', 'args'])
    .stdout.toString()
    .split('\n')
    .some((line) => line.startsWith('sh -c read -r _; kill') && line.includes(` sh ${pid} `));

describe.skipIf(process.platform === 'win32')('a run that is killed', () => {
  const folders = (): string[] => readdirSync(project.path('tmp'));
  const line = 'echo $$ > "$HOME_OF/pid"; trap "" TERM; cat d.csv > copy; sleep 300 & wait; sleep 300';
  /** Starts a process that keeps its temporary files within the project; one that is kept for the next call has looked for folders before. */
  const startThere = (...args: string[]): Running =>
    start(args, { cwd: project.root, env: { ...process.env, TMPDIR: project.path('tmp') } });
  const startIt = async (): Promise<Running> => {
    project = new Project({ 'd.csv': 'a\n1\n', 'tmp/.keep': '' });
    const run = line.replace('$HOME_OF', project.root);
    project.write(
      'pipeline.yaml',
      `papermake: 1\nsteps:\n  slow: {kind: command, run: ${JSON.stringify(run)}, files: [d.csv], outputs: {o: file}}\n`,
    );
    const running = startThere();
    while (!project.has('pid') || project.read('pid') === '') await sleep(10);
    // What watches over the program starts a moment after it.
    await expect.poll(() => watched(project.read('pid').trim()), { timeout: PATIENCE_MS }).toBe(true);
    return running;
  };

  it('takes its program and the copy of the data with it, though the program ignores being asked', async () => {
    const running = await startIt();
    const pid = Number(project.read('pid'));
    expect([lives(pid), folders().filter((name) => name.startsWith('papermake-')).length]).toEqual([true, 1]);
    running.child.kill('SIGKILL');
    await running.ended;
    await expect.poll(() => lives(pid), { timeout: PATIENCE_MS }).toBe(false);
    await expect.poll(folders, { timeout: PATIENCE_MS }).toEqual(['.keep']);
  });

  it('leaves nothing that the next run or `gc` does not remove, but what a living process or another account has', async () => {
    const running = await startIt();
    const [own] = folders().filter((name) => name.startsWith('papermake-'));
    const dead = own!.replace(/^papermake-\d+/, 'papermake-4194303');
    project.write(`tmp/${dead}/folder/copy`, 'data');
    project.write('tmp/papermake-mine/notes', 'not a folder of a run');
    project.write(
      'again/pipeline.yaml',
      'papermake: 1\nsteps:\n  s: {kind: command, run: "echo > o", outputs: {o: file}}\n',
    );
    expect((await startThere('run', '-C', 'again').ended).code).toBe(0);
    expect(folders().sort()).toEqual(['.keep', own, 'papermake-mine'].sort());
    project.write(`tmp/${dead}/folder/copy`, 'data');
    expect((await startThere('gc', '-C', 'again').ended).code).toBe(0);
    expect(folders().sort()).toEqual(['.keep', own, 'papermake-mine'].sort());
    running.child.kill('SIGKILL');
    await running.ended;
  });
});

describe.skipIf(process.platform !== 'linux' || !existsSync('/bin/bash'))('a terminal that is closed', () => {
  /** Starts papermake by a line of bash, and tells it once that the terminal is gone. */
  async function hungUp(line: string, outlives: boolean): Promise<Finished> {
    endless("async run() { while (!existsSync('go')) await new Promise((go) => setTimeout(go, 10)); return {}; }");
    const env = { ...process.env, P: `${process.execPath} ${BINARY}` };
    const shell = spawn('bash', ['-c', line], { cwd: project.root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    let stdout = '';
    shell.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const ended = new Promise<Finished>((done) =>
      shell.on('close', (code) => done({ code: code ?? -1, stdout, stderr })),
    );
    while (!stderr.includes('ran     first')) await sleep(10);
    process.kill(Number(project.read('pid')), 'SIGHUP');
    await sleep(200);
    if (outlives) project.write('go', '');
    return ended;
  }

  it.each([
    ['`nohup`', 'nohup $P run & echo $! > pid; wait $!'],
    ['a shell that ignores the signal', "trap '' HUP; $P run & echo $! > pid; wait $!"],
  ])('%s: the run goes on to its end', async (_, line) => {
    expect(await hungUp(line, true)).toMatchObject({ code: 0, stdout: expect.stringContaining('2 ran') });
  });

  it('without either it ends', async () => {
    expect(await hungUp('$P run & echo $! > pid; wait $!', false)).toMatchObject({ code: 129 });
  });
});
