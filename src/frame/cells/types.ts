/**
 * From cells to typed columns.
 *
 * Without a declared type a column is
 * - dates, when every non-missing cell is a date by the file's own word (Excel, Stata);
 * - a string, when it holds codes: digits of which some begin with a zero (`010` is not 10), or nothing but integers beyond
 *   2^53, which no double holds (among other numbers both are an error, lost-digits.ts);
 * - numbers, when every non-missing cell is a number;
 * - a string, when most cells are no numbers; `NA` and what else reads like a missing value does not count.
 * A column of mostly numbers with some text is an error that names the cells, and so is one of numbers in a dress
 * (`1,234`, `12%`): a variable never turns into text in silence.
 */
import { calendar, type TimeType, timeTypeOf } from '../../base/calendar.ts';
import { quoted } from '../../base/text/quoted.ts';
import { aside } from '../../base/value.ts';
import { narrowed, trimBlanks, trimmed } from '../blanks.ts';
import { type Column, canonicalText, TextBuilder, type TextColumn } from '../column.ts';
import { count, type DataComplaint, DataError, listed, SHOWN, yamlScalar } from '../complaint.ts';
import { parseDecimalText } from '../readers/decimal.ts';
import type { Cells } from '../readers/source.ts';
import { MOST_UNITS, passesOver } from '../readers/unit-rows.ts';
import { type Findings, holdWordsAlone, surveyByCode, textsByCode, valuesByCode } from './by-code.ts';
import { looksMissing } from './doubts.ts';
import { lostDigits } from './lost-digits.ts';
import { isMissingText, type MissingCodes } from './missing.ts';
import { type ColumnReading, dateFormatsOf, readingsOf, readsAs } from './readings.ts';

export interface ColumnRequest {
  /** in the file, for messages */
  readonly name: string;
  /** after renaming, for hints and the place in the YAML */
  readonly variable: string;
  /** undefined where the values say what they are. */
  readonly reading: ColumnReading | undefined;
  /** Declared order of a category. */
  readonly levels: readonly string[] | null;
  readonly missing: MissingCodes;
  /** Rows of the file that hold the names. */
  readonly header: readonly number[];
  warn(complaint: DataComplaint): void;
}

/** Column `j` of the cells. Throws DataError naming the first bad cells and how many there are. */
export function convert(cells: Cells, j: number, request: ColumnRequest): Column {
  const { reading } = request;
  if (reading?.read !== undefined) return toRead(cells, j, request, reading);
  if (reading === undefined) return toNumbers(cells, j, request);
  switch (reading.type) {
    case 'string':
      return toText(cells, j, request);
    case 'category':
      return toCategory(cells, j, request);
    case 'date':
    case 'month':
    case 'quarter':
      return toTimes(cells, j, request, reading.type);
    case 'number':
      return toNumbers(cells, j, request);
    default:
      return reading.type satisfies never;
  }
}

function toNumbers(cells: Cells, j: number, request: ColumnRequest): Column {
  const plain = request.missing.numbers.size === 0 ? cells.plain?.(j) : undefined;
  if (plain !== undefined) return { type: 'number', values: plain };
  if (request.reading === undefined && holdWordsAlone(cells.coded?.(j), request.missing))
    return undressed(toText(cells, j, request), cells, j, request);
  const found = survey(cells, j, request);
  if (found.codes) return toCodes(cells, j, request, found);
  if (found.texts === 0 && found.dates === 0) return { type: 'number', values: found.values };
  if (request.reading === undefined) {
    if (found.numbers === 0 && found.texts === 0) return toTimes(cells, j, request, 'date');
    if (found.dates === 0 && (found.numbers === 0 || found.numbers < found.words))
      return undressed(toText(cells, j, request), cells, j, request);
  }
  throw textAmongNumbers(cells, j, request, found);
}

/** Codes as text, unless they stand among numbers. */
function toCodes(cells: Cells, j: number, request: ColumnRequest, found: Findings): TextColumn {
  const textAt = numbersAsWritten(cells, j, request.missing);
  const lost = found.numbers < found.words ? undefined : lostDigits(cells.nrows, textAt, request);
  if (lost !== undefined && found.texts + found.dates > 0) throw textAmongNumbers(cells, j, request, found);
  if (lost !== undefined) throw badCells(cells, j, request, lost.rows, lost);
  return toText(cells, j, request);
}

