/**
 * After any edits, and after any run that was killed, torn or out of space in between, an incremental build equals a
 * clean build byte for byte, and no node runs whose recipe was on record: by the cold, the warm and the hot path.
 * @module-tag slow
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Digest, Key } from '../../src/base/brand.ts';
import { readLastRun, stillFresh } from '../../src/engine/resume/last-run.ts';
import { SettledNodes } from '../../src/engine/run/settled.ts';
import { recordedTraces } from '../../src/engine/store/compact.ts';
import { Store } from '../../src/engine/store/store.ts';
import { armFault, fill, type Operation } from '../../src/engine/system/fault-points.ts';
import { ProjectFiles } from '../../src/engine/system/files.ts';
import { withoutKept } from '../support/kept.ts';
import { scratchFolder } from '../support/scratch.ts';
import type { ToyOptions } from '../support/toy.ts';
import { SharedClock } from './clock.ts';
import { NIGHTLY, report, share, sideBySide, tally } from './harness.ts';
import { type Draw, drawFrom, EDITS, filesOf, newWorld, type World, WorldProject, worldKinds } from './world.ts';

const SEED = Number(process.env.PAPERMAKE_SEED ?? 1);

interface Broken {
  readonly options?: ToyOptions;
  readonly tamper?: WorldProject['tamper'];
  /** Before every run. */
  readonly reset?: () => void;
}

/** Of sequences that are right in all they do. */
const counts = { runs: 0, hot: 0, warm: 0, died: 0 };
const cleanBuilds = new Map<string, Record<string, string>>();

async function cleanBuild(world: World): Promise<Record<string, string>> {
  const text = JSON.stringify(world);
  const known = cleanBuilds.get(text);
  if (known) return known;
  const project = new WorldProject(scratchFolder());
  project.remembers = false;
  try {
    project.become(filesOf(world));
    await project.run(worldKinds({ factor: world.factor }));
    cleanBuilds.set(text, project.outputs());
    return project.outputs();
  } finally {
    project.dispose();
  }
}

class Died extends Error {}

