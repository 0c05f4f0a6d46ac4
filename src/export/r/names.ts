/** Names, texts and numbers as R code has them. */

import { memo } from '../../base/memo.ts';

const reserved = new Set(
  'if else repeat while function for next break TRUE FALSE NULL Inf NaN NA in NA_integer_ NA_real_ NA_character_'.split(
    ' ',
  ),
);

/** The number of names and texts that are remembered, since thousands of models have the same. */
const MOST = 10_000;

/** A name that R's parser takes as it is, else in backticks, within which it reads escapes as in texts. */
export const rName = memo(
  (name: string): string =>
    /^(?:[A-Za-z]|\.(?!\d))[A-Za-z0-9._]*$/.test(name) && !reserved.has(name) ? name : `\`${escaped(name, '`')}\``,
  MOST,
);

/** The column of the estimation data that a term is; R's names hold neither backticks nor backslashes. */
export const columnOf = (term: string): string => term.replace(/[`\\]/g, '');

/** Most texts have nothing to escape. */
export const rText = (text: string): string => (PLAIN.test(text) ? `"${text}"` : `"${escaped(text, '"')}"`);

const PLAIN = /^[\w .,:^()#/-]*$/;

/** A text between quotes, within which R reads escapes; names may have those of bytes alone. R has no character of the code 0. */
const escaped = (text: string, quote: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\0', '')
    .replace(/[^\P{Cc}\u0080-\u009f]/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** The shortest digits that read back as the same number. */
export const rNumber = (value: number): string =>
  Number.isFinite(value) ? String(value) : String(value).replace('Infinity', 'Inf');

/** `c("a", "b")`; one text stands by itself. */
export const rTexts = (texts: readonly string[]): string =>
  texts.length === 1 ? rText(texts[0]!) : `c(${texts.map(rText).join(', ')})`;
