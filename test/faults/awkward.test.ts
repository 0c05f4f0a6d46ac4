/** Ten awkward situations in which build tools go wrong: a stale or poisoned result, a double run, a lock to free. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Project, type Running } from '../cli/harness.ts';
import { until } from '../support/patience.ts';

let project: Project;

/** `first` writes its output, says that it has begun, and ends when it may; `second` reads what `first` made. */
const PIPELINE = (gate: string): string => `papermake: 1
steps:
  first:
    kind: command
    run: 'cat data/x.txt > o.txt; touch "$GATE/begun"; while ! [ -e "$GATE/go" ]; do sleep 0.01; done; sh end.sh'
    files: [data/x.txt, end.sh]
    env: {GATE: "${gate}"}
    timeout: 3000
    outputs: {o.txt: file}
  second: {kind: command, run: sed s/x/y/ in.txt > o.txt, inputs: {in.txt: first}, outputs: {o.txt: file}}
`;

beforeEach(() => {
  project = new Project({ 'data/x.txt': 'x1\n', 'end.sh': 'exit 0\n', 'gate/go': '' });
  project.write('pipeline.yaml', PIPELINE(project.path('gate')));
});
afterEach(() => project.dispose());

const outputs = (n: number) => ({ 'out/first/o.txt': `x${n}\n`, 'out/second/o.txt': `y${n}\n` });

/** Starts a run and comes back when `first` has written its output and has not ended. */
async function runHalfWay(): Promise<Running> {
  project.remove('gate');
  project.write('gate/x', '');
  const running = project.start('run');
  await until('its beginning', () => project.has('gate/begun'));
  return running;
}

/** What a clean build has, and then nothing to do; no unlocking in between. */
async function makesGood(n: number, ran: readonly string[]): Promise<void> {
  project.write('gate/go', '');
  expect((await project.make()).ran).toEqual(ran);
  expect(project.tree('out')).toEqual(outputs(n));
  expect((await project.run()).stdout).toBe('papermake: all 2 nodes are fresh\n');
}

async function rebuildHalfWay(): Promise<Running> {
  await project.make();
  project.write('data/x.txt', 'x2\n');
  return runHalfWay();
}

it('kill -9 in the first build, then a rerun', async () => {
  const running = await runHalfWay();
  running.child.kill('SIGKILL');
  await running.ended;
  expect(project.tree('out')).toEqual({});
  await makesGood(1, ['first', 'second']);
});

it('kill -9 in a rebuild', async () => {
  const running = await rebuildHalfWay();
  running.child.kill('SIGKILL');
  await running.ended;
  expect(project.tree('out')).toEqual(outputs(1));
  await makesGood(2, ['first', 'second']);
});

it('Ctrl-C in a rebuild', async () => {
  const running = await rebuildHalfWay();
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(130);
  expect(project.tree('out')).toEqual(outputs(1));
  await makesGood(2, ['first', 'second']);
});

it('a step that fails half-way with its output written, then a rerun', async () => {
  project.write('end.sh', 'exit 1\n');
  for (let i = 0; i < 2; i++)
    expect(await project.make([], 1)).toMatchObject({ failed: ['first'], skipped: ['second'] });
  expect(project.tree('out')).toEqual({});
  project.write('end.sh', 'exit 0\n');
  await makesGood(1, ['first', 'second']);
});

it('an output tampered with', async () => {
  await project.make();
  project.write('out/first/o.txt', 'poison\n');
  project.edit('pipeline.yaml', 's/x/y/', 's/x/z/');
  expect(await project.make()).toMatchObject({ ran: ['second'], cached: ['first'] });
  expect(project.tree('out')).toEqual({
    'out/first/o.txt': 'x1\n',
    'out/first/o.yours.txt': 'poison\n',
    'out/second/o.txt': 'z1\n',
  });
});

it('an output deleted, one that nobody reads and one that is read', async () => {
  await project.make();
  for (const path of ['out/second/o.txt', 'out/first/o.txt', 'out']) {
    project.remove(path);
    await makesGood(1, []);
  }
});

it('two builds at once', async () => {
  const first = await runHalfWay();
  const second = project.start('run', '--json');
  await second.until('waiting for the run of process');
  project.write('gate/go', '');
  expect((await first.ended).code).toBe(0);
  expect(await second.ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"ran":[],"cached":[],"fresh":["first","second"]'),
  });
  await makesGood(1, []);
});

it('an undeclared input changes', async () => {
  project.edit('pipeline.yaml', 'files: [data/x.txt, end.sh]', 'files: [end.sh]');
  for (const text of ['x1\n', 'x2\n']) {
    project.write('data/x.txt', text);
    // It cannot be read, so that no result can depend on it unseen.
    const { code, stderr } = await project.run();
    expect(code).toBe(1);
    expect(stderr).toContain('`data/x.txt` exists in the project but is not declared');
    expect(project.tree('out')).toEqual({});
  }
  project.edit('pipeline.yaml', 'files: [end.sh]', 'files: [data/x.txt, end.sh]');
  await makesGood(2, ['first', 'second']);
});

it('the command is edited', async () => {
  await project.make();
  project.edit('pipeline.yaml', 's/x/y/', 's/x/z/');
  expect((await project.make()).ran).toEqual(['second']);
  expect(project.read('out/second/o.txt')).toBe('z1\n');
  project.edit('pipeline.yaml', 's/x/z/', 's/x/y/');
  await makesGood(1, []);
});

it('a declared output is not written', async () => {
  project.write('end.sh', 'rm o.txt\n');
  for (let i = 0; i < 2; i++) {
    const { code, stderr } = await project.run();
    expect(code).toBe(1);
    expect(stderr).toContain('did not write `o.txt`');
    expect(project.tree('out')).toEqual({});
  }
});
