/** Delimited text: RFC 4180 with any line ending, comma, semicolon or tab, in any encoding; read block by block. */
import { availableMemory } from 'node:process';
import type { FileBytes } from '../../../base/reader.ts';
import { heldBytes } from '../../../base/reader.ts';
import { aside } from '../../../base/value.ts';
import { count, type DataComplaint, DataError, listed } from '../../complaint.ts';
import { checkRows, refuseMemory } from '../../limits.ts';
import { ChunkTags } from '../chunks.ts';
import { byteOrderMark, isUtf8Name, toUtf8 } from '../encoding.ts';
import { joinHeader } from '../header.ts';
import { refuseNoText } from '../no-text.ts';
import {
  type Contents,
  contentsOf,
  type HeaderColumn,
  headerRowsOf,
  type Keep,
  type KeptSource,
  lastHeaderRow,
  type Reader,
  type ReadOptions,
  type Want,
} from '../source.ts';
import { ROWS_BELOW, refuseTitle } from '../title-row.ts';
import { MOST_UNITS, unitRows } from '../unit-rows.ts';
import { BLOCK, blocksOf, NoUtf8 } from './blocks.ts';
import { Body, type Ragged } from './body.ts';
import { type Collected, CsvCells } from './cells.ts';
import { NumberColumn, TextStore } from './columns.ts';
import { Keeping } from './keeping.ts';
import { asTabbed, isLaidOut, tabbed } from './laid-out.ts';
import { PlainRecords } from './plain-records.ts';
import { type Delimited, recordText } from './tokens.ts';

/** Bytes from which on it is asked whether a file fits. */
const LARGE = 64 * 1024 * 1024;

export const csv: Reader = {
  name: 'csv',
  extensions: ['.csv', '.tsv', '.txt'],
  header(contents, given) {
    refuseNoText(contentsOf(contents).part(0, 512), given.encoding);
    const options = asTabbed(given);
    return inUtf8(contents, given, (text) => {
      if (options.header === undefined && options.names === undefined)
        refuseTitle(() => firstRows(text, options, 1 + ROWS_BELOW));
      return headerOf(text, options);
    });
  },
  read(contents, given, wants = () => 'open', chunkBytes) {
    const options = asTabbed(given);
    return inUtf8(contents, given, (text, isAsItStands) => {
      const header = headerOf(text, options);
      const all = header.map(({ name }) => wants(name));
      const tags = chunkBytes !== undefined && isAsItStands ? new ChunkTags(chunkBytes) : undefined;
      const size = tags && Math.min(BLOCK, chunkBytes!);
      const { cells, separator } = collected(text, options, all, { tags, size });
      const isWhole = tags !== undefined && separator !== undefined;
      const chunks = isWhole ? { from: text.from, separator, ...tags.finish() } : undefined;
      return { is: 'cells', header, cells, warnings: [], chunks };
    });
  },
  kept: keptRows,
};

/** A text in UTF-8, which begins behind its mark. */
interface Text {
  readonly file: FileBytes;
  readonly from: number;
}

/** Does `work` with the text in UTF-8: as it stands where it is that, in another form otherwise, which takes all of it at once. */
function inUtf8<T>(contents: Contents, options: ReadOptions, work: (text: Text, isAsItStands: boolean) => T): T {
  const { encoding } = options;
  const file = contentsOf(contents);
  if (isLaidOut(options)) {
    const text = new TextDecoder().decode(toUtf8(file.bytes(), encoding).bytes);
    return work({ file: heldBytes(tabbed(text, options)), from: 0 }, false);
  }
  const mark = byteOrderMark(file.part(0, 3));
  if (mark === undefined ? encoding === undefined || isUtf8Name(encoding) : mark.encoding === 'utf-8') {
    try {
      return work({ file, from: mark?.length ?? 0 }, true);
    } catch (error) {
      if (!(error instanceof NoUtf8)) throw error;
    }
  }
  return work({ file: heldBytes(toUtf8(file.bytes(), encoding).bytes), from: 0 }, false);
}

