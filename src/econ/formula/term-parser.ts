/** Parses one term of a formula: variables, lags, functions, powers, products, indicators. */
import { isOfColumns } from '../../base/expression/functions.ts';
import { type ExpressionToken, failAt, formulaSymbols, tokenize } from '../../base/expression/lexer.ts';
import { ExpressionParser } from '../../base/expression/parser.ts';
import { printExpression } from '../../base/expression/print.ts';
import { children, type Expression } from '../../base/expression/tree.ts';
import { memoByIdentity } from '../../base/memo.ts';
import { listing, quoted } from '../../base/text/quoted.ts';
import { didYouMean, suggest } from '../../base/text/suggest.ts';
import { TextError, type TextProblem } from '../../base/text/text-problem.ts';
import { advisedTerm } from '../foreign/advise.ts';
import { EventParser } from './event-parser.ts';
import {
  type Factor,
  type FunctionFactor,
  functionNames,
  isIndicators,
  type LevelsFactor,
  printFactor,
  printTerm,
  product,
  shift,
  shiftOfPath,
  shiftOfWord,
  type Term,
} from './factor.ts';
import { boundedProduct, interactions, interactionsUpTo, LARGEST_EXPONENT } from './list-products.ts';

/** A column named by a formula. Inside a `$set` the place is the set's. */
export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The set that brought it in. */
  readonly set?: string;
  /** Numbers are wanted here (a regressor), or anything that has levels (an effect, `i()`). */
  readonly use: 'number' | 'levels';
}

export const stepwise: ReadonlySet<string> = new Set(['sw', 'sw0', 'csw', 'csw0', 'mvsw']);
/** A formula has room for half as many: more are of sets that are listed again and again. */
const MOST_TERMS = 20_000;
const DEEPEST_SET = 20;
const LONGEST_SHIFT = 1000;

/** Reads lists of terms. Throws TextError; unknown sets are collected and reading goes on. */
export class TermParser extends EventParser {
  readonly references: Reference[] = [];
  protected readonly sets: Readonly<Record<string, readonly string[]>>;
  protected readonly problems: TextProblem[];
  /** Set while the members of a `$set` are read. */
  protected inSet: SetPlace | undefined;

  constructor(
    tokens: readonly ExpressionToken[],
    sets: Readonly<Record<string, readonly string[]>>,
    problems: TextProblem[],
  ) {
    super(tokens);
    this.sets = sets;
    this.problems = problems;
  }

  /** `a + b:c`: a list of terms without signs. */
  sum(): Term[] {
    const terms = this.product();
    while (this.takeSymbol('+')) {
      for (const term of this.product()) terms.push(term);
      if (terms.length > MOST_TERMS)
        throw failAt('too-many-terms', `expected at most ${MOST_TERMS} terms`, this.peek());
    }
    return terms;
  }

  protected product(): Term[] {
    let terms = this.interaction();
    for (let times = this.takeSymbol('*'); times !== undefined; times = this.takeSymbol('*')) {
      const right = this.interaction();
      terms = [...terms, ...right, ...interactions(terms, right, times)];
    }
    return terms;
  }

  protected interaction(): Term[] {
    let terms = this.power();
    for (let by = this.takeSymbol(':'); by !== undefined; by = this.takeSymbol(':')) {
      terms = interactions(terms, this.power(), by);
    }
    return terms;
  }