/** The cell of a row as it is written where it holds a number that is not missing, an empty text elsewhere. */
function numbersAsWritten(cells: Cells, j: number, { numbers: missing }: MissingCodes): (i: number) => string {
  const isNumber = (value: number): boolean => !Number.isNaN(value) && !missing.has(value);
  const coded = cells.coded?.(j);
  if (coded === undefined) return (i) => (isNumber(cells.number(i, j)) ? cells.text(i, j) : '');
  const numbers = coded.numbers();
  const texts = coded.texts.map((text, code) => (isNumber(numbers[code]!) ? text : ''));
  return (i) => texts[coded.codes[i]!] ?? '';
}

function survey(cells: Cells, j: number, request: ColumnRequest): Findings {
  const { missing, reading } = request;
  const coded = cells.coded?.(j);
  if (coded !== undefined) return surveyByCode(cells, j, coded, missing, reading === undefined);
  const values = new Float64Array(cells.nrows).fill(Number.NaN);
  const found: Findings = { values, numbers: 0, dates: 0, texts: 0, words: 0, textRows: [], codes: false };
  for (let i = 0; i < cells.nrows; i++) {
    const value = cells.number(i, j);
    if (!Number.isNaN(value)) {
      if (missing.numbers.has(value)) continue;
      values[i] = value;
      found.numbers++;
      if (reading === undefined && !found.codes) found.codes = cells.isCode(i, j);
    } else {
      const date = !Number.isNaN(cells.date(i, j));
      const text = date ? '' : cells.text(i, j);
      if (!date && isMissingText(text, missing)) continue;
      if (date) found.dates++;
      else found.texts++;
      if (!date && !looksMissing(trimBlanks(text))) found.words++;
      if (found.textRows.length < SHOWN) found.textRows.push(i);
    }
  }
  return found;
}

function toText(cells: Cells, j: number, request: ColumnRequest): TextColumn {
  const { column, warnings } = trimmed(texts(cells, j, request), { name: request.name, row: (i) => cells.row(i) });
  warnings.forEach(request.warn);
  return column;
}

/** The cells that are not missing, as they stand. */
export function texts(cells: Cells, j: number, { missing }: Pick<ColumnRequest, 'missing'>): TextColumn {
  const coded = cells.coded?.(j);
  if (coded !== undefined) return textsByCode(coded, missing);
  const builder = new TextBuilder(cells.nrows);
  for (let i = 0; i < cells.nrows; i++) builder.set(i, textAt(cells, i, j, missing));
  return builder.finish();
}

function textAt(cells: Cells, i: number, j: number, missing: MissingCodes): string {
  const date = cells.date(i, j);
  if (!Number.isNaN(date)) return calendar.date.print(date);
  const text = cells.text(i, j);
  if (isMissingText(text, missing)) return '';
  return missing.numbers.size > 0 && missing.numbers.has(cells.number(i, j)) ? '' : text;
}

function toCategory(cells: Cells, j: number, request: ColumnRequest): Column {
  const column = toText(cells, j, request);
  const levels = request.levels ?? naturalOrder(column.dictionary);
  const strangers = column.dictionary.filter((text) => !levels.includes(text));
  if (strangers.length > 0) throw undeclaredLevels(cells, request, column, strangers);
  return canonicalText({ ...column, type: 'category' }, levels);
}

/** Numbers by size, everything else by code unit. */
export function naturalOrder(texts: readonly string[]): readonly string[] {
  const numbers = texts.map(parseDecimalText);
  if (numbers.some(Number.isNaN)) return texts;
  return texts
    .map((text, i) => ({ text, value: numbers[i]! }))
    .sort((a, b) => a.value - b.value)
    .map((x) => x.text);
}

function toTimes(cells: Cells, j: number, request: ColumnRequest, type: TimeType): Column {
  const { values, bad, nbad } = readTexts(cells, j, request, type, calendar[type].parse);
  if (nbad > 0) {
    throw badCells(cells, j, request, bad, {
      code: 'bad-date',
      says: `${count(nbad, 'cell')} of the ${type} \`${request.name}\` hold no ${type}`,
      total: nbad,
      mends: timeHint(
        request.variable,
        type,
        bad.map((i) => textAt(cells, i, j, request.missing)),
      ),
    });
  }
  return { type, values };
}

