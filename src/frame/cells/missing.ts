/** Tells which cells of a file mean a missing value. */
import { trimBlanks } from '../blanks.ts';
import { parseDecimalText } from '../readers/decimal.ts';

export interface MissingCodes {
  readonly numbers: ReadonlySet<number>;
  readonly texts: ReadonlySet<string>;
}

/** `[NA, -99]`: a number matches however it is written, a text matches the whole cell. Empty cells are always missing. */
export function missingCodes(codes: readonly (string | number)[]): MissingCodes {
  const numbers = codes.map((code) => (typeof code === 'number' ? code : parseDecimalText(code)));
  return {
    numbers: new Set(numbers.filter((value) => !Number.isNaN(value))),
    texts: new Set(codes.filter((code) => typeof code === 'string')),
  };
}

/** Tells whether a cell's text means missing. */
export function isMissingText(text: string, missing: MissingCodes): boolean {
  if (text === '') return true;
  const bare = trimBlanks(text);
  return bare === '' || missing.texts.has(bare) || missing.texts.has(text);
}
