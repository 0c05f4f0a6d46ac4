/** Finds the works of a BibTeX file. */

const ENTRY = /@(\w+)\s*\{\s*([^,\s{}]+)\s*,/g;

/** The keys of the entries of a BibTeX file. A value that is not closed ends before a line that begins with `@`. O(length). */
export function keysOfBibliography(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  let [until, limit] = [0, -1];
  for (const match of text.matchAll(ENTRY)) {
    const [whole, kind, key] = match as unknown as [string, string, string];
    if (match.index < until || /^(?:comment|preamble|string)$/i.test(kind)) continue;
    const start = match.index + whole.length;
    if (limit < start) limit = lineWithEntry(text, start);
    until = endOfFields(text, start, limit);
    found.add(key);
  }
  return found;
}

function lineWithEntry(text: string, from: number): number {
  const at = text.indexOf('\n@', from);
  return at === -1 ? text.length : at;
}

const FIELD = /[\s,]*([\w-]+)\s*=\s*/y;
const BARE = /[^,}\s]*/y;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** The end of the last field, `name = {value}`, `"value"` or `1999`, until the entry is closed. */
function endOfFields(text: string, from: number, limit: number): number {
  for (let at = from; ; ) {
    const name = matchAt(FIELD, text, at);
    if (name === null || name.index + name[0].length > limit) return at;
    at = endOfValue(text, at + name[0].length, limit);
  }
}

function endOfValue(text: string, from: number, limit: number): number {
  const opens = text[from]!;
  if (opens !== '{' && opens !== '"') return from + matchAt(BARE, text, from)![0].length;
  let depth = 0;
  for (let at = from; at < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    if (at > from && depth === 0 && text[at] === (opens === '{' ? '}' : '"')) return at + 1;
  }
  return limit;
}
