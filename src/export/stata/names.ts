/** Names, texts, comments and numbers as do-files have them: a name has 32 characters at most, of letters, digits and underscores. */

import { printable } from '../../base/text/printable.ts';
import { commentLines } from '../language.ts';

const LONGEST = 32;

const reserved = new Set(
  '_all _b byte _coef _cons double float if in int long _n _N _pi _pred _rc _skip strL str using with _se'.split(' '),
);

/** Names of a data set's columns and of what is made of them, each of which stands for one text alone. */
export class StataNames {
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** The name of a column, or of a term that becomes one; the same for the same text. */
  of(text: string): string {
    const known = this.#given.get(text);
    if (known !== undefined) return known;
    const plain = legal(text);
    let name = plain;
    for (let i = 2; this.#taken.has(name); i++) {
      const end = `_${i}`;
      name = [...plain].slice(0, LONGEST - end.length).join('') + end;
    }
    this.#given.set(text, name);
    this.#taken.add(name);
    return name;
  }
}

function legal(text: string): string {
  const letters = text.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/(?<=^_|[^_])_+$/, '');
  const begun =
    /^[\p{L}_]/u.test(letters) && !reserved.has(letters) && !/^str\d+$/.test(letters) ? letters : `_${letters}`;
  return [...begun].slice(0, LONGEST).join('');
}

/** A text that is one line, expands no macro, and begins, ends or continues no comment, in whichever place Stata reads it. */
const inert = (text: string): string =>
  printable(text)
    .replace(/\s+/g, ' ')
    .replace(/\\?([$`])/g, "'")
    .replace(/\*(?=\/)/g, '* ')
    .replace(/\/(?=[/*])/g, '/ ');

/** A text in compound quotes, in which quotes may stand. */
export const stataText = (text: string): string =>
  `\`"${PLAIN.test(text) ? text : inert(text).replaceAll('"\'', '" \'')}"'`;

/** Words of characters that mean nothing in a do-file, as most texts are. */
const PLAIN = /^(?:[\w.,:^()#-]+ )*[\w.,:^()#-]+$/;

/** A text in a comment within a line. */
export const stataRemark = (text: string): string => `/* ${inert(text).replace(/^\/|\*$/g, '$& ')} */`;

/** The lines of a comment. */
export const stataComment = (text: string): string[] => commentLines('*', inert(text));

/** The shortest digits that read back as the same number. */
export function stataNumber(value: number): string {
  const text = String(value);
  return text.includes('e+') ? text.replace('e+', 'e') : text;
}
