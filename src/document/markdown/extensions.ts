/** What pandoc's and Quarto's Markdown has beyond GitHub's: formulas, footnotes, citations, references, and marks of results. */
import type { TokenizerExtension, Tokens } from 'marked';

const token = (type: string, start: RegExp, whole: RegExp, level: 'block' | 'inline'): TokenizerExtension => ({
  name: type,
  level,
  start: (src: string) => {
    const at = src.search(start);
    return at === -1 ? undefined : at;
  },
  tokenizer: (src: string): Tokens.Generic | undefined => {
    const match = whole.exec(src);
    return match === null ? undefined : { type, raw: match[0], ...match.groups };
  },
});

const LABEL = String.raw`(?:[ \t]*\{#(?<label>[^\s{}]+)(?![^\s{}])[^{}]*\})?`;
const KEY = String.raw`[\p{L}\d_](?:[\p{L}\d_:.#$%&+?<>~/-]*[\p{L}\d_/])?`;

/** In the order in which they are tried. */
export const extensions: readonly TokenizerExtension[] = [
  token('equation', /\$\$/, new RegExp(String.raw`^\$\$(?<tex>(?:[^$]|\\\$)+?)\$\$${LABEL}[ \t]*(?:\n|$)`), 'block'),
  token(
    'note',
    /^\[\^/m,
    /^\[\^(?<id>[^\]\s]+)\]:[ \t]*(?<text>[^\n]*(?:\n(?:[ \t]+[^\n]*|(?=\n[ \t]+\S)))*)(?:\n|$)/,
    'block',
  ),
  token(
    'display',
    /\{\{\s*(?:table|figure)\b/,
    new RegExp(
      String.raw`^\{\{\s*(?<kind>table|figure)\s+(?<node>[^\s{}"“”]+)(?:\s+["“](?<caption>[^"“”{}]*)["”])?\s*\}\}${LABEL}[ \t]*(?:\n|$)`,
    ),
    'block',
  ),
  token('references', /^:::/m, /^:::+[ \t]*\{#refs\}[ \t]*\n\s*:::+[ \t]*(?:\n|$)/, 'block'),
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