  /** `x^2` of a variable; `(a + b)^2` is the list with its interactions. */
  protected power(): Term[] {
    const start = this.peek();
    const from = this.at;
    const terms = this.atom();
    const isList = terms.length > 1 || (start.text === '(' && this.#namesSet(from));
    const caret = this.takeSymbol('^');
    if (caret === undefined) return terms;
    const n = this.exponent();
    const end = this.tokens[this.at - 1]!.end;
    if (terms.length === 0 || (n === 1 && !isList)) return terms;
    if (isList && start.text === '(') return interactionsUpTo(terms, n, caret);
    if (isList) {
      const hint = 'write powers one by one; a list in parentheses has its interactions, as in `(a + b)^2`';
      throw new TextError('bad-power', 'only a variable can be raised to a power', start.start, end, hint);
    }
    const [term] = terms as [Term];
    if (term.length > 1 || isIndicators(term[0])) {
      const hint = term.length > 1 ? `write \`${printTerm(product(raised(term, n)))}\`` : undefined;
      throw new TextError('bad-power', 'only a variable can be raised to a power', start.start, end, hint);
    }
    return [boundedProduct(raised(term, n), caret)];
  }

  /** A set has as many terms as the pipeline gives it, and is a list whatever their number. */
  #namesSet(from: number): boolean {
    return this.tokens.slice(from, this.at).some((token) => token.kind === 'symbol' && token.text === '$');
  }

  protected exponent(): number {
    const exponent = this.peek();
    const n = Number(exponent.text);
    if (exponent.kind === 'number' && Number.isInteger(n) && n >= 1 && n <= LARGEST_EXPONENT) {
      this.at++;
      return n;
    }
    const hint =
      exponent.kind === 'name' ? 'an interaction is `a:b`; combined effects, `a^b`, stand behind the `|`' : undefined;
    const message = `expected a whole number from 1 to ${LARGEST_EXPONENT} after \`^\`, got \`${exponent.text}\``;
    throw failAt('bad-exponent', message, exponent, hint);
  }

  protected atom(): Term[] {
    const token = this.peek();
    if (token.kind === 'symbol' && token.text === '$') return this.set();
    const open = this.takeSymbol('(');
    if (open !== undefined) {
      const inner = this.nested(() => this.sum());
      this.close(open);
      return inner;
    }
    if (token.kind !== 'name') throw this.unexpected('a variable');
    if (!token.quoted && this.startsShift()) return this.shifted();
    if (!token.quoted && this.isSymbol('(', 1)) return this.call();
    if (!token.quoted && this.peek(1).kind === 'dot') throw this.dotted(token);
    this.at++;
    this.refer(token.text, token, 'number');
    return [[{ is: 'column', name: token.text }]];
  }

  protected dotted(token: ExpressionToken): TextError {
    let rest = this.peek(2);
    let name = `${token.text}.${rest.text}`;
    for (let i = 3; this.peek(i).kind === 'dot' && this.peek(i + 1).kind === 'name'; i += 2) {
      rest = this.peek(i + 1);
      name += `.${rest.text}`;
    }
    const hint = `a column whose name has dots is written in backticks: \`\`${name}\`\``;
    return new TextError(
      'unknown-operator',
      `unknown operator \`${token.text}.\`; lags are \`L.\`, \`F.\` and \`D.\``,
      token.start,
      rest.end,
      hint,
    );
  }

  protected refer(name: string, at: { start: number; end: number }, use: Reference['use']): void {
    const place = this.inSet ?? at;
    const set = this.inSet === undefined ? {} : { set: this.inSet.name };
    this.references.push({ name, start: place.start, end: place.end, use, ...set });
  }

  protected set(): Term[] {
    const dollar = this.takeSymbol('$')!;
    const token = this.peek();
    if (token.kind !== 'name') throw this.unexpected('the name of a set after `$`');
    this.at++;
    const place = this.inSet ?? { name: token.text, start: dollar.start, end: token.end };
    if (!Object.hasOwn(this.sets, token.text)) {
      const near = suggest(token.text, namesOf(this.sets));
      const hint = near === undefined ? setsHint(namesOf(this.sets)) : `did you mean \`$${near}\`?`;
      this.problems.push({
        code: 'unknown-set',
        message: `unknown set \`$${token.text}\``,
        start: place.start,
        end: place.end,
        hint,
      });
      return [];
    }
    return this.sets[token.text]!.flatMap((member) => this.memberOfSet(member, place));
  }

