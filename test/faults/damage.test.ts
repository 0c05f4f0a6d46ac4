/**
 * Flipped, missing and foreign bytes in every file of the store and of out/: a miss, never a value, never a crash.
 * @module-tag slow
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import {
  Bench,
  type Case,
  copyOf,
  expectNothing,
  report,
  runFaulty,
  share,
  spread,
  writeAll,
  wrongAfterNextRun,
} from './harness.ts';
import { BEFORE, CHANGED, REMOVED } from './scene.ts';

const bench = new Bench();
let built: Project;
const outputs: Record<string, Readonly<Record<string, string>>> = {};

beforeAll(async () => {
  built = new Project(BEFORE);
  // Killed in between, so that the store also holds what no complete run left: a lock that is held, a torn tail.
  await runFaulty(built, { fault: 'tear:40' });
  await built.make(['-j', '1']);
  outputs.same = built.tree('out');
  for (const [state, edits] of Object.entries(STATES)) {
    const clean = bench.add(new Project({ ...BEFORE, ...edits }));
    await clean.make(['-j', '1']);
    outputs[state] = clean.tree('out');
  }
  expect(outputs.changed).not.toEqual(outputs.same);
  expect(Object.keys(outputs.removed!).length).toBeLessThan(Object.keys(outputs.same!).length - 2);
});
afterAll(() => {
  report('damage');
  bench.dispose();
  built.dispose();
});

type Damage = (bytes: Buffer) => Buffer;

/** One bit, at this share of the file. */
const flipped =
  (share: number, bit: number): Damage =>
  (bytes) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[Math.floor(share * (copy.length - 1))]! ^= 1 << bit;
    return copy;
  };

const DAMAGES: readonly (readonly [name: string, damage: Damage])[] = [
  ['emptied', () => Buffer.alloc(0)],
  ['cut in half', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ['without its last byte', (bytes) => bytes.subarray(0, -1)],
  ['twice', (bytes) => Buffer.concat([bytes, bytes])],
  ['of zeros', (bytes) => Buffer.alloc(bytes.length)],
  ['with a tail of zeros', (bytes) => Buffer.concat([bytes, Buffer.alloc(4096)])],
  ['not text', (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff))],
];

/** Flips spread over the file by the golden ratio, so that any number of them lies evenly. */
const flips = (count: number): (readonly [string, Damage])[] =>
  Array.from({ length: count }, (_, i) => {
    const share = (0.5 + i * 0.618_033_988_749_895) % 1;
    return [`bit ${i % 8} flipped at ${(100 * share).toFixed(1)} %`, flipped(share, i % 8)] as const;
  });

/** Every damage to every file in a nightly run; else a few for each file, other ones for the next. */
function damagesTo(files: readonly string[]): (readonly [file: string, name: string, damage: Damage])[] {
  const all = [...flips(8 * share(1 / 160)), ...DAMAGES];
  const each = share(1 / 160);
  return files.flatMap((file, i) =>
    Array.from({ length: each }, (_, k) => [file, ...all[(i * each + k) % all.length]!] as const),
  );
}

/** What is edited after the damage. */
const STATES = { same: {}, changed: CHANGED, removed: REMOVED };

describe.each(['same', 'changed', 'removed'] as const)('the project is %s', (state) => {
  const judge = async (cases: readonly (() => Case)[]): Promise<void> => {
    for (let at = 0; at < cases.length; at += 100) {
      const made = cases.slice(at, at + 100).map((make) => make());
      for (const { project } of made) writeAll(project, STATES[state]);
      expectNothing(await wrongAfterNextRun(made, outputs[state]!));
      bench.dispose();
    }
  };

  /** An output that is no longer made and was changed by hand stays. */
  const filesIn = (folder: string): string[] =>
    Object.keys(built.tree(folder)).filter((path) => folder !== 'out' || path in outputs[state]!);

  it.each(['.papermake', 'out'])('%s', async (folder) => {
    const files = spread(filesIn(folder), share(1 / 20));
    await judge(
      damagesTo(files).map(([file, name, damage]) => () => {
        const project = bench.add(copyOf(built));
        project.write(file, damage(readFileSync(built.path(file))));
        return { name: `${file} ${name}`, project };
      }),
    );
  });

  it('files gone', async () => {
    const all = ['.papermake', 'out'].flatMap((folder) => [folder, ...Object.keys(built.tree(folder))]);
    // Without any record, nobody can tell the files of steps that are gone from those of a person.
    const files = all.filter((path) => state !== 'removed' || path !== '.papermake');
    await judge(
      spread(files, share(1 / 20)).map((file) => () => {
        const project = bench.add(copyOf(built));
        project.remove(file);
        return { name: `${file} gone`, project };
      }),
    );
  });
});
