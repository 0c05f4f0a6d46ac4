/** Defines the output of reshaping frames: columns, panel, and a description of the changes. */
import { repeated } from '../../base/repeated.ts';
import { aside } from '../../base/value.ts';
import type { ColumnType } from '../../econ/data.ts';
import { asTexts } from '../cells/recode.ts';
import { untypedOf } from '../cells/untyped.ts';
import { type Column, columnLength, isText, type TextColumn } from '../column.ts';
import type { ColumnNotes } from '../column-notes.ts';
import { count, type DataComplaint, DataError, listed, SHOWN } from '../complaint.ts';
import { Frame, type Panel } from '../frame.ts';
import { groupsBy, rowsOfGroups } from '../functions/groups.ts';
import { arrangePanel } from '../panel.ts';
import type { ColumnLabels } from '../stored/artifact.ts';

/** A column as far as a plan knows it; a type is null where only the data tell it. */
export interface KnownColumn extends ColumnNotes {
  readonly name: string;
  readonly type: ColumnType | null;
}

/** The plan's knowledge of a reshaped frame: its columns, the columns that it reads, and its problems. */
export interface PlannedShape {
  readonly columns: readonly KnownColumn[];
  readonly reads: readonly string[];
  readonly complaints: readonly DataComplaint[];
}

export interface Shaped {
  readonly frame: Frame;
  readonly labels: ColumnLabels;
  /** Sentences on the changes made, with counts. */
  readonly told: readonly string[];
  readonly warnings: readonly DataComplaint[];
}

/** The frame of these columns, sorted and checked where it is a panel. Its rows are counted as they were made. */
export function shaped(
  columns: ReadonlyMap<string, Column>,
  nrows: number,
  panel: Panel | null,
  { labels = new Map(), told = [], warnings = [] }: Partial<Omit<Shaped, 'frame'>> = {},
): Shaped {
  if (panel === null) return { frame: Frame.of(columns, nrows), labels, told, warnings };
  const fileRows = Int32Array.from({ length: nrows }, (_, row) => row + 1);
  for (const name of [panel.unit, panel.time]) refuseDoubts(Frame.of(columns, nrows), [name]);
  const arranged = arrangePanel({ columns, nrows, fileRows }, panel);
  const frame = Frame.of(arranged.columns, nrows, panel);
  return { frame, labels, told, warnings: [...warnings, ...arranged.warnings] };
}

/** Returns the complaints about a panel declared on these columns. */
export function panelComplaints(panel: Panel | null, columns: readonly KnownColumn[]): readonly DataComplaint[] {
  if (panel === null) return [];
  return (['unit', 'time'] as const).flatMap((key): DataComplaint[] => {
    const column = columns.find(({ name }) => name === panel[key]);
    if (column === undefined) return [unknown(panel[key], ['panel', key], columns)];
    if (key === 'unit' || (column.type !== 'string' && column.type !== 'category')) return [];
    const message = `expected numbers or times as the panel's time, got ${column.type} \`${column.name}\``;
    return [{ code: 'panel-time', message, path: ['panel', 'time'] }];
  });
}

export function unknown(
  name: string,
  path: readonly (string | number)[],
  columns: readonly Pick<KnownColumn, 'name'>[],
): DataComplaint {
  const hint = `there are ${listed(columns.map((column) => column.name))}`;
  return { code: 'unknown-variable', message: `unknown variable \`${name}\``, hint, path };
}

/** Complains of each name that several columns of the result would have. */
export function takenTwice(names: readonly string[], path: readonly string[]): readonly DataComplaint[] {
  return repeated(names).map((name) => ({
    code: 'duplicate-column',
    message: `two columns would be called \`${name}\``,
    path,
  }));
}

/** Groups are not made of texts that read like missing values before the data says what they are. */
export function refuseDoubts(frame: Frame, names: readonly string[]): void {
  for (const name of names) {
    const { refusal } = frame.codes(name);
    if (refusal !== undefined) throw refusal;
  }
}

