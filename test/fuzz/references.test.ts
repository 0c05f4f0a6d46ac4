/**
 * A reference to a result that is added to a project, in any order of edits and runs, gives what the same project gives from nothing.
 * @module-tag slow
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { canonicalJson } from '../../src/base/canonical.ts';
import type { Problem, TextPlace } from '../../src/base/problem.ts';
import { type Finished, Project } from '../cli/harness.ts';
import { builtInKinds } from '../support/built-in.ts';
import { Plans } from '../support/plans.ts';
import { resultAlone } from '../support/result-alone.ts';
import { ONE_IN, trials } from './budget.ts';
import { Choices, edits, withReferences } from './edits.ts';
import { kindsWithoutStep, STEPS, withNeeded } from './projects.ts';
import type { Result } from './references.ts';
import { filesOf, type Pointed, pipelineOf, START, type World, without } from './world.ts';

// It takes as long as it takes beside other tests; what has no end is found by the watchdogs of test/fuzz.
vi.setConfig({ testTimeout: 7_200_000 });

/** A project that becomes one world after another. */
class Grown {
  world: World;
  readonly #project = new Project({});

  constructor(world: World) {
    this.world = world;
    for (const [path, bytes] of Object.entries(filesOf(world))) this.#project.write(path, bytes);
    grown.push(this);
  }

  get root(): string {
    return this.#project.root;
  }

  run(...args: string[]): Promise<Finished> {
    return this.#project.run(...args);
  }

  /** Puts the files of a world into the place of those that are there. */
  become(world: World): void {
    const [old, now] = [filesOf(this.world), filesOf(world)];
    for (const path of Object.keys(old)) if (!(path in now)) this.#project.remove(path);
    for (const [path, bytes] of Object.entries(now))
      if (String(old[path]) !== String(bytes)) this.#project.write(path, bytes);
    this.world = world;
  }

  /** Where problems point. */
  places(problems: readonly Problem[]): Pointed[] {
    const line = ({ file, start }: TextPlace): number => this.#project.read(file).slice(0, start).split('\n').length;
    const texts = problems.flatMap(({ at }) => at.flatMap((place) => (place.is === 'text' ? [place] : [])));
    return texts.map((place) => ({ file: place.file, line: line(place) }));
  }

  dispose(): void {
    this.#project.dispose();
  }
}
const grown: Grown[] = [];
afterAll(() => {
  for (const each of grown) each.dispose();
});

const everyStep: World = { ...START, steps: Object.keys(STEPS) };
let results: readonly Result[];
beforeAll(async () => {
  results = await resultsOf(new Grown(everyStep));
});

/** Every node's artifact. */
async function resultsOf(made: Grown): Promise<Result[]> {
  expect(await made.run('-q')).toMatchObject({ code: 0 });
  const status = JSON.parse((await made.run('status', '--json')).stdout) as { node: string }[];
  const shown = await made.run('show', '--json', ...status.map(({ node }) => node));
  return (JSON.parse(resultAlone(shown.stdout)) as (Result['artifact'] & { node: string })[]).map(
    ({ node, ...artifact }) => ({
      node,
      step: /^[^.[@]+/.exec(node)![0],
      artifact,
    }),
  );
}

/** Values of the columns by which models are split. */
const levelsOf = (column: string): readonly string[] =>
  column === 'region' ? ['North', 'South'] : ['3', 'Upper middle', 'low'];
const plansOf = ({ root }: Grown): Plans => new Plans(root, builtInKinds, levelsOf);

/** Takes back what cannot be planned. */
function makeLegal(made: Grown): void {
  for (let tries = 0; tries < 8; tries++) {
    const plan = plansOf(made).whole(pipelineOf(made.world));
    if ('graph' in plan) return;
    made.become(without(made.world, made.places(plan)));
  }
  throw new Error('what a problem points at is not what has to be taken back');
}

/** The project of all steps with references that can be planned; a Word file has what Markdown has. */
function referring(oneIn: number): Grown {
  const made = new Grown(withReferences(everyStep, results, oneIn));
  makeLegal(made);
  const { texts } = made.world;
  made.become({ ...made.world, texts: { ...texts, docx: texts.md } });
  return made;
}

interface Told {
  readonly event: string;
  readonly problems?: readonly { readonly at: readonly Pointed[] }[];
  readonly warnings?: readonly unknown[];
  readonly [member: string]: unknown;
}

/** What a run tells: all but what depends on what stood there before it. */
interface Run {
  readonly code: number;
  readonly told: readonly Told[];
}

async function runOf(made: Grown, ...targets: string[]): Promise<Run> {
  const { code, stdout, stderr } = await made.run('run', '-k', '--json', ...targets);
  expect(stderr + stdout).not.toMatch(/Internal error|internal-error|\[object |`undefined`/);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
  // A run that finds levels plans anew, and says then what it has not said before.
  const warnings = events.flatMap(({ event, warnings = [] }) => (event === 'plan' ? warnings.map(canonicalJson) : []));
  const told = events.filter(({ event }) => ['refused', 'failed', 'claim'].includes(event));
  return { code, told: [...told, { event: 'plan', warnings: warnings.sort() }] };
}

/** Runs a project, and takes back what the run points at. */
async function mend(made: Grown): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    const { told } = await runOf(made);
    const wrong = told.flatMap(({ problems = [] }) => problems.flatMap(({ at }) => at));
    if (wrong.length === 0) return;
    made.become(without(made.world, wrong));
  }
}

