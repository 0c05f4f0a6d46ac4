/** Delimited text: RFC 4180 with any line ending, comma, semicolon or tab, in any encoding. */
import { count, DataError, listed, shown } from '../../complaint.ts';
import { bodyRows } from '../body-rows.ts';
import { isCode, parseDecimal } from '../decimal.ts';
import { toUtf8 } from '../encoding.ts';
import { joinHeader } from '../header.ts';
import { checkRows } from '../limits.ts';
import type { Cells, HeaderColumn, Reader, ReadOptions } from '../source.ts';
import { ROWS_BELOW, refuseTitle } from '../title-row.ts';
import { type Delimited, recordText, tokenize } from './tokens.ts';

export const csv: Reader = {
  name: 'csv',
  extensions: ['.csv', '.tsv', '.txt'],
  header(bytes, options) {
    const { bytes: text } = toUtf8(bytes, options.encoding);
    if (options.header === undefined) refuseTitle(() => firstRows(text, options));
    return headerOf(tokenize(text, options.delimiter, lastHeaderRow(options)), options);
  },
  read(bytes, options) {
    const { bytes: text } = toUtf8(bytes, options.encoding);
    const tokens = tokenize(text, options.delimiter);
    const header = headerOf(tokens, options);
    return { is: 'cells', header, cells: cellsOf(tokens, header.length, options), warnings: [] };
  },
};

function firstRows(text: Uint8Array, options: ReadOptions): readonly (readonly string[])[] {
  const tokens = tokenize(text, options.delimiter, 1 + ROWS_BELOW);
  return Array.from({ length: tokens.nrecords }, (_, record) => recordText(tokens, record));
}

function headerRows(options: ReadOptions): readonly number[] {
  return options.header ?? [1];
}

function lastHeaderRow(options: ReadOptions): number {
  return Math.max(...headerRows(options));
}

function headerOf(tokens: Delimited, options: ReadOptions): readonly HeaderColumn[] {
  const rows = headerRows(options).map((row) => {
    if (row > tokens.nrecords || tokens.nfields === 0) {
      const message = tokens.nfields === 0 ? 'the file is empty' : `no row ${row}: the file has ${tokens.nrecords}`;
      throw new DataError({ code: 'no-header', message, path: ['header'] });
    }
    return recordText(tokens, row - 1);
  });
  return joinHeader(rows).map((name) => ({ name, type: null }));
}

/** Blank lines are no rows, except that in a file of one column they are its missing values. */
function cellsOf(tokens: Delimited, ncolumns: number, options: ReadOptions): Cells {
  const records: number[] = [];
  const ragged: { row: number; got: number }[] = [];
  let nragged = 0;
  for (const record of bodyRecords(tokens, ncolumns, options)) {
    const width = widthOf(tokens, record);
    if (width === ncolumns) records.push(record);
    else if (nragged++ < shown) ragged.push({ row: record + 1, got: width });
  }
  checkRows(records.length);
  const isNote = nragged === 1 && ragged[0]!.row === lastRecord(tokens) + 1;
  if (nragged > 0) throw raggedRows(tokens, ragged, nragged, ncolumns, isNote);
  return new CsvCells(tokens, Int32Array.from(records), options.decimal === ',' ? 0x2c : 0x2e);
}

function bodyRecords(tokens: Delimited, ncolumns: number, options: ReadOptions): readonly number[] {
  const last = lastRecord(tokens);
  const records: number[] = [];
  for (let record = lastHeaderRow(options); record <= last; record++)
    if (widthOf(tokens, record) > 1 || ncolumns === 1 || !isBlank(tokens, tokens.recordStarts[record]!))
      records.push(record);
  const firstCell = (record: number): string => tokens.text(tokens.recordStarts[record]!);
  return bodyRows(records, { row: (record) => record + 1, firstCell }, options);
}

const widthOf = ({ recordStarts }: Delimited, record: number): number =>
  recordStarts[record + 1]! - recordStarts[record]!;

function lastRecord(tokens: Delimited): number {
  let last = tokens.nrecords - 1;
  while (last >= 0) {
    const first = tokens.recordStarts[last]!;
    if (tokens.recordStarts[last + 1]! - first > 1 || !isBlank(tokens, first)) break;
    last--;
  }
  return last;
}

function isBlank(tokens: Delimited, field: number): boolean {
  for (let i = tokens.starts[field]!; i < tokens.ends[field]!; i++) {
    if (tokens.bytes[i] !== 0x20 && tokens.bytes[i] !== 0x09) return false;
  }
  return true;
}

function raggedRows(
  tokens: Delimited,
  ragged: readonly { row: number; got: number }[],
  total: number,
  expected: number,
  isNote: boolean,
): DataError {
  const note = isNote ? `if row ${ragged[0]!.row} is a note, \`footer: 1\` leaves it out; ` : '';
  const split = splitNumber(recordText(tokens, ragged[0]!.row - 1));
  const rows = listed(
    ragged.map(({ row, got }) => `row ${row}: ${got}`),
    total,
  );
  return new DataError({
    code: 'ragged-rows',
    message: `${count(total, 'row')} with another number of cells than the header's ${expected} (${rows})`,
    hint:
      note +
      (split === undefined
        ? 'quote a cell that contains the delimiter, or name the delimiter: `delimiter: ";"`'
        : `\`${split}\` is two cells: save numbers without thousands separators`),
    // Whose number it is, nobody can tell.
    quotes: { of: recordText(tokens, 0), stretch: '', inHint: split !== undefined },
    row: ragged[0]!.row,
    path: ['file'],
  });
}

/** `28,418` among the cells of a row that has too many. */
function splitNumber(cells: readonly string[]): string | undefined {
  const at = cells.findIndex((text, j) => /^[-+]?\d{1,3}$/.test(text) && /^\d{3}(\.\d+)?$/.test(cells[j + 1] ?? ''));
  return at < 0 ? undefined : `${cells[at]},${cells[at + 1]}`;
}

class CsvCells implements Cells {
  readonly nrows: number;
  readonly #tokens: Delimited;
  readonly #records: Int32Array;
  readonly #point: number;

  constructor(tokens: Delimited, records: Int32Array, point: number) {
    this.#tokens = tokens;
    this.#records = records;
    this.#point = point;
    this.nrows = records.length;
  }

  row(i: number): number {
    return this.#records[i]! + 1;
  }

  #field(i: number, column: number): number {
    return this.#tokens.recordStarts[this.#records[i]!]! + column;
  }

  text(i: number, column: number): string {
    const text = this.#tokens.text(this.#field(i, column));
    return text.charCodeAt(0) > 0x20 || /[^ \t]/.test(text) ? text : '';
  }

  number(i: number, column: number): number {
    const { bytes, starts, ends } = this.#tokens;
    const field = this.#field(i, column);
    const start = starts[field]!;
    const end = ends[field]!;
    if (bytes[start] === 0x22 && end > start) return parseDecimal(bytes, start + 1, end - 1, this.#point);
    return parseDecimal(bytes, start, end, this.#point);
  }

  isCode(i: number, column: number): boolean {
    const { bytes, starts, ends } = this.#tokens;
    const field = this.#field(i, column);
    const start = starts[field]!;
    const end = ends[field]!;
    return bytes[start] === 0x22 && end > start ? isCode(bytes, start + 1, end - 1) : isCode(bytes, start, end);
  }

  date(): number {
    return Number.NaN;
  }
}