/** Refuses rows that agree in all these columns, or lack one of them. `of` is the frame in words. */
export function refuseRepeated(frame: Frame, names: readonly string[], path: readonly string[]): void {
  refuseDoubts(frame, names);
  const groups = groupsBy(frame, names);
  if (groups.count === frame.nrows) return;
  const repeated = rowsOfGroups(groups).filter((rows) => rows.length > 1);
  const texts = repeated.slice(0, SHOWN).map((rows) => {
    const key = names.map((name) => textOf(frame, name, rows[0]!)).join(', ');
    return `${key} in rows ${Array.from(rows.subarray(0, 3), (row) => row + 1).join(', ')}${rows.length > 3 ? ', …' : ''}`;
  });
  const total = repeated.reduce((sum, rows) => sum + rows.length - 1, 0);
  throw new DataError({
    code: 'repeated-id',
    message: `${count(total, 'row')} ${total === 1 ? 'repeats' : 'repeat'} (${names.join(', ')})${aside(names, `: ${listed(texts, repeated.length)}`)}`,
    hint: 'rows are counted as the step before gives them; name all columns that tell them apart',
    path,
  });
}

/** Refuses rows where one of these columns is missing. */
export function refuseMissing(frame: Frame, names: readonly string[], path: readonly string[]): void {
  for (const name of names) {
    const { codes } = frame.codes(name);
    const rows = Array.from(codes.keys()).filter((row) => codes[row]! < 0);
    if (rows.length === 0) continue;
    const places = listed(
      rows.slice(0, SHOWN).map((row) => `row ${row + 1}`),
      rows.length,
    );
    const message = `\`${name}\` is missing in ${count(rows.length, 'row')} (${places})`;
    throw new DataError({ code: 'missing-id', message, path });
  }
}

export function textOf(frame: Frame, name: string, row: number): string {
  const { codes, levels } = frame.codes(name);
  return codes[row]! < 0 ? '.' : levels[codes[row]!]!;
}

export function hasValues(column: Column): boolean {
  if (isText(column)) return column.dictionary.length > 0;
  return column.values.some((value) => !Number.isNaN(value));
}

/** A column without a value. */
export const missingColumn = (nrows: number): Column => ({
  type: 'number',
  values: new Float64Array(nrows).fill(Number.NaN),
});

/**
 * Columns below each other; those without values take the type of the others, which all have one. Their dictionaries follow each other in
 * their order. Where one was not typed, neither is the whole.
 */
export function stack(pieces: readonly Column[]): Column {
  const untyped = pieces.map(untypedOf).find((each) => each !== undefined);
  if (untyped !== undefined) return { ...(stackTyped(pieces.map(asTexts)) as TextColumn), untyped };
  return stackTyped(pieces);
}

function stackTyped(pieces: readonly Column[]): Column {
  const nrows = pieces.reduce((sum, piece) => sum + columnLength(piece), 0);
  const typed = pieces.filter(hasValues);
  const first = typed[0] ?? pieces[0]!;
  if (!isText(first)) {
    const values = new Float64Array(nrows).fill(Number.NaN);
    let at = 0;
    for (const piece of pieces) {
      if (!isText(piece)) values.set(piece.values, at);
      at += columnLength(piece);
    }
    return { type: first.type, values };
  }
  return stackTexts(pieces, first.type, nrows);
}

function stackTexts(pieces: readonly Column[], type: 'string' | 'category', nrows: number): Column {
  const texts = pieces.filter(isText);
  const union = [...new Set(texts.flatMap((piece) => piece.dictionary))];
  if (type === 'string') union.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const place = new Map(union.map((text, code) => [text, code]));
  const codes = new Int32Array(nrows).fill(-1);
  let at = 0;
  for (const piece of pieces) {
    if (isText(piece)) {
      const moved = piece.dictionary.map((text) => place.get(text)!);
      piece.codes.forEach((code, i) => {
        if (code >= 0) codes[at + i] = moved[code]!;
      });
    }
    at += columnLength(piece);
  }
  const doubts = texts.flatMap((piece) => piece.doubts ?? []);
  if (doubts.length === 0) return { type, codes, dictionary: union };
  const seen = new Map(doubts.flatMap((each) => each.texts).map((each) => [each.text, each]));
  return { type, codes, dictionary: union, doubts: { ...doubts[0]!, texts: [...seen.values()] } };
}

/** The type of a column's values; null where it has none, or none that are read. */
export const typeOfValues = (column: Column): ColumnType | null =>
  untypedOf(column) === undefined && hasValues(column) ? column.type : null;

/** Returns the complaint about joining columns of different types into one. `said` names the origin of each. */
export function typesDiffer(
  columns: readonly { readonly type: ColumnType | null; readonly said: string }[],
): string | undefined {
  const typed = columns.filter(({ type }) => type !== null);
  const other = typed.find(({ type }) => type !== typed[0]!.type);
  return other && `${typed[0]!.said} is ${typed[0]!.type} and ${other.said} is ${other.type}`;
}
