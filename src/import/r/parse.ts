/** Reads statements of R into trees; a statement that is not R is told and passed over up to its last line. */
import { NotUnderstood } from '../outcome.ts';
import { numberOf, type Token, tokensOf } from './tokens.ts';
import type { Argument, RNode } from './tree.ts';

export interface RStatement {
  readonly start: number;
  readonly end: number;
  /** Why it has no tree, where it has none. */
  readonly read: RNode | NotUnderstood;
}

/** Signs between two expressions: how tightly they bind, and whether the right one binds first (R's `?Syntax`). */
const binding: Readonly<Record<string, readonly [left: number, right: number]>> = {
  '<-': [4, 3],
  '<<-': [4, 3],
  ':=': [4, 3],
  '=': [2, 1],
  '->': [5, 6],
  '->>': [5, 6],
  '~': [8, 9],
  '||': [10, 11],
  '|': [10, 11],
  '&&': [12, 13],
  '&': [12, 13],
  '==': [16, 17],
  '!=': [16, 17],
  '<': [16, 17],
  '>': [16, 17],
  '<=': [16, 17],
  '>=': [16, 17],
  '+': [18, 19],
  '-': [18, 19],
  '*': [20, 21],
  '/': [20, 21],
  '|>': [22, 23],
  ':': [24, 25],
  '^': [29, 28],
  $: [32, 33],
  '@': [32, 33],
  '::': [36, 37],
  ':::': [36, 37],
};
const SPECIAL = [22, 23] as const;
const unary: Readonly<Record<string, number>> = { '-': 26, '+': 26, '!': 14, '~': 9, '?': 0 };
const CALL = 34;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const DEEPEST = 200;

