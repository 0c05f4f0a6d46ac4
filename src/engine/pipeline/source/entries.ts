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

const STEPS = /^steps: *(?:#.*)?$/;
const SECTION = /^[A-Za-z_][\w-]*:(?: |$)/;
const ENTRY = lettered(String.raw`^ +([\p{L}_][\p{L}\p{N}_-]*):(?: |$)`, 'u');

/** The pieces of a text: its entries, in written order, and what stands before and after them. */
export class Pieces {
  readonly text: string;
  /** Says how far in the entries begin. */
  readonly indent: number;
  /** Says where each entry starts in the text; one more place says where the last ends. */
  readonly starts: readonly number[];
  #names: readonly string[] | undefined;
  #places: ReadonlyMap<string, number> | undefined;

  constructor(text: string, indent: number, starts: readonly number[], names?: readonly string[]) {
    this.text = text;
    this.indent = indent;
    this.starts = starts;
    this.#names = names;
  }

  get size(): number {
    return this.starts.length - 1;
  }

  get before(): string {
    return this.text.slice(0, this.starts[0]);
  }

  get after(): string {
    return this.text.slice(this.starts.at(-1));
  }

  /** Names of the entries. */
  get names(): readonly string[] {
    this.#names ??= this.starts.slice(0, -1).map((start) => {
      const from = start + this.indent;
      return this.text.slice(from, this.text.indexOf(':', from));
    });
    return this.#names;
  }

  /** Place of an entry among the others. */
  placeOf(name: string): number | undefined {
    this.#places ??= new Map(this.names.map((each, place) => [each, place]));
    return this.#places.get(name);
  }

  entry(name: string): Entry | undefined {
    const place = this.placeOf(name);
    return place === undefined ? undefined : this.at(place);
  }

  at(place: number): Entry {
    const start = this.starts[place]!;
    return { name: this.names[place]!, start, text: this.text.slice(start, this.starts[place + 1]) };
  }
}

/**
 * Returns undefined for a text that is not plain. In a plain one, sections and entries begin with a bare name, all entries at one
 * indent, and every other line is a comment or further in. What a piece leaves open (a quote, a bracket) shows when it is read alone.
 */
export function piecesOf(text: string): Pieces | undefined {
  if (/[\r\uFEFF]/.test(text)) return undefined;
  const starts: number[] = [];
  const names: string[] = [];
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
      starts.push(at);
      names.push(entry[1]!);
    }
  }
  if (starts.length === 0 || new Set(names).size < names.length) return undefined;
  return new Pieces(text, indent, [...starts, after], names);
}

/** Which entries of a text an edit touched, and which of the edited text these became: from a place to another, which is not among them. */
export interface Edit {
  readonly pieces: Pieces;
  readonly from: number;
  readonly to: number;
  readonly oldTo: number;
}

const HEAD = 'steps:\n';

/** The pieces of an edited text: only the entries around the edit are cut, where it left what stands around all entries. */
export function editOf(before: Pieces, text: string): Edit | undefined {
  const edit = editWithin(before, text);
  if (edit) return edit;
  const pieces = piecesOf(text);
  return pieces && { pieces, from: 0, to: pieces.size, oldTo: before.size };
}

function editWithin(before: Pieces, text: string): Edit | undefined {
  const { starts } = before;
  const [head, tail] = commonEnds(before.text, text);
  // An entry may go on where the next one began, so that the one before the edit is cut again.
  const from = starts.findLastIndex((start) => start < head);
  const end = before.text.length - tail;
  const oldTo = starts.findIndex((start) => start > end || start === before.text.length);
  if (from < 0 || oldTo < 0) return undefined;
  const by = text.length - before.text.length;
  const cut = piecesOf(`${HEAD}${text.slice(starts[from], starts[oldTo]! + by)}`);
  if (!cut || cut.before !== HEAD || cut.after !== '' || cut.indent !== before.indent) return undefined;
  const isElsewhere = (name: string): boolean => {
    const place = before.placeOf(name);
    return place !== undefined && (place < from || place >= oldTo);
  };
  if (cut.names.some(isElsewhere)) return undefined;
  const shift = starts[from]! - HEAD.length;
  const all = [
    ...starts.slice(0, from),
    ...cut.starts.slice(0, -1).map((start) => start + shift),
    ...starts.slice(oldTo).map((start) => start + by),
  ];
  const names = [...before.names.slice(0, from), ...cut.names, ...before.names.slice(oldTo)];
  return { pieces: new Pieces(text, before.indent, all, names), from, to: from + cut.size, oldTo };
}

/** The number of characters that are compared at once. */
const STRETCH = 4096;

/** Counts the characters that two texts share at their beginnings, and behind these at their ends. */
function commonEnds(a: string, b: string): readonly [head: number, tail: number] {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head + STRETCH <= most && a.slice(head, head + STRETCH) === b.slice(head, head + STRETCH)) head += STRETCH;
  while (head < most && a[head] === b[head]) head += 1;
  const rest = most - head;
  let tail = 0;
  const fromEnd = (text: string, from: number, to: number): string => text.slice(text.length - to, text.length - from);
  while (tail + STRETCH <= rest && fromEnd(a, tail, tail + STRETCH) === fromEnd(b, tail, tail + STRETCH))
    tail += STRETCH;
  while (tail < rest && a[a.length - tail - 1] === b[b.length - tail - 1]) tail += 1;
  return [head, tail];
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
