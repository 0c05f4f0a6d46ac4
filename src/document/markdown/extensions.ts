/** Reads what pandoc's and Quarto's Markdown adds to GitHub's: formulas, footnotes, citations, references and marks of results. */
import type { TokenizerExtension, Tokens } from 'marked';
import { ATTRIBUTES } from '../attributes.ts';

/** Says that so many characters are looked at, and throws where they are too many. */
export type Spend = (characters: number) => void;

let spend: Spend = () => {};

/** Names who the extensions tell from now on. */
export const spendBy = (spent: Spend): void => {
  spend = spent;
};

/**
 * Where a token may begin in what is left of a text, so that words before it end there. marked asks at every paragraph and word. What is looked
 * through each time has a bound, the paragraph or a stretch of it, else a text of many would be looked through as often as it has them.
 */
const STARTS = {
  block(src: string, start: RegExp): number | undefined {
    const end = src.search(/\n[ \t]*\n/);
    const paragraph = end === -1 ? src : src.slice(0, end + 1);
    spend(paragraph.length);
    const at = paragraph.search(start);
    return at === -1 ? undefined : at;
  },
  inline(src: string, start: RegExp): number | undefined {
    const near = src.slice(0, STRETCH);
    const at = near.search(start);
    if (at !== -1) return at;
    return src.length > STRETCH ? blankIn(near) : undefined;
  },
};

/** Characters of a paragraph that are looked through at once; words that are cut there are one text again. */
const STRETCH = 512;

/** The last place where one blank parts two words, else the end. */
function blankIn(near: string): number {
  let at = near.lastIndexOf(' ', near.length - 2);
  while (at > 0 && (near[at - 1] === ' ' || near[at + 1] === ' ')) at = near.lastIndexOf(' ', at - 1);
  return at > 0 ? at : near.length;
}

const token = (type: string, start: RegExp, whole: RegExp, level: 'block' | 'inline'): TokenizerExtension => ({
  name: type,
  level,
  start: (src: string) => STARTS[level](src, start),
  tokenizer: (src: string): Tokens.Generic | undefined => {
    const match = whole.exec(src);
    return match === null ? undefined : { type, raw: match[0], ...match.groups };
  },
});

const LABEL = String.raw`(?:[ \t]*\{#(?<label>[^\s{}]+)(?![^\s{}])[^{}]*\})?`;
const KEY = String.raw`[\p{L}\d_](?:[\p{L}\d_:.#$%&+?<>~/-]*[\p{L}\d_/])?`;

/** Takes nothing. marked may look through all that is left of a paragraph at each of its marks. */
export const counted: TokenizerExtension = {
  name: 'counted',
  level: 'inline',
  tokenizer: (src: string): undefined => spend(src.length) as undefined,
};

/** The last of each level is tried first. */
export const extensions: readonly TokenizerExtension[] = [
  token('equation', /\$\$/, new RegExp(String.raw`^\$\$(?<tex>(?:[^$]|\\\$)+?)\$\$${LABEL}[ \t]*(?:\n|$)`), 'block'),
  token(
    'note',
    /(?<=\n)\[\^/,
    /^\[\^(?<id>[^\]\s]+)\]:[ \t]*(?<text>[^\n]*(?:\n(?:[ \t]+[^\n]*|(?=\n[ \t]+\S)))*)(?:\n|$)/,
    'block',
  ),
  token(
    'display',
    /\{\{\s*(?:table|figure)\b/,
    new RegExp(
      String.raw`^\{\{\s*(?<kind>table|figure)\s+(?<node>[^\s{}"“”]+)(?:\s+["“](?<caption>[^"“”{}]*)["”])?\s*\}\}${ATTRIBUTES}[ \t]*(?:\n|$)`,
    ),
    'block',
  ),
  token('references', /(?<=\n):::/, /^:::+[ \t]*\{#refs\}[ \t]*\n\s*:::+[ \t]*(?:\n|$)/, 'block'),
  token('formula', /\$/, /^\$(?<tex>(?!\s)(?:[^$\\]|\\.)+?(?<!\s))\$(?!\d)/s, 'inline'),
  token('footnote', /\[\^/, /^\[\^(?<id>[^\]\s]+)\]/, 'inline'),
  token('inlineNote', /\^\[/, /^\^\[(?<text>(?:[^[\]]|\[[^[\]]*\])*)\]/, 'inline'),
  token(
    'cited',
    /\[[^[\]]*@/,
    new RegExp(String.raw`^\[(?=[^[\]]*\](?!\())(?<works>[^[\]]*?-?@${KEY}[^[\]]*)\]`, 'u'),
    'inline',
  ),
  token('named', /@/, new RegExp(`^@(?<key>${KEY})`, 'u'), 'inline'),
  token('raised', /\^/, /^\^(?<text>[^\s^]+)\^/, 'inline'),
  token('lowered', /~/, /^~(?<text>[^\s~]+)~(?!~)/, 'inline'),
];
