/** What a cache in a folder gives up: the least recently used, its parts with it, and nothing that is in use. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { encodeResult } from '../../../../src/engine/cache/action-result.ts';
import { holdingOf, trimHolding } from '../../../../src/engine/cache/folder-holding.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'papermake holding '));
  for (const room of ['ac', 'cas']) mkdirSync(join(folder, room));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(room: string, name: string, bytes: Uint8Array | string, daysAgo: number): void {
  const file = join(folder, room, name);
  writeFileSync(file, bytes);
  const used = (NOW - daysAgo * DAY) / 1000;
  utimesSync(file, used, used);
}

/** An entry with these large parts, all used that many days ago. */
function enter(name: string, parts: readonly string[], daysAgo: number): void {
  const files = parts.map((part) => ({ path: part, digest: sha256(part), size: 1000 }));
  write('ac', sha256(name), encodeResult({ files, stdout: name }), daysAgo);
  for (const part of parts) write('cas', sha256(part), 'x'.repeat(1000), daysAgo);
}

const isKept = (name: string): boolean => existsSync(join(folder, 'ac', sha256(name)));
const parts = (): number => readdirSync(join(folder, 'cas')).length;
const trim = (keep: number, dryRun = false) => trimHolding(folder, keep, { now: NOW, dryRun });

it('gives up the least recently used first, and a part only with the last entry that names it', () => {
  enter('old', ['a', 'shared'], 9);
  enter('middle', ['b'], 5);
  enter('new', ['c', 'shared'], 2);
  expect(holdingOf(folder)).toMatchObject({ results: 3, oldest: new Date(NOW - 9 * DAY).toISOString() });
  const foreseen = trim(3700, true);
  expect(parts()).toBe(4);
  const done = trim(3700);
  expect(done).toEqual(foreseen);
  expect(['old', 'middle', 'new'].map(isKept)).toEqual([false, true, true]);
  expect(parts()).toBe(3);
  expect(done).toMatchObject({ removed: 1, left: { results: 2 } });
  expect(holdingOf(folder)).toEqual(done.left);
});

it('keeps what was used within the hour, whatever may stay', () => {
  enter('new', ['c'], 0.01);
  enter('old', ['a'], 1);
  expect(trim(0)).toMatchObject({ removed: 1, left: { results: 1 } });
  expect(isKept('new')).toBe(true);
});

it('removes what killed writers left, and leaves what is none of its files', () => {
  write('ac', `.${sha256('x')}.01234567-89ab-cdef-0123-456789abcdef`, 'half', 1);
  write('ac', `.${sha256('y')}.01234567-89ab-cdef-0123-456789abcdef`, 'being written', 0);
  write('cas', sha256('orphan'), 'x', 1);
  write('cas', sha256('being sent'), 'x', 0);
  write('ac', 'README', 'mine', 99);
  write('ac', sha256('damaged'), 'no protocol buffer', 3);
  trim(1e9);
  expect(readdirSync(join(folder, 'ac')).sort()).toEqual(
    [`.${sha256('y')}.01234567-89ab-cdef-0123-456789abcdef`, 'README', sha256('damaged')].sort(),
  );
  expect(readdirSync(join(folder, 'cas'))).toEqual([sha256('being sent')]);
});

it('has nothing to say of a folder that holds nothing', () => {
  rmSync(folder, { recursive: true });
  expect(holdingOf(folder)).toEqual({ results: 0, bytes: 0 });
  expect(trim(0)).toEqual({ removed: 0, freed: 0, left: { results: 0, bytes: 0 } });
});
