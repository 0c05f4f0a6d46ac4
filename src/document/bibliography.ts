/** Finds the works of a BibTeX file, and its abbreviations. */
import type { Stretch } from './mention.ts';

const ENTRY = /@(\w+)\s*\{\s*([^,\s{}]+)\s*,/g;

export interface BibliographyEntry {
  readonly key: string;
  readonly fields: readonly Field[];
  /** The stretch in which the key stands. */
  readonly at: Stretch;
}

export interface Field {
  /** In small letters. */
  readonly name: string;
  readonly value: FieldValue;
}

/** A value without its braces or quotation marks; without any it names an abbreviation, or is a number. */
export interface FieldValue {
  readonly text: string;
  readonly isBare: boolean;
}

/** The keys of the entries of a BibTeX file. O(length). */
export const keysOfBibliography = (text: string): ReadonlySet<string> => new Set(entriesOf(text).map(({ key }) => key));

/** The entries of a BibTeX file. A value that is not closed ends before a line that begins with `@`. O(length). */
export function entriesOf(text: string): BibliographyEntry[] {
  const found: BibliographyEntry[] = [];
  let [until, limit] = [0, -1];
  for (const match of text.matchAll(ENTRY)) {
    const [whole, kind, key] = match as unknown as [string, string, string];
    if (match.index < until || /^(?:comment|preamble|string)$/i.test(kind)) continue;
    const start = match.index + whole.length;
    if (limit < start) limit = lineWithEntry(text, start);
    const { fields, end } = fieldsOf(text, start, limit);
    until = end;
    const at = match.index + whole.lastIndexOf(key);
    found.push({ key, fields, at: [at, at + key.length] });
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

/** The fields `name = {value}`, `"value"` or `1999` until the entry is closed, and where the last one ends. */
function fieldsOf(text: string, from: number, limit: number): { readonly fields: Field[]; readonly end: number } {
  const fields: Field[] = [];
  for (let at = from; ; ) {
    const name = matchAt(FIELD, text, at);
    if (name === null || name.index + name[0].length > limit) return { fields, end: at };
    const start = at + name[0].length;
    at = endOfValue(text, start, limit);
    fields.push({ name: name[1]!.toLowerCase(), value: readValue(text.slice(start, at)) });
  }
}

const readValue = (written: string): FieldValue =>
  /^[{"]/.test(written) ? { text: written.slice(1, -1), isBare: false } : { text: written, isBare: true };

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

const STRING = /@string\s*[{(]\s*([^\s={}"#,()]+)\s*=\s*/gi;
const JOINED = /\s*#\s*/y;

export interface Abbreviation {
  readonly name: string;
  /** The text that the abbreviation stands for, in pieces. */
  readonly pieces: readonly FieldValue[];
  /** The stretch in which the name stands. */
  readonly at: Stretch;
}

/** The abbreviations that `@string{name = "value" # other}` sets. O(length). */
export function abbreviationsOf(text: string): Abbreviation[] {
  const found: Abbreviation[] = [];
  let limit = -1;
  for (const match of text.matchAll(STRING)) {
    const [whole, name] = match as unknown as [string, string];
    const pieces: FieldValue[] = [];
    if (limit < match.index + whole.length) limit = lineWithEntry(text, match.index + whole.length);
    for (let at = match.index + whole.length; at < limit; ) {
      const end = endOfValue(text, at, limit);
      const piece = readValue(text.slice(at, end));
      // `@string(…)` may be closed right behind it.
      pieces.push(piece.isBare ? { ...piece, text: piece.text.replace(')', '') } : piece);
      const joined = matchAt(JOINED, text, end);
      if (joined === null) break;
      at = end + joined[0].length;
    }
    const at = match.index + whole.indexOf(name, 7);
    found.push({ name, pieces, at: [at, at + name.length] });
  }
  return found;
}