/** What a project comes to: what a run tells, what it leaves, and what other commands say of that. */
async function outcomeOf(made: Grown): Promise<object> {
  const run = await runOf(made);
  if (run.code === 2) return run;
  const nodes = JSON.parse((await made.run('status', '--json')).stdout) as { node: string; decision: string }[];
  const shown = await made.run('show', '--json', ...nodes.map(({ node }) => node));
  const again = await made.run('-k');
  return {
    ...run,
    status: nodes.map(({ node, decision }) => `${node} ${decision}`),
    shown: shown.stdout === '' ? shown.stderr : resultAlone(shown.stdout),
    again: { code: again.code, stdout: again.stdout.replace(/\([\d.]+ m?s\)/, '') },
    out: treeOf(join(made.root, 'out')),
  };
}

function treeOf(folder: string): Record<string, string> {
  const list = (at: string): string[] =>
    readdirSync(join(folder, at)).flatMap((name) =>
      statSync(join(folder, at, name)).isDirectory() ? list(`${at}${name}/`) : [`${at}${name}`],
    );
  if (!statSync(folder, { throwIfNoEntry: false })) return {};
  return Object.fromEntries(list('').map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}

const draws = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
/** Edits, one after another, and then a run; whoever is told of a mistake takes it back, or leaves the project as it is, or runs a step alone. */
const phase = fc.record({
  edits: fc.array(draws, { minLength: 1, maxLength: 12 }),
  end: fc.constantFrom('mends', 'mends', 'runs', 'runs a step'),
});
const begin = fc
  .oneof(fc.constant(Object.keys(STEPS)), fc.subarray(Object.keys(STEPS), { minLength: 1, maxLength: 6 }))
  .map((names): World => ({ ...START, steps: withNeeded(['panel', ...names]) }));

it('has a step of every kind with results', () => {
  expect(kindsWithoutStep()).toEqual([]);
});

it('gives with references to every form of result what the project gives from nothing', async () => {
  const fromNothing = referring(ONE_IN);
  await mend(fromNothing);
  await fromNothing.run('clean', '--out');
  const made = new Grown(everyStep);
  await runOf(made);
  made.become(fromNothing.world);
  expect(await outcomeOf(made)).toEqual(await outcomeOf(fromNothing));
  for (const each of [made, fromNothing]) each.dispose();
});

it('gives in any order of edits and runs what the project gives from nothing', async () => {
  await fc.assert(
    fc.asyncProperty(begin, fc.array(phase, { minLength: 1, maxLength: 4 }), async (first, phases) => {
      const made = new Grown(first);
      await runOf(made);
      for (const { edits: edited, end } of phases) {
        for (const numbers of edited) {
          const by = new Choices(numbers);
          made.become(by.of(edits)(made.world, by, results));
        }
        if (end === 'mends') await mend(made);
        else await runOf(made, ...(end === 'runs' ? [] : [made.world.steps.at(-1)!]));
      }
      const fromNothing = new Grown(made.world);
      expect(await outcomeOf(made), pipelineOf(made.world)).toEqual(await outcomeOf(fromNothing));
      for (const each of [made, fromNothing]) each.dispose();
    }),
    trials(0.01),
  );
});
