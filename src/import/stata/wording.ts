/** Expressions of Stata in the language of the pipeline, with the same values where values are missing. */
import { NotUnderstood } from '../outcome.ts';
import type { Node } from './expression.ts';

/** The names and rows over which an expression is written. */
export interface Scope {
  /** The text by which the pipeline calls a variable. Throws NotUnderstood where it is not known. */
  name(variable: string): string;
  /** Variables that have a value in every row that is looked at. */
  readonly present: ReadonlySet<string>;
  /** `bysort id (year):` around it. */
  readonly by?: { readonly columns: readonly string[]; readonly order: readonly string[] };
  /** The condition of the rows that the latest estimate used. Throws NotUnderstood. */
  sample(): string;
}

/** `filter`: a condition that is missing counts as false; `value`: it is 1 or 0, and never missing. */
type Mode = 'filter' | 'value';

const COMPARED = ['==', '!=', '<', '<=', '>', '>='];
const isCondition = (node: Node): boolean =>
  (node.is === 'binary' && (COMPARED.includes(node.op) || node.op === '&' || node.op === '|')) ||
  (node.is === 'unary' && node.op === '!') ||
  (node.is === 'call' && ['missing', 'mi', 'inlist', 'inrange'].includes(node.name)) ||
  isSample(node);
/** `e(sample)` */
const isSample = (node: Node): boolean =>
  node.is === 'call' && node.name === 'e' && node.args[0]?.is === 'name' && node.args[0].name === 'sample';

/** The rows that Stata's `if` chooses: in Stata a missing value is larger than any number. */
export const conditionWording = (node: Node, scope: Scope): string => new Wording(scope).truth(node, 'filter');
export const truthWording = (node: Node, scope: Scope): string => new Wording(scope).truth(node, 'value');
export const valueWording = (node: Node, scope: Scope): string => new Wording(scope).value(node);

/** Variables that a condition finds a value of in every row that it chooses. */
export function presentBy(node: Node): string[] {
  if (node.is === 'binary' && node.op === '&') return [...presentBy(node.left), ...presentBy(node.right)];
  if (node.is === 'unary' && node.of.is === 'call' && ['missing', 'mi'].includes(node.of.name))
    return node.of.args.flatMap((each) => (each.is === 'name' ? [each.name] : []));
  if (node.is !== 'binary' || node.left.is !== 'name') return [];
  const { op, left, right } = node;
  const isKnown = right.is === 'number' || (right.is === 'string' && right.value !== '');
  if (isKnown && ['==', '<', '<='].includes(op)) return [left.name];
  const isNone = right.is === 'missing' || (right.is === 'string' && right.value === '');
  return isNone && ['!=', '<'].includes(op) ? [left.name] : [];
}

