/** Reads YAML text into plain values with positions. It is YAML 1.2 core; every parser warning is an error; keys are source text. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { ownValue } from '../../../base/own-value.ts';
import { type Problem, problemAt, type TextPlace } from '../../../base/problem.ts';
import { naming } from '../../../base/text/naming.ts';
import type { YamlPath } from '../../step.ts';
import { bracedName, isSplitOff, keyText } from './flow-maps.ts';
import { fullWidth, fullWidthSign, syntaxProblem, unquotedBrace } from './yaml-syntax.ts';

export interface YamlSource {
  readonly file: string;
  readonly text: string;
  /** Plain objects, arrays and scalars. */
  readonly value: unknown;
  /**
   * Returns the place of a value, of its key, or of the first mention of a variable in it; that of the nearest existing ancestor when the
   * path does not exist.
   */
  locate(path: YamlPath, options?: LocateOptions): TextPlace;
  /** Keys of a map in written order (objects would sort integer-like keys first), without those that could not be read. */
  keys(path: YamlPath): readonly string[];
  /** The source text of a value as the user wrote it, on one line. */
  said(path: YamlPath): string | undefined;
  /** The loops around a path, each with the name, the value and the place of what the entry has of it. */
  loopsAt?(path: YamlPath): LoopPlace | undefined;
}

/** An entry that a loop makes. */
export interface LoopPlace {
  /** Says which values the names of the loop have: `` where `y` is `gdp` ``. */
  readonly words: string;
  /** Lists the places where the values of these names stand. */
  readonly at: readonly TextPlace[];
}

export interface LocateOptions {
  readonly key?: boolean;
  readonly within?: readonly [number, number];
  readonly variable?: string;
}

const valueAt = (value: unknown, path: YamlPath): unknown =>
  path.reduce<unknown>((at, part) => ownValue(at as Record<string, unknown> | undefined, String(part)), value);

/** A map nested deeper than this is a mistake or an attack. */
const DEEPEST = 100;

/** The most characters of a pipeline; a hundred thousand specifications need a third of it. */
const LONGEST = 64 * 1024 * 1024;

export function readYaml(file: string, text: string): { source: YamlSource | undefined; problems: Problem[] } {
  if (text.length > LONGEST) {
    const message = `the pipeline has ${text.length} characters; ${LONGEST} are read at most`;
    const at = [{ is: 'text', file, start: 0, end: 1 } as const];
    return { source: undefined, problems: [problemAt({ code: 'yaml-too-long', message }, ...at)] };
  }
  const noText = noTextProblem(file, text);
  if (noText) return { source: undefined, problems: [noText] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    keepSourceTokens: true,
    lineCounter: lines,
    prettyErrors: false,
  });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const problems = firstOfLines([...document.errors, ...document.warnings], lineOf).map(
    ({ message: said, pos: [from, to] }): Problem => {
      const error = { said, text, start: from, end: Math.max(to, from + 1), lineOf };
      const { start, end, ...told } = syntaxProblem(error, DEEPEST);
      return problemAt(told, { is: 'text', file, start, end });
    },
  );
  if (problems.length > 0) return { source: undefined, problems };
  const reader = new Reader(file, text, problems);
  const root = document.contents as Node | null;
  const value = reader.read(root, 0);
  // The value of an unknown alias is absent everywhere, so only the alias is complained of.
  if (problems.some(({ code }) => code === 'yaml-alias')) return { source: undefined, problems };
  return { source: new Source(file, text, root, value), problems };
}

/** Tells what is wrong with a file that is no text in UTF-8: a workbook, a program, or a text in another encoding. */
function noTextProblem(file: string, text: string): Problem | undefined {
  const start = text.search(/[\0\ufffd]/);
  if (start === -1) return undefined;
  const isBinary = text.includes('\0');
  const message = isBinary
    ? `\`${file}\` is no text in UTF-8: it holds zero bytes`
    : `\`${file}\` is no text in UTF-8 from here on`;
  const hint =
    'save it as UTF-8 (an editor on Windows may say `UTF-16`, `ANSI` or `GBK`), or name the pipeline with `-f`';
  return problemAt({ code: 'yaml-no-text', message, hint }, { is: 'text', file, start, end: start + 1 });
}

/** Keeps the first error of each line: after it, the parser complains of what it made of the rest. */
function firstOfLines<T extends { readonly pos: readonly [number, number] }>(
  errors: readonly T[],
  lineOf: (offset: number) => number,
): T[] {
  const lines = new Set<number>();
  return errors.filter(({ pos }) => {
    const line = lineOf(pos[0]);
    return !lines.has(line) && lines.add(line);
  });
}

/** Turns the syntax tree into values and notices what YAML would silently misread. */
class Reader {
  readonly #file: string;
  readonly #text: string;
  readonly #problems: Problem[];

  constructor(file: string, text: string, problems: Problem[]) {
    this.#file = file;
    this.#text = text;
    this.#problems = problems;
  }

