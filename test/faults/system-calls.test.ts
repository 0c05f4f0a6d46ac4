/**
 * Every system call that papermake makes on files of the project fails once, with each error it can have, and once is the last
 * thing that the process does: each call ends soon and says what was wrong, and the next run makes all of it good.
 * A sample of them, drawn by PAPERMAKE_SEED: as many as PAPERMAKE_FAULTS says, of which 40000 is all there are, or a few.
 * @module-tag slow
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { DATA, FILES } from '../cli/paper.ts';
import { scratchFolder } from '../support/scratch.ts';
import {
  Bench,
  type Case,
  callsBeside,
  emptyFolder,
  expectNothing,
  type Files,
  NIGHTLY,
  type Outputs,
  removeFolder,
  report,
  share,
  sideBySide,
  tally,
  writeAll,
  wrongAfterNextRun,
} from './harness.ts';
import { MAY_TRACE } from './machine.ts';
import { callsOf, ERRORS, type Injected, injecting, nameOf, type Struck } from './system-calls.ts';
import { drawFrom } from './world.ts';

const SEED = Number(process.env.PAPERMAKE_SEED ?? 1);

/** Data that are read, own code, fits, tables, and a program of the system. */
const SMALL: Files = {
  ...FILES,
  'pipeline.yaml': `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  fits: {kind: models, from: panel, columns: [{id: one, fit: y ~ x}, {id: two, fit: y ~ x + z}]}
  doubled: {kind: double, from: fits.one}
  sorted: {kind: command, run: sort data/panel.csv > o.txt, files: [data/panel.csv], outputs: {o.txt: file}}
  large: {kind: command, run: 'yes | head -n 9000 > o.txt', outputs: {o.txt: file}}
  tables: {kind: report, tables: {main: {from: fits, caption: Results}}}
`,
};

/** Every command step, fit and output is another. */
const EDITED: Files = {
  'data/panel.csv': DATA.replace(/^(u1,2012,[^,]*),[^,]*/m, '$1,7.5'),
  'steps/lib/twice.ts': 'export const twice = (value: number): number => 2 * value + 1;\n',
  'pipeline.yaml': SMALL['pipeline.yaml']!.replace('  large: {', '  larger: {').replace('Results', 'Other results'),
};

interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  /** Before the call, on the files of `SMALL`. */
  readonly before: readonly ('build' | 'edit')[];
  /** Of a clean build. */
  readonly outputs: Outputs;
  /** What the call prints when nothing fails; null where it may differ from run to run. */
  readonly printed: string | null;
}

const RUN = ['run', '-j', '1'];
const scenes: readonly Omit<Scene, 'outputs' | 'printed'>[] = [
  { name: 'a first build', args: RUN, before: [] },
  { name: 'a rebuild', args: RUN, before: ['build', 'edit'] },
  { name: 'nothing to do', args: ['run'], before: ['build'] },
  { name: 'gc', args: ['gc', '--keep-runs', '0'], before: ['build', 'edit', 'build'] },
  { name: 'clean', args: ['clean', '--out'], before: ['build'] },
  { name: 'status', args: ['status'], before: ['build', 'edit'] },
  { name: 'show', args: ['show', 'fits.two'], before: ['build'] },
];

const bench = new Bench();
let log: string;
beforeAll(() => {
  log = emptyFolder();
});
afterAll(() => {
  bench.dispose();
  removeFolder(log);
  report('system calls that failed');
});

/** So many projects in the state in which the call finds them. */
async function staged(before: Scene['before'], count: number): Promise<Project[]> {
  const projects = Array.from({ length: count }, () => bench.add(new Project(SMALL, scratchFolder())));
  const requests = projects.map(({ root }) => [[...RUN, '-q', '-C', root]]);
  for (const step of before) {
    if (step === 'edit') for (const project of projects) writeAll(project, EDITED);
    else {
      const built = await callsBeside(requests);
      expect(built.filter(({ code }) => code !== 0)).toEqual([]);
    }
  }
  return projects;
}

/** Errors that say that nothing is there, or nothing of the project's: true or not, a call may believe it. */
const DENIES: readonly string[] = ['ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR'];

/** What is wrong with how a call ended at which something failed. */
function wrongAtEnd(scene: Scene, project: Project, fault: Injected, ended: Struck): string[] {
  const { code, signal, stdout, stderr, hung } = ended;
  const told = stderr.slice(-900);
  if (hung) return [`did not end: ${told}`];
  if (/Internal error|\n {4}at /.test(stderr)) return [`exit ${code}: ${told}`];
  if (signal !== null) return signal === 'SIGKILL' && fault.with === 'KILL' ? [] : [`ended by ${signal}`];
  if (code === 0) {
    const isTold = DENIES.includes(fault.with) || /damaged record|cannot be read/.test(stdout);
    if (scene.printed !== null && settled(stdout) !== settled(scene.printed) && !isTold)
      return [`exit 0, and printed ${stdout}`];
    if (scene.args[0] !== 'run') return [];
    const made = project.tree('out');
    const paths = new Set([...Object.keys(made), ...Object.keys(scene.outputs)]);
    const different = [...paths].filter((path) => made[path] !== scene.outputs[path]);
    return different.length === 0 ? [] : [`exit 0, and not the clean build's: ${different.join(', ')}`];
  }
  if (code !== 1 && code !== 2) return [`exit ${code}: ${told}`];
  return stderr === '' ? [`exit ${code} in silence`] : [];
}