class Wording {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  truth(node: Node, mode: Mode): string {
    if (node.is === 'binary' && node.op === '&') {
      const known = new Set([...this.#scope.present, ...(mode === 'filter' ? presentBy(node) : [])]);
      const inner = new Wording({ ...this.#scope, present: known });
      return [node.left, node.right].map((each) => inner.#within(each, mode, 'and')).join(' and ');
    }
    if (node.is === 'binary' && node.op === '|')
      return [node.left, node.right].map((each) => this.#within(each, mode, 'or')).join(' or ');
    if (node.is === 'unary' && node.op === '!') return this.#not(node.of, mode);
    if (node.is === 'binary' && COMPARED.includes(node.op)) return this.#compared(node, mode);
    if (node.is === 'call' && ['missing', 'mi'].includes(node.name))
      return joinedBy(
        'or',
        node.args.map((each) => `missing(${this.value(each)})`),
      );
    if (isSample(node)) return this.#scope.sample();
    if (node.is === 'call' && node.name === 'inlist') return this.#listed(node.args, mode);
    if (node.is === 'call' && node.name === 'inrange') {
      const [of, low, high] = node.args;
      if (node.args.length !== 3 || high!.is === 'missing' || low!.is === 'missing')
        throw new NotUnderstood('`inrange()` with a missing end is not read');
      const text = this.value(of!);
      return this.#definite(`${text} >= ${this.value(low!)} and ${text} <= ${this.value(high!)}`, [of!], mode);
    }
    if (node.is === 'number') return node.value === 0 ? '1 == 0' : '1 == 1';
    const text = this.value(node);
    const missing = this.#missing(node);
    return missing === undefined ? `${text} != 0` : `(${missing} or ${text} != 0)`;
  }

  /** A part of a condition, in parentheses where the other word joins it. */
  #within(node: Node, mode: Mode, word: 'and' | 'or'): string {
    const text = this.truth(node, mode);
    const isJoined = / (and|or) /.test(text) && !isWrapped(text);
    const isSame = node.is === 'binary' && node.op === (word === 'and' ? '&' : '|');
    return isJoined && !isSame && !(word === 'or' && !/ or /.test(text)) ? `(${text})` : text;
  }

  #not(of: Node, mode: Mode): string {
    if (of.is === 'unary' && of.op === '!') return this.truth(of.of, mode);
    if (of.is === 'call' && ['missing', 'mi'].includes(of.name))
      return joinedBy(
        'and',
        of.args.map((each) => `not missing(${this.value(each)})`),
      );
    // in Stata a missing value is a number, so that one of two comparisons always holds
    if (of.is === 'binary' && COMPARED.includes(of.op)) return this.truth({ ...of, op: opposite[of.op]! }, mode);
    if (of.is === 'binary' && (of.op === '&' || of.op === '|')) {
      const not = (node: Node): Node => ({ is: 'unary', op: '!', of: node });
      return this.truth(
        { is: 'binary', op: of.op === '&' ? '|' : '&', left: not(of.left), right: not(of.right) },
        mode,
      );
    }
    const text = this.truth(of, 'value');
    return isWrapped(text) ? `not ${text}` : `not (${text})`;
  }

  #listed([of, ...items]: readonly Node[], mode: Mode): string {
    if (of === undefined || items.some((each) => each.is === 'missing'))
      throw new NotUnderstood('`inlist()` with a missing value is not read');
    if (items.some((each) => each.is === 'string' && each.value === ''))
      throw new NotUnderstood('`inlist()` with an empty text is not read');
    return this.#definite(`${this.value(of)} in [${items.map((each) => this.value(each)).join(', ')}]`, [of], mode);
  }

  /** A condition that is false where a part of it is missing. */
  #definite(text: string, parts: readonly Node[], mode: Mode): string {
    const missing = mode === 'filter' ? [] : parts.flatMap((each) => this.#missing(each) ?? []);
    return [...missing.map((each) => `not ${each}`), text].join(' and ');
  }

  /** Says whether a value is missing; undefined where it never is. */
  #missing(node: Node): string | undefined {
    if (node.is === 'number' || node.is === 'string' || isCondition(node)) return undefined;
    // numbers of rows are there always
    if (node.is === 'name' && (node.name.startsWith('_') || this.#scope.present.has(node.name))) return undefined;
    return `missing(${this.value(node)})`;
  }

  #compared({ op, left, right }: Node & { readonly is: 'binary' }, mode: Mode): string {
    if (isSample(left) && right.is === 'number' && right.value <= 1 && (op === '==' || op === '!='))
      return (right.value === 1) === (op === '==') ? this.#scope.sample() : `not (${this.#scope.sample()})`;
    const isNone = (node: Node): boolean => node.is === 'missing' || (node.is === 'string' && node.value === '');
    if (isNone(left)) return this.#compared({ is: 'binary', op: turned[op]!, left: right, right: left }, mode);
    if (isNone(right)) {
      const of = `missing(${this.value(left)})`;
      if (op === '==' || op === '>=') return of;
      if (op === '!=' || op === '<') return `not ${of}`;
      throw new NotUnderstood(`a comparison by \`${op}\` with a missing value is not read`);
    }
    const [a, b] = [this.#operand(left), this.#operand(right)];
    const [ma, mb] = [this.#missing(left), this.#missing(right)];
    const plain = `${a} ${op} ${b}`;
    if (ma === undefined && mb === undefined) return plain;
    if (op === '==') {
      if (ma !== undefined && mb !== undefined)
        return `(${this.#definite(plain, [left, right], mode)} or (${ma} and ${mb}))`;
      return this.#definite(plain, [left, right], mode);
    }
    if (op === '!=') {
      if (ma !== undefined && mb !== undefined)
        return `not ${this.#compared({ is: 'binary', op: '==', left, right }, 'value')}`;
      return `(${ma ?? mb} or ${plain})`;
    }
    if (op === '<' || op === '<=') return this.#larger({ op, plain, small: [left, ma], large: [right, mb] }, mode);
    return this.#larger({ op, plain, small: [right, mb], large: [left, ma] }, mode);
  }

  /** A missing value is larger than any number, and as large as another one. */
  #larger(
    {
      op,
      plain,
      small,
      large,
    }: {
      readonly op: string;
      readonly plain: string;
      readonly small: [Node, string | undefined];
      readonly large: [Node, string | undefined];
    },
    mode: Mode,
  ): string {
    const isStrict = op === '<' || op === '>';
    const known = this.#definite(plain, large[1] === undefined ? [small[0]] : [small[0], large[0]], mode);
    if (large[1] === undefined) return known;
    const beyond = isStrict && small[1] !== undefined ? `(${large[1]} and not ${small[1]})` : large[1];
    return `(${beyond} or ${/ and /.test(known) ? `(${known})` : known})`;
  }

  value(node: Node): string {
    switch (node.is) {
      case 'number':
        return node.text.startsWith('.') ? `0${node.text}` : node.text;
      case 'string':
        if (node.value === '') return 'missing()';
        return node.value.includes('"') ? `'${node.value}'` : `"${node.value}"`;
      case 'missing':
        return 'missing()';
      case 'name':
        return this.#named(node.name);
      case 'shift':
        return `${(node.operators.match(/[LFDS]\d*/g) ?? []).join('.')}.${this.#scope.name(node.name)}`;
      case 'row':
        return this.#row(node);
      case 'unary':
        return node.op === '!' ? this.truth(node, 'value') : `-${this.#operand(node.of)}`;
      case 'binary':
        if (isCondition(node)) return this.truth(node, 'value');
        return `${this.#operand(node.left)} ${node.op} ${this.#operand(node.right)}`;
      case 'call':
        return this.#call(node);
      default:
        return node satisfies never;
    }
  }

  #operand(node: Node): string {
    const text = this.value(node);
    return (node.is === 'binary' || node.is === 'unary' || isCondition(node)) && !isWrapped(text) ? `(${text})` : text;
  }

  #named(name: string): string {
    const { by } = this.#scope;
    if (name === '_n') return `row(${this.#groups()})`;
    if (name === '_N') return `count(1, by=[${(by?.columns ?? []).map((each) => this.#scope.name(each)).join(', ')}])`;
    if (name === '_pi') return '3.141592653589793';
    return this.#scope.name(name);
  }

  #groups(): string {
    const { by, name } = this.#scope;
    if (by === undefined || by.order.length === 0)
      throw new NotUnderstood(
        '`_n` hangs on the order of the rows',
        'write `bysort unit (time):` before it, which says the order',
      );
    return `by=[${by.columns.map(name).join(', ')}], order=[${by.order.map(name).join(', ')}]`;
  }

