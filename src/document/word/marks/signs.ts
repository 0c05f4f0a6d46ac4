/** Numbers of results in a text in Markdown, between signs that no text holds, so that they are still known in its tree. */

/** Three of the noncharacters of Unicode, and sixteen that count. */
const [OPEN, END, CLOSE] = ['\ufdd0', '\ufdd1', '\ufdd2'] as const;
const DIGITS = 0xfdd3;
const BASE = 16;
const SIGNS = /[\ufdd0-\ufdef]/g;
const WRAPPED = /\ufdd0(?<index>[\ufdd3-\ufde2]+)\ufdd1(?<text>[^\ufdd0-\ufdef]*)\ufdd2/g;

/** Says whether a text holds such signs itself, so that nothing can be wrapped in it. */
export const holdsSigns = (text: string): boolean => text.search(SIGNS) >= 0;

/** The number with the place that it has among the edits of its text. */
export function wrapped(text: string, index: number): string {
  const digits = [...index.toString(BASE)].map((digit) => String.fromCharCode(DIGITS + Number.parseInt(digit, BASE)));
  return `${OPEN}${digits.join('')}${END}${text}${CLOSE}`;
}

/** A text without the signs. */
export const unwrapped = (text: string): string => text.replace(/\ufdd0[\ufdd3-\ufde2]+\ufdd1/g, '').replace(SIGNS, '');

/** The pieces of a text, those that are numbers with their places among the edits. */
export function piecesOf(text: string): { readonly text: string; readonly index?: number }[] {
  let from = 0;
  const pieces: { text: string; index?: number }[] = [];
  for (const { 0: whole, index: at, groups } of text.matchAll(WRAPPED)) {
    const digits = [...groups!.index!].map((digit) => (digit.charCodeAt(0) - DIGITS).toString(BASE)).join('');
    pieces.push({ text: unwrapped(text.slice(from, at)) });
    pieces.push({ text: groups!.text!, index: Number.parseInt(digits, BASE) });
    from = at + whole.length;
  }
  return [...pieces, { text: unwrapped(text.slice(from)) }].filter(({ text: each }) => each !== '');
}
