/**
 * The entries of `steps:` as pieces of text, so that an edit of one line costs that line. Only of texts so plain that
 * each piece means alone what it means in its place; what a piece says has the places it has in the whole text.
 */
import type { TextPlace } from '../base/problem.ts';
import type { YamlPath } from './step.ts';
import { readYaml, type YamlSource } from './yaml.ts';

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
  /** In written order. */
  readonly entries: ReadonlyMap<string, Entry>;
}

const STEPS = /^steps: *(?:#.*)?$/;
const SECTION = /^[A-Za-z_][\w-]*:(?: |$)/;
const ENTRY = /^ +([\p{L}_][\p{L}\p{N}_-]*):(?: |$)/u;

/**
 * Undefined for a text that is not plain. Sections and entries begin with a bare name, entries all equally far in; every
 * other line is a comment, or further in. What a piece leaves open (a quote, a bracket) shows when it is read alone.
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
    // Blank lines and comments go with what stands before them.
    if (at + depth === end || text[at + depth] === '#') continue;
    if (depth === 0) {
      const line = text.slice(at, end);
      if (!SECTION.test(line)) return undefined;
      if (inSteps) after = at;
      inSteps = STEPS.test(line);
    } else if (inSteps && (starts.length === 0 || depth <= indent)) {
      const entry = ENTRY.exec(text.slice(at, end));
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

const HEAD = 'steps:\n';

/** An entry read alone; undefined when it does not stand for itself. */
export function readEntry(file: string, { name, text }: Entry): YamlSource | undefined {
  const { source, problems } = readYaml(file, `${HEAD}${text}`);
  const names = source?.keys(['steps']);
  return problems.length === 0 && names?.length === 1 && names[0] === name ? source : undefined;
}

/** A whole text by its pieces, each of them read when it is first asked of. */
export class EntrySource implements YamlSource {
  readonly file: string;
  readonly text: string;
  readonly #pieces: Pieces;
  /** Of the text without its entries. */
  readonly rest: YamlSource;
  readonly #read = new Map<string, YamlSource | undefined>();
  #whole: YamlSource | undefined;

  constructor(file: string, text: string, pieces: Pieces, rest: YamlSource) {
    this.file = file;
    this.text = text;
    this.#pieces = pieces;
    this.rest = rest;
  }

  /** Undefined when the entry does not stand for itself. */
  entry(name: string): YamlSource | undefined {
    const entry = this.#pieces.entries.get(name);
    if (entry && !this.#read.has(name)) this.#read.set(name, readEntry(this.file, entry));
    return this.#read.get(name);
  }

  get value(): unknown {
    return this.#all().value;
  }

  locate(path: YamlPath, options?: Parameters<YamlSource['locate']>[1]): TextPlace {
    const { source, shift } = this.#of(path);
    const place = source.locate(path, options);
    const by = shift(place.start);
    return { ...place, start: place.start + by, end: place.end + by };
  }

  keys(path: YamlPath): readonly string[] {
    if (path.length === 1 && path[0] === 'steps') return [...this.#pieces.entries.keys()];
    return this.#of(path).source.keys(path);
  }

  said(path: YamlPath): string | undefined {
    return this.#of(path).source.said(path);
  }

  #of(path: YamlPath): { source: YamlSource; shift: (offset: number) => number } {
    if (path[0] === 'steps') {
      const name = String(path[1]);
      const source = path.length > 1 ? this.entry(name) : undefined;
      if (!source) return { source: this.#all(), shift: () => 0 };
      const by = this.#pieces.entries.get(name)!.start - HEAD.length;
      return { source, shift: () => by };
    }
    const { before, after } = this.#pieces;
    const by = this.text.length - before.length - after.length;
    return { source: this.rest, shift: (offset) => (offset < before.length ? 0 : by) };
  }

  #all(): YamlSource {
    this.#whole ??= readYaml(this.file, this.text).source!;
    return this.#whole;
  }
}

/** What stands around the entries, read without them; undefined when something is wrong with it. */
export function readRest(file: string, { before, after }: Pieces): YamlSource | undefined {
  const { source, problems } = readYaml(file, `${before}${after}`);
  if (!source || problems.length > 0 || !source.keys([]).includes('steps')) return undefined;
  return (source.value as { steps: unknown }).steps === null ? source : undefined;
}