  read(node: Node | null, depth: number, inFlow = false): unknown {
    if (node === null) return null;
    if (depth > DEEPEST) return this.#refuse(node, 'yaml-too-deep', `nested deeper than ${DEEPEST} levels`);
    if (isAlias(node))
      return this.#refuse(
        node,
        'yaml-alias',
        `aliases (\`*${node.source}\`) are not part of the language`,
        'use `sets:`, `samples:`, `base:` or `defaults:`',
      );
    if (isMap(node)) return this.#readMap(node as YAMLMap<Node, Node | null>, depth);
    if (isSeq(node)) return node.items.map((item) => this.read(item as Node | null, depth + 1, node.flow === true));
    if (isScalar(node)) return this.#readScalar(node, inFlow);
    return null;
  }

  /** A map; the text that was meant where it is a name in braces that is not quoted. */
  #readMap(map: YAMLMap<Node, Node | null>, depth: number): Record<string, unknown> | string {
    const braced = bracedName(map);
    if (braced !== undefined) {
      const { code, message, hint } = unquotedBrace(braced);
      this.#refuse(map, code, message, hint);
      return `{${braced}}`;
    }
    const object: Record<string, unknown> = {};
    const seen = new Map<string, Node>();
    // A value that was split at its commas is told once, however many it holds.
    let told = false;
    for (const pair of map.items) {
      const key = keyText(pair.key);
      if (map.flow === true && isSplitOff(pair)) {
        if (!told) this.#splitOff(pair.key, key);
        told = true;
        // The reader goes on with the value that was meant, so that nobody is told that the key is missing.
        const [, meant, value] = /^\s*([A-Za-z_]\w*)\s*：\s*(.*)$/s.exec(key) ?? [];
        if (meant !== undefined) object[meant] = value;
        continue;
      }
      if (seen.has(key)) {
        const first = this.#lineOf(seen.get(key)!);
        this.#refuse(pair.key, 'duplicate-key', `\`${key}\` is given twice; the first is in line ${first}`);
        continue;
      }
      if (key === '__proto__') {
        this.#refuse(pair.key, 'reserved-key', '`__proto__` cannot be a key');
        continue;
      }
      seen.set(key, pair.key);
      const before = this.#problems.length;
      object[key] = this.read(pair.value, depth + 1, map.flow === true);
      told = this.#problems.slice(before).some((problem) => problem.code === 'unbalanced-parentheses');
    }
    return object;
  }

  #splitOff(node: Node, key: string): void {
    const sign = fullWidthSign(key);
    if (sign) {
      const { code, message, hint } = fullWidth(sign.character);
      this.#refuse(node, code, message, hint, sign.index);
      return;
    }
    const message = `\`${key}\` has no value: was the value before it split at the comma?`;
    this.#refuse(node, 'value-split-at-comma', message, 'quote a value that holds a comma');
  }

  #readScalar(node: Scalar, inFlow: boolean): unknown {
    const value = node.value;
    const plain = node.type === Scalar.PLAIN;
    if (typeof value === 'number' && plain && !Number.isFinite(value)) {
      return this.#refuse(node, 'number-not-finite', `\`${node.source}\` is not a finite number`);
    }
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return this.#refuse(
        node,
        'number-too-large',
        `\`${node.source}\` has more digits than a number can hold`,
        'quote it to keep it as text',
      );
    }
    if (plain && typeof value === 'string') this.#checkPlain(node, value, inFlow);
    return value;
  }

  /** Complains of a plain scalar that shows signs of having been cut: an open bracket, or a `#` right behind it. */
  #checkPlain(node: Scalar, value: string, inFlow: boolean): void {
    const end = node.range![1];
    const behind = /^[ \t]+#([^\n]*)/.exec(this.#text.slice(end, end + 200));
    const open = bracketBalance(value) !== 0;
    if (behind && (open || /[-+*/^~|<>=:,(]$/.test(value) || /^\S/.test(behind[1]!))) {
      this.#refuse(
        node,
        'value-cut-at-hash',
        `the value ends at \` #\`, where YAML starts a comment: it is \`${value}\``,
        'quote the value; a comment has a space after its `#`',
      );
    } else if (open && inFlow) {
      this.#refuse(
        node,
        'unbalanced-parentheses',
        `unbalanced parentheses in \`${value}\`: was it split at a comma?`,
        'quote a value that holds a comma',
      );
    }
  }

  /** Tells a problem at a node, or at one character of it: `at` is that character's offset in the node. */
  #refuse(node: Node, code: string, message: string, hint?: string, at?: number): undefined {
    const [start, end] = at === undefined ? node.range! : [node.range![0] + at, node.range![0] + at + 1];
    const place: TextPlace = { is: 'text', file: this.#file, start, end: Math.max(end, start + 1) };
    this.#problems.push(problemAt({ code, message, hint }, place));
    return undefined;
  }

  #lineOf(node: Node): number {
    return this.#text.slice(0, node.range![0]).split('\n').length;
  }
}

