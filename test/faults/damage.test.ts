/** Flipped, missing and foreign bytes in every file of the store and of out/: a miss, never a value, never a crash. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import {
  Bench,
  type Case,
  copyOf,
  expectNothing,
  FAULTS,
  runFaulty,
  spread,
  writeAll,
  wrongAfterNextRun,
} from './harness.ts';
import { BEFORE, CHANGED } from './scene.ts';

const bench = new Bench();
let built: Project;
const outputs: Record<string, Readonly<Record<string, string>>> = {};

beforeAll(async () => {
  built = new Project(BEFORE);
  // Killed in between, so that the store also holds what no complete run left: a lock that is held, a torn tail.
  await runFaulty(built, { fault: 'tear:40', args: ['-j', '1'] });
  await built.make(['-j', '1']);
  outputs.same = built.tree('out');
  const changed = bench.add(copyOf(built));
  writeAll(changed, CHANGED);
  await changed.make(['-j', '1']);
  outputs.changed = changed.tree('out');
  expect(outputs.changed).not.toEqual(outputs.same);
});
afterAll(() => {
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
  const all = [...flips(Math.max(8, FAULTS / 8)), ...DAMAGES];
  const each = Math.min(all.length, Math.max(1, FAULTS / 8));
  return files.flatMap((file, i) =>
    Array.from({ length: each }, (_, k) => [file, ...all[(i * each + k) % all.length]!] as const),
  );
}

describe.each(['same', 'changed'] as const)('the project is the %s', (state) => {
  const judge = async (cases: readonly (() => Case)[]): Promise<void> => {
    for (let at = 0; at < cases.length; at += 100) {
      const made = cases.slice(at, at + 100).map((make) => make());
      if (state === 'changed') for (const { project } of made) writeAll(project, CHANGED);
      expectNothing(await wrongAfterNextRun(made, outputs[state]!));
      bench.dispose();
    }
  };

  it.each(['.papermake', 'out'])('%s', async (folder) => {
    const files = spread(Object.keys(built.tree(folder)), FAULTS);
    await judge(
      damagesTo(files).map(([file, name, damage]) => () => {
        const project = bench.add(copyOf(built));
        project.write(file, damage(readFileSync(built.path(file))));
        return { name: `${file} ${name}`, project };
      }),
    );
  });

  it('files gone', async () => {
    const files = ['.papermake', 'out'].flatMap((folder) => [folder, ...Object.keys(built.tree(folder))]);
    await judge(
      spread(files, FAULTS).map((file) => () => {
        const project = bench.add(copyOf(built));
        project.remove(file);
        return { name: `${file} gone`, project };
      }),
    );
  });
});
