/** Parses the text of an expression to its tree. */
import { quoted } from '../text/quoted.ts';
import { didYouMean } from '../text/suggest.ts';
import { catching, type Parsed, TextError } from '../text/text-problem.ts';
import { byColumns, checkArguments } from './arguments.ts';
import { foreignPrefixHint } from './foreign-functions.ts';
import { functionNamed, groupStatistic, signatureOf } from './functions.ts';
import { type ExpressionToken, failAt, tokenize } from './lexer.ts';
import type { NamedKind } from './signature.ts';
import {
  type CallNode,
  children,
  type Expression,
  type NamedArgument,
  type NamedValue,
  type NameNode,
  type OrderKey,
  type PathSegment,
} from './tree.ts';
import { dottedCall, unknownFunction } from './unknown-function.ts';

const DEEPEST = 200;
const LONGEST_CHAIN = 1000;
const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const words: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in']);

/**
 * Parses an expression. Precedence from loose to tight: `or`, `and`, `not`, comparisons and `in` (which do not
 * chain), `+ -`, `* /`, unary `-`, `^` (right-associative, so `-x^2` is `-(x^2)`). Statistics of groups that
 * name none are of the groups that agree in the columns `by`, where it is given.
 */
export function parseExpression(text: string, by?: readonly string[]): Parsed<{ readonly ast: Expression }> {
  return catching(() => {
    const parser = new ExpressionParser(tokenize(text), 0, by);
    const ast = parser.expression();
    parser.expectEnd();
    return { ast };
  });
}

/** Recursive descent over tokens; the formula parser borrows it for what stands inside `log( )`. */
export class ExpressionParser {
  readonly #tokens: readonly ExpressionToken[];
  #at: number;
  #depth = 0;
  readonly #heights = new WeakMap<Expression, number>();
  readonly #by: readonly string[] | undefined;

  constructor(tokens: readonly ExpressionToken[], at = 0, by?: readonly string[]) {
    this.#tokens = tokens;
    this.#at = at;
    this.#by = by;
  }

  /** Index of the next token that was not read. */
  get position(): number {
    return this.#at;
  }

  expression(): Expression {
    return this.#nested(() => this.#logical('or', () => this.#logical('and', () => this.#not())));
  }

  expectEnd(): void {
    const token = this.#peek();
    if (token.kind === 'end') return;
    if (token.text === ')') throw failAt('unbalanced', 'a `)` without its `(`', token, unbalancedHint);
    const hint = this.#at === 1 ? foreignPrefixHint(this.#tokens[0]!.text) : undefined;
    if (hint !== undefined)
      throw failAt('unexpected-token', `expected an operator, got \`${token.text}\``, token, hint);
    throw unexpected('an operator', token);
  }

