/**
 * Digits that a number does not keep, among numbers. A column in which nothing else stands holds codes and is text. Among numbers they are
 * refused at their rows, since the whole variable would turn into text in silence, or one value into another.
 */
import { count, SHOWN, yamlScalar } from '../complaint.ts';
import { codeForm, parseDecimalText } from '../readers/decimal.ts';

/** Tells whether a text makes its column text: it is no number, or has digits that a number does not keep. */
export const makesText = (text: string): boolean =>
  Number.isNaN(parseDecimalText(text)) || codeForm(text) !== undefined;

export interface LostDigits {
  readonly code: string;
  readonly says: string;
  /** The mend in words, with a value. */
  readonly mends: string;
  /** Cells that hold such digits, and the rows of the first of them. */
  readonly total: number;
  readonly rows: readonly number[];
}

/** Names of a column, in the file and from then on. */
interface ColumnNames {
  readonly name: string;
  readonly variable: string;
}

/**
 * `textAt(i)` is the number of row `i` as it is written, an empty text where the row holds none. Undefined where all are plain digits with
 * codes among them that begin with a zero, or where all are codes. O(N).
 */
export function lostDigits(
  nrows: number,
  textAt: (row: number) => string,
  { name, variable }: ColumnNames,
): LostDigits | undefined {
  const found = { zero: 0, beyond: 0, digits: 0, other: 0 };
  const rows: number[] = [];
  let first = '';
  for (let i = 0; i < nrows; i++) {
    const text = textAt(i).trim();
    if (text === '') continue;
    const code = codeForm(text);
    found[code ?? (/^\d+$/.test(text) ? 'digits' : 'other')] += 1;
    if (code === undefined) continue;
    if (rows.length === 0) first = text;
    if (rows.length < SHOWN) rows.push(i);
  }
  if (found.other === 0 && (found.zero > 0 || found.digits === 0)) return undefined;
  const total = found.zero + found.beyond;
  const [it, keeps] = total === 1 ? ['it', 'it'] : [`\`${first}\``, 'them'];
  const declared = (type: string): string => `\`types: {${yamlScalar(variable)}: ${type}}\``;
  return {
    code: 'lost-digits',
    says: `\`${name}\` has ${count(found.digits + found.other, 'number')} and ${inWords(found)}, of which a number does not keep all digits`,
    mends: `${declared('number')} reads ${it} as ${Number(first)}, and ${declared('string')} keeps ${keeps} as text`,
    total,
    rows,
  };
}

function inWords({ zero, beyond }: { readonly zero: number; readonly beyond: number }): string {
  const parts = [
    beyond === 0 ? [] : [`${count(beyond, 'integer')} beyond 2^53`],
    zero === 0 ? [] : [`${count(zero, 'code')} with a leading zero`],
  ];
  return parts.flat().join(' and ');
}
