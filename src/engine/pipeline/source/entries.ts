/**
 * Cuts a pipeline's text into the entries of `steps:`, so that an edit of one line costs that line. Only texts are cut that are so plain
 * that each piece means alone what it means in its place.
 */

import { lettered } from '../../../base/text/unicode-pattern.ts';

export interface Entry {
  readonly name: string;
  /** Offset in the whole text. */
  readonly start: number;
  /** Lines from the name to the next entry, comments among them. */
  readonly text: string;
}

export interface Pieces {
  /** What stands before the entries and after them. */
  readonly before: string;
  readonly after: string;
  /** Entries by name, in written order. */
  readonly entries: ReadonlyMap<string, Entry>;
}

const STEPS = /^steps: *(?:#.*)?$/;
const SECTION = /^[A-Za-z_][\w-]*:(?: |$)/;
const ENTRY = lettered(String.raw`^ +([\p{L}_][\p{L}\p{N}_-]*):(?: |$)`, 'u');

/**
 * Returns undefined for a text that is not plain. In a plain one, sections and entries begin with a bare name, all entries at one
 * indent, and every other line is a comment or further in. What a piece leaves open (a quote, a bracket) shows when it is read alone.
 */
export function piecesOf(text: string): Pieces | undefined {
  if (/[\r\uFEFF]/.test(text)) return undefined;
  const starts: (readonly [name: string, start: number])[] = [];
  let indent = 0;
  let inSteps = false;
  let after = text.length;
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = lineEnd(text, at);
    const depth = indentEnd(text, at) - at;
    // Blank lines and comments belong to the entry before them.
    if (at + depth === end || text[at + depth] === '#') continue;
    if (depth === 0) {
      const line = text.slice(at, end);
      if (!SECTION.test(line)) return undefined;
      if (inSteps) after = at;
      inSteps = STEPS.test(line);
    } else if (inSteps && (starts.length === 0 || depth <= indent)) {
      const line = text.slice(at, end);
      const entry = ENTRY(line).exec(line);
      if (!entry || (starts.length > 0 && depth < indent)) return undefined;
      indent = depth;
      starts.push([entry[1]!, at]);
    }
  }
  return starts.length === 0 ? undefined : cut(text, starts, after);
}

function cut(
  text: string,
  starts: readonly (readonly [name: string, start: number])[],
  end: number,
): Pieces | undefined {
  const entries = new Map(
    starts.map(([name, start], i) => [name, { name, start, text: text.slice(start, starts[i + 1]?.[1] ?? end) }]),
  );
  if (entries.size < starts.length) return undefined;
  return { before: text.slice(0, starts[0]![1]), after: text.slice(end), entries };
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

function indentEnd(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === 32) end += 1;
  return end;
}
