/** Searching the index gives what the maps of all records give, whichever records follow each other. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Digest, Key, Standee } from '../../../../src/base/brand.ts';
import { Log } from '../../../../src/engine/store/log.ts';
import { LogIndex } from '../../../../src/engine/store/log-index.ts';
import { CODE, FORGET, Said, sizeOf, USE } from '../../../../src/engine/store/said.ts';
import { TRACE } from '../../../../src/engine/store/trace-record.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake said-'));
  mkdirSync(join(root, '.papermake'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Names of which many are part of others, and keys of which few differ. */
const names = [
  'a',
  'ab',
  'b',
  'ba',
  'aab',
  '省',
  '北省',
  '\u0001',
  '#\u0003',
  'x'.repeat(70),
] as readonly string[] as readonly Standee[];
const keys = Array.from({ length: 5 }, (_, i) => createHash('sha256').update(String(i)).digest('hex') as Key);

const record = fc.record({
  what: fc.constantFrom(TRACE, USE, CODE, FORGET),
  name: fc.constantFrom(...names),
  key: fc.constantFrom(...keys),
});

function payloadOf({ what, name, key }: { what: number; name: string; key: string }): Buffer {
  const text = Buffer.from(name);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  const named = Buffer.concat([Buffer.of(what), what === FORGET ? Buffer.alloc(32) : Buffer.from(key, 'hex')]);
  if (what === TRACE) return Buffer.concat([named, length, text, Buffer.from('{"the":"rest"}')]);
  return what === CODE ? Buffer.concat([named, Buffer.from('{}')]) : Buffer.concat([named, text]);
}

describe('what a log says', () => {
  it('is found by searching as in the maps of all records', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.nat({ max: 30 }), (records, later) => {
        const log = new Log(join(root, '.papermake/log'), 'test log\n');
        rmSync(join(root, '.papermake/log'), { force: true });
        const index = new LogIndex(root, log, sizeOf);
        log.openForAppend(index.read());
        const searching = new Said(index);
        const mapped = new Said(index);
        const [early, late] = [records.slice(0, later), records.slice(later)];
        for (const each of early) searching.note(payloadOf(each), log.append(payloadOf(each)));
        // The maps are made here, and kept up from here on.
        expect(mapped.standees.size).toBeLessThanOrEqual(names.length);
        for (const each of late) mapped.note(payloadOf(each), log.append(payloadOf(each)));
        log.close();
        const [name, ...otherNames] = names;
        for (const each of [name!, ...otherNames])
          expect(new Said(index).current(each)).toBe(mapped.standees.get(each));
        for (const key of keys) {
          expect(new Said(index).trace(key)).toEqual(mapped.trace(key));
          expect(new Said(index).code(key as unknown as Digest)).toEqual(mapped.code(key as unknown as Digest));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same after many questions as after few', () => {
    const log = new Log(join(root, '.papermake/many'), 'test log\n');
    const index = new LogIndex(root, log, sizeOf);
    log.openForAppend(index.read());
    const said = new Said(index);
    said.note(payloadOf({ what: TRACE, name: 'a', key: keys[0]! }), log.append(Buffer.alloc(9)));
    said.note(payloadOf({ what: USE, name: 'a', key: keys[1]! }), log.append(Buffer.alloc(9)));
    log.close();
    for (let i = 0; i < 60; i++) expect(said.current('a' as Standee)).toBe(keys[1]);
    said.note(payloadOf({ what: FORGET, name: 'a', key: keys[1]! }), { offset: 0, length: 0 });
    expect(said.current('a' as Standee)).toBeUndefined();
  });
});