/** A run that comes to an end at its n-th boundary: nothing reaches the disk from there on. */
async function dyingRun(project: WorldProject, world: World, draw: Draw): Promise<void> {
  const at = 1 + draw(40);
  const how = ['kill', 'tear', 'full'][draw(3)]!;
  let count = 0;
  const fault = (operation: Operation, half: () => void): void => {
    count += 1;
    if (count < at) return;
    if (how === 'full') fill(operation, half);
    else {
      if (how === 'tear' && count === at) half();
      throw new Died();
    }
  };
  await clock.during(async () => {
    armFault(fault);
    try {
      await project.run(worldKinds({ factor: world.factor }));
    } catch (error) {
      if (!(error instanceof Died) && (error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      counts.died += 1;
    } finally {
      armFault(undefined);
    }
  });
  bury(project);
}

/** The holder of the lock is this process, which lives; the one that died did not. */
function bury(project: WorldProject): void {
  const folder = join(project.root, '.papermake');
  for (const name of readdirSync(folder).filter((each) => each.startsWith('lock-'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), text.replace(`"pid":${process.pid}`, `"pid":${2 ** 22 + 5}`));
  }
}

const soundKeys = (project: WorldProject): Set<Key> =>
  new Set([...recordedTraces(project.root)].flatMap(([key, { sound }]) => (sound ? [key] : [])));

/** Throws at the first run whose outcome is another than a clean build's, or that did more than it had to. */
async function holds(seed: number, broken: Broken = {}, dies = false): Promise<void> {
  const draw = drawFrom(seed);
  // Some on the disk, where the system gives the number of a removed file to the next one.
  const project = new WorldProject(seed % 16 === 0 ? undefined : scratchFolder());
  await clock.take();
  if (broken.tamper) project.tamper = broken.tamper;
  try {
    let world = newWorld(draw);
    const past = [world];
    let what = 'new';
    for (let i = 2 + draw(6); i >= 0; i--) {
      project.become(filesOf(world));
      for (let deaths = dies ? draw(4) : 0; deaths > 0; deaths--) await dyingRun(project, world, draw);
      await judgedRun(project, world, draw, `seed ${seed}, ${what}`, broken);
      what = edit();
    }
    function edit(): string {
      const kind = draw(10);
      if (kind === 0) return damageOutputs(project, draw);
      if (kind === 1) world = past[draw(past.length)]!;
      const names = Object.keys(EDITS);
      const chosen =
        kind === 1
          ? []
          : Array.from({ length: 1 + draw(2) }, () => (draw(3) === 0 ? 'cell' : names[draw(names.length)]!));
      for (const name of chosen) world = { ...world, ...EDITS[name]!(world, draw) };
      past.push(world);
      return chosen.join(', ') || 'an earlier state';
    }
  } finally {
    project.dispose();
    clock.give();
  }
}

function damageOutputs(project: WorldProject, draw: Draw): string {
  const paths = Object.keys(project.outputs());
  const path = paths[draw(paths.length)]!;
  if (draw(2) === 0) project.remove(path);
  else project.write(path, 'forged');
  return `${path} edited or deleted`;
}

async function judgedRun(project: WorldProject, world: World, draw: Draw, what: string, broken: Broken): Promise<void> {
  const clean = await cleanBuild(world);
  const memory = readLastRun(project.root);
  if (memory && stillFresh(project.root, memory, 'pipeline.yaml', 'code.txt') !== undefined) {
    counts.hot += 1;
    expect(withoutKept(project.outputs()), `${what}: the hot path`).toEqual(clean);
  }
  project.remembers = draw(4) > 0;
  // Edits and runs within one tick of the clock leave stamps that may not be trusted; both happen.
  if (draw(2) === 0) await clock.pass(TRUSTED_MS);
  broken.reset?.();
  const recorded = soundKeys(project);
  const run = await clock.during(() => project.run(worldKinds({ factor: world.factor, ...broken.options })));
  counts.runs += 1;
  const { result } = run;
  if (result.is !== 'ran') throw new Error(`${what}: ${JSON.stringify(result.problems)}`);
  expect(result.problems, what).toEqual([]);
  if (result.session.resumed) counts.warm += 1;
  expect(run.failed, what).toEqual([]);
  expect(withoutKept(project.outputs()), what).toEqual(clean);
  const standings = result.run.standings();
  const again = run.ran.filter((id) => recorded.has(standings.get(id as never)!.key));
  expect(again, `${what}: ran though on record`).toEqual([]);
}

/** Longer than it takes until the stamp of a file is trusted. */
const TRUSTED_MS = 25;
const clock = new SharedClock();
/** Hundreds of builds, on a machine that may have other things to do. */
const PATIENT = { timeout: 7_200_000 };
/** So many sequences wait for the clock together. */
const AT_ONCE = 12;

const sequences = Array.from({ length: share(NIGHTLY ? 1 : 0.5) }, (_, i) => SEED * 100_000 + i);

describe('incremental = clean, and minimal', () => {
  it(`for ${sequences.length} random pipelines and edit sequences`, PATIENT, async () => {
    await sideBySide(
      sequences.map((seed) => () => holds(seed)),
      AT_ONCE,
    );
    // How many depends on the clock: stamps may be too young to be trusted.
    expect(counts.warm).toBeGreaterThan(0);
    expect(counts.hot).toBeGreaterThan(0);
  });

  it('with runs that die in between', PATIENT, async () => {
    await sideBySide(
      sequences.map((seed) => () => holds(seed + 50_000, {}, true)),
      AT_ONCE,
    );
    expect(counts.died).toBeGreaterThan(sequences.length);
    tally('edit sequences', 2 * sequences.length);
    for (const [what, count] of Object.entries(counts)) tally(what, count);
    report('the engine in one process');
  });
});

describe('a broken engine is caught', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    cleanBuilds.clear();
  });

  const isCaught = async (broken: Broken): Promise<void> => {
    for (let seed = 0; seed < 60; seed++) {
      const caught = await holds(seed, broken).then(
        () => false,
        // A pipeline that is refused tells nothing.
        (error: Error) => error.name === 'AssertionError' || Promise.reject(error),
      );
      if (caught) return;
    }
    expect.fail('60 random edit sequences did not tell it from the engine');
  };

  it('without early cutoff: after the first node that ran, every one runs', async () => {
    let hasRun = false;
    const record = Store.prototype.record;
    vi.spyOn(Store.prototype, 'record').mockImplementation(function (this: Store, ...given) {
      hasRun = true;
      record.apply(this, given);
    });
    const sound = Store.prototype.holds;
    vi.spyOn(Store.prototype, 'holds').mockImplementation(function (this: Store, trace) {
      return !hasRun && sound.call(this, trace);
    });
    await isCaught({
      reset: () => {
        hasRun = false;
      },
    });
  });

  it('whose keys leave out the digest of one column', async () => {
    const artifact = SettledNodes.prototype.artifact;
    vi.spyOn(SettledNodes.prototype, 'artifact').mockImplementation(function (this: SettledNodes, id) {
      const found = artifact.call(this, id);
      const parts = found?.parts.map((part) =>
        /^column:.0$/.test(part.name) ? { ...part, digest: '00'.repeat(32) as Digest } : part,
      );
      return found && { ...found, parts: parts! };
    });
    await isCaught({});
  });

  it('whose keys leave out the code', async () => {
    await isCaught({ options: { forgetCode: true } });
  });

  it('whose digests are remembered by size alone', async () => {
    const seen = new Map<string, Digest | null>();
    const digest = ProjectFiles.prototype.digest;
    vi.spyOn(ProjectFiles.prototype, 'digest').mockImplementation(function (this: ProjectFiles, path) {
      const now = digest.call(this, path);
      const size = this.used.get(path)?.stamp[0];
      const known = `${this.root}/${path} ${size}`;
      if (!seen.has(known)) seen.set(known, now);
      return seen.get(known)!;
    });
    await isCaught({});
  });

  it('whose warm start overlooks changed files', async () => {
    await isCaught({ tamper: ({ resumed }) => (resumed?.changed as Set<string> | undefined)?.clear() });
  });
});
