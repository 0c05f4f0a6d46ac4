/** The real binary, killed, torn, interrupted and out of space at its boundaries: the next run makes all of it good. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import {
  Bench,
  boundariesOf,
  type Case,
  copyOf,
  expectNothing,
  FAULTS,
  runFaulty,
  sideBySide,
  spread,
  writeAll,
  wrongAfterNextRun,
} from './harness.ts';
import { AFTER, BEFORE } from './scene.ts';

const bench = new Bench();
/** Files alone, and a project that was built and then edited. */
let fresh: Project;
let edited: Project;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
  fresh = new Project(AFTER);
  const clean = bench.add(copyOf(fresh));
  await clean.make(['-j', '1']);
  outputs = clean.tree('out');
  edited = new Project(BEFORE);
  await edited.make(['-j', '1']);
  writeAll(edited, AFTER);
});
afterAll(() => {
  bench.dispose();
  fresh.dispose();
  edited.dispose();
});

/** Strikes copies of a project; says what the next runs did not make good. */
async function strike(
  from: Project,
  faults: readonly { name: string; fault?: string; after?: [NodeJS.Signals, number] }[],
  expected: (ended: { code: number | null; signal: NodeJS.Signals | null; stderr: string }) => boolean,
): Promise<void> {
  const unexpected: string[] = [];
  const cases = await sideBySide(
    faults.map((each) => async (): Promise<Case> => {
      const project = bench.add(copyOf(from));
      const ended = await runFaulty(project, { ...each, args: ['-j', '1'] });
      if (!expected(ended)) unexpected.push(`${each.name}: ${ended.code} ${ended.signal} ${ended.stderr.slice(-300)}`);
      return { name: each.name, project };
    }),
  );
  expect(unexpected.slice(0, 5), `${unexpected.length} ended in another way`).toEqual([]);
  expectNothing(await wrongAfterNextRun(cases, outputs));
  bench.dispose();
}

const STATES = [
  ['a first build', () => fresh],
  ['a rebuild', () => edited],
] as const;

describe.each(STATES)('%s', (_, from) => {
  let boundaries: string[];
  beforeAll(async () => {
    boundaries = await boundariesOf(bench.add(copyOf(from())), ['-j', '1']);
    expect(boundaries.length).toBeGreaterThan(50);
  });

  const at = (strikeName: string, count: number, only: (operation: string) => boolean = () => true) =>
    spread(
      boundaries.flatMap((operation, i) => (only(operation) ? [{ operation, n: i + 1 }] : [])),
      count,
    ).map(({ operation, n }) => ({ name: `${strikeName}:${n} (${operation})`, fault: `${strikeName}:${n}` }));

  it('killed before a boundary', async () => {
    await strike(from(), at('kill', FAULTS), ({ signal }) => signal === 'SIGKILL');
  });

  it('killed in the middle of a write', async () => {
    const writes = at('tear', FAULTS / 2, (operation) => operation === 'write');
    await strike(from(), writes, ({ signal }) => signal === 'SIGKILL');
  });

  it('interrupted', async () => {
    const ends = ({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): boolean =>
      code === 130 || code === 0 || signal === 'SIGINT';
    await strike(from(), at('interrupt', FAULTS / 4), ends);
  });

  it('on a disk that is full, for good or for a moment', async () => {
    const makes = (operation: string): boolean => operation !== 'remove';
    const faults = [...at('full', FAULTS / 4, makes), ...at('full-once', FAULTS / 4, makes)];
    const says = ({ code, stderr }: { code: number | null; stderr: string }): boolean =>
      (code === 0 || (code === 1 && /no space left/.test(stderr))) && !/Internal error/.test(stderr);
    await strike(from(), faults, says);
  });

  it('killed at a random instant', async () => {
    const faults = Array.from({ length: FAULTS / 2 }, (_, i) => ({
      name: `SIGKILL after ${60 + 8 * i} ms`,
      after: ['SIGKILL', 60 + ((8 * i) % 400)] as [NodeJS.Signals, number],
    }));
    await strike(from(), faults, () => true);
  });
});
