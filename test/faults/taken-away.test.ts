/**
 * The store, or a part of it, taken away or damaged: said at once and by every command alike, and the next run is right.
 * @module-tag slow
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Project, type Running } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { Bench, copyOf, expectNothing, runFaulty, share, sideBySide, wrongAfterNextRun } from './harness.ts';
import { BEFORE } from './scene.ts';

const bench = new Bench();
afterEach(() => bench.dispose());

const REMOVED = /`\.papermake\/` was taken away while papermake was at work\nhint: run again/;

/** `first` and what reads it; `first` says that it has begun, and ends when it may. */
function gated(): Project {
  const project = bench.add(new Project({ 'gate/x': '' }));
  project.write(
    'pipeline.yaml',
    `papermake: 1
steps:
  before: {kind: command, run: echo 1 > o.txt, outputs: {o.txt: file}}
  first:
    kind: command
    run: 'touch "$GATE/begun"; while ! [ -e "$GATE/go" ]; do sleep 0.01; done; cat in.txt > o.txt'
    inputs: {in.txt: before}
    env: {GATE: "${project.path('gate')}"}
    timeout: 3000
    outputs: {o.txt: file}
  second: {kind: command, run: sed s/1/2/ in.txt > o.txt, inputs: {in.txt: first}, outputs: {o.txt: file}}
`,
  );
  return project;
}

async function halfWay(project: Project): Promise<Running> {
  const running = project.start('run');
  await until('its beginning', () => project.has('gate/begun'));
  return running;
}

const OUTPUTS = { 'out/before/o.txt': '1\n', 'out/first/o.txt': '1\n', 'out/second/o.txt': '2\n' };

describe('`.papermake/` taken away while a run goes on', () => {
  it.each([
    ['removed', (project: Project) => project.remove('.papermake')],
    ['moved away', (project: Project) => renameSync(project.path('.papermake'), project.path('elsewhere'))],
    ['its log removed', (project: Project) => project.remove('.papermake/traces-v1.log')],
  ])('%s', async (_, take) => {
    const project = gated();
    const running = await halfWay(project);
    take(project);
    project.write('gate/go', '');
    const { code, stderr } = await running.ended;
    expect(stderr).toMatch(REMOVED);
    expect(stderr).not.toMatch(/Internal error|\n {4}at /);
    expect(code).toBe(1);
    expect((await project.run('show', 'first')).stderr).toContain('it has not run');
    expect((await project.make()).ran).toEqual(['before', 'first', 'second']);
    expect(project.tree('out')).toEqual(OUTPUTS);
    expect((await project.run('show', 'first')).code).toBe(0);
    expect((await project.run()).stdout).toBe('papermake: all 3 nodes are fresh\n');
  });

  it('by someone who runs papermake too', async () => {
    const project = gated();
    const running = await halfWay(project);
    project.remove('.papermake');
    project.write('gate/go', '');
    const { code, stderr } = await project.run();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect((await running.ended).stderr).toMatch(REMOVED);
    expect(project.tree('out')).toEqual(OUTPUTS);
    expect((await project.run('status')).stdout).toMatch(/^(fresh .*\n){3}papermake: 3 nodes: 3 fresh\n$/);
  });

  it('at any instant', async () => {
    const from = bench.add(new Project(BEFORE));
    await from.make(['-j', '1']);
    const outputs = from.tree('out');
    from.remove('out');
    from.remove('.papermake');
    const rounds = Array.from({ length: share(1 / 10) }, (_, i) => ({ name: `round ${i}`, project: copyOf(from), i }));
    for (const { project } of rounds) bench.add(project);
    const odd: string[] = [];
    await sideBySide(
      rounds.map(({ project, i }) => async () => {
        const run = runFaulty(project, {});
        while (!project.has('.papermake')) await sleep(1);
        await sleep((i * 7) % 60);
        // What is written meanwhile may keep a folder from being removed.
        for (let tries = 0; tries < 20 && project.has('.papermake'); tries++) {
          try {
            rmSync(project.path('.papermake'), { recursive: true, force: true });
          } catch {}
        }
        const { code, stderr } = await run;
        if ((code !== 0 && code !== 1 && code !== 2) || /Internal error|\n {4}at /.test(stderr)) odd.push(stderr);
      }),
    );
    expect(odd).toEqual([]);
    expectNothing(await wrongAfterNextRun(rounds, outputs));
  });
});

describe('a large part of a result', () => {
  const LARGE = Array.from({ length: 4000 }, (_, i) => `${i % 400},${i % 10},${(i * 7919) % 1009},${(i * 31) % 17}`);
  const FILES = {
    'data/large.csv': `u,t,y,x\n${LARGE.join('\n')}\n`,
    'pipeline.yaml': `papermake: 1
steps:
  panel: {kind: ingest, file: data/large.csv}
  fit: {kind: models, from: panel, fit: y ~ x}
`,
  };
  const damages: [string, (path: string) => void][] = [
    [
      'flipped',
      (path) =>
        writeFileSync(
          path,
          readFileSync(path).map((byte, i) => (i === 99 ? byte ^ 1 : byte)),
        ),
    ],
    ['cut', (path) => writeFileSync(path, readFileSync(path).subarray(1))],
    ['gone', (path) => rmSync(path)],
  ];

  it.each(damages)('%s: `run`, `status` and `show` say the same, in any order', async (_, damage) => {
    const project = bench.add(new Project(FILES));
    await project.make();
    const [blob] = Object.keys(project.tree('.papermake/blobs-v1'));
    for (const order of [['run'], ['status', 'run'], ['show', 'run'], ['show', 'status', 'run']]) {
      expect((await project.run()).stdout).toBe('papermake: all 2 nodes are fresh\n');
      damage(project.path(blob!));
      for (const command of order) {
        const { stdout, stderr } = await project.run(command, ...(command === 'show' ? ['panel'] : []));
        const said = {
          run: /ran {5}panel/,
          status: /^stale {4}panel {2}its record in the store is lost or damaged$/m,
          show: /`panel` has no result: its record in the store is lost or damaged\nhint: `papermake run panel`/,
        }[command]!;
        expect(stdout + stderr, order.join()).toMatch(said);
      }
    }
  });
});
