/** Forms of other programs, and what each is in this language. */

/** Either the same in this language, or what to do where it has none. */
export type Meaning = WrittenForm | { readonly instead: string };

interface WrittenForm {
  readonly write: string;
  /** Other keys that it takes: `vcov: robust`. */
  readonly keys?: readonly string[];
  readonly why?: string;
  readonly notes?: readonly string[];
}

export function hintOf(meaning: Meaning): string {
  if ('instead' in meaning) return meaning.instead;
  const keys = (meaning.keys ?? []).map((key) => `\`${key}\``).join(' and ');
  const write = `write \`${meaning.write}\`${keys === '' ? '' : ` with ${keys}`}`;
  return [meaning.why === undefined ? write : `${meaning.why}: ${write}`, ...(meaning.notes ?? [])].join('; ');
}

/** A form found in a text: offsets, `end` exclusive. */
export interface FormMatch {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
  /** The message that replaces the parser's, which names only the first character it could not read. */
  readonly message?: string;
}

/** A part of a formula as Stata, R or fixest write it. */
export interface ForeignForm {
  readonly find: (text: string) => readonly FormMatch[];
}

export const name = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`;
/** A variable, perhaps lagged, by Stata's small letters too. */
export const variable = String.raw`(?:[LFDlfd]\d*\.)*${name}`;

/** A form by a regular expression, which must begin where no name goes on. Undefined where it is no such form after all. */
export function pattern(source: string, mean: (match: readonly string[]) => Meaning | undefined): ForeignForm {
  const form = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_.#\x60])(?:${source})`, 'gu');
  const find = (text: string): FormMatch[] =>
    [...text.matchAll(form)].flatMap((match) => {
      const meaning = mean(match.map((group) => group ?? ''));
      return meaning ? [{ start: match.index, end: match.index + match[0].length, meaning }] : [];
    });
  return { find };
}

/** A form by the name of its function. */
export function call(
  names: readonly string[],
  mean: (args: readonly string[], name: string) => Meaning | undefined,
): ForeignForm {
  const head = names.map((each) => each.replaceAll('.', '\\.')).join('|');
  const form = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_.])(?:\w+::)?(${head})\s*\(`, 'gu');
  const find = (text: string): FormMatch[] =>
    [...text.matchAll(form)].flatMap((match) => {
      const open = match.index + match[0].length - 1;
      const close = closing(text, open);
      const meaning = close === -1 ? undefined : mean(splitAt(text.slice(open + 1, close), ','), match[1]!);
      return meaning ? [{ start: match.index, end: close + 1, meaning }] : [];
    });
  return { find };
}

/** The place where the parenthesis that opens at `open` is closed, or −1. */
export function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

/** Pieces between separators that stand outside parentheses, trimmed. */
export function splitAt(text: string, separator: string): string[] {
  const pieces = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '(' || char === '[') depth += 1;
    if (char === ')' || char === ']') depth -= 1;
    if (char === separator && depth === 0) pieces.push('');
    else pieces[pieces.length - 1] += char;
  }
  return pieces.map((piece) => piece.trim());
}