/** Cells as a reading has them. */
function toRead(cells: Cells, j: number, request: ColumnRequest, { type, read, reads }: ColumnReading): Column {
  const { values, bad, nbad } = readTexts(cells, j, request, type, read!);
  if (nbad > 0) {
    const texts = bad.map((i) => cellText(cells, i, j));
    throw badCells(cells, j, request, bad, {
      code: 'unread-cells',
      says: `${count(nbad, 'cell')} of \`${request.name}\` ${nbad === 1 ? 'is' : 'are'} not as its type says`,
      total: nbad,
      mends: `it reads ${reads}; ${saysMissing(texts)}`,
    });
  }
  return { type, values } as Column;
}

/** Reads each text of a column once, Excel's dates as they are. Counts the cells that `parse` does not read, and lists the first of their rows. */
function readTexts(
  cells: Cells,
  j: number,
  request: ColumnRequest,
  type: ColumnReading['type'],
  parse: (text: string) => number,
): { readonly values: Float64Array; readonly bad: readonly number[]; readonly nbad: number } {
  const byCode = valuesByCode(cells, j, request.missing, parse);
  if (byCode !== undefined) return { values: byCode, bad: [], nbad: 0 };
  const values = new Float64Array(cells.nrows).fill(Number.NaN);
  const known = new Map<string, number>();
  const bad: number[] = [];
  let nbad = 0;
  for (let i = 0; i < cells.nrows; i++) {
    const date = cells.date(i, j);
    if (type === 'date' && !Number.isNaN(date)) {
      values[i] = date;
      continue;
    }
    const text = textAt(cells, i, j, request.missing);
    if (text === '') continue;
    let value = known.get(text);
    if (value === undefined) {
      value = parse(text);
      known.set(text, value);
    }
    values[i] = value;
    if (Number.isNaN(value) && nbad++ < SHOWN) bad.push(i);
  }
  return { values, bad, nbad };
}

/** Returns a hint that says which forms are read, and which type would read these texts. */
export function timeHint(variable: string, type: TimeType, texts: readonly string[]): string {
  const other = timeTypeOf(texts);
  const formats = other === undefined && type === 'date' ? dateFormatsOf(texts) : [];
  const better =
    formats.length > 0
      ? `${formats.map((each) => `\`types: {${yamlScalar(variable)}: ${each}}\``).join(' or ')} reads these; `
      : other === undefined || other === type
        ? ''
        : `\`types: {${yamlScalar(variable)}: ${other}}\` reads ${other}s; `;
  return `${better}${calendar[type].forms}`;
}

/** Refuses a text column whose every value is a number with separators or signs around it. */
function undressed(column: Column, cells: Cells, j: number, request: ColumnRequest): Column {
  if (!('dictionary' in column) || column.dictionary.length === 0) return column;
  if (!column.dictionary.every(isDressed)) return column;
  const rows: number[] = [];
  for (let i = 0; i < cells.nrows && rows.length < SHOWN; i++) if (column.codes[i]! >= 0) rows.push(i);
  const total = column.codes.reduce((n, code) => n + (code >= 0 ? 1 : 0), 0);
  throw badCells(cells, j, request, rows, {
    code: 'formatted-numbers',
    says: `\`${request.name}\` holds formatted numbers, which are read neither as numbers nor as text unless you say so`,
    total,
    mends: `${undress(column.dictionary, request.variable)}, or keep the text: \`types: {${yamlScalar(request.variable)}: string}\``,
  });
}

function textAmongNumbers(cells: Cells, j: number, request: ColumnRequest, found: Findings): DataError {
  const texts = [...new Set(found.textRows.map((i) => cellText(cells, i, j)))];
  const total = found.texts + found.dates;
  const asString =
    request.reading?.type === 'number'
      ? ''
      : `, or keep the text: \`types: {${yamlScalar(request.variable)}: string}\``;
  // plain numbers stand beside them
  const reading = readingsOf(texts).find((each) => each.startsWith('number('));
  const isWords = reading === undefined && !texts.some((text) => isDressed(text) || looksMissing(text));
  const note = total === 1 && found.textRows[0] === cells.nrows - 1 && cells.nrows > 1 && isWords;
  const unit = total <= MOST_UNITS && found.textRows.every((row, k) => row === k) && isWords && total < cells.nrows;
  return badCells(cells, j, request, found.textRows, {
    code: 'text-in-number',
    says: `\`${request.name}\` has ${count(found.numbers, 'number')} and ${count(total, 'cell')} of text`,
    total,
    mends: note
      ? `if row ${cells.row(cells.nrows - 1)} is a note, \`footer: 1\` leaves it out; ${saysMissing(texts)}${asString}`
      : unit
        ? `${rowsOfUnits(
            found.textRows.map((i) => cells.row(i)),
            texts[0]!,
            request,
          )}; ${saysMissing(texts)}`
        : `${texts.some(isDressed) ? undress(texts, request.variable) : reading === undefined ? saysMissing(texts) : readsAs(reading, texts[0]!, request.variable)}${asString}`,
  });
}

