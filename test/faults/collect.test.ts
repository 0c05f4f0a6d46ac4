/**
 * `gc` and `clean` beside runs and beside themselves: they wait for their turn, and take nothing that is being used.
 * @module-tag slow
 */
import { afterEach, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { Bench, copyOf, expectNothing, runFaulty, share, sideBySide, writeAll, wrongAfterNextRun } from './harness.ts';
import { AFTER, BEFORE } from './scene.ts';

const bench = new Bench();
afterEach(() => bench.dispose());

const COLLECT = ['gc', '--keep-runs', '0'];

it('two gc and two runs at once, over what an edit has left', async () => {
  const clean = bench.add(new Project(AFTER));
  await clean.make();
  const outputs = clean.tree('out');
  const from = bench.add(new Project(BEFORE));
  await from.make();
  writeAll(from, AFTER);
  const cases = Array.from({ length: share(1 / 80) }, (_, i) => ({
    name: `round ${i}`,
    project: bench.add(copyOf(from)),
  }));
  for (const [i, { project }] of cases.entries()) {
    const calls = [COLLECT, ['run', '-j', '2'], COLLECT, ['run', '-j', '1']];
    const turned = [...calls.slice(i % 4), ...calls.slice(0, i % 4)];
    const ended = await sideBySide(
      turned.map((args) => () => runFaulty(project, { args })),
      turned.length,
    );
    for (const { code, stderr } of ended) expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(project.tree('out')).toEqual(outputs);
  }
  expectNothing(await wrongAfterNextRun(cases, outputs, true));
});

it('two clean and two runs at once', async () => {
  const from = bench.add(new Project(BEFORE));
  await from.make();
  const outputs = from.tree('out');
  const cases = Array.from({ length: share(1 / 160) }, (_, i) => ({
    name: `round ${i}`,
    project: bench.add(copyOf(from)),
  }));
  for (const { project } of cases) {
    const ended = await sideBySide(
      [['run'], ['clean'], ['clean', '--out'], ['run']].map((args) => () => runFaulty(project, { args })),
      4,
    );
    for (const { code, stderr } of ended) expect({ code, stderr }).toMatchObject({ code: 0 });
  }
  expectNothing(await wrongAfterNextRun(cases, outputs));
});

it('gc while a run is going on', async () => {
  const project = bench.add(new Project({ 'gate/x': '', 'data/x.txt': 'x1\n' }));
  const gate = project.path('gate');
  project.write(
    'pipeline.yaml',
    `papermake: 1
steps:
  before: {kind: command, run: yes | head -n 9000 > o.txt, outputs: {o.txt: file}}
  slow:
    kind: command
    run: 'touch "$GATE/begun"; while ! [ -e "$GATE/go" ]; do sleep 0.01; done; cat in.txt data/x.txt > o.txt'
    inputs: {in.txt: before}
    files: [data/x.txt]
    env: {GATE: "${gate}"}
    timeout: 3000
    outputs: {o.txt: file}
  after: {kind: command, run: cat a.txt b.txt > o.txt, inputs: {a.txt: before, b.txt: slow}, outputs: {o.txt: file}}
`,
  );
  const running = project.start('run', '--json');
  await until('its beginning', () => project.has('gate/begun'));
  // Neither is on record as of a complete run, nor does the pipeline need it for what it stands at.
  const collecting = [project.start(...COLLECT), project.start(...COLLECT)];
  for (const each of collecting) await each.until('waiting for the run of process');
  project.write('gate/go', '');
  expect(await running.ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"ran":["before","slow","after"]'),
  });
  for (const each of collecting) {
    const { code, stdout } = await each.ended;
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to remove; kept 3 results'),
    });
  }
  expect((await project.make()).ran).toEqual([]);
  expect(project.read('out/after/o.txt')).toMatch(/^(y\n){18000}x1\n$/);
});
