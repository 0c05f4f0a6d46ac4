/** Cells of tables as they are set: estimates above their standard errors, decimal points in one line, stars above the line. */

export interface AlignedNumber {
  /** Up to the decimal point, with sign and opening bracket. */
  readonly before: string;
  /** From the decimal point on, with the closing bracket. */
  readonly after: string;
  readonly stars: string;
}

/** The lines of a cell: what stands in brackets behind a number stands below it. */
export function linesOf(text: string): string[] {
  const found = /^(\S+)\s+([([].*[)\]][^\s)\]]*)$/s.exec(text);
  return found && figuresOf(found[1]!) ? [found[1]!, found[2]!] : [text];
}

/** A number's parts; undefined for any other text. */
export function figuresOf(text: string): AlignedNumber | undefined {
  const found = /^([([]?[-−]?[\d,]+)((?:\.\d*)?(?:e[-+]?\d+)?[)\]]?)(\*{0,5})$/.exec(text);
  return found ? { before: withMinus(found[1]!), after: withPowers(found[2]!), stars: found[3]! } : undefined;
}

/** `×10⁻⁹` for `e-9`. */
const withPowers = (text: string): string =>
  text.replace(/e([+-]?)(\d+)/, (_, sign: string, exponent: string) => {
    const raised = [...exponent].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
    return `×10${sign === '-' ? '⁻' : ''}${raised}`;
  });

export const withMinus = (text: string): string => text.replace(/^([([]?)-/, '$1−');

/** Width in widths of a digit. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, c) => sum + (/[.,]/.test(c) ? 0.6 : /[()[\]]/.test(c) ? 0.7 : c === '−' ? 1.3 : 1), 0);

/** The width at which a whole number of columns, as wide as the widest or more, fills the room; that of the widest where it has more than the room. */
export function columnWidth(room: number, columns: readonly number[]): number {
  const widest = Math.max(...columns);
  return room < widest ? widest : room / Math.min(columns.length, Math.floor(room / widest));
}
