/** Evaluates expressions over the rows of a data set. */
import { calendar, isTimeType, type TimeType } from '../calendar.ts';
import { power } from '../number/power.ts';
import { type Diagnostic, Refusal } from '../problem.ts';
import { suggest } from '../text/suggest.ts';
import { checkCondition, checkExpression, type ValueType } from './check.ts';
import { signatureOf } from './functions.ts';
import { printExpression } from './print.ts';
import { rowFunctions } from './rows/registry.ts';
import { argumentKind } from './signature.ts';
import { type CallNode, type ComparisonOp, type Expression, givesNothing, isNothing, type PathNode } from './tree.ts';
import type { Values } from './values.ts';

/** The rows an expression is evaluated over; a data frame is one. Missing: NaN in numbers, −1 in codes. */
export interface Rows {
  readonly nrows: number;
  has(name: string): boolean;
  type(name: string): 'number' | 'string' | 'category' | TimeType;
  numbers(name: string): Float64Array;
  codes(name: string): { readonly codes: Int32Array; readonly levels: readonly string[] };
}

/** A note for the reader: rows where a function was undefined, or a text that no row holds. */
export type EvaluationNote =
  | { readonly is: 'undefined'; readonly text: string; readonly count: number }
  | {
      readonly is: 'unmatched';
      readonly literal: string;
      readonly variable: string;
      readonly near: string | undefined;
    };

export interface Evaluated {
  readonly value: Values;
  readonly notes: readonly EvaluationNote[];
}

/** A call of a function of columns, its arguments evaluated. */
export interface ColumnCall {
  readonly name: string;
  /** The first argument; 1 in every row where there is none. */
  readonly of: Values;
  /** The numbers behind it, as they stand. */
  readonly numbers: readonly number[];
  /** Further arguments, of functions that take columns there. */
  readonly also: readonly Values[];
  /** The columns of `by=`; undefined where it was not written. */
  readonly by: readonly string[] | undefined;
  /** Columns of other names. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** The columns of `order=`; undefined where it was not written. */
  readonly order: readonly { readonly name: string; readonly descending: boolean }[] | undefined;
  /** Names of flags that are `true`. */
  readonly flags: ReadonlySet<string>;
  readonly words: Readonly<Record<string, string>>;
}

export interface EvaluateOptions {
  /** Names for did-you-mean; what the rows are called in messages. */
  readonly names?: readonly string[];
  readonly of?: string;
  /** Evaluates functions of columns, where they are allowed. */
  readonly columns?: (call: ColumnCall) => Values;
  /** Gives a path a meaning, as lags have in formulas. */
  readonly path?: (node: PathNode) => Float64Array | undefined;
}

/**
 * Evaluates over all rows. Missing values spread through arithmetic and comparisons; `and`, `or`, `not` follow
 * Kleene; a value that is not defined (log of 0, division by 0, overflow) is missing and noted. Throws Refusal on
 * unknown variables and type errors. O(rows × nodes).
 */
export function evaluateExpression(root: Expression, rows: Rows, options: EvaluateOptions = {}): Evaluated {
  refuse(checkExpression(root, scopeOf(rows, options)).problems[0]);
  const evaluator = new Evaluator(rows, options);
  return { value: evaluator.value(root), notes: evaluator.notes };
}

/** Evaluates a condition: 1 true, 0 false, NaN missing. */
export function evaluateCondition(
  root: Expression,
  rows: Rows,
  options: EvaluateOptions = {},
): { readonly values: Float64Array; readonly notes: readonly EvaluationNote[] } {
  refuse(checkCondition(root, scopeOf(rows, options))[0]);
  const evaluator = new Evaluator(rows, options);
  return { values: evaluator.numbers(root), notes: evaluator.notes };
}

function refuse(problem: Diagnostic | undefined): void {
  if (problem !== undefined) throw new Refusal(problem.code, problem.message, { hint: problem.hint });
}

function scopeOf(rows: Rows, options: EvaluateOptions) {
  const type = (name: string): ValueType | undefined => {
    if (!rows.has(name)) return undefined;
    const found = rows.type(name);
    return found === 'string' || found === 'category' ? 'text' : found;
  };
  const path = (node: PathNode): ValueType | undefined => (options.path?.(node) === undefined ? undefined : 'number');
  const columns = options.columns !== undefined;
  return { type, names: options.names ?? [], of: options.of ?? 'the data', columns, path };
}

