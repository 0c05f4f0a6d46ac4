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
  /** The start of what follows, which decides where the last value of the entry ends. */
  readonly next: string;
}

export interface Pieces {
  /** Where the line `steps:` begins. */
  readonly head: number;
  /** What stands before the entries and after them. */
  readonly before: string;
  readonly after: string;
  /** In written order. */
  readonly entries: ReadonlyMap<string, Entry>;
}

const STEPS_LINE = /^steps:[ ]*(?:#.*)?$/;
const ENTRY = /^( +)([\p{L}_][\p{L}\p{N}_-]*):(?: |$)/u;

/**
 * Undefined for a text that is not plain. Each entry begins with a bare name, all equally far in; every line that is not
 * a comment is further in. What a piece leaves open (a quote, a bracket) shows when it is read alone.
 */
export function piecesOf(text: string): Pieces | undefined {
  if (/[\r\uFEFF]|^%/m.test(text)) return undefined;
  const head = headOf(text);
  if (!head) return undefined;
  const starts: (readonly [name: string, start: number])[] = [];
  let indent = 0;
  let at = head.end;
  for (let end = at; at < text.length; at = end + 1) {
    end = lineEnd(text, at);
    const first = indentEnd(text, at);
    // Blank lines and comments go with what stands before them.
    if (first === end || text[first] === '#') continue;
    if (first === at) break;
    if (indent > 0 && first - at > indent) continue;
    const entry = ENTRY.exec(text.slice(at, end));
    if (!entry || (indent > 0 && first - at !== indent)) return undefined;
    indent = first - at;
    starts.push([entry[2]!, at]);
  }
  return starts.length === 0 ? undefined : cut(text, head.start, starts, Math.min(at, text.length), indent);
}

function cut(
  text: string,
  head: number,
  starts: readonly (readonly [string, number])[],
  end: number,
  indent: number,
): Pieces | undefined {
  const after = text.slice(end);
  if (/^(?:---|\.\.\.)/m.test(after)) return undefined;
  const entries = new Map<string, Entry>();
  for (const [i, [name, start]] of starts.entries()) {
    const last = i === starts.length - 1;
    const next = !last ? `${' '.repeat(indent)}_: 0\n` : after === '' ? '' : '_: 0\n';
    entries.set(name, { name, start, text: text.slice(start, last ? end : starts[i + 1]![1]), next });
  }
  return entries.size < starts.length ? undefined : { head, before: text.slice(0, starts[0]![1]), after, entries };
}

/** The line `steps:`. */
function headOf(text: string): { start: number; end: number } | undefined {
  for (let start = 0; start < text.length; start = lineEnd(text, start) + 1) {
    if (!text.startsWith('steps:', start)) continue;
    const end = lineEnd(text, start);
    return STEPS_LINE.test(text.slice(start, end)) ? { start, end: end + 1 } : undefined;
  }
  return undefined;
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
export function readEntry(file: string, { name, text, next }: Entry): YamlSource | undefined {
  const { source, problems } = readYaml(file, `${HEAD}${text}${next}`);
  if (!source || problems.length > 0) return undefined;
  const names = source.keys(['steps']);
  return names[0] === name && names.slice(1).every((other) => other === '_') ? source : undefined;
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
export function readRest(file: string, { head, before, after }: Pieces): YamlSource | undefined {
  const { source, problems } = readYaml(file, `${before}${after}`);
  if (!source || problems.length > 0) return undefined;
  const isHead = source.keys([]).includes('steps') && source.locate(['steps'], { key: true }).start === head;
  return isHead && (source.value as { steps: unknown }).steps === null ? source : undefined;
}