/** The texts of the first rows. */
function firstRows({ file, from }: Text, { delimiter }: ReadOptions, limit: number): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  for (const { tokens } of blocksOf(file, delimiter, from, { limit }))
    for (let record = 0; record < tokens.nrecords; record++) rows.push(recordText(tokens, record));
  return rows;
}

function headerOf(text: Text, options: ReadOptions): readonly HeaderColumn[] {
  if (options.names !== undefined) return options.names.map((name) => ({ name, type: null }));
  const first = firstRows(text, options, lastHeaderRow(options));
  const rows = headerRowsOf(options).map((row) => {
    const found = first[row - 1];
    if (found !== undefined) return found;
    const message = first.length === 0 ? 'the file is empty' : `no row ${row}: the file has ${first.length}`;
    throw new DataError({ code: 'no-header', message, path: ['header'] });
  });
  const names = joinHeader(rows);
  if (names.every((name) => name === '')) throw noNames(headerRowsOf(options));
  return names.map((name) => ({ name, type: null }));
}

const noNames = (rows: readonly number[]): DataError =>
  new DataError({
    code: 'no-header',
    message: `row ${rows.join(' and ')} of the file, which should hold the names, is empty`,
    hint: '`header: 3` takes them from row 3',
    path: ['header'],
  });

/** Blank lines are no rows, except that in a file of one column they are its missing values. `size`: bytes that are read at once. */
export const collect = (text: Text, options: ReadOptions, wants: readonly Want[], size?: number): CsvCells =>
  collected(text, options, wants, { size }).cells;

interface Going {
  readonly size?: number | undefined;
  readonly tags?: ChunkTags | undefined;
}

function collectedAs(want: Want, j: number, point: number): Collected {
  if (want === 'none') return undefined;
  return want === 'text' ? new TextStore(j) : new NumberColumn(j, point, want === 'number');
}

/** Counts the rows, and refuses the text where a row has not as many cells as there are names. */
function refuseRagged(text: Text, options: ReadOptions, body: Body, ncolumns: number): number {
  const { nrows, ragged, nragged, isNote } = body.finish();
  if (nragged === 0) return nrows;
  const above = firstRows(text, options, lastHeaderRow(options) + MOST_UNITS + 1);
  const units = isNote ? unitRows(above, options) : [];
  throw new DataError(raggedRows(above[0]!, ragged, nragged, ncolumns, isNote), ...units);
}

/** Collects the rows, and the separator where the rows follow each other from behind the first record on. */
function collected(
  text: Text,
  options: ReadOptions,
  wants: readonly Want[],
  { size, tags }: Going,
): { readonly cells: CsvCells; readonly separator: number | undefined } {
  const point = options.decimal === ',' ? 0x2c : 0x2e;
  const columns = wants.map((want, j) => collectedAs(want, j, point));
  const { body, separator } = pass(text, options, columns, { point, size, tags });
  const nrows = refuseRagged(text, options, body, wants.length);
  checkRows(nrows);
  const again = (wanted: readonly number[]): readonly TextStore[] => {
    const stores = wanted.map((j) => new TextStore(j));
    const asked = wants.map((_, j) => (wanted.includes(j) ? stores[wanted.indexOf(j)] : undefined));
    pass(text, options, asked, { point, size });
    return stores;
  };
  const cells = new CsvCells(body, columns, nrows, point, again);
  return { cells, separator: body.isUnbroken(nrows) ? separator : undefined };
}

/**
 * The rows that `keep` chooses of a text in UTF-8 of more than one column, in one pass, and what all rows hold; a column that turns out to be
 * one of texts begins it anew. Throws what `keep` throws.
 */
