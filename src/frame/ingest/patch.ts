/**
 * A frame over a file of which one stretch was edited. The stretch alone is read, columns that hold the same in it stay what they are, and
 * others get its values. Whatever is not plainly so is left to reading the whole file, which makes the same bytes.
 */
import { isUtf8 } from 'node:buffer';
import { attempt } from '../../base/attempt.ts';
import { type FileBytes, heldBytes, type KeptPart, type LastResult } from '../../base/reader.ts';
import { numbersToShare } from '../../base/system/shared-memory.ts';
import { type Column, isText, type NumericColumn } from '../column.ts';
import type { Declaration } from '../declared/declaration.ts';
import { columnsOf, derive, orderDerivations } from '../declared/derive.ts';
import { type Chunks, ChunkTags, type EditedChunks, editedStretch, type RecordChunk } from '../readers/chunks.ts';
import { blocksOf } from '../readers/csv/blocks.ts';
import { columnPart, type FrameSchema } from '../stored/artifact.ts';
import { decodeColumn, encodeColumn, sliceOfColumn } from '../stored/bytes.ts';
import { type ReadFile, readColumns } from './file-columns.ts';

export interface Patched {
  readonly parts: ReadonlyMap<string, Uint8Array | KeptPart>;
  /** The chunks of the file as it is now, for the next run. */
  readonly chunks: Chunks;
}

/** Keys by which rows are dropped or added, or more is told than what a column holds. */
const UNPATCHED = [
  'header',
  'names',
  'widths',
  'skip',
  'footer',
  'source',
  'map',
  'where',
  'missing',
  'merge',
] as const;

/** Tells whether a file with this declaration can be patched. */
export const isPatchable = (declaration: Declaration): boolean =>
  UNPATCHED.every((key) => declaration[key] === undefined);

/** Undefined where the whole file has to be read. `last` left the file's chunks. */
export const patchFrame = (file: FileBytes, declaration: Declaration, last: LastResult): Patched | undefined =>
  attempt(() => patched(file, declaration, last));

function patched(file: FileBytes, declaration: Declaration, last: LastResult): Patched | undefined {
  const chunks = last.left as unknown as Chunks;
  const schema = attempt(() => JSON.parse(Buffer.from(last.bytes('schema')!).toString()) as FrameSchema);
  if (schema === undefined || !isPatchable(declaration) || !isPlain(schema, last)) return undefined;
  const edited = editedStretch(file, chunks);
  // Where much has changed, little would be spared.
  if (edited === undefined || 2 * (edited.to - edited.from) > file.size) return undefined;
  const records = countOf(chunks.list, edited.first, edited.end);
  const read = attempt(() => readStretch(file, chunks, edited, asStored(declaration, schema)));
  if (read === undefined || read.nrows !== records || !isSilent(read)) return undefined;
  // The first record holds the names.
  const row = countOf(chunks.list, 0, edited.first) - 1;
  const changed = changedColumns(read, schema, last, row);
  if (changed === undefined || movesRows(changed, declaration)) return undefined;
  const parts = new Map<string, Uint8Array | KeptPart>(last.parts);
  for (const name of changed.filter((name) => schema.columns.some((column) => column.name === name))) {
    const bytes = patchedColumn(last.bytes(columnPart(name)), read.columns.get(name)!, row);
    if (bytes === undefined) return undefined;
    parts.set(columnPart(name), bytes);
  }
  if (!deriveAnew(changed, declaration, schema, last, parts)) return undefined;
  return { parts, chunks: { ...chunks, list: chunksNow(file, chunks, edited, records) } };
}

/** Tells whether the frame has no notes beyond its columns. */
const isPlain = ({ columns, told }: FrameSchema, last: LastResult): boolean =>
  told.length === 0 &&
  columns.every((column) => Object.keys(column).length === 2) &&
  !last.parts.has('marks') &&
  last.parts.has('rows');

const isSilent = ({ warnings, changes, marks, columns }: ReadFile): boolean =>
  warnings.length === 0 &&
  marks.list.flat().length === 0 &&
  [...columns.keys()].every((name) => Object.keys(changes.of(name)).length === 0);

const countOf = (list: readonly RecordChunk[], from: number, to: number): number =>
  list.slice(from, to).reduce((sum, [, records]) => sum + records, 0);

/** Texts of which the file itself says that they are texts are compared as they stand. */
function asStored(declaration: Declaration, { columns }: FrameSchema): Declaration {
  const texts = columns.filter(({ name, type }) => type === 'string' && declaration.types?.[name] === undefined);
  const derived = new Set((declaration.derive ?? []).map(({ name }) => name));
  const types = texts.filter(({ name }) => !derived.has(name)).map(({ name }) => [name, 'string'] as const);
  return { ...declaration, types: { ...declaration.types, ...Object.fromEntries(types) } };
}