  /** A member is a term of its own, or another set; its problems are told at the set's place. */
  protected memberOfSet(member: string, place: SetPlace): Term[] {
    if (this.depth >= DEEPEST_SET) {
      throw new TextError('set-cycle', `the set \`$${place.name}\` contains itself`, place.start, place.end);
    }
    try {
      const inner = new TermParser(tokenize(member, formulaSymbols), this.sets, this.problems);
      inner.inSet = place;
      inner.depth = this.depth + 1;
      const terms = inner.sum();
      inner.expectEnd('`+`');
      this.references.push(...inner.references);
      return terms;
    } catch (error) {
      if (!(error instanceof TextError) || error.problem.code === 'set-cycle') throw error;
      const { code, message, hint } = advisedTerm(error.problem, member);
      throw new TextError(
        code,
        `in the set \`$${place.name}\`, \`${member}\`: ${message}`,
        place.start,
        place.end,
        hint,
      );
    }
  }

  protected startsShift(): boolean {
    const token = this.peek();
    if (shiftOfWord(token.text) !== undefined && this.peek(1).kind === 'dot') return true;
    return /^[LFD]$/.test(token.text) && this.isSymbol('(', 1);
  }

  /** `L.x`, `L2.D.x`, `L(1/3).x`, `L(1, 4).x`, `L.(a + b)`. */
  protected shifted(): Term[] {
    const token = this.tokens[this.at++]!;
    const orders = this.peek().kind === 'dot' ? [shiftOfWord(token.text)!] : this.orders(token);
    if (this.peek().kind !== 'dot') throw this.unexpected('a dot and a variable');
    this.at++;
    const longest = Math.max(...orders.map((o) => Math.abs(o.lag) + o.diff));
    if (longest > LONGEST_SHIFT)
      throw failAt('bad-lag', `expected a lag up to ${LONGEST_SHIFT}, got ${longest}`, token);
    const operand = this.peek();
    const terms = this.nested(() => this.atom());
    return terms.flatMap((term) => orders.map((by) => this.shift(term, by, operand)));
  }

  protected shift(term: Term, by: { lag: number; diff: number }, at: ExpressionToken): Term {
    const shifted = term.map((factor) => shiftedFactor(factor, by.lag, by.diff));
    if (term.length === 1 && term[0].is !== 'power' && shifted[0] !== undefined) return [shifted[0]];
    const printed = shifted.map((factor) => (factor === undefined ? undefined : printFactor(factor)));
    // the difference of a product is not the product of differences
    const hint =
      by.diff > 0
        ? 'name the values in the data, as in `derive: {xz: x * z}`, and take their difference'
        : printed.includes(undefined)
          ? 'indicators of an earlier period need a column of their own'
          : `write \`${printed.join(':')}\``;
    throw failAt('bad-lag', 'only a variable can be lagged', at, hint);
  }

  protected orders(word: ExpressionToken): { lag: number; diff: number }[] {
    const open = this.takeSymbol('(')!;
    const numbers: number[] = [];
    do {
      const from = this.order();
      const to = this.takeSymbol('/') ? this.order() : from;
      if (to < from || to - from > LONGEST_SHIFT)
        throw failAt('bad-lag', `expected a range of lags, got \`${from}/${to}\``, this.tokens[this.at - 1]!);
      for (let k = from; k <= to; k++) numbers.push(k);
    } while (this.takeSymbol(',') || this.peek().kind === 'number');
    this.close(open);
    return numbers.map((k) => shiftOfWord(`${word.text}${k}`)!);
  }

  protected order(): number {
    const token = this.peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw this.unexpected('a whole number');
    this.at++;
    return Number(token.text);
  }

  protected call(): Term[] {
    const name = this.peek();
    if (name.text === 'i') return this.levels();
    if (name.text === 'event') return [[this.event()]];
    if (functionNames.includes(name.text)) return [[this.function()]];
    if (stepwise.has(name.text)) {
      throw failAt('nested-stepwise', `\`${name.text}()\` must stand alone between \`+\` signs`, name);
    }
    const known = [...functionNames, 'i', 'event', ...stepwise];
    const ofColumn = isOfColumns(name.text) ? 'derive a column of it, and use that' : undefined;
    const hint = ofColumn ?? didYouMean(name.text, known) ?? `functions are ${quoted(known)}`;
    throw failAt('unknown-function', `unknown function \`${name.text}\``, name, hint);
  }

