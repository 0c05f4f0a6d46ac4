/** Numbers cut at their decimal points, for formats that line these up themselves. */

import { readable } from '../number.ts';
import type { Cell } from '../table.ts';
import { wrapped } from './cells.ts';

/** A number, cut at its decimal point. */
export interface NumberParts {
  /** The part before the point: `(−0`. */
  readonly before: string;
  /** The part from the point on: `.021)`. */
  readonly after: string;
  readonly stars: string;
  /** The mark of a footnote, empty where there is none. */
  readonly mark: string;
}

/** Cuts a number; undefined where a cell is centred as it is: text, several numbers, dots and numbers with an exponent. */
export function partsOf(cell: Cell): NumberParts | undefined {
  if (cell.is !== 'number' || typeof cell.value !== 'number') return undefined;
  const { stars = '', mark = '' } = cell;
  const printed = wrapped(cell);
  if (printed.includes('e')) return undefined;
  const text = readable(printed);
  const [, before = '', after = ''] = /^([^.)\]]*)(.*)$/s.exec(text) ?? [];
  return { before, after, stars, mark };
}
