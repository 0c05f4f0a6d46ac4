/** Lines and chains of a ledger: what breaks one, what does not, and what an append makes of what it finds. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { readChain, readChains } from '../../../../src/engine/ledger/chain.ts';
import { Ledger } from '../../../../src/engine/ledger/ledger.ts';
import {
  type Entry,
  familyOf,
  type Line,
  lineOf,
  readLine,
  shortDigest,
  shortsOf,
} from '../../../../src/engine/ledger/line.ts';
import { armFault, fill } from '../../../../src/engine/system/fault-points.ts';

const entry = (name: string, more: Partial<Entry> = {}): Entry => ({
  ...{ spec: sha256(name), node: name, data: sha256('data'), outcome: '收入', treatment: 'x' },
  ...more,
});

function linesOf(...names: string[]): Line[] {
  let prev: Line['prev'] = null;
  return names.map((name) => {
    const line = lineOf(entry(name), { at: '2026-01-01T00:00:00.000Z', by: null, prev });
    prev = line.digest;
    return line;
  });
}
const text = (lines: readonly unknown[]): Buffer =>
  Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const read = (bytes: Buffer) => readChain('ledger/x.jsonl', bytes);

describe('a chain', () => {
  const [a, b, c] = linesOf('a', 'b', 'c') as [Line, Line, Line];

  it('is sound as it is written, whatever the order of members and the ends of lines', () => {
    const whole = text([a, b, c]);
    expect(read(whole)).toMatchObject({
      broken: [],
      head: c.digest,
      whole: whole.length,
      size: whole.length,
      isOpen: false,
    });
    const turned = Object.fromEntries(Object.entries(b).reverse());
    const other = Buffer.from(text([a, turned, c]).toString().replaceAll('\n', '\r\n').trimEnd());
    expect(read(other)).toMatchObject({ broken: [], head: c.digest, whole: other.length, isOpen: true });
  });

  it('tells of each line that was edited, taken out, moved, or is none', () => {
    const is = (...lines: unknown[]): unknown => read(text(lines)).broken;
    expect(is(a, { ...b, outcome: 'z' }, c)).toEqual([
      { line: 2, is: 'was changed: its digest is another' },
      { line: 3, is: 'follows a line that is not there' },
    ]);
    expect(is(a, c)).toEqual([{ line: 2, is: 'follows a line that is not there' }]);
    expect(is(b, c)).toEqual([{ line: 1, is: 'follows a line that is not there' }]);
    expect(is(a, c, b)).toEqual([{ line: 2, is: 'follows a line that is not there' }]);
    expect(is(a, lineOf(entry('d'), a), b)).toEqual([{ line: 2, is: 'begins a chain anew' }]);
    expect(is(a, { ...b, spec: 'short' }, b)).toEqual([{ line: 2, is: 'is no line of a ledger' }]);
    expect(read(Buffer.concat([text([a]), Buffer.from('{"at"\n'), text([b])]))).toMatchObject({
      broken: [{ line: 2, is: 'is no JSON' }],
      head: b.digest,
    });
  });

  it('may fork, as where both sides of a conflict are kept', () => {
    const d = lineOf(entry('d'), { at: 'later', by: 'Ada', prev: a.digest });
    expect(read(text([a, b, d, c]))).toMatchObject({ broken: [], head: c.digest });
  });

  it('has a tail that was being written cut off at every byte, and no more', () => {
    const [before, after] = [text([a, b]), text([c])];
    for (let at = 1; at < after.length - 1; at++)
      expect(read(Buffer.concat([before, after.subarray(0, at)]))).toMatchObject({ whole: before.length, broken: [] });
  });
});

describe('a family', () => {
  it('has each specification once, in no order, and is read back', () => {
    const specs = ['a', 'b', 'c'].map(sha256);
    const { spec, family } = familyOf([...specs, specs[0]!], []);
    expect(family.size).toBe(3);
    expect(familyOf([...specs].reverse(), []).spec).toBe(spec);
    expect(shortsOf(entry('many', { spec, family })).sort()).toEqual(specs.map(shortDigest).sort());
  });

  it('that was changed is told', () => {
    const line = lineOf(entry('many', familyOf([sha256('a')], [{ is: 'control', name: 'z' }])), linesOf('a')[0]!);
    expect(readLine(JSON.stringify(line))).toEqual(line);
    expect(readLine(JSON.stringify({ ...line, family: { ...line.family, size: 2 } }))).toMatch(/^was changed/);
  });
});

describe('the ledger', () => {
  let root: string;
  const state = process.env.XDG_STATE_HOME;
  const open = (now = 0): Ledger => new Ledger(root, { by: null, now: () => now });
  const add = (...names: string[]): void => {
    const ledger = open();
    for (const name of names) ledger.note(entry(name));
    ledger.write();
  };
  const files = (): string[] => readdirSync(join(root, 'ledger')).map((name) => join(root, 'ledger', name));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'papermake ledger '));
    process.env.XDG_STATE_HOME = mkdtempSync(join(tmpdir(), 'papermake state '));
  });
  afterEach(() => {
    armFault(undefined);
    rmSync(process.env.XDG_STATE_HOME!, { recursive: true });
    process.env.XDG_STATE_HOME = state;
    rmSync(root, { recursive: true });
  });

  it('appends what no chain has, and continues its own chain', () => {
    add('a', 'b');
    add('b', 'c', 'a');
    expect(files()).toHaveLength(1);
    expect(readChains(root)).toMatchObject([{ broken: [], lines: [{ node: 'a' }, { node: 'b' }, { node: 'c' }] }]);
    // other data are another estimate
    const ledger = open();
    ledger.note(entry('a', { data: sha256('other') }));
    ledger.write();
    expect(readChains(root)[0]!.lines).toHaveLength(4);
  });

  it('makes no file where it has nothing to write', () => {
    open().write();
    expect(readdirSync(root)).toEqual([]);
  });

  it('cuts a tail that was never whole, and ends a line that an editor left open', () => {
    add('a');
    const [file] = files() as [string];
    appendFileSync(file, '{"at":"20');
    add('b');
    expect(readChains(root)).toMatchObject([{ broken: [], lines: [{ node: 'a' }, { node: 'b' }] }]);
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd());
    add('c');
    expect(readChains(root)).toMatchObject([{ broken: [], lines: [{ node: 'a' }, { node: 'b' }, { node: 'c' }] }]);
  });

  it('leaves the file as it was on a full disk, and says so', () => {
    add('a');
    const before = readFileSync(files()[0]!, 'utf8');
    let isFull = true;
    armFault((operation, half) => {
      if (isFull && operation === 'write') fill(operation, half);
    });
    const ledger = open();
    ledger.note(entry('b'));
    expect(() => ledger.write()).toThrow(/ENOSPC/);
    expect(readFileSync(files()[0]!, 'utf8')).toBe(before);
    isFull = false;
    ledger.write();
    expect(readChains(root)).toMatchObject([{ broken: [], lines: [{ node: 'a' }, { node: 'b' }] }]);
  });

  it('begins another chain where the file lacks the line that it wrote last', () => {
    add('a', 'b');
    const [file] = files() as [string];
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0]}\n`);
    add('c');
    expect(files()).toHaveLength(2);
    expect(readFileSync(file, 'utf8')).not.toContain('"node":"c"');
  });

  // Wine makes no junctions.
  it.skipIf(process.platform === 'win32')('follows no link', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'papermake elsewhere '));
    try {
      symlinkSync(elsewhere, join(root, 'ledger'), 'junction');
      expect(() => add('a')).toThrow('`ledger/` is a symbolic link');
      expect(readdirSync(elsewhere)).toEqual([]);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('leaves files alone that are none of its chains', () => {
    mkdirSync(join(root, 'ledger'));
    writeFileSync(join(root, 'ledger/accounts.jsonl'), 'mine\n');
    add('a');
    expect(readChains(root)).toHaveLength(1);
    expect(readFileSync(join(root, 'ledger/accounts.jsonl'), 'utf8')).toBe('mine\n');
  });
});