/** Defines the operators and functions on numbers. Claims use them too. */
export const comparisons: Readonly<Record<ComparisonOp, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

type Numeric = (a: number, b: number) => number;
export const binaries: Readonly<Record<string, Numeric>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': power,
  min: Math.min,
  max: Math.max,
  round: (x, digits) => rounded(x, digits),
  // Not defined for divisors that are not positive, as in Stata.
  mod: (x, y) => (y > 0 ? x - y * Math.floor(x / y) : Number.NaN),
  // Kleene: a known false decides `and`, a known true decides `or`, whatever is missing beside it.
  and: (a, b) => (a === 0 || b === 0 ? 0 : a * b),
  or: (a, b) => (a === 1 || b === 1 ? 1 : a + b),
};

export const unaries: Readonly<Record<string, (a: number) => number>> = {
  '-': (a) => -a,
  not: (a) => 1 - a,
  log: Math.log,
  exp: Math.exp,
  sqrt: Math.sqrt,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  round: (a) => rounded(a, 0),
};

/** Rounds to the nearest, halves away from zero, by the number's exact decimal value. */
const rounded = (x: number, digits: number): number => (Math.abs(x) < 1e21 ? Number(x.toFixed(digits)) : x);

class Evaluator {
  readonly notes: EvaluationNote[] = [];
  readonly #rows: Rows;
  readonly #options: EvaluateOptions;

  constructor(rows: Rows, options: EvaluateOptions) {
    this.#rows = rows;
    this.#options = options;
  }