  #row({ name, at }: Node & { readonly is: 'row' }): string {
    const of = this.#scope.name(name);
    if (
      at.is === 'binary' &&
      at.left.is === 'name' &&
      at.left.name === '_n' &&
      at.right.is === 'number' &&
      (at.op === '-' || at.op === '+')
    )
      return `${at.op === '-' ? 'lag' : 'lead'}(${of}${at.right.value === 1 ? '' : `, ${at.right.value}`}, ${this.#groups()})`;
    if (at.is === 'number' && at.value === 1) return `first(${of}, ${this.#groups()})`;
    if (at.is === 'name' && at.name === '_N') return `last(${of}, ${this.#groups()})`;
    throw new NotUnderstood(`the place of the row in \`${name}[…]\` is not read`);
  }

  #call({ name, args }: Node & { readonly is: 'call' }): string {
    const texts = (): string => args.map((each) => this.value(each)).join(', ');
    if (isCondition({ is: 'call', name, args })) return this.truth({ is: 'call', name, args }, 'value');
    if (name === 'cond' && args.length === 3)
      return `if(${this.truth(args[0]!, 'value')}, ${this.value(args[1]!)}, ${this.value(args[2]!)})`;
    if (name === 'log10' && args.length === 1) return `(log(${texts()}) / log(10))`;
    if (name === 'log1p' || name === 'ln1p') return `log(1 + ${this.#operand(args[0]!)})`;
    if (name === 'int' || name === 'trunc') {
      const of = this.value(args[0]!);
      return `if(${of} < 0, ceil(${of}), floor(${of}))`;
    }
    if (name === 'subinstr' || name === 'usubinstr') {
      if (args.length !== 4 || args[3]!.is !== 'missing')
        throw new NotUnderstood(`\`${name}()\` of the first places alone is not read`);
      const to = args[2]!.is === 'string' ? `"${args[2]!.value}"` : this.value(args[2]!);
      return `replace(${this.value(args[0]!)}, ${this.value(args[1]!)}, ${to})`;
    }
    const own = functions[name];
    if (own === undefined) throw new NotUnderstood(`the function \`${name}()\` is not read`, hints[name]);
    return `${own}(${texts()})`;
  }
}

