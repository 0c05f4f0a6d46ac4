/** Writes texts into cells of CSV files. */

/** A cell quoted as RFC 4180 has it. */
export function escapeCsv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Texts whose first character spreadsheets, those of Asia included, take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\uff1d\uff0b\uff0d\uff20]./s;
/** A number as it may be printed, with stars, and an error in brackets behind it. */
const NUMBER = /^[+-]?(\d[\d,]*(\.\d*)?|\.\d+)(e[+-]?\d+)?%?\**( ?[([][\d.,+\- e]*[)\]]\**)?$/i;

/** A text that would be taken for a formula, behind an apostrophe, which tells spreadsheets that it is a text. */
export const noFormula = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
