/**
 * Reads the plainest entries and sections, in a tenth of the YAML parser's time: block maps of bare keys, flow collections of one line,
 * words, numbers and simple quoted texts. An entry with anything else in it is left to the parser; tests hold what is read here against it.
 */

import { lettered } from '../../../base/text/unicode-pattern.ts';

export type Plain =
  | { readonly is: 'scalar'; readonly value: unknown; readonly start: number; readonly end: number }
  /** No value follows the key. */
  | { readonly is: 'nothing'; readonly start?: undefined }
  | { readonly is: 'list'; readonly items: readonly Plain[]; readonly start: number; readonly end: number }
  /** A map; only the parser knows where one in block style ends. */
  | {
      readonly is: 'map';
      readonly members: ReadonlyMap<string, Plain>;
      readonly start?: number;
      readonly end?: number;
    };

/** The map that the text is, or undefined when it is not that plain. */
export function readPlain(text: string): (Plain & { is: 'map' }) | undefined {
  // No tabs, line ends other than \n or other control characters are plain, nor what stands for bytes that are no text.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffd]/.test(text)) return undefined;
  try {
    const reader = new Reader(text);
    const map = reader.blockMap();
    return reader.atEnd ? map : undefined;
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

export function plainValue(plain: Plain): unknown {
  if (plain.is === 'scalar') return plain.value;
  if (plain.is === 'nothing') return null;
  if (plain.is === 'list') return plain.items.map(plainValue);
  const object: Record<string, unknown> = {};
  for (const [key, member] of plain.members) object[key] = plainValue(member);
  return object;
}

const NOT_PLAIN = new Error('not plain');
const DEEPEST = 20;

/** YAML has no key of more than 1024 characters that stands before its value on one line. */
const KEY = lettered(String.raw`([\p{L}_][\p{L}\p{N}_-]{0,999}):(?=[ \n]|$)`, 'uy');
/** Words without a colon, a sharp, a bracket or a quote; `isBalanced` counts the parentheses. */
const BLOCK_WORDS = lettered(String.raw`[\p{L}\p{N}_.$-][\p{L}\p{N}_.$()+*/^~|<>=!, -]*`, 'uy');
const FLOW_WORDS = lettered(String.raw`[\p{L}\p{N}_.$-][\p{L}\p{N}_.$()+*/^~|<>=! -]*`, 'uy');
const QUOTED = /"[^"\\\n]*"|'[^'\n]*'/y;
const REST_OF_LINE = / *(?: #[^\n]*)?(?:\n|$)/y;
const COMMENTS = /(?: *(?:#[^\n]*)?\n| *#[^\n]*$| +$)*/y;
const INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const DECIMAL = /^-?\d{1,9}\.\d{1,6}$/;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** Reads a map from the start of a line to the first line that is not as far in. A line further in than any map is left over. */
  blockMap(depth = 0): Plain & { is: 'map' } {
    if (depth > DEEPEST) throw NOT_PLAIN;
    const members = new Map<string, Plain>();
    this.#take(COMMENTS);
    const indent = this.#indent();
    while (!this.atEnd && this.#indent() === indent) {
      this.#at += indent;
      const key = this.#key(members);
      members.set(key, this.#blockValue(indent, depth));
      this.#take(COMMENTS);
    }
    return { is: 'map', members };
  }

  #blockValue(indent: number, depth: number): Plain {
    if (this.#tried(REST_OF_LINE) !== undefined) {
      this.#take(COMMENTS);
      if (this.atEnd || this.#indent() <= indent) return { is: 'nothing' };
      return this.blockMap(depth + 1);
    }
    this.#skipSpaces();
    const value = this.#value(BLOCK_WORDS(this.#text), depth);
    const rest = this.#take(REST_OF_LINE);
    // A word before a sharp may have been meant to go on behind it.
    if (value.is === 'scalar' && rest.includes('#')) throw NOT_PLAIN;
    return value;
  }

  #value(words: RegExp, depth: number): Plain {
    const first = this.#text[this.#at];
    if (first === '{') return this.#flowMap(depth + 1);
    if (first === '[') return this.#flowList(depth + 1);
    const start = this.#at;
    const quoted = this.#tried(QUOTED);
    if (quoted !== undefined) return { is: 'scalar', value: quoted.slice(1, -1), start, end: this.#at };
    const text = this.#take(words).trimEnd();
    this.#at = start + text.length;
    return { is: 'scalar', value: scalarOf(text), start, end: this.#at };
  }

  #flowMap(depth: number): Plain {
    const members = new Map<string, Plain>();
    const start = this.#open(depth);
    while (!this.#closes('}', members.size)) {
      const key = this.#key(members);
      if (this.#text[this.#at] !== ' ') throw NOT_PLAIN;
      this.#skipSpaces();
      members.set(key, this.#value(FLOW_WORDS(this.#text), depth));
    }
    return { is: 'map', members, start, end: this.#at };
  }

  #flowList(depth: number): Plain {
    const items: Plain[] = [];
    const start = this.#open(depth);
    while (!this.#closes(']', items.length)) items.push(this.#value(FLOW_WORDS(this.#text), depth));
    return { is: 'list', items, start, end: this.#at };
  }

  #open(depth: number): number {
    if (depth > DEEPEST) throw NOT_PLAIN;
    this.#at += 1;
    return this.#at - 1;
  }

  /** Steps over the bracket that closes, or over the comma before another item. */
  #closes(bracket: string, items: number): boolean {
    this.#skipSpaces();
    if (this.#text[this.#at] === bracket) {
      this.#at += 1;
      return true;
    }
    if (items === 0) return false;
    if (this.#text[this.#at] !== ',') throw NOT_PLAIN;
    this.#at += 1;
    this.#skipSpaces();
    // Nothing follows the comma.
    if (this.#text[this.#at] === bracket) throw NOT_PLAIN;
    return false;
  }

  #key(members: ReadonlyMap<string, unknown>): string {
    const key = this.#take(KEY(this.#text)).slice(0, -1);
    if (members.has(key) || key === '__proto__') throw NOT_PLAIN;
    return key;
  }

  #indent(): number {
    let end = this.#at;
    while (this.#text[end] === ' ') end += 1;
    return end - this.#at;
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === ' ') this.#at += 1;
  }

  #tried(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return undefined;
    const text = this.#text.slice(this.#at, pattern.lastIndex);
    this.#at = pattern.lastIndex;
    return text;
  }

  #take(pattern: RegExp): string {
    const text = this.#tried(pattern);
    if (text === undefined) throw NOT_PLAIN;
    return text;
  }
}

function scalarOf(text: string): unknown {
  if (INTEGER.test(text) || DECIMAL.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  // Numbers and dates of other forms, `null` and `TRUE` are left to the parser.
  if (/^[\d.-]/.test(text) || /^(?:null|true|false)$/i.test(text) || !isBalanced(text)) throw NOT_PLAIN;
  return text;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length && depth >= 0; i++) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth -= 1;
  }
  return depth === 0;
}