function keptRows(contents: Contents, given: ReadOptions, wants: (name: string) => Want, keep: Keep, size?: number) {
  const options = asTabbed(given);
  return inUtf8(contents, given, (text, isAsItStands): KeptSource | undefined => {
    const header = headerOf(text, options);
    if (!isAsItStands || header.length < 2 || typeof options.footer === 'number') return undefined;
    const point = options.decimal === ',' ? 0x2c : 0x2e;
    const asked = header.map(({ name }) => wants(name));
    for (;;) {
      const columns = asked.map((want, j) => collectedAs(want, j, point));
      const keeping = new Keeping(header, columns, point, keep);
      const { body } = pass(text, options, columns, { point, size, keeping });
      const givenUp = columns.findIndex((column) => column?.is === 'numbers' && column.isGivenUp);
      if (givenUp < 0) return keeping.finish(body, () => refuseRagged(text, options, body, header.length));
      asked[givenUp] = 'text';
    }
  });
}

/** Goes over the rows once and has each column take its cells. */
function pass(
  { file, from }: Text,
  options: ReadOptions,
  columns: Collected[],
  { point, size, tags, keeping }: Going & { readonly point: number; readonly keeping?: Keeping },
): { readonly body: Body; readonly separator: number } {
  const body = new Body(columns.length, lastHeaderRow(options), options);
  const settle = keeping && (() => keeping.settle(body));
  const shortcut = new PlainRecords(columns, body, point, settle);
  let separator = 0;
  for (const { tokens, before } of blocksOf(file, options.delimiter, from, { shortcut, size, tags })) {
    separator = tokens.separator;
    const { records, n } = body.choose(tokens, before);
    columns.forEach((column, j) => {
      column?.add({ tokens, records, n });
      // A column whose first cells are texts is one of texts.
      if (before > 0 || column?.is !== 'numbers' || !column.isGivenUp) return;
      const texts = new TextStore(j);
      texts.add({ tokens, records, n });
      columns[j] = texts;
    });
    if (keeping?.hasGivenUp()) break;
    if (before === 0 && keeping === undefined) prepare(file, tokens, columns);
    settle?.();
    if (body.isOver) break;
  }
  return { body, separator };
}

/**
 * Makes room for the rows that a file seems to have by its first ones, so that little is copied as they come, or refuses it where there is none.
 * Every cell takes a byte of the file at least.
 */
function prepare(file: FileBytes, { nrecords, nfields, ends }: Delimited, columns: readonly Collected[]): void {
  const length = Math.max(ends[nfields - 1]! + 1, nrecords * columns.length);
  const nrows = Math.ceil((file.size / length) * nrecords);
  const numbers = columns.filter((column) => column?.is === 'numbers').length;
  const texts = columns.filter((column) => column?.is === 'texts').length;
  if (file.size >= LARGE) refuseMemory(nrows, { numbers, texts }, availableMemory());
  for (const column of columns) column?.expect(Math.ceil(1.02 * nrows));
}

function raggedRows(
  names: readonly string[],
  ragged: readonly Ragged[],
  total: number,
  expected: number,
  isNote: boolean,
): DataComplaint {
  const note = isNote ? `if row ${ragged[0]!.row} is a note, \`footer: 1\` leaves it out; ` : '';
  const split = splitNumber(ragged[0]!.texts);
  const rows = listed(
    ragged.map(({ row, got }) => `row ${row}: ${got}`),
    total,
  );
  return {
    code: 'ragged-rows',
    message: `${count(total, 'row')} with another number of cells than the header's ${expected} (${rows})`,
    hint:
      note +
      (split === undefined
        ? 'quote a cell that contains the delimiter, or name the delimiter: `delimiter: ";"`'
        : // Whose number it is, nobody can tell.
          `${aside(names, `\`${split}\` is two cells: `)}save numbers without thousands separators`),
    row: ragged[0]!.row,
    path: ['file'],
  };
}

/** `28,418` among the cells of a row that has too many. */
function splitNumber(cells: readonly string[]): string | undefined {
  const at = cells.findIndex((text, j) => /^[-+]?\d{1,3}$/.test(text) && /^\d{3}(\.\d+)?$/.test(cells[j + 1] ?? ''));
  return at < 0 ? undefined : `${cells[at]},${cells[at + 1]}`;
}
