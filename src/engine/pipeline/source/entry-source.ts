/** Reads a pipeline's text entry by entry; what an entry holds has the places that it has in the whole text. */
import type { TextPlace } from '../../../base/problem.ts';
import type { YamlPath } from '../../step.ts';
import { type Entry, type Pieces, piecesOf } from './entries.ts';
import { type Plain, plainValue, readPlain } from './plain-entry.ts';
import { LONGEST, readYaml, type YamlSource } from './yaml.ts';

const HEAD = 'steps:\n';

/** Reads an entry alone; undefined when it cannot be read without its surroundings. */
export function readEntry(file: string, entry: Entry): YamlSource | undefined {
  const plain = readPlain(entry.text);
  if (plain?.members.size !== 1) return parseEntry(file, entry);
  const whole: Plain = { is: 'map', members: new Map([['steps', plain]]) };
  return new PlainSource(file, `${HEAD}${entry.text}`, whole, HEAD.length, () => parseEntry(file, entry)!);
}

/** Reads an entry alone by the YAML parser. */
export function parseEntry(file: string, { name, text }: Entry): YamlSource | undefined {
  const { source, problems } = readYaml(file, `${HEAD}${text}`);
  const names = source?.keys(['steps']);
  return problems.length === 0 && names?.length === 1 && names[0] === name ? source : undefined;
}

/** A source that knows values, keys and words from `plain-entry.ts`; for places it asks the parser. */
class PlainSource implements YamlSource {
  readonly file: string;
  readonly text: string;
  readonly #plain: Plain;
  /** Offset of the plain text in the whole text. */
  readonly #offset: number;
  readonly #parse: () => YamlSource;
  #parsed: YamlSource | undefined;

  constructor(file: string, text: string, plain: Plain, offset: number, parse: () => YamlSource) {
    this.file = file;
    this.text = text;
    this.#plain = plain;
    this.#offset = offset;
    this.#parse = parse;
  }

  get value(): unknown {
    return plainValue(this.#plain);
  }

  locate(path: YamlPath, options?: Parameters<YamlSource['locate']>[1]): TextPlace {
    return this.#all().locate(path, options);
  }

  keys(path: YamlPath): readonly string[] {
    const found = this.#find(path);
    return found?.is === 'map' ? [...found.members.keys()] : [];
  }

  said(path: YamlPath): string | undefined {
    const found = this.#find(path);
    if (!found) return undefined;
    if (found.start === undefined) return this.#all().said(path);
    return this.text.slice(found.start + this.#offset, found.end! + this.#offset);
  }

  #find(path: YamlPath): Plain | undefined {
    return path.reduce<Plain | undefined>((at, part) => {
      if (at?.is === 'map') return at.members.get(String(part));
      return at?.is === 'list' ? at.items[Number(part)] : undefined;
    }, this.#plain);
  }

  #all(): YamlSource {
    this.#parsed ??= this.#parse();
    return this.#parsed;
  }
}

/** The source of a whole text, whose entries are read when they are first asked for. */
export class EntrySource implements YamlSource {
  readonly file: string;
  readonly text: string;
  readonly #pieces: Pieces;
  /** The source of the text without its entries. */
  readonly rest: YamlSource;
  readonly #read = new Map<string, YamlSource | undefined>();
  #value: object | undefined;
  #whole: YamlSource | undefined;

  constructor(file: string, text: string, pieces: Pieces, rest: YamlSource) {
    this.file = file;
    this.text = text;
    this.#pieces = pieces;
    this.rest = rest;
  }

  /** The source of one entry; undefined when it cannot be read alone. */
  entry(name: string): YamlSource | undefined {
    if (!this.#read.has(name)) {
      const entry = this.#pieces.entry(name);
      if (entry) this.#read.set(name, readEntry(this.file, entry));
    }
    return this.#read.get(name);
  }

  get value(): unknown {
    this.#value ??= { ...(this.rest.value as object), steps: this.#values() };
    return this.#value;
  }

  forget(): void {
    this.#read.clear();
    this.#value = undefined;
  }

  #values(): object {
    const value = (name: string): unknown =>
      (this.entry(name)!.value as { steps: Record<string, unknown> }).steps[name];
    return Object.fromEntries(this.#pieces.names.map((name) => [name, value(name)]));
  }

  locate(path: YamlPath, options?: Parameters<YamlSource['locate']>[1]): TextPlace {
    const { source, shift } = this.#of(path);
    const place = source.locate(path, options);
    const by = shift(place.start);
    return { ...place, start: place.start + by, end: place.end + by };
  }

  keys(path: YamlPath): readonly string[] {
    if (path.length === 1 && path[0] === 'steps') return this.#pieces.names;
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
      const by = this.#pieces.entry(name)!.start - HEAD.length;
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

/** Reads a pipeline's text entry by entry where every entry can be read alone; otherwise, or where anything is wrong, as a whole. */
export function readPipeline(file: string, text: string): ReturnType<typeof readYaml> {
  const pieces = text.length > LONGEST ? undefined : piecesOf(text);
  const rest = pieces && readRest(file, pieces);
  if (rest) {
    const source = new EntrySource(file, text, pieces, rest);
    if (pieces.names.every((name) => source.entry(name))) return { source, problems: [] };
  }
  return readYaml(file, text);
}

/** Reads what stands around the entries; undefined when something is wrong with it. */
export function readRest(file: string, { before, after }: Pick<Pieces, 'before' | 'after'>): YamlSource | undefined {
  const text = `${before}${after}`;
  const source = readSections(file, text);
  if (!source?.keys([]).includes('steps')) return undefined;
  return (source.value as { steps: unknown }).steps === null ? source : undefined;
}

/** Reads the sections of a text; undefined when something is wrong with them. */
function readSections(file: string, text: string): YamlSource | undefined {
  const plain = readPlain(text);
  if (plain) return new PlainSource(file, text, plain, 0, () => readYaml(file, text).source!);
  const { source, problems } = readYaml(file, text);
  return problems.length > 0 ? undefined : source;
}