const opposite: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
};
const turned: Readonly<Record<string, string>> = { '==': '==', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** Functions of a row by the name that the pipeline has for them. Stata's `max()` passes over missing values. */
const functions: Readonly<Record<string, string>> = {
  ...Object.fromEntries('log exp sqrt abs floor ceil mod year month quarter'.split(' ').map((name) => [name, name])),
  ln: 'log',
  ceiling: 'ceil',
  max: 'rowmax',
  min: 'rowmin',
  usubstr: 'substr',
  ustrlen: 'length',
  real: 'number',
  ...Object.fromEntries(
    'lower upper trim strlower strupper strtrim ustrlower ustrupper ustrtrim'
      .split(' ')
      .map((name) => [name, name.replace(/^u?str/, '')]),
  ),
};

const random = 'papermake draws no variables: read them from a file';
const bytes = 'it counts bytes; papermake counts characters, as `usubstr()` and `ustrlen()` do';
const hints: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'runiform rnormal uniform invnormal rbinomial runiformint'.split(' ').map((name) => [name, random]),
  ),
  substr: bytes,
  strlen: bytes,
  length: bytes,
  round: 'write `round(x, digits)` in `derive`, which rounds halves away from zero',
  sum: 'a running sum: `cumsum(x, by=[g], order=[t])` in `derive`',
  regexm: '`matches(x, "pattern")` in `derive`',
  strpos: '`matches(x, "text")` in `derive`',
};

/** Tells whether one pair of parentheses is around the whole text. */
function isWrapped(text: string): boolean {
  if (!text.startsWith('(')) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')' && --depth === 0) return i === text.length - 1;
  }
  return false;
}

const joinedBy = (word: 'and' | 'or', parts: readonly string[]): string =>
  parts.length > 1 ? `(${parts.join(` ${word} `)})` : (parts[0] ?? '1 == 0');
