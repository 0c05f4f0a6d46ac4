/** Signs of Chinese and typographic keyboards that look like those of a language, and are others. */

const others: Readonly<Record<string, string>> = {
  '；': ',',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '、': ',',
  '。': '.',
  '−': '-',
  '–': '-',
  '—': '-',
  '×': '*',
  '·': '*',
  '÷': '/',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '【': '[',
  '】': ']',
};

/** Full-width letters, digits and signs as plain ones, each in its place. */
export const narrow = (text: string): string =>
  text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

/** The sign that was meant: `:` for `：`; a semicolon parts what is listed, as a comma does. Undefined for every other character. */
export function plainSign(character: string): string | undefined {
  const code = character.codePointAt(0)!;
  if (Object.hasOwn(others, character)) return others[character];
  return code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : undefined;
}