export const statementsOf = (source: string): RStatement[] => new Parser(source).statements();

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /** Within parentheses a line break is a blank. */
  #open = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  statements(): RStatement[] {
    const found: RStatement[] = [];
    for (;;) {
      while (this.#now.is === 'break') this.#at += 1;
      if (this.#now.is === 'end') return found;
      const { start } = this.#now;
      const begun = this.#at;
      this.#open = 0;
      this.#depth = 0;
      let read: RStatement['read'];
      try {
        read = this.#expression(0);
        if (!this.#isEnded()) this.#fail();
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        read = error;
        this.#at = begun;
        this.#pass();
      }
      found.push({ start, end: this.#tokens[Math.max(0, this.#at - 1)]!.end, read });
    }
  }

  get #now(): Token {
    if (this.#open > 0) while (this.#tokens[this.#at]!.is === 'break') this.#at += 1;
    return this.#tokens[this.#at]!;
  }

  #isEnded(): boolean {
    const { is } = this.#now;
    return is === 'break' || is === 'end';
  }

  #is(text: string): boolean {
    return this.#now.is === 'sign' && this.#now.text === text;
  }

  #fail(): never {
    const { is, text } = this.#now;
    const what = is === 'end' ? 'the end of the script' : is === 'break' ? 'the end of the line' : `\`${text}\``;
    throw new NotUnderstood(`${what} is not expected there`);
  }

  #take(text: string): void {
    if (!this.#is(text)) this.#fail();
    this.#at += 1;
  }

  /** Passes over a statement with all that it opens. */
  #pass(): void {
    let depth = 0;
    this.#open = 0;
    for (; this.#tokens[this.#at]!.is !== 'end'; this.#at++) {
      const { is, text } = this.#tokens[this.#at]!;
      if (is === 'break' && depth <= 0) return;
      if (is !== 'sign') continue;
      if (text === '[[') depth += 2;
      else if (Object.hasOwn(closing, text)) depth += 1;
      else if (/^[)\]}]$/.test(text)) depth -= 1;
    }
  }

  #skipBreaks(): void {
    while (this.#tokens[this.#at]!.is === 'break') this.#at += 1;
  }

  #expression(least: number): RNode {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new NotUnderstood('an expression is too deep');
    let left = this.#prefix();
    for (;;) {
      const { is, text } = this.#now;
      if (is !== 'sign') break;
      if ((text === '(' || text === '[' || text === '[[') && CALL >= least) {
        left = this.#call(left, text);
        continue;
      }
      const power = text.startsWith('%') ? SPECIAL : binding[text];
      if (power === undefined || power[0] < least) break;
      this.#at += 1;
      this.#skipBreaks();
      const right = this.#expression(power[1]);
      left = { is: 'binary', op: text, left, right, start: left.start, end: right.end };
    }
    this.#depth -= 1;
    return left;
  }

  #call(of: RNode, by: '(' | '[' | '[['): RNode {
    this.#at += 1;
    this.#open += 1;
    const end = by === '(' ? ')' : ']';
    const args: Argument[] = [];
    while (!this.#is(end)) {
      args.push(this.#argument(end));
      if (!this.#is(end)) this.#take(',');
    }
    if (by === '[[') this.#take(']');
    const stop = this.#now.end;
    this.#open -= 1;
    this.#at += 1;
    return { is: 'call', by, of, args, start: of.start, end: stop };
  }

  #argument(end: string): Argument {
    if (this.#is(',') || this.#is(end)) return {};
    const { is, text } = this.#now;
    if (is === 'name' || is === 'string') {
      const begun = this.#at;
      this.#at += 1;
      if (this.#is('=')) {
        this.#at += 1;
        const name = is === 'string' ? text.slice(1, -1) : text;
        return this.#is(',') || this.#is(end) ? { name } : { name, value: this.#expression(3) };
      }
      this.#at = begun;
    }
    return { value: this.#expression(3) };
  }

  #prefix(): RNode {
    const { is, text, start, end } = this.#now;
    if (is === 'sign' && Object.hasOwn(unary, text)) {
      this.#at += 1;
      const of = this.#expression(unary[text]!);
      return { is: 'unary', op: text, of, start, end: of.end };
    }
    if (is === 'sign' && text === '(') {
      this.#at += 1;
      this.#open += 1;
      const of = this.#expression(0);
      const stop = this.#now.end;
      if (!this.#is(')')) this.#fail();
      this.#open -= 1;
      this.#at += 1;
      return { is: 'group', of, start, end: stop };
    }
    if ((is === 'name' && BLOCKS.has(text)) || (is === 'sign' && (text === '{' || text === '\\')))
      return this.#opaque(text);
    this.#at += 1;
    if (is === 'number') return { is: 'number', value: numberOf(text), start, end };
    if (is === 'string') return { is: 'string', value: text.slice(1, -1).replace(/\\(.)/g, '$1'), start, end };
    if (is === 'name') return { is: 'name', name: text, start, end };
    this.#at -= 1;
    return this.#fail();
  }

  /** A function, a loop or a block up to its end: the line on which its last brace closes. */
  #opaque(word: string): RNode {
    const { start } = this.#now;
    let depth = 0;
    for (; this.#tokens[this.#at]!.is !== 'end'; this.#at++) {
      const { is, text } = this.#tokens[this.#at]!;
      if (depth === 0 && (is === 'break' || (is === 'sign' && /^[,)\]]$/.test(text)))) break;
      if (is === 'sign' && (Object.hasOwn(closing, text) || text === '[[')) depth += text === '[[' ? 2 : 1;
      else if (is === 'sign' && /^[)\]}]$/.test(text)) depth -= 1;
    }
    const what =
      word === '{' ? 'a block' : word === 'function' || word === '\\' ? 'a function of its own' : `\`${word}\``;
    return {
      is: 'opaque',
      what,
      isFunction: word === 'function' || word === '\\',
      start,
      end: this.#tokens[this.#at - 1]!.end,
    };
  }
}

const BLOCKS: ReadonlySet<string> = new Set(['function', 'for', 'while', 'repeat', 'if']);
