/** Reads expressions of Stata into trees. */
import { NotUnderstood } from '../outcome.ts';

export type Node =
  | { readonly is: 'number'; readonly value: number; readonly text: string }
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'missing' }
  | { readonly is: 'name'; readonly name: string }
  /** `L2.x`, with the operators from the outermost: `L2.` */
  | { readonly is: 'shift'; readonly operators: string; readonly name: string }
  /** `x[_n-1]` */
  | { readonly is: 'row'; readonly name: string; readonly at: Node }
  | { readonly is: 'unary'; readonly op: '-' | '!'; readonly of: Node }
  | { readonly is: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Node[] };

const TOKEN =
  /\s*(?:((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])|`?"([^"]*)"'?|(\.[a-z]?)(?![\w.(])|((?:[LFDSlfds]\d*)+\.|\d+b?\.|i\d*\.|c\.)?([\p{L}_][\p{L}\p{M}\p{N}_]*)|(==|!=|~=|<=|>=|&&|\|\||[-+*/^<>!~&|()[\],=]))/uy;

const DEEPEST = 150;

interface Token {
  readonly is: 'number' | 'string' | 'missing' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly prefix?: string;
}

/** Throws NotUnderstood. O(length). */
export const expressionOf = (text: string): Node => new Parser(text).whole();

const levels: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokensOf(source);
  }

  whole(): Node {
    const node = this.#binary(0);
    if (this.#token.is !== 'end') this.#fail();
    return node;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #is(sign: string): boolean {
    return this.#token.is === 'sign' && this.#token.text === sign;
  }

  #fail(): never {
    throw new NotUnderstood(`the expression \`${this.#source}\` is not read`);
  }

  #expect(sign: string): void {
    if (!this.#is(sign)) this.#fail();
    this.#at += 1;
  }

  #binary(level: number): Node {
    const signs = levels[level];
    if (signs === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#token.is === 'sign' && signs.includes(this.#token.text)) {
      const op = this.#token.text;
      this.#at += 1;
      left = { is: 'binary', op, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  /** Stata takes the sign of a power first: `-x^2` is `-(x^2)`. */
  #unary(): Node {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new NotUnderstood(`the expression \`${this.#source.slice(0, 40)}…\` is too deep`);
    try {
      if (this.#is('-') || this.#is('!') || this.#is('+')) {
        const op = this.#token.text as '-' | '!' | '+';
        this.#at += 1;
        const of = this.#unary();
        return op === '+' ? of : { is: 'unary', op, of };
      }
      const base = this.#primary();
      if (!this.#is('^')) return base;
      this.#at += 1;
      return { is: 'binary', op: '^', left: base, right: this.#unary() };
    } finally {
      this.#depth -= 1;
    }
  }

  #primary(): Node {
    const token = this.#token;
    this.#at += 1;
    if (token.is === 'number') return { is: 'number', value: Number(token.text), text: token.text };
    if (token.is === 'string') return { is: 'string', value: token.text };
    if (token.is === 'missing') return { is: 'missing' };
    if (token.is === 'name') return this.#named(token);
    if (token.is === 'sign' && token.text === '(') {
      const node = this.#binary(0);
      this.#expect(')');
      return node;
    }
    return this.#fail();
  }

  #named({ text, prefix }: Token): Node {
    if (prefix !== undefined) {
      const level = /^(?:i?(\d+)b?)\.$/.exec(prefix)?.[1];
      if (level !== undefined)
        return {
          is: 'binary',
          op: '==',
          left: { is: 'name', name: text },
          right: { is: 'number', value: Number(level), text: level },
        };
      if (prefix === 'c.') return { is: 'name', name: text };
      if (prefix.startsWith('i')) return this.#fail();
      return { is: 'shift', operators: prefix.toUpperCase(), name: text };
    }
    if (this.#is('(')) {
      this.#at += 1;
      const args: Node[] = [];
      while (!this.#is(')')) {
        args.push(this.#binary(0));
        if (!this.#is(')')) this.#expect(',');
      }
      this.#at += 1;
      return { is: 'call', name: text, args };
    }
    if (this.#is('[')) {
      this.#at += 1;
      const at = this.#binary(0);
      this.#expect(']');
      return { is: 'row', name: text, at };
    }
    return { is: 'name', name: text };
  }
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null)
      throw new NotUnderstood(`\`${text.slice(at).trim().slice(0, 20)}\` in an expression is not read`);
    const [, number, string, missing, prefix, name, sign] = found;
    if (number !== undefined) tokens.push({ is: 'number', text: number });
    else if (string !== undefined) tokens.push({ is: 'string', text: string });
    else if (missing !== undefined) tokens.push({ is: 'missing', text: missing });
    else if (name !== undefined) tokens.push({ is: 'name', text: name, ...(prefix !== undefined && { prefix }) });
    else tokens.push({ is: 'sign', text: ours[sign!] ?? sign! });
    at = TOKEN.lastIndex;
  }
  tokens.push({ is: 'end', text: '' });
  return tokens;
}

const ours: Readonly<Record<string, string>> = { '~=': '!=', '~': '!', '&&': '&', '||': '|' };