/** Opening minus closing brackets outside quotes; any negative prefix counts as unbalanced. */
function bracketBalance(text: string): number {
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === '`') quote = character;
    else if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') {
      depth -= 1;
      if (depth < 0) return depth;
    }
  }
  return depth;
}

class Source implements YamlSource {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly #root: Node | null;
  readonly #indexed = new WeakMap<Node, ReadonlyMap<string, Pair<Node, Node | null>>>();

  constructor(file: string, text: string, root: Node | null, value: unknown) {
    this.file = file;
    this.text = text;
    this.value = value;
    this.#root = root;
  }

  locate(path: YamlPath, options: LocateOptions = {}): TextPlace {
    const found = this.#find(path);
    const target = options.key === true && found.key ? found.key : (found.node ?? found.key);
    if (!target?.range) return { is: 'text', file: this.file, start: 0, end: 1 };
    const [start, end] = target.range;
    if (options.within && found.exact) return this.#inside(target, options.within);
    const mention = options.variable === undefined ? -1 : this.text.slice(start, end).search(naming(options.variable));
    if (mention >= 0)
      return { is: 'text', file: this.file, start: start + mention, end: start + mention + options.variable!.length };
    if (!isScalar(target)) return this.#headOf(found.key ?? target);
    return { is: 'text', file: this.file, start, end: Math.max(end, start + 1) };
  }

  keys(path: YamlPath): readonly string[] {
    const { node, exact } = this.#find(path);
    if (!exact || !isMap(node)) return [];
    const read = valueAt(this.value, path) ?? {};
    const names = new Set(node.items.map((pair) => keyText(pair.key as Node)));
    return [...names].filter((name) => Object.hasOwn(read, name));
  }

  said(path: YamlPath): string | undefined {
    const { node, exact } = this.#find(path);
    if (!exact || !node?.range) return undefined;
    return this.text.slice(node.range[0], node.range[1]).replace(/(?<!\s)\s*\n\s*/g, ' ');
  }

  /** The place of a collection, of which only the first line is pointed at. */
  #headOf(node: Node): TextPlace {
    const [start, end] = node.range!;
    const newline = this.text.indexOf('\n', start);
    return {
      is: 'text',
      file: this.file,
      start,
      end: Math.max(start + 1, newline === -1 ? end : Math.min(end, newline)),
    };
  }

  #inside(node: Node, [from, to]: readonly [number, number]): TextPlace {
    const [start, end] = node.range!;
    const value = isScalar(node) ? node.value : undefined;
    const quoted = isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE);
    const inner = quoted ? start + 1 : start;
    const whole: TextPlace = { is: 'text', file: this.file, start, end: Math.max(end, start + 1) };
    if (typeof value !== 'string') return whole;
    if (this.text.slice(inner, inner + value.length) === value)
      return { is: 'text', file: this.file, start: inner + from, end: inner + Math.max(to, from + 1) };
    const body = this.text[start] === '|' || this.text[start] === '>' ? this.text.indexOf('\n', start) : inner;
    const place = inFolded(value, this.text.slice(body, end), from, Math.max(to, from + 1));
    return place === undefined ? whole : { is: 'text', file: this.file, start: body + place[0], end: body + place[1] };
  }

  /** A map's pairs by key, kept after the first look, since a pipeline may have ten thousand steps. */
  #pairs(map: YAMLMap<Node, Node | null>): ReadonlyMap<string, Pair<Node, Node | null>> {
    let pairs = this.#indexed.get(map);
    if (!pairs) {
      pairs = new Map(map.items.map((pair) => [keyText(pair.key), pair] as const));
      this.#indexed.set(map, pairs);
    }
    return pairs;
  }

  #find(path: YamlPath): { node: Node | null; key: Node | undefined; exact: boolean } {
    let node: Node | null = this.#root;
    let key: Node | undefined;
    for (const part of path) {
      if (isMap(node)) {
        const pair = this.#pairs(node as YAMLMap<Node, Node | null>).get(String(part));
        if (!pair) return { node, key, exact: false };
        key = pair.key;
        node = pair.value;
      } else if (isSeq(node)) {
        const item = node.items[Number(part)] as Node | undefined;
        if (!item) return { node, key, exact: false };
        node = item;
        key = undefined;
      } else return { node, key, exact: false };
    }
    return { node, key, exact: true };
  }
}

/** A stretch of a text of several lines as it is written: blanks apart, both have the same characters. */
function inFolded(value: string, written: string, from: number, to: number): [number, number] | undefined {
  const places = [...written.matchAll(/\S/g)].map(({ index }) => index);
  const before = value.slice(0, from).replace(/\s/g, '').length;
  const inside = value.slice(from, to).replace(/\s/g, '').length;
  if (written.replace(/\s/g, '').slice(0, before + inside) !== value.slice(0, to).replace(/\s/g, '')) return undefined;
  const [first, last] = [places[before], places[before + Math.max(inside, 1) - 1]];
  return first === undefined || last === undefined ? undefined : [first, last + 1];
}
