/** Cells whose texts have codes: each text is looked at once, however many cells hold it. */
import { numbersToShare } from '../../base/system/shared-memory.ts';
import { trimBlanks } from '../blanks.ts';
import { canonicalText, type TextColumn } from '../column.ts';
import { SHOWN } from '../complaint.ts';
import type { Cells } from '../readers/source.ts';
import { looksMissing } from './doubts.ts';
import { isMissingText, type MissingCodes } from './missing.ts';

/** The result of a pass over the cells as numbers. */
export interface Findings {
  readonly values: Float64Array;
  numbers: number;
  dates: number;
  texts: number;
  /** texts that do not read like a missing value */
  words: number;
  /** the first few rows that hold neither a number nor nothing */
  readonly textRows: number[];
  /** digits that a number would not keep */
  codes: boolean;
}

export type Coded = NonNullable<ReturnType<NonNullable<Cells['coded']>>>;

export function textsByCode(coded: Coded, missing: MissingCodes): TextColumn {
  const { codes, texts: dictionary } = coded;
  const isMissing = missingTexts(coded, missing);
  const held = isMissing.includes(true) ? codes.map((code) => (code < 0 || isMissing[code] ? -1 : code)) : codes;
  return canonicalText({ type: 'string', codes: held, dictionary });
}

/** Marks by code the texts that mean a missing value. */
function missingTexts({ texts, numbers }: Coded, missing: MissingCodes): readonly boolean[] {
  const values = missing.numbers.size > 0 ? numbers() : undefined;
  return texts.map(
    (text, code) => isMissingText(text, missing) || (values !== undefined && missing.numbers.has(values[code]!)),
  );
}

/** Cells that `parse` reads, each text once; undefined where one of them is none of it, or the cells have no codes. */
export function valuesByCode(
  cells: Cells,
  j: number,
  missing: MissingCodes,
  parse: (text: string) => number,
): Float64Array | undefined {
  const coded = cells.coded?.(j);
  if (coded === undefined) return undefined;
  const { codes, texts: dictionary } = coded;
  const isMissing = missingTexts(coded, missing);
  const values = Float64Array.from(dictionary, (text, code) => (isMissing[code] ? Number.NaN : parse(text)));
  const found = numbersToShare(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const value = code < 0 ? Number.NaN : values[code]!;
    // a text that no row holds is none to be parsed
    if (Number.isNaN(value) && code >= 0 && !isMissing[code]) return undefined;
    found[i] = value;
  }
  return found;
}

/** Tells whether some cell holds a text and none a number, so that no pass over the cells is needed. */
export function holdWordsAlone(coded: Coded | undefined, missing: MissingCodes): boolean {
  if (coded === undefined || !coded.numbers().every(Number.isNaN)) return false;
  return coded.texts.some((text, code) => !isMissingText(text, missing) && coded.codes.includes(code));
}

/** A pass over cells whose texts have codes; `isOpen`: whether the cells say what the column is. */
export function surveyByCode(cells: Cells, j: number, coded: Coded, missing: MissingCodes, isOpen: boolean): Findings {
  const { codes, texts: dictionary } = coded;
  const numbers = coded.numbers();
  const counts = new Uint32Array(dictionary.length);
  const first = new Int32Array(dictionary.length).fill(-1);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code < 0) continue;
    if (counts[code]! === 0) first[code] = i;
    counts[code]! += coded.counts?.[i] ?? 1;
  }
  const found: Findings = {
    values: new Float64Array(0),
    numbers: 0,
    dates: 0,
    texts: 0,
    words: 0,
    textRows: [],
    codes: false,
  };
  const isText = new Uint8Array(dictionary.length);
  const kept = numbers.map((value, code) => {
    const count = counts[code]!;
    if (Number.isNaN(value)) {
      const text = dictionary[code]!;
      if (isMissingText(text, missing)) return value;
      isText[code] = 1;
      found.texts += count;
      if (!looksMissing(trimBlanks(text))) found.words += count;
      return value;
    }
    if (missing.numbers.has(value)) return Number.NaN;
    found.numbers += count;
    if (isOpen && count > 0 && !found.codes) found.codes = cells.isCode(first[code]!, j);
    return value;
  });
  for (let i = 0; i < codes.length && found.textRows.length < Math.min(SHOWN, found.texts); i++)
    if (isText[codes[i]!] === 1) found.textRows.push(i);
  if (found.texts > 0) return found;
  const values = numbersToShare(cells.nrows);
  for (let i = 0; i < codes.length; i++) values[i] = codes[i]! < 0 ? Number.NaN : kept[codes[i]!]!;
  return { ...found, values };
}