/** The stretch below the file's names; it throws where it is no whole records. */
function readStretch(
  file: FileBytes,
  { from, separator }: Chunks,
  edited: EditedChunks,
  declaration: Declaration,
): ReadFile | undefined {
  const delimiter = String.fromCharCode(separator);
  const [first] = blocksOf(file, delimiter, from, { limit: 1 });
  const names = file.part(from, from + first!.tokens.ends[first!.tokens.nfields - 1]!);
  const stretch = file.part(edited.from, edited.to);
  if (stretch[0] === 0x0a || stretch.at(-1) !== 0x0a || !isUtf8(stretch) || hasOuterBlanks(stretch, separator))
    return undefined;
  const text = Buffer.concat([names, Buffer.from('\n'), stretch]);
  return readColumns(heldBytes(text), { ...declaration, delimiter });
}

/** Tells whether a cell seems to begin or end with a blank. Columns are compared without blanks, and report them. */
function hasOuterBlanks(stretch: Uint8Array, separator: number): boolean {
  const text = Buffer.from(stretch.buffer, stretch.byteOffset, stretch.length).toString();
  const blank = separator === 0x09 ? '[^\\S\\t\\r\\n]' : '[^\\S\\r\\n]';
  const [blanks, between] = [`(?:${blank}|[\\u200b\\u2060])`, `[\\r\\n"\\x${separator.toString(16).padStart(2, '0')}]`];
  return new RegExp(`^${blanks}|${between}${blanks}|${blanks}${between}`).test(text);
}

/** Names of columns that hold something else from `row` on, with those that are not stored; undefined where one is of another type. */
function changedColumns(read: ReadFile, schema: FrameSchema, last: LastResult, row: number): string[] | undefined {
  const changed: string[] = [];
  for (const [name, column] of read.columns) {
    const type = schema.columns.find((each) => each.name === name)?.type;
    const stored = type && last.unverified(columnPart(name));
    const before = stored && attempt(() => decodeColumn(sliceOfColumn(stored, row, row + read.nrows)));
    // Empty cells alone say nothing of a type.
    if (before !== undefined && isEmpty(before) && isEmpty(column)) continue;
    if (type !== undefined && type !== column.type) return undefined;
    if (before === undefined || !isSame(before, column)) changed.push(name);
  }
  return changed;
}

const isEmpty = (column: Column): boolean => !isText(column) && column.values.every(Number.isNaN);

function isSame(a: Column, b: Column): boolean {
  if (!isText(a) || !isText(b)) return a.type === b.type && Buffer.compare(encodeColumn(a), encodeColumn(b)) === 0;
  return a.type === b.type && a.codes.every((code, i) => a.dictionary[code] === b.dictionary[b.codes[i]!]);
}

/** Tells whether the order of the rows may have changed. */
const movesRows = (changed: readonly string[], { panel }: Declaration): boolean =>
  panel !== undefined && [panel.unit, panel.time].some((name) => changed.includes(name));

/** Derives what reads a changed column, and puts it among the parts; false where that is not plainly done. */
function deriveAnew(
  changed: readonly string[],
  { derive: derivations = [], panel }: Declaration,
  schema: FrameSchema,
  last: LastResult,
  parts: Map<string, Uint8Array | KeptPart>,
): boolean {
  const others = new Set(changed);
  const columns = new Map<string, Column>();
  for (const derivation of orderDerivations(derivations, panel).ordered) {
    const { name, expression } = derivation;
    const needed = columnsOf(expression, panel);
    if (!needed.some((each) => others.has(each))) continue;
    for (const each of needed) {
      const part = parts.get(columnPart(each));
      const bytes = part instanceof Uint8Array ? part : last.bytes(columnPart(each));
      // A column that is not stored is known only if it was derived a moment ago.
      const column = columns.get(each) ?? (part && bytes && decodeColumn(bytes));
      if (column === undefined) return false;
      columns.set(each, column);
    }
    const { column, warnings, interpolated } = derive(derivation, columns, schema.nrows, panel);
    const stored = schema.columns.find((each) => each.name === name);
    const isTold = warnings.length > 0 || interpolated > 0 || isText(column);
    if (isTold || (stored !== undefined && stored.type !== column.type)) return false;
    columns.set(name, column);
    others.add(name);
    if (stored !== undefined) parts.set(columnPart(name), encodeColumn(column));
  }
  return true;
}

/** A column of numbers with others from `row` on. */
function patchedColumn(bytes: Uint8Array | undefined, now: Column, row: number): Uint8Array | undefined {
  const before = bytes && decodeColumn(bytes);
  if (before === undefined || isText(before) || isText(now) || before.type !== now.type) return undefined;
  const values = numbersToShare(before.values.length);
  values.set(before.values);
  values.set(now.values, row);
  return encodeColumn({ type: before.type, values } satisfies NumericColumn);
}

function chunksNow(
  file: FileBytes,
  { key, list }: Chunks,
  { first, end, from, to }: EditedChunks,
  records: number,
): RecordChunk[] {
  const tags = new ChunkTags(0, key);
  tags.add(file.part(from, to), records);
  return [...list.slice(0, first), ...tags.finish().list, ...list.slice(end)];
}
