import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Log } from '../../../../src/engine/store/log.ts';

const MAGIC = 'test log\n';
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'papermake log-'));
  path = join(folder, 'log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const payloads = (log: Log): string[] => {
  const found: string[] = [];
  log.scan((payload) => void found.push(payload.toString()));
  return found;
};

describe('Log', () => {
  it('reads a record before it is written, afterwards, and from another opening', () => {
    const log = new Log(path, MAGIC);
    log.openForAppend(0);
    const first = log.append(Buffer.from('first'));
    const second = log.write(6, (payload) => payload.write('second'));
    expect([first, second.at].map((at) => log.read(at)?.toString())).toEqual(['first', 'second']);
    log.flush();
    const third = log.append(Buffer.from('third'));
    expect([first, second.at, third].map((at) => log.read(at)?.toString())).toEqual(['first', 'second', 'third']);
    log.close();
    expect(payloads(new Log(path, MAGIC))).toEqual(['first', 'second', 'third']);
    expect(new Log(path, MAGIC).read(second.at)?.toString()).toBe('second');
  });

  it('leaves a payload that was handed out as it is, whatever is written next', () => {
    const log = new Log(path, MAGIC);
    log.openForAppend(0);
    const kept = Array.from({ length: 40 }, (_, i) => {
      const { payload } = log.write(50_000, (bytes) => void bytes.fill(i));
      if (i % 7 === 0) log.flush();
      return payload;
    });
    log.close();
    for (const [i, payload] of kept.entries()) expect(payload.equals(Buffer.alloc(50_000, i))).toBe(true);
    expect(payloads(new Log(path, MAGIC))).toHaveLength(40);
  });

  it('cuts a torn tail, and passes over a damaged record', () => {
    const log = new Log(path, MAGIC);
    log.openForAppend(0);
    for (const text of ['one', 'two', 'three']) log.append(Buffer.from(text));
    log.close();
    const bytes = readFileSync(path);
    bytes.write('TWO', bytes.indexOf('two'));
    writeFileSync(path, bytes);
    appendFileSync(path, bytes.subarray(MAGIC.length, MAGIC.length + 20));
    const again = new Log(path, MAGIC);
    expect(payloads(again)).toEqual(['one', 'three']);
    again.openForAppend(again.scan(() => {}));
    again.append(Buffer.from('four'));
    again.close();
    expect(payloads(new Log(path, MAGIC))).toEqual(['one', 'three', 'four']);
  });
});
