/** Interruptions of `papermake sync` at every point at which it touches the disk. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Collected } from '../../../../src/app/syncing/collect.ts';
import { planSync } from '../../../../src/app/syncing/plan.ts';
import { listIn, sumsOf } from '../../../../src/app/syncing/sums.ts';
import { writeSync } from '../../../../src/app/syncing/write.ts';
import { armFault, type Operation } from '../../../../src/engine/system/fault-points.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'sync-'));
  for (const name of ['folder', 'root']) mkdirSync(join(place, name));
});
afterEach(() => {
  armFault(undefined);
  rmSync(place, { recursive: true });
});

const OLD = { 'out/a.tex': 'a, old', 'out/t/b.tex': 'b, old', 'out/t/same.tex': 'same' };
const NEW = { 'out/a.tex': 'a, new', 'out/t/b.tex': 'b, new', 'out/t/c.tex': 'c, new', 'out/t/same.tex': 'same' };

const collected = (files: Readonly<Record<string, string>>): Collected => ({
  files: Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text), whyHidden: undefined })),
  stale: [],
  isMade: () => true,
});

const verdicts = (files: Readonly<Record<string, string>>): string[] =>
  planSync(join(place, 'folder'), collected(files), sumsOf(listIn(join(place, 'folder')))).map(
    ({ verdict }) => verdict,
  );

function sync(files: Readonly<Record<string, string>>, overwrite = false): void {
  const folder = join(place, 'folder');
  const planned = planSync(folder, collected(files), sumsOf(listIn(folder)));
  writeSync(planned, { folder, root: join(place, 'root'), overwrite });
}

/** Every file of the folder but for the list. */
const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(place, 'folder'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(join(place, 'folder').length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );

class Struck extends Error {}

/** Ends what is done at the n-th boundary, a write in its middle; says whether there was one. */
function strikeAt(n: number, act: () => void): boolean {
  let count = 0;
  armFault((operation: Operation, half) => {
    if (++count !== n) return;
    if (operation === 'write') half();
    throw new Struck();
  });
  try {
    act();
    return false;
  } catch (error) {
    if (!(error instanceof Struck)) throw error;
    return true;
  } finally {
    armFault(undefined);
  }
}

it.each([
  ['a rerun', false],
  ['one that overwrites an edit', true],
])('leaves old bytes or new ones after %s, and nothing that is taken for an edit', (_, overwrite) => {
  let struck = 0;
  for (let n = 1; ; n++) {
    rmSync(join(place, 'folder'), { recursive: true });
    mkdirSync(join(place, 'folder'));
    sync(OLD);
    const before: Record<string, string> = { ...OLD };
    if (overwrite) {
      before['out/a.tex'] = 'edited';
      writeFileSync(join(place, 'folder/out/a.tex'), 'edited');
    }
    if (!strikeAt(n, () => sync(NEW, overwrite))) break;
    struck++;
    const found = contents();
    for (const [path, text] of Object.entries(found))
      expect([before[path], NEW[path as keyof typeof NEW], 'edited'], `${path}, struck at ${n}`).toContain(text);
    if (!overwrite) {
      expect(
        verdicts(NEW).filter((verdict) => !['same', 'new', 'changed'].includes(verdict)),
        `struck at ${n}`,
      ).toEqual([]);
      // What was half done is no edit either where the results have moved on.
      const next = { 'out/a.tex': 'a, next', 'out/t/b.tex': 'b, next' };
      expect(verdicts(next), `struck at ${n}`).toEqual(['changed', 'changed']);
    } else expect(Object.values(found), `struck at ${n}`).toContain('edited');
    sync(NEW, overwrite);
    expect(contents()).toMatchObject(NEW);
    expect(verdicts(NEW)).toEqual(['same', 'same', 'same', 'same']);
  }
  expect(struck).toBeGreaterThan(8);
  expect(contents()).toMatchObject(NEW);
});

it('writes no file through a name that a list holds', () => {
  const folder = join(place, 'folder');
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(place, 'outside.tex'), 'theirs');
  writeFileSync(join(folder, 'out/SHA256SUMS'), `${'0'.repeat(64)}  ../../outside.tex\n`);
  const planned = planSync(folder, { ...collected(NEW), isMade: () => false }, sumsOf(listIn(folder)));
  expect(planned.map(({ path }) => path)).toEqual(Object.keys(NEW));
  writeSync(planned, { folder, root: dirname(folder), overwrite: true });
  expect(readFileSync(join(place, 'outside.tex'), 'utf8')).toBe('theirs');
});