/** The first rows of data alone hold text: they belong to the names. */
function rowsOfUnits(rows: readonly number[], text: string, { name, header }: ColumnRequest): string {
  const [row] = rows;
  if (rows.length > 1) return passesOver(rows);
  const names = `\`header: [${[...header, row].join(', ')}]\``;
  return `if row ${row} holds units, \`skip: [${row}]\` passes over it, and ${names} takes it into the names (\`${name}_${text}\`), which \`rename\` shortens`;
}

function saysMissing(texts: readonly string[]): string {
  const [first] = texts;
  const codes = `\`missing: [${texts.map(yamlScalar).join(', ')}]\``;
  return `if ${texts.length > 1 ? 'these mean' : `\`${first}\` means`} missing, say ${codes}`;
}

/** A number with separators or signs around it, or in full-width digits. */
function isDressed(text: string): boolean {
  const trimmed = text.trim();
  const narrow = narrowed(trimmed);
  const number = /^[-+(]?\s*(?:[$€£¥]\s*)?\d+([,. ’']\d+)*\s*[%‰)]?$/.test(narrow);
  return number && (narrow !== trimmed || /[,%‰$€£¥(’' ]/.test(narrow));
}

/** Returns a hint how to read the texts as numbers. With decimal commas, `1,000` would be 1. */
function undress(texts: readonly string[], variable: string): string {
  const every = (form: RegExp): boolean => texts.every((text) => form.test(text.trim()));
  const commas = every(/^[-+]?\d+(,\d+)?$/) && !every(/^[-+]?\d{1,3}(,\d{3})*$/);
  if (commas) return '`decimal: ","` reads decimal commas; or save plain numbers';
  const [reading] = readingsOf(texts.filter(isDressed));
  const dressed = texts.find(isDressed)!.trim();
  if (reading !== undefined) return readsAs(reading, dressed, variable);
  return `save plain numbers: ${plainly(dressed)}`;
}

/** `28418` for `28,418`. A percentage may be meant either way. */
function plainly(dressed: string): string {
  const bare = narrowed(dressed).replace(/[,$€£¥’' ]/g, '');
  const number = bare.startsWith('(') ? `-${bare.slice(1).replace(')', '')}` : bare;
  if (!/[%‰]$/.test(number)) return `\`${number}\` for \`${dressed}\``;
  const part = Number(number.slice(0, -1)) / (number.endsWith('%') ? 100 : 1000);
  return `\`${number.slice(0, -1)}\` or \`${Number(part.toPrecision(12))}\` for \`${dressed}\`, whichever is meant`;
}

function undeclaredLevels(
  cells: Cells,
  request: ColumnRequest,
  { codes, dictionary }: TextColumn,
  strangers: readonly string[],
): DataError {
  const which = listed(strangers);
  return new DataError({
    code: 'undeclared-level',
    message: `\`${request.name}\` has ${count(strangers.length, 'value')} not among its declared levels${aside([request.name, request.variable], `: ${which}`)}`,
    hint: `declared are ${quoted(request.levels ?? [])}`,
    row: cells.row(codes.findIndex((code) => code >= 0 && strangers.includes(dictionary[code]!))),
    column: request.name,
    path: ['types', request.variable],
  });
}

/** Tells what is wrong with cells, and how that is mended; either may hold values of them. */
interface Wording {
  readonly code: string;
  readonly says: string;
  readonly total: number;
  readonly mends: string;
}

/** One complaint at the first cell; its message lists the first few. */
function badCells(cells: Cells, j: number, request: ColumnRequest, rows: readonly number[], words: Wording): DataError {
  const places = rows.map((i) => `row ${cells.row(i)}: ${cellText(cells, i, j)}`);
  const where = listed(places, words.total);
  return new DataError({
    code: words.code,
    message: `${words.says}${aside([request.name, request.variable], ` (${where})`)}`,
    hint: aside([request.name, request.variable], words.mends),
    row: cells.row(rows[0]!),
    column: request.name,
    path: ['types', request.variable],
  });
}

function cellText(cells: Cells, i: number, j: number): string {
  const date = cells.date(i, j);
  const text = Number.isNaN(date) ? cells.text(i, j) : calendar.date.print(date);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
