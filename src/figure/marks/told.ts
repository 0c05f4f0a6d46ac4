/** Marks whose rows are told from the picture. */
import type { Spot } from './fitted.ts';

export interface Told {
  readonly rows: readonly number[];
  /** For each mark the column of the number that it shows. */
  readonly values: readonly number[];
  readonly places: readonly Spot[];
}

/** Compares what is printed with a cell, whatever breaks its lines. */
export const plainText = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s/g, '');