/** A text without the memory that a run took, which is another each time. */
const settled = (text: string): string => text.replace(/at most \S+ [KMG]iB/g, 'at most so much');

/** In an order in which neighbours are of different calls. */
function drawn(faults: readonly Injected[], count: number): Injected[] {
  const draw = drawFrom(SEED);
  const left = [...faults];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(draw(left.length), 1)[0]!);
}

/** How many projects lie there at one time. */
const AT_ONCE = 24;
/** Of each scene. */
const SAMPLE = NIGHTLY ? share(1 / scenes.length) : 2;

describe.skipIf(!MAY_TRACE).each(scenes)('a system call fails: $name', ({ name, args, before }) => {
  let scene: Scene;
  let faults: readonly Injected[];

  beforeAll(async () => {
    const isEdited = before.includes('edit');
    const [project, other, clean] = [
      ...(await staged(before, 2)),
      ...(await staged(isEdited ? ['edit', 'build'] : ['build'], 1)),
    ];
    const found = await callsOf(project!, args, join(log, 'calls'));
    const printed = args[0] === 'run' ? null : (await other!.run(...args)).stdout;
    scene = { name, args, before, outputs: clean!.tree('out'), printed };
    faults = found.flatMap((call) => [...ERRORS[call.name]!, 'KILL'].map((fault) => ({ ...call, with: fault })));
    expect(faults.length).toBeGreaterThan(100);
  });

  it('ends soon and says why, and the next run makes it good', async () => {
    const chosen = drawn(faults, SAMPLE);
    const wrong: string[] = [];
    const outcomes: Outcome[] = [];
    for (let at = 0; at < chosen.length; at += AT_ONCE)
      await strike(scene, chosen.slice(at, at + AT_ONCE), { wrong, outcomes });
    for (const outcome of outcomes) tally(outcome);
    expectNothing(wrong);
    // The harness strikes at all.
    expect(outcomes.filter((outcome) => outcome === 'not reached').length).toBeLessThanOrEqual(1 + chosen.length / 5);
  });
});

it.skipIf(!MAY_TRACE)('the process that reads the code of own kinds is killed', async () => {
  const [project] = await staged([], 1);
  const fault = { name: 'read', n: 1, path: 'steps/double.ts', with: 'KILL' };
  const { code, stderr } = await injecting(project!, RUN, join(log, 'killed'), fault);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^the process of esbuild.*\nhint: run again/m),
  });
  await project!.make();
});

/** Each in a project of its own: tells what came of it, and what is wrong. */
async function strike(
  scene: Scene,
  faults: readonly Injected[],
  { wrong, outcomes }: { readonly wrong: string[]; readonly outcomes: Outcome[] },
): Promise<void> {
  const projects = await staged(scene.before, faults.length);
  const cases = await sideBySide(
    faults.map((fault, i) => async (): Promise<Case> => {
      const project = projects[i]!;
      const ended = await injecting(project, scene.args, join(log, `${i}`), fault);
      const { inside, outside } = ended.struck;
      const name = `${nameOf(fault)} (${[...inside, ...outside].join('; ')})`;
      // Which call is the n-th differs by a few from run to run: what Node itself is refused is not ours to tell.
      if (outside.length === 0)
        wrong.push(...wrongAtEnd(scene, project, fault, ended).map((what) => `${name}: ${what}`));
      outcomes.push(outcomeOf(fault, ended));
      return { name, project };
    }),
  );
  wrong.push(...(await wrongAfterNextRun(cases, scene.outputs)));
  bench.dispose();
}

type Outcome =
  | 'killed'
  | 'failed outside of the project'
  | 'not reached'
  | 'failed, and told'
  | 'failed, and done all the same';

function outcomeOf(fault: Injected, { code, signal, struck: { inside, outside } }: Struck): Outcome {
  // It may be esbuild that is killed: then papermake ends by itself.
  if (fault.with === 'KILL') return signal !== null || code !== 0 ? 'killed' : 'not reached';
  if (outside.length > 0) return 'failed outside of the project';
  if (inside.length === 0) return 'not reached';
  return code === 0 ? 'failed, and done all the same' : 'failed, and told';
}
