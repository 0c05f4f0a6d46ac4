/** Breaks texts into lines. */
import { parts } from '../../base/formula/in-text.ts';

/** Han characters, and the signs that are as wide. */
const WIDE = String.raw`\u2e80-\uffef`;
const ENDS = new RegExp(String.raw`[\s${WIDE}]$`);
const BEGINS = new RegExp(String.raw`^[\s${WIDE}]`);
const WORD = new RegExp(String.raw`[${WIDE}]|[^\s${WIDE}]+\s*|\s+`, 'g');
/** Closing marks stay with what they close, and opening ones with what they open. */
const CLOSES = /^[，。、）：；！？”’》】%]/;
const OPENS = /[（“‘《【]$/;

/**
 * A text in as few lines as fit into a length. Words are kept whole, hanzi are words of their own, and a formula is one; a word that is longer than a
 * line breaks where it must.
 */
export function inLines(text: string, longest: number, measure: (text: string) => number): string[] {
  if (measure(text) <= longest) return [text];
  const lines: string[] = [];
  const fits = (line: string): boolean => measure(line.trimEnd()) <= longest;
  for (const word of wordsOf(text).flatMap((each) => (fits(each) ? [each] : broken(each, fits)))) {
    const last = lines.at(-1);
    if (last !== undefined && fits(last + word)) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
}

/** Gives the pieces of a text that stand between two places at which a line may end. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  const tokens = parts(text).flatMap((part) =>
    part.isFormula ? [`$${part.text}$`] : [...part.text.matchAll(WORD)].map(([word]) => word),
  );
  for (const token of tokens) {
    const last = words.at(-1);
    const isOne =
      last !== undefined && ((!ENDS.test(last) && !BEGINS.test(token)) || CLOSES.test(token) || OPENS.test(last));
    if (isOne) words[words.length - 1] = last + token;
    else words.push(token);
  }
  return words;
}

/** Pieces of a word that fit, as long as they can be: behind a mark within it where one leaves two letters at least, else between letters. */
function broken(word: string, fits: (text: string) => boolean): string[] {
  if (/\$/.test(word)) return [word];
  const pieces: string[] = [];
  let rest = [...word];
  while (rest.length > 1 && !fits(rest.join(''))) {
    let count = rest.findIndex((_, i) => !fits(rest.slice(0, i + 1).join('')));
    count = Math.max(1, count);
    const mark = rest.slice(0, count).findLastIndex((letter) => /[-_./–—)]/.test(letter));
    if (mark >= 1) count = mark + 1;
    pieces.push(rest.slice(0, count).join(''));
    rest = rest.slice(count);
  }
  return [...pieces, rest.join('')];
}
