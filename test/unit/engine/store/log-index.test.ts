/** The index of the trace log says what the log says, and nothing where it is not of this very log. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Log } from '../../../../src/engine/store/log.ts';
import { INDEX, LogIndex } from '../../../../src/engine/store/log-index.ts';

const MAGIC = 'test log\n';
/** As much as makes an index worth writing. */
const LARGE = 5 * 1024 * 1024;
let root: string;
let path: string;
let index: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake index-'));
  mkdirSync(join(root, '.papermake'));
  path = join(root, '.papermake/traces-v1.log');
  index = join(root, '.papermake', INDEX);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The first three letters of every record, as an opening sees them, and how many it was shown from the log. */
function open(write?: (note: (payload: string) => void) => void): readonly string[] {
  const seen: string[] = [];
  const log = new Log(path, MAGIC);
  const opened = new LogIndex(root, log, () => 3);
  const end = opened.read();
  opened.each((bytes, from) => seen.push(bytes.toString('utf8', from, from + 3)));
  if (write) {
    log.openForAppend(end);
    write((payload) => {
      const bytes = Buffer.from(payload);
      opened.note(bytes, log.append(bytes));
    });
    log.flush();
    opened.keep();
    log.close();
  }
  return seen;
}

const large = (name: string): string => name.padEnd(LARGE, '.');

describe('LogIndex', () => {
  it('is written once it spares something, and shows the same records in the same order', () => {
    open((note) => note('one'));
    expect(existsSync(index)).toBe(false);
    open((note) => ['two', large('abc'), 'end'].forEach(note));
    expect(existsSync(index)).toBe(true);
    expect(open()).toEqual(['one', 'two', 'abc', 'end']);
    open((note) => note('new'));
    expect(open()).toEqual(['one', 'two', 'abc', 'end', 'new']);
    rmSync(index);
    expect(open()).toEqual(['one', 'two', 'abc', 'end', 'new']);
  });

  it('is not believed beside another log, a shorter one, or when it is damaged', () => {
    open((note) => [large('abc'), 'end'].forEach(note));
    const [log, kept] = [readFileSync(path), readFileSync(index)];
    truncateSync(path, log.length - 1);
    expect(open()).toEqual(['abc']);
    rmSync(path);
    expect(open()).toEqual([]);
    open((note) => ['xyz', large('abc')].forEach(note));
    writeFileSync(index, kept);
    expect(open()).toEqual(['xyz', 'abc']);
    writeFileSync(path, log);
    kept.writeUInt8(kept.readUInt8(100) ^ 1, 100);
    writeFileSync(index, kept);
    expect(open()).toEqual(['abc', 'end']);
    writeFileSync(index, '');
    expect(open()).toEqual(['abc', 'end']);
  });

  it('shows what was appended by a run that did not keep it', () => {
    open((note) => note(large('abc')));
    const before = readFileSync(index);
    copyFileSync(path, `${path}.copy`);
    open((note) => note(large('def')));
    writeFileSync(index, before);
    expect(open()).toEqual(['abc', 'def']);
    appendFileSync(path, 'torn');
    expect(open()).toEqual(['abc', 'def']);
  });
});
