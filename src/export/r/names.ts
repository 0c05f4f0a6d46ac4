/** Names, texts and numbers as R code has them. */

const reserved = new Set(
  'if else repeat while function for next break TRUE FALSE NULL Inf NaN NA in NA_integer_ NA_real_ NA_character_'.split(
    ' ',
  ),
);

/** A name that R's parser takes as it is, else in backticks. */
export const rName = (name: string): string =>
  /^(?:[A-Za-z]|\.(?!\d))[A-Za-z0-9._]*$/.test(name) && !reserved.has(name) ? name : `\`${name}\``;

/** The column of the estimation data that a term is; R's names hold neither backticks nor backslashes. */
export const columnOf = (term: string): string => term.replace(/[`\\]/g, '');

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export const rText = (text: string): string =>
  `"${text.replace(/["\\]/g, '\\$&').replace(/[\n\r\t]/g, (found) => escapes[found]!)}"`;

/** The shortest digits that read back as the same number. */
export const rNumber = (value: number): string => String(value);

/** `c("a", "b")`; one text stands by itself. */
export const rTexts = (texts: readonly string[]): string =>
  texts.length === 1 ? rText(texts[0]!) : `c(${texts.map(rText).join(', ')})`;
