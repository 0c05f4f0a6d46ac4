/** The index is asked for what was said last, whichever records follow each other. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Digest, Key, SharedNode } from '../../../../src/base/brand.ts';
import { Log, type RecordAt } from '../../../../src/engine/store/log.ts';
import { LogIndex } from '../../../../src/engine/store/log-index.ts';
import { CODE, FORGET, LogTables, sizeOf, USE } from '../../../../src/engine/store/log-tables.ts';
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
] as readonly string[] as readonly SharedNode[];
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

/** Whatever was said last, in plain maps. */
class Model {
  readonly standees = new Map<SharedNode, Key>();
  readonly traces = new Map<Key, RecordAt>();
  readonly codes = new Map<Digest, RecordAt>();

  note({ what, name, key }: { what: number; name: SharedNode; key: Key }, at: RecordAt): void {
    if (what === CODE) this.codes.set(key as unknown as Digest, at);
    else if (what === FORGET) this.standees.delete(name);
    else this.standees.set(name, key);
    if (what === TRACE) this.traces.set(key, at);
  }
}

describe('what a log says', () => {
  it('is what was said last, asked before and after further records', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.nat({ max: 30 }), (records, later) => {
        const log = new Log(join(root, '.papermake/log'), 'test log\n');
        rmSync(join(root, '.papermake/log'), { force: true });
        const index = new LogIndex(root, log, sizeOf);
        log.openForAppend(index.read());
        const [said, model] = [new LogTables(index), new Model()];
        const isTold = (each: LogTables): void => {
          for (const name of names) expect(each.current(name)).toBe(model.standees.get(name));
          for (const key of keys) expect(each.trace(key)).toEqual(model.traces.get(key));
          for (const key of keys as unknown as Digest[]) expect(each.code(key)).toEqual(model.codes.get(key));
          expect([...each.standees]).toEqual([...model.standees]);
          expect([...each.keys]).toEqual([...model.traces.keys()]);
        };
        for (const [i, each] of records.entries()) {
          if (i === later) isTold(said);
          const at = log.append(payloadOf(each));
          said.note(payloadOf(each), at);
          model.note(each, at);
        }
        log.close();
        isTold(said);
        isTold(new LogTables(index));
      }),
      { numRuns: 300 },
    );
  });

  it('is found among thousands of names', () => {
    const log = new Log(join(root, '.papermake/many'), 'test log\n');
    const index = new LogIndex(root, log, sizeOf);
    log.openForAppend(index.read());
    const said = new LogTables(index);
    const keyOf = (i: number): Key => createHash('sha256').update(`key ${i}`).digest('hex') as Key;
    expect(said.current('n0' as SharedNode)).toBeUndefined();
    for (let i = 0; i < 3000; i++) {
      const payload = payloadOf({ what: TRACE, name: `n${i % 2000}`, key: keyOf(i) });
      said.note(payload, log.append(payload));
    }
    log.close();
    for (const each of [said, new LogTables(index)])
      for (let i = 0; i < 2000; i++) expect(each.current(`n${i}` as SharedNode)).toBe(keyOf(i < 1000 ? i + 2000 : i));
  });
});