  protected function(): FunctionFactor {
    const name = this.tokens[this.at++]!;
    const open = this.takeSymbol('(')!;
    const inner = new ExpressionParser(this.tokens, this.at);
    const of = inner.expression();
    this.at = inner.position;
    this.close(open);
    this.referAll(of);
    return { is: 'function', name: name.text as FunctionFactor['name'], of };
  }

  protected referAll(node: Expression): void {
    if (node.is === 'name') this.refer(node.name, node, 'number');
    if (node.is === 'path') {
      const leaf = shiftOfPath(node);
      if (leaf === undefined) {
        throw new TextError(
          'unknown-operator',
          'a path has no meaning in a formula; lags are `L.x`',
          node.start,
          node.end,
          `a column whose name has dots is written in backticks: \`\`${printExpression(node)}\`\``,
        );
      }
      const column = leaf.is === 'shift' ? leaf.of : leaf;
      if (column.is === 'column') this.refer(column.name, node, 'number');
    }
    for (const child of children(node)) this.referAll(child);
  }

  /** `i(v)`, `i(v, ref=2011)`, `i(v, x)`, `i(v, x, ref="East")`. */
  protected levels(): Term[] {
    this.at++;
    const open = this.takeSymbol('(')!;
    const column = this.peek();
    if (column.kind !== 'name') throw this.unexpected('a variable');
    this.at++;
    this.refer(column.text, column, 'levels');
    let by: Term | undefined;
    let ref: string | null = null;
    while (this.takeSymbol(',')) {
      if (this.peek().text === 'ref' && this.isSymbol('=', 1)) ref = this.reference();
      else if (by === undefined) by = this.single();
      else throw this.unexpected('`)`');
    }
    const next = this.peek();
    if (next.kind !== 'end' && next.text !== ')') {
      const hint = 'write `i(a) + i(b)`, or name what is computed in the data: `derive: {c: …}`';
      throw failAt('not-a-term', `\`i()\` takes one column of the data, got \`${next.text}\` behind it`, next, hint);
    }
    this.close(open);
    const levels: LevelsFactor = { is: 'levels', column: column.text, ref };
    return [by === undefined ? [levels] : product([levels, ...by])];
  }

  protected single(): Term {
    const at = this.peek();
    const [term, ...rest] = this.power();
    if (term === undefined || rest.length > 0) throw failAt('not-a-term', 'expected one variable', at);
    return term;
  }

  protected reference(): string {
    this.at += 2;
    const negative = this.takeSymbol('-') !== undefined;
    const token = this.peek();
    if (token.kind === 'end' || token.kind === 'symbol' || token.kind === 'dot')
      throw this.unexpected('a level after `ref=`');
    this.at++;
    if (token.kind !== 'number') return token.text;
    return String(negative ? -Number(token.text) : Number(token.text));
  }
}

/** The `$set` in the text whose members are being read. */
type SetPlace = Pick<Reference, 'name' | 'start' | 'end'>;

function shiftedFactor(factor: Factor, lag: number, diff: number): Factor | undefined {
  if (factor.is !== 'power') return shift(factor, lag, diff);
  const of = shift(factor.of, lag, diff);
  return of && { ...factor, of };
}

const raised = (term: Term, n: number): Factor[] => Array.from({ length: n }, () => term).flat();

/** Listed once for all lists that name a set. */
const namesOf = memoByIdentity((sets: Readonly<Record<string, readonly string[]>>) => Object.keys(sets));

function setsHint(names: readonly string[]): string {
  return names.length === 0 ? 'name it under `sets:`' : `sets are ${listing(names, (name) => `\`$${name}\``)}`;
}
