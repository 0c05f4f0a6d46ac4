/** Numbers in the text of a paper: how one is printed, and what a document prints beside its name. */
import { narrow } from '../base/text/full-width.ts';
import { formatNumber, legible, sensible, vanishes } from './number.ts';
import { plainSuperscript } from './superscripts.ts';

export interface TextFormat {
  /** Decimals; null is 3, and none for whole numbers. */
  readonly digits: number | null;
  /** null: in numbers of seven digits and more. */
  readonly thousands: boolean | null;
  /** Times 100; the text has the sign. */
  readonly percent: boolean;
  /** `digits` are significant ones. */
  readonly significant?: boolean;
  /** A p value, which is 0.000 where it is less, as in tables. */
  readonly isProbability?: boolean;
}

const USUAL_DIGITS = 3;

export function textNumber(value: number, asked: TextFormat): string {
  const { digits, thousands, percent, significant = false, isProbability = false } = asked;
  const usual = Number.isInteger(value) && !percent ? 0 : USUAL_DIGITS;
  const shown = percent ? value * 100 : value;
  const style = significant ? 'significant' : 'fixed';
  const format = { digits: digits ?? usual, style, thousands: thousands ?? 'large', zeros: 'keep' } as const;
  if (digits !== null || isProbability) return formatNumber(shown, format);
  return formatNumber(shown, vanishes(shown, format) ? legible(shown, format) : sensible(format));
}

/** Holds what typesetting adds to a number, and the comma of LaTeX that groups thousands. */
const SET = /\$|\\,|\{,\}|\\ensuremath|[{}\s]/g;

/** `×10⁻⁹` as texts write it, in LaTeX and Typst too. */
const POWER =
  /(?<!\s)\s*(?:(?:\$|\\ensuremath\{)\s*)?(?:×|\\times|\\cdot|\btimes)\s*10(?:\^\{?\(?([-−+]?\d+)\)?\}?\^?|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))/;

/** A number as a text has it, without what typesetting adds: `$-$0.13`, `−0.13`, `－０．１３` and `-0.13` are one, `1.0×10⁻⁹` is `1.0e-9`. */
export const plainNumber = (printed: string): string =>
  narrow(printed)
    .replace(POWER, (_, exponent: string | undefined, run: string | undefined) => {
      const plain = exponent?.replace('−', '-') ?? plainSuperscript(run!);
      return `e${/^[-+]/.test(plain) ? '' : '+'}${plain}`;
    })
    .replace(SET, (mark) => (mark === '{,}' ? ',' : ''))
    .replace(/[−–]|--/g, '-');
