/**
 * A frame patched after an edit of its file holds what reading the whole file makes, byte for byte, or is not patched.
 * @module-tag slow
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../../src/base/canonical.ts';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import type { Json } from '../../../src/base/json.ts';
import { heldBytes, type KeptPart, type LastResult } from '../../../src/base/reader.ts';
import { DataError } from '../../../src/frame/complaint.ts';
import type { Declaration } from '../../../src/frame/declared/declaration.ts';
import { load } from '../../../src/frame/ingest/load.ts';
import { patchFrame } from '../../../src/frame/ingest/patch.ts';
import { frameArtifact } from '../../../src/frame/stored/artifact.ts';

const CHUNK = 64;
type Parts = ReadonlyMap<string, Uint8Array>;

/** What reading a whole text makes and leaves, and whether anything was told; undefined where it is refused. */
function whole(text: Buffer, declaration: Declaration) {
  try {
    const loaded = load(heldBytes(text), declaration, () => expect.unreachable(), CHUNK);
    const { frame, notes, told, quiet, marks, changes, warnings, chunks } = loaded;
    const { parts } = frameArtifact(frame, notes, { told: [...told, ...quiet], marks, changes });
    return { parts, left: chunks as unknown as Json | undefined, isSilent: warnings.length === 0 };
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

const kept = (bytes: Uint8Array): KeptPart => ({ digest: sha256(bytes), size: bytes.length });

const lastOf = (parts: Parts, left: Json): LastResult => ({
  type: 'frame',
  left,
  parts: new Map([...parts].map(([name, bytes]) => [name, name === 'rows' ? bytes : kept(bytes)])),
  unverified: (name) => (parts.has(name) ? heldBytes(parts.get(name)!) : undefined),
  bytes: (name) => parts.get(name)?.slice(),
});

const number = fc.oneof(
  fc.integer({ min: -99, max: 9999 }).map(String),
  fc.double({ min: -50, max: 50, noNaN: true }).map((value) => value.toFixed(3)),
  fc.constantFrom(
    '',
    '-0',
    '1e3',
    '0.5',
    '.5',
    '007',
    '1e400',
    '9007199254740993',
    '-9007199254740993',
    'NA',
    ' 4',
    '"8"',
    '1,5',
  ),
);
const plainNumber = fc.integer({ min: -9999, max: 9999 }).map((value) => String(value / 100));
const word = fc.constantFrom('East', 'West', '"a, b"', '"say ""yes"""', '中部', '', 'NA', 'East ', '"East"');
const day = fc.constantFrom('2001-02-03', '1999-12-31', '', '2001-02-30', '3/4/2001');

/** A cell now and then is one that is rarely met. */
const mostly = (usual: fc.Arbitrary<string>, rare: fc.Arbitrary<string>, weight: number) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

const row = fc.tuple(
  plainNumber,
  fc.constantFrom('East', 'West', '"a, b"', '中部'),
  fc.constantFrom('2001-02-03', ''),
  plainNumber,
);
const table = fc.record({
  rows: fc.array(row, { minLength: 12, maxLength: 60 }),
  newline: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  end: fc.constantFrom('', '\n', '\n\n'),
});
const edit = fc.record({
  at: fc.nat(),
  column: fc.constantFrom(0, 1, 2, 3, 4, 5),
  number: mostly(plainNumber, number, 3),
  word,
  day,
  raw: fc.constantFrom('"', '\n', '\r', ',', '\u{feff}', 'x', '1,2,3\n'),
});
type Given = typeof table extends fc.Arbitrary<infer T> ? T : never;
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;
const declarations: readonly Declaration[] = [
  { file: 'd.csv' },
  { file: 'd.csv', panel: { unit: 'id', time: 't' }, types: { day: 'date' } },
  { file: 'd.csv', types: { x: 'number', region: 'category' }, rename: { y: 'outcome' }, keep: ['x', 'outcome'] },
  {
    file: 'd.csv',
    derive: [derived('z', 'x + y'), derived('v', '2 * z - t'), derived('u', 't + 1')],
    drop: ['region', 'z'],
  },
  {
    file: 'd.csv',
    panel: { unit: 'id', time: 't' },
    derive: [derived('ahead', 'F.x'), derived('m', 'mean(y, by=[region])')],
  },
];

function derived(name: string, text: string) {
  const found = parseExpression(text);
  if (!found.ok) throw new Error(text);
  return { name, text, expression: found.ast };
}

const textOf = (rows: readonly (readonly string[])[], newline: string): string =>
  ['id,t,x,region,day,y', ...rows.map((cells, i) => [Math.floor(i / 4), i % 4, ...cells].join(','))].join(newline);

/** The text after an edit of one cell, or in the middle of it. */
function editedText(rows: (readonly string[])[], newline: string, { at, column, ...cells }: Edit): string {
  const i = at % rows.length;
  const now = rows.map((each) => [...each]);
  if (column < 4) now[i]![column] = [cells.number, cells.word, cells.day, cells.number][column]!;
  const text = textOf(now, newline);
  if (column !== 4) return text;
  const place = at % text.length;
  return text.slice(0, place) + cells.raw + text.slice(place);
}

/** A cell of a column that is dropped comes to differ from another, far from it, in a blank that nobody sees. */
function hiddenVariant(): [given: Given, edits: Edit[], declaration: Declaration] {
  const rows = Array.from({ length: 40 }, (_, i): Given['rows'][number] => [
    '1',
    i % 19 === 1 ? '中部' : 'East',
    '2001-02-03',
    '2',
  ]);
  const at = textOf(rows, '\n').indexOf('中部') + 1;
  const put: Edit = { at, column: 4, number: '', word: '', day: '', raw: '\u{feff}' };
  return [{ rows, newline: '\n', mark: false, end: '' }, [put], declarations[3]!];
}

it('is what reading the whole file makes', () => {
  let patches = 0;
  let refusals = 0;
  let derivations = 0;
  const property = fc.property(
    table,
    fc.array(edit, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(...declarations),
    (given, edits, declaration) => {
      const { newline, mark, end } = given;
      const bytesOf = (text: string): Buffer => Buffer.from((mark ? '\u{feff}' : '') + text + end);
      const first = whole(bytesOf(textOf(given.rows, newline)), declaration);
      if (first?.left === undefined) return;
      let last = { parts: first.parts as Parts, left: first.left };
      for (const each of edits) {
        const text = bytesOf(editedText(given.rows, newline, each));
        const full = whole(text, declaration);
        const patched = patchFrame(heldBytes(text), declaration, lastOf(last.parts, last.left));
        if (patched === undefined) {
          refusals += 1;
          continue;
        }
        patches += 1;
        if (patched.parts.get('column:v') instanceof Uint8Array || patched.parts.get('column:m') instanceof Uint8Array)
          derivations += 1;
        expect(full?.isSilent).toBe(true);
        expect([...patched.parts.keys()]).toEqual([...full!.parts.keys()]);
        for (const [name, part] of patched.parts) {
          const { digest } = part instanceof Uint8Array ? kept(part) : part;
          expect(`${name} ${digest}`).toBe(`${name} ${sha256(full!.parts.get(name)!)}`);
        }
        // The next edit is found by what this one left.
        last = { parts: full!.parts, left: patched.chunks as unknown as Json };
      }
    },
  );
  fc.assert(property, { numRuns: 700, examples: [hiddenVariant()] });
  expect(patches).toBeGreaterThan(150);
  expect(derivations).toBeGreaterThan(10);
  expect(refusals).toBeGreaterThan(50);
});