  #peek(): ExpressionToken {
    return this.#tokens[this.#at]!;
  }

  #isWord(word: string, offset = 0): boolean {
    const token = this.#tokens[this.#at + offset];
    return token?.kind === 'name' && !token.quoted && token.text === word;
  }

  #takeSymbol(...symbols: string[]): ExpressionToken | undefined {
    const token = this.#peek();
    if (token.kind !== 'symbol' || !symbols.includes(token.text)) return undefined;
    this.#at++;
    return token;
  }

  #expectSymbol(symbol: string, opened: ExpressionToken): ExpressionToken {
    const token = this.#takeSymbol(symbol);
    if (token !== undefined) return token;
    const got = this.#peek();
    if (got.kind === 'end') throw failAt('unbalanced', `\`${opened.text}\` is not closed`, opened, unbalancedHint);
    throw unexpected(`\`${symbol}\``, got);
  }

  #nested<T>(inner: () => T): T {
    if (++this.#depth > DEEPEST) {
      throw failAt('too-deep', `nested more than ${DEEPEST} levels deep`, this.#peek());
    }
    const result = inner();
    this.#depth--;
    return result;
  }

  /** Refuses trees whose height would endanger the recursive functions that walk them. */
  #node<T extends Expression>(node: T): T {
    let height = 0;
    for (const child of children(node)) height = Math.max(height, this.#heights.get(child) ?? 0);
    if (height >= LONGEST_CHAIN) {
      const hint = 'write a long chain of comparisons as `x in [..]`';
      throw new TextError('too-deep', `more than ${LONGEST_CHAIN} operators in a chain`, node.start, node.end, hint);
    }
    this.#heights.set(node, height + 1);
    return node;
  }

  #binary(op: string, left: Expression, right: Expression): Expression {
    const node = { is: 'binary', op, left, right, start: left.start, end: right.end } as Expression;
    return this.#node(node);
  }

  #logical(op: 'and' | 'or', operand: () => Expression): Expression {
    let left = operand();
    while (this.#isWord(op)) {
      this.#at++;
      left = this.#binary(op, left, operand());
    }
    return left;
  }

  #not(): Expression {
    if (!this.#isWord('not')) return this.#comparison();
    const { start } = this.#peek();
    this.#at++;
    const of = this.#nested(() => this.#not());
    return this.#node({ is: 'unary', op: 'not', of, start, end: of.end });
  }

  #comparison(): Expression {
    const left = this.#sum();
    const token = this.#peek();
    const negated = this.#isWord('not') && this.#isWord('in', 1);
    if (negated || this.#isWord('in')) {
      this.#at += negated ? 2 : 1;
      return this.#membership(left, negated);
    }
    if (token.kind !== 'symbol' || !comparisons.has(token.text)) return left;
    this.#at++;
    const node = this.#binary(token.text, left, this.#sum());
    const again = this.#peek();
    if (again.kind === 'symbol' && comparisons.has(again.text)) {
      throw failAt('chained-comparison', 'comparisons do not chain', again, 'write `a < b and b < c`');
    }
    return node;
  }

  #membership(of: Expression, negated: boolean): Expression {
    const open = this.#takeSymbol('[');
    if (open === undefined) {
      const hint = 'write `x in [1, 2]`';
      const token = this.#peek();
      if (token.text === '(') throw failAt('unexpected-token', 'expected a list after `in`', token, hint);
      const within = this.#primary();
      if (within.is !== 'call' || within.name !== 'range') {
        throw new TextError('unexpected-token', 'expected a list after `in`', within.start, within.end, hint);
      }
      return this.#node({ is: 'in', negated, of, within, start: of.start, end: within.end });
    }
    const within: Expression[] = [];
    let close = this.#takeSymbol(']');
    while (close === undefined) {
      within.push(this.#literal());
      if (this.#takeSymbol(',') === undefined) close = this.#expectSymbol(']', open);
    }
    if (within.length === 0) throw new TextError('empty-list', 'the list is empty', open.start, close.end);
    return this.#node({ is: 'in', negated, of, within, start: of.start, end: close.end });
  }

  #literal(): Expression {
    const item = this.#unary();
    if (item.is === 'number' || item.is === 'string') return item;
    const hint = item.is === 'name' ? `quote it: "${item.name}"` : undefined;
    throw new TextError('not-a-literal', 'expected a number or a quoted text in the list', item.start, item.end, hint);
  }

  #sum(): Expression {
    let left = this.#product();
    for (let op = this.#takeSymbol('+', '-'); op !== undefined; op = this.#takeSymbol('+', '-')) {
      left = this.#binary(op.text, left, this.#product());
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let op = this.#takeSymbol('*', '/'); op !== undefined; op = this.#takeSymbol('*', '/')) {
      left = this.#binary(op.text, left, this.#unary());
    }
    return left;
  }

  #unary(): Expression {
    const minus = this.#takeSymbol('-');
    if (minus === undefined) return this.#power();
    const of = this.#nested(() => this.#unary());
    if (of.is === 'number') return this.#node({ ...of, value: of.value === 0 ? 0 : -of.value, start: minus.start });
    return this.#node({ is: 'unary', op: '-', of, start: minus.start, end: of.end });
  }

  #power(): Expression {
    const base = this.#primary();
    if (this.#takeSymbol('^') === undefined) return base;
    return this.#binary(
      '^',
      base,
      this.#nested(() => this.#unary()),
    );
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#at++;
      return this.#node({ is: 'number', value: Number(token.text), start: token.start, end: token.end });
    }
    if (token.kind === 'string') {
      this.#at++;
      return this.#node({ is: 'string', value: token.text, start: token.start, end: token.end });
    }
    if (token.kind === 'name' && (token.quoted || !words.has(token.text))) return this.#nameOrCall();
    const open = this.#takeSymbol('(');
    if (open !== undefined) {
      const inner = this.expression();
      const close = this.#expectSymbol(')', open);
      return this.#node({ ...inner, start: open.start, end: close.end });
    }
    if (token.kind === 'end') {
      throw failAt('unexpected-end', 'expected a value, got the end of the text', token, 'is the text cut? quote it');
    }
    if (token.text === ')') throw failAt('unbalanced', 'a `)` where a value was expected', token, unbalancedHint);
    throw unexpected('a value', token);
  }

  #nameOrCall(): Expression {
    const token = this.#peek();
    this.#at++;
    const open = token.quoted ? undefined : this.#takeSymbol('(');
    if (open !== undefined) return this.#call(token, open);
    const segments: PathSegment[] = [];
    let end = token.end;
    for (let segment = this.#segment(); segment !== undefined; segment = this.#segment()) {
      segments.push(segment.segment);
      end = segment.end;
    }
    if (segments.length === 0) return this.#node({ is: 'name', name: token.text, start: token.start, end });
    const next = this.#peek();
    if (next.kind === 'symbol' && next.text === '(' && next.start === end)
      throw dottedCall(token.text, segments, { start: token.start, end });
    return this.#node({ is: 'path', head: token.text, segments, start: token.start, end });
  }

  #segment(): { segment: PathSegment; end: number } | undefined {
    const open = this.#takeSymbol('[');
    if (open !== undefined) {
      const token = this.#peek();
      if (token.kind !== 'string') {
        const hint = 'the row before is `lag(x, by=[g], order=[t])`, the period before `L.x`';
        const isRow = token.text === '_n' || token.text === '_N' || token.kind === 'number';
        throw failAt('unexpected-token', 'expected a quoted name, as in `x["y z"]`', token, isRow ? hint : undefined);
      }
      this.#at++;
      return { segment: { is: 'name', text: token.text }, end: this.#expectSymbol(']', open).end };
    }
    if (this.#peek().kind !== 'dot') return undefined;
    this.#at++;
    const token = this.#peek();
    this.#at++;
    if (token.kind === 'name') return { segment: { is: 'name', text: token.text }, end: token.end };
    if (token.kind === 'number') return { segment: { is: 'position', number: Number(token.text) }, end: token.end };
    if (token.kind === 'symbol' && token.text === '*') return { segment: { is: 'any' }, end: token.end };
    throw failAt('unexpected-token', 'expected a name, a number or `*` after the dot', token);
  }

  #call(token: ExpressionToken, open: ExpressionToken): CallNode {
    const name = functionNamed(token.text);
    if (name === undefined) throw unknownFunction(token.text, token);
    const args: Expression[] = [];
    const named: NamedArgument[] = [];
    let close = this.#takeSymbol(')');
    while (close === undefined) {
      if (this.#isNamed()) named.push(this.#named(name, named));
      else args.push(this.#argument(named));
      if (this.#takeSymbol(',') === undefined) close = this.#expectSymbol(')', open);
    }
    if (this.#by !== undefined && groupStatistic({ name, args }) && !named.some((each) => each.name === 'by'))
      named.push(byColumns(this.#by, token));
    named.sort((a, b) => (a.name < b.name ? -1 : 1));
    const node: CallNode = { is: 'call', name, args, named, start: token.start, end: close.end };
    checkArguments(node);
    return this.#node(node);
  }

  #isNamed(): boolean {
    const [name, sign] = [this.#peek(), this.#tokens[this.#at + 1]];
    return name.kind === 'name' && !name.quoted && sign?.kind === 'symbol' && sign.text === '=';
  }

  #argument(named: readonly NamedArgument[]): Expression {
    const argument = this.expression();
    if (named.length === 0) return argument;
    const message = `\`${named[0]!.name}=\` and the like come last`;
    throw new TextError('argument-order', message, argument.start, argument.end);
  }

  #named(of: string, before: readonly NamedArgument[]): NamedArgument {
    const token = this.#peek();
    this.#at += 2;
    const { named: known = {} } = signatureOf({ name: of, named: [{} as NamedArgument] });
    const kind = Object.hasOwn(known, token.text) ? known[token.text] : undefined;
    if (kind === undefined) {
      if (Object.keys(known).length === 0) throw unexpected('an operator', this.#tokens[this.#at - 1]!);
      const hint = didYouMean(token.text, Object.keys(known)) ?? `it takes ${quoted(Object.keys(known))}`;
      throw failAt('unknown-argument', `\`${of}\` takes nothing named \`${token.text}\``, token, hint);
    }
    if (before.some(({ name }) => name === token.text))
      throw failAt('argument-twice', `\`${token.text}=\` stands here twice`, token);
    const value = this.#namedValue(kind, token.text);
    return { name: token.text, value, start: token.start, end: this.#tokens[this.#at - 1]!.end };
  }

  #namedValue(kind: NamedKind, name: string): NamedValue {
    const token = this.#peek();
    if (kind === 'names') return { is: 'names', names: sortedNames(this.#list(() => this.#columnName(name))) };
    if (kind === 'order') return { is: 'order', keys: this.#list(() => this.#orderKey(name)) };
    const words = kind === 'flag' ? ['true', 'false'] : kind;
    if ((token.kind !== 'name' && token.kind !== 'string') || !words.includes(token.text))
      throw failAt('bad-argument', `expected ${quoted(words)} as \`${name}\`, got \`${token.text}\``, token);
    this.#at++;
    return kind === 'flag' ? { is: 'flag', value: token.text === 'true' } : { is: 'word', word: token.text };
  }

  /** Reads one of something, or a list of them in brackets. */
  #list<T>(one: () => T): T[] {
    const open = this.#takeSymbol('[');
    if (open === undefined) return [one()];
    const list: T[] = [];
    let close = this.#takeSymbol(']');
    while (close === undefined) {
      list.push(one());
      if (this.#takeSymbol(',') === undefined) close = this.#expectSymbol(']', open);
    }
    return list;
  }

  #orderKey(of: string): OrderKey {
    const descending = this.#takeSymbol('-') !== undefined;
    return { of: this.#columnName(of), descending };
  }

  #columnName(of: string): NameNode {
    const token = this.#peek();
    if (token.kind !== 'name' || (!token.quoted && words.has(token.text)))
      throw failAt('bad-argument', `expected a column's name in \`${of}\`, got \`${token.text}\``, token);
    this.#at++;
    return this.#node({ is: 'name', name: token.text, start: token.start, end: token.end });
  }
}

/** Each once; a list of names means the same in any order. */
function sortedNames(names: readonly NameNode[]): NameNode[] {
  const sorted = [...names].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return sorted.filter(({ name }, i) => name !== sorted[i - 1]?.name);
}

/** A lone `=` is meant as a comparison. */
function unexpected(expected: string, token: ExpressionToken): TextError {
  if (token.kind === 'symbol' && token.text === '=')
    return failAt('unexpected-character', 'unexpected `=`', token, 'write `==` to compare');
  return failAt('unexpected-token', `expected ${expected}, got \`${token.text}\``, token);
}

const unbalancedHint = 'check the parentheses; if YAML cut the text, quote it';
