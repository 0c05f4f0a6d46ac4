/** Parts of a statement between quotes, parentheses and brackets. */

/** Calls `visit` for each place outside of quotes, parentheses and brackets; stops where it answers true. */
export function outside(text: string, visit: (at: number) => boolean): void {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== '') {
      if (char === quote) quote = '';
      continue;
    }
    if (char === '"') quote = '"';
    else if (char === '(' || char === '[') depth += 1;
    else if (char === ')' || char === ']') depth -= 1;
    else if (depth === 0 && visit(i)) return;
  }
}

/** The first place of one of the characters outside of quotes and parentheses, or −1. */
export function placeOf(text: string, chars: string): number {
  let found = -1;
  outside(text, (at) => {
    if (!chars.includes(text[at]!)) return false;
    found = at;
    return true;
  });
  return found;
}

/** Words that blanks part outside of quotes and parentheses; a parenthesis belongs to the word before it. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  let depth = 0;
  let inQuotes = false;
  let word = '';
  for (const char of text) {
    if (char === '"') inQuotes = !inQuotes;
    if (!inQuotes && (char === '(' || char === '[')) depth += 1;
    if (!inQuotes && (char === ')' || char === ']')) depth -= 1;
    if (!inQuotes && depth <= 0 && /\s/.test(char)) {
      if (word !== '') words.push(word);
      word = '';
    } else word += char;
  }
  return word === '' ? words : [...words, word];
}

/** Pieces that commas part outside of quotes and parentheses. */
export function piecesOf(text: string): string[] {
  const cuts = [-1];
  outside(text, (at) => {
    if (text[at] === ',') cuts.push(at);
    return false;
  });
  return cuts.map((from, i) => text.slice(from + 1, cuts[i + 1] ?? text.length).trim());
}

/** A text without the blanks around each of some signs, which a group takes: `/(=)/`. */
export const tight = (text: string, signs: RegExp): string =>
  text
    .split(signs)
    .map((each) => each.trim())
    .join('');

/** A text without the quotes around it, plain or compound. */
export function unquoted(text: string): string {
  const [, compound, plain] = /^(?:`"(.*)"'|"(.*)")$/s.exec(text.trim()) ?? [];
  return compound ?? plain ?? text.trim();
}

/** Tells whether a word is a name or the beginning of it that is long enough: Stata lets users shorten names. */
export const isShort = (word: string, name: string, least: number): boolean =>
  word.length >= least && name.startsWith(word);