  value(node: Expression): Values {
    switch (node.is) {
      case 'number':
        return { type: 'number', values: new Float64Array(this.#rows.nrows).fill(node.value) };
      case 'string':
        return { type: 'text', codes: new Int32Array(this.#rows.nrows), levels: [node.value] };
      case 'name':
        return this.#column(node.name);
      case 'path':
        return { type: 'number', values: this.#options.path!(node)! };
      case 'unary':
        return { type: node.op === 'not' ? 'boolean' : 'number', values: this.#map(node.op, node.of, node) };
      case 'binary':
        return this.#binary(node);
      case 'in':
        return { type: 'boolean', values: this.#member(node) };
      case 'call':
        return this.#call(node);
      default:
        return node satisfies never;
    }
  }

  numbers(node: Expression): Float64Array {
    const value = this.value(node);
    if (value.type === 'text') throw new Error(`text where numbers were checked: ${printExpression(node)}`);
    return value.values;
  }

  #column(name: string): Values {
    const type = this.#rows.type(name);
    if (type === 'string') return { type: 'text', ...this.#rows.codes(name) };
    if (type === 'category') return { type: 'text', ...this.#rows.codes(name), isOrdered: true };
    return { type, values: this.#rows.numbers(name) };
  }

  #map(name: string, of: Expression, node: Expression): Float64Array {
    const f = unaries[name]!;
    const values = this.numbers(of);
    const out = new Float64Array(values.length);
    let undefinedRows = 0;
    for (let i = 0; i < out.length; i++) {
      out[i] = f(values[i]!);
      if (!Number.isFinite(out[i]!) && !Number.isNaN(values[i]!)) {
        out[i] = Number.NaN;
        undefinedRows++;
      }
    }
    this.#note(node, undefinedRows);
    return out;
  }

  #zip(name: string, a: Float64Array, b: Float64Array, node: Expression): Float64Array {
    const f = binaries[name]!;
    const strict = name !== 'and' && name !== 'or';
    const out = new Float64Array(a.length);
    let undefinedRows = 0;
    for (let i = 0; i < out.length; i++) {
      const gap = Number.isNaN(a[i]!) || Number.isNaN(b[i]!);
      out[i] = strict && gap ? Number.NaN : f(a[i]!, b[i]!);
      if (!gap && !Number.isFinite(out[i]!)) {
        out[i] = Number.NaN;
        undefinedRows++;
      }
    }
    this.#note(node, undefinedRows);
    return out;
  }

  #note(node: Expression, count: number): void {
    if (count > 0) this.notes.push({ is: 'undefined', text: printExpression(node), count });
  }

  #binary(node: Expression & { is: 'binary' }): Values {
    const { op } = node;
    if (op in comparisons) {
      return { type: 'boolean', values: this.#compare(op as ComparisonOp, node.left, node.right) };
    }
    const values = this.#zip(op, this.numbers(node.left), this.numbers(node.right), node);
    return { type: op === 'and' || op === 'or' ? 'boolean' : 'number', values };
  }

  #compare(op: ComparisonOp, leftNode: Expression, rightNode: Expression): Float64Array {
    const { left, right } = this.#aligned(leftNode, rightNode);
    const f = comparisons[op];
    const out = new Float64Array(this.#rows.nrows);
    for (let i = 0; i < out.length; i++) {
      const [a, b] = [left[i]!, right[i]!];
      out[i] = Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : f(a, b) ? 1 : 0;
    }
    return out;
  }

  /** Turns both sides to numbers that are equal where the values are; text becomes the codes of one dictionary. */
  #aligned(leftNode: Expression, rightNode: Expression): { left: Float64Array; right: Float64Array } {
    const [left, right] = [this.value(leftNode), this.value(rightNode)];
    if (left.type !== 'text' && right.type !== 'text') return { left: left.values, right: right.values };
    if (left.type !== 'text') return { left: left.values, right: this.#times(rightNode, left.type) };
    if (right.type !== 'text') return { left: this.#times(leftNode, right.type), right: right.values };
    this.#noteUnmatched(leftNode, left, rightNode);
    this.#noteUnmatched(rightNode, right, leftNode);
    const dictionary = new Map<string, number>();
    return { left: recode(left, dictionary), right: recode(right, dictionary) };
  }

  #times(node: Expression, type: string): Float64Array {
    const value = node.is === 'string' && isTimeType(type) ? calendar[type].parse(node.value) : Number.NaN;
    if (Number.isNaN(value)) throw new Error(`no ${type} where one was checked: ${printExpression(node)}`);
    return new Float64Array(this.#rows.nrows).fill(value);
  }

  #noteUnmatched(columnNode: Expression, column: Values & { type: 'text' }, literal: Expression): void {
    if (columnNode.is !== 'name' || literal.is !== 'string' || column.levels.includes(literal.value)) return;
    const { levels } = column;
    const { value } = literal;
    this.notes.push({
      is: 'unmatched',
      literal: value,
      variable: columnNode.name,
      // sought when somebody asks: there may be many levels
      get near() {
        return suggest(value, levels);
      },
    });
  }

  #member(node: Expression & { is: 'in' }): Float64Array {
    if ('is' in node.within) throw new Error('range where a list was checked');
    const out = new Float64Array(this.#rows.nrows);
    for (const item of node.within) {
      const equal = this.#compare('==', node.of, item);
      for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(equal[i]!) ? Number.NaN : Math.max(out[i]!, equal[i]!);
    }
    return node.negated ? out.map((x) => 1 - x) : out;
  }

  #call(node: CallNode): Values {
    if (signatureOf(node).over === 'columns') return this.#columnCall(node);
    if (isNothing(node)) return this.#nothing();
    const [first, ...rest] = node.args as readonly [Expression, ...Expression[]];
    if (node.name === 'missing') return { type: 'boolean', values: missingOf(this.value(first)) };
    if (node.name === 'if') return this.#choice(this.numbers(first), rest[0]!, rest[1]!);
    if (Object.hasOwn(rowFunctions, node.name)) return this.#rowCall(node);
    if (rest.length === 0) return { type: 'number', values: this.#map(node.name, first, node) };
    const values = rest.reduce((a, b) => this.#zip(node.name, a, this.numbers(b), node), this.numbers(first));
    return { type: 'number', values };
  }

  #nothing(): Values & { readonly type: 'number' } {
    return { type: 'number', values: new Float64Array(this.#rows.nrows).fill(Number.NaN) };
  }

  #rowCall(node: CallNode): Values {
    const signature = signatureOf(node);
    const given = node.args.map((arg) => this.value(arg));
    const time = given.map(({ type }) => type).find(isTimeType);
    // a time in quotes is of the type of the other
    const args = given.map((value, i): Values => {
      const isTime = argumentKind(signature, i) === 'time' && value.type === 'text' && time !== undefined;
      return isTime ? { type: time, values: this.#times(node.args[i]!, time) } : value;
    });
    const value = rowFunctions[node.name]!({ args, words: wordsOf(node), nrows: this.#rows.nrows });
    return value.type === 'number' ? { ...value, values: this.#finite(value.values, node) } : value;
  }

  #columnCall(node: CallNode): Values {
    const { name, args, named } = node;
    const [first, ...rest] = args;
    const flags = named.flatMap(({ name: flag, value }) => (value.is === 'flag' && value.value ? [flag] : []));
    const lists = named.flatMap((each) =>
      each.value.is === 'names' ? [[each.name, each.value.names.map((column) => column.name)] as const] : [],
    );
    const keys = named.flatMap(({ value }) => (value.is === 'order' ? [value.keys] : []))[0];
    const { by, ...names } = Object.fromEntries(lists) as Readonly<Record<string, readonly string[]>>;
    const value = this.#options.columns!({
      name,
      of:
        first === undefined
          ? { type: 'number', values: new Float64Array(this.#rows.nrows).fill(1) }
          : this.value(first),
      numbers: rest.flatMap((each) => (each.is === 'number' ? [each.value] : [])),
      also: signatureOf(node).takes === undefined ? [] : rest.map((each) => this.value(each)),
      by,
      names,
      order: keys?.map(({ of, descending }) => ({ name: of.name, descending })),
      flags: new Set(flags),
      words: wordsOf(node),
    });
    return value.type === 'number' ? { ...value, values: this.#finite(value.values, node) } : value;
  }

  /** Turns results that are not finite into missing values, and notes how many rows they are. */
  #finite(values: Float64Array, node: Expression): Float64Array {
    const isUndefined = (value: number): boolean => !Number.isFinite(value) && !Number.isNaN(value);
    const undefinedRows = values.reduce((total, value) => total + Number(isUndefined(value)), 0);
    this.#note(node, undefinedRows);
    return undefinedRows === 0 ? values : values.map((value) => (isUndefined(value) ? Number.NaN : value));
  }

  /** No value, where it stands beside a text, is a missing text. */
  #likeEachOther(yes: Values, yesNode: Expression, no: Values, noNode: Expression): readonly [Values, Values] {
    const none: Values = { type: 'text', codes: new Int32Array(this.#rows.nrows).fill(-1), levels: [] };
    const like = (value: Values, node: Expression, other: Values): Values => {
      if (!givesNothing(node)) return value;
      return other.type === 'text' ? none : { type: other.type, values: this.#nothing().values };
    };
    return [like(yes, yesNode, no), like(no, noNode, yes)];
  }

  #choice(condition: Float64Array, yesNode: Expression, noNode: Expression): Values {
    const [yes, no] = this.#likeEachOther(this.value(yesNode), yesNode, this.value(noNode), noNode);
    const pick = (a: ArrayLike<number>, b: ArrayLike<number>, gap: number) => (c: number, i: number) =>
      Number.isNaN(c) ? gap : c === 1 ? a[i]! : b[i]!;
    if (yes.type !== 'text' && no.type !== 'text') {
      const type = yes.type === no.type ? yes.type : 'number';
      return { type, values: condition.map(pick(yes.values, no.values, Number.NaN)) };
    }
    if (yes.type !== 'text' || no.type !== 'text') throw new Error('mixed types where one was checked');
    const dictionary = new Map<string, number>();
    const [a, b] = [recode(yes, dictionary), recode(no, dictionary)];
    const chosen = condition.map(pick(a, b, Number.NaN));
    const codes = Int32Array.from(chosen, (c) => (Number.isNaN(c) ? -1 : c));
    return { type: 'text', codes, levels: [...dictionary.keys()] };
  }
}

const wordsOf = ({ named }: CallNode): Readonly<Record<string, string>> =>
  Object.fromEntries(named.flatMap(({ name, value }) => (value.is === 'word' ? [[name, value.word] as const] : [])));

function recode(text: Values & { type: 'text' }, dictionary: Map<string, number>): Float64Array {
  const map = text.levels.map((level) => {
    if (!dictionary.has(level)) dictionary.set(level, dictionary.size);
    return dictionary.get(level)!;
  });
  return Float64Array.from(text.codes, (code) => (code < 0 ? Number.NaN : map[code]!));
}

function missingOf(value: Values): Float64Array {
  if (value.type === 'text') return Float64Array.from(value.codes, (code) => (code < 0 ? 1 : 0));
  return value.values.map((x) => (Number.isNaN(x) ? 1 : 0));
}
