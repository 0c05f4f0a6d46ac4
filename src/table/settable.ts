/**
 * Takes out of a table what no format can set: control characters of data and labels are shown as pictures, the rest as the replacement character.
 * Values in messages of its results are masked but for what results are called by.
 */
import { printable } from '../base/text/printable.ts';
import { inTables } from '../base/value.ts';

/** Halves of characters, and code points that are none, which XML and TeX refuse. */
const NONE = /\p{Surrogate}|[\ufdd0-\ufdef\ufffe\uffff]/gu;

/** The value with every text in it made settable; line ends and tabs stay for formats to place. */
export function settable<T>(value: T): T {
  if (typeof value === 'string') return shown(value) as T;
  if (Array.isArray(value)) return value.map(settable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, settable(each)])) as T;
}

const shown = (text: string): string =>
  printable(inTables(text))
    .replace(NONE, '\ufffd')
    .replace(/[\u2028\u2029]/g, '\n');
