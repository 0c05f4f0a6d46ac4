/** Numbers in the text of a paper: how one is printed, and what a document prints beside its name. */
import { narrow } from '../base/full-width.ts';
import { formatNumber } from './number.ts';

export interface TextFormat {
  /** Decimals; null is 3, and none for whole numbers. */
  readonly digits: number | null;
  readonly thousands: boolean;
  /** Times 100; the text has the sign. */
  readonly percent: boolean;
  /** `digits` are significant ones. */
  readonly significant?: boolean;
}

const USUAL_DIGITS = 3;

export function textNumber(value: number, { digits, thousands, percent, significant = false }: TextFormat): string {
  const usual = Number.isInteger(value) && !percent ? 0 : USUAL_DIGITS;
  const shown = percent ? value * 100 : value;
  const style = significant ? 'significant' : 'fixed';
  return formatNumber(shown, { digits: digits ?? usual, style, thousands, zeros: 'keep' });
}

/** A number as a text has it, without what typesetting adds: `$-$0.13`, `−0.13`, `－０．１３` and `-0.13` are one. */
export const plainNumber = (printed: string): string =>
  narrow(printed)
    .replace(/\$|\\,|\{,\}|\\ensuremath|[{}\s]/g, (mark) => (mark === '{,}' ? ',' : ''))
    .replace(/[−–]|--/g, '-');
