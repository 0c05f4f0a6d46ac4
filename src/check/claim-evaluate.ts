/** Evaluates a claim over results, and names the numbers that broke it. */

import { binaries, comparisons, unaries } from '../base/expression/evaluate.ts';
import { printExpression } from '../base/expression/print.ts';
import type { BinaryNode, CallNode, ComparisonOp, Expression, MemberNode } from '../base/expression/tree.ts';
import {
  allOf,
  anyOf,
  type ClaimSeries,
  type ClaimValue,
  type Item,
  mustBeCondition,
  not,
  number,
  truth,
} from './claim-values.ts';
import { exactNumber, shortNumber } from './numbers.ts';

/** One comparison that did not come out as the claim needs it. */
export interface Broken {
  /** The number's path: `baseline.main.2.NQP.p`. */
  readonly of: string;
  /** The number, `0.0123`, or why it is not defined. */
  readonly value: string;
  /** The condition that the claim needs, such as `< 0.01`; empty where the value is undefined. */
  readonly expected: string;
}

export interface ClaimVerdict {
  /** Is true where the claim holds. A claim about an undefined number does not hold. */
  readonly holds: boolean;
  readonly broken: readonly Broken[];
}

export const brokenText = ({ of, value, expected }: Broken): string =>
  expected === '' ? `\`${of}\` is not defined: ${value}` : `${of} = ${value}, expected ${expected}`;

/** Evaluates a claim. `read` gives what a printed path stands for. `checkClaim` must have found nothing wrong, which would throw here. */
export function evaluateClaim(claim: Expression, read: (path: string) => ClaimSeries): ClaimVerdict {
  const evaluator = new Evaluator(read);
  const value = evaluator.value(claim, 0);
  const holds = value.is === 'truth' && value.value;
  return { holds, broken: holds ? [] : unique(evaluator.explain(claim, 0, true)) };
}

/** The value of an expression that is no condition. `read` gives what a printed path or name stands for, which is one value each. */
export const evaluateNumber = (of: Expression, read: (path: string) => ClaimSeries): ClaimValue =>
  new Evaluator(read).value(of, 0);

function unique(broken: readonly Broken[]): Broken[] {
  const seen = new Map(broken.map((each) => [brokenText(each), each]));
  return [...seen.values()];
}

class Evaluator {
  readonly #read: (path: string) => ClaimSeries;

  constructor(read: (path: string) => ClaimSeries) {
    this.#read = read;
  }

  /** The value of an expression; `i` chooses among the values of paths that stand for many. */
  value(node: Expression, i: number): ClaimValue {
    switch (node.is) {
      case 'number':
        return number(node.value);
      case 'string':
        return { is: 'text', value: node.value };
      case 'name':
      case 'path': {
        return this.#item(node, i).value;
      }
      case 'unary':
        return node.op === 'not' ? not(this.value(node.of, i)) : this.#numeric('-', unaries['-']!, [node.of], i);
      case 'binary':
        return this.#binary(node, i);
      case 'in':
        return this.#member(node, i);
      case 'call':
        return this.#call(node, i);
      default:
        return node satisfies never;
    }
  }

  #binary(node: BinaryNode, i: number): ClaimValue {
    const operands = [node.left, node.right];
    if (node.op === 'and') return allOf(operands.map((each) => this.value(each, i)));
    if (node.op === 'or') return anyOf(operands.map((each) => this.value(each, i)));
    if (!(node.op in comparisons)) return this.#numeric(node.op, binaries[node.op]!, operands, i);
    return compare(node.op as ComparisonOp, this.value(node.left, i), this.value(node.right, i));
  }

  #numeric(name: string, f: (...numbers: number[]) => number, args: readonly Expression[], i: number): ClaimValue {
    const values = args.map((arg) => this.value(arg, i));
    const gap = values.find((value) => value.is === 'undefined');
    if (gap) return gap;
    return number(f(...values.map((value) => numberIn(value, name))));
  }

  #member(node: MemberNode, i: number): ClaimValue {
    const value = this.value(node.of, i);
    if (!('is' in node.within)) {
      const found = anyOf(node.within.map((item) => compare('==', value, this.value(item, i))));
      return node.negated ? not(found) : found;
    }
    const ends = this.#range(node.within);
    if (!ends) return { is: 'undefined', why: `${printExpression(node.within)} is empty` };
    const inside = allOf([compare('>=', value, ends[0]), compare('<=', value, ends[1])]);
    return node.negated ? not(inside) : inside;
  }

  /** The least and the greatest of the values that are defined. */
  #range(call: CallNode): [ClaimValue, ClaimValue] | undefined {
    const numbers = this.#each(call.args[0]!).flatMap((value) => (value.is === 'number' ? [value.value] : []));
    if (numbers.length === 0) return undefined;
    const least = numbers.reduce((a, b) => Math.min(a, b));
    const greatest = numbers.reduce((a, b) => Math.max(a, b));
    return [number(least), number(greatest)];
  }

  #call(node: CallNode, i: number): ClaimValue {
    const [first, ...rest] = node.args as readonly [Expression, ...Expression[]];
    switch (node.name) {
      case 'all':
        return allOf(this.#each(first));
      case 'any':
        return anyOf(this.#each(first));
      case 'count':
        return number(this.#each(first).filter(counts).length);
      case 'missing':
        return truth(this.value(first, i).is === 'undefined');
      case 'if': {
        const condition = this.value(first, i);
        mustBeCondition(condition);
        return condition.is === 'truth' ? this.value(rest[condition.value ? 0 : 1]!, i) : condition;
      }
      case 'min':
      case 'max':
        return this.#numeric(node.name, node.name === 'min' ? Math.min : Math.max, node.args, i);
      default:
        return this.#numeric(node.name, rest.length > 0 ? binaries[node.name]! : unaries[node.name]!, node.args, i);
    }
  }

  #each(node: Expression): ClaimValue[] {
    return Array.from({ length: lengthOf(node, this.#read) }, (_, i) => this.value(node, i));
  }

  /** The comparisons because of which `node` is not `want`. */
  explain(node: Expression, i: number, want: boolean): Broken[] {
    const value = this.value(node, i);
    if (value.is === 'truth' && value.value === want) return [];
    switch (node.is) {
      case 'unary':
        return node.op === 'not' ? this.explain(node.of, i, !want) : [];
      case 'binary':
        if (node.op === 'and' || node.op === 'or')
          return [...this.explain(node.left, i, want), ...this.explain(node.right, i, want)];
        return this.#brokenComparison(node, i, want);
      case 'in':
        return this.#brokenMember(node, i, want);
      case 'call':
        if (node.name !== 'all' && node.name !== 'any') return this.#brokenTruth(node, value, want);
        return Array.from({ length: lengthOf(node.args[0]!, this.#read) }, (_, k) =>
          this.explain(node.args[0]!, k, want),
        ).flat();
      default:
        return this.#brokenTruth(node, value, want);
    }
  }

  #brokenTruth(node: Expression, value: ClaimValue, want: boolean): Broken[] {
    const of = printExpression(node);
    if (value.is === 'undefined') return [{ of, value: value.why, expected: '' }];
    return [{ of, value: String(!want), expected: String(want) }];
  }

  #brokenComparison(node: BinaryNode, i: number, want: boolean): Broken[] {
    // The result stands first, however the comparison was written: `0.01 > x` is about x.
    const flip = isLiteral(node.left) && !isLiteral(node.right);
    const [left, right] = flip ? [node.right, node.left] : [node.left, node.right];
    const op = flip ? (mirrored[node.op] ?? node.op) : node.op;
    const undefinedOnes = this.#undefined([left, right], i);
    if (undefinedOnes.length > 0) return undefinedOnes;
    const [a, b] = [this.value(left, i), this.value(right, i)];
    const shown = shownApart(a, b);
    const bound = isLiteral(right) ? shown[1] : `${this.#label(right, i)} = ${shown[1]}`;
    return [{ of: this.#label(left, i), value: shown[0], expected: `${want ? '' : 'not '}${op} ${bound}` }];
  }

  #brokenMember(node: MemberNode, i: number, want: boolean): Broken[] {
    const undefinedOnes = this.#undefined([node.of], i);
    if (undefinedOnes.length > 0) return undefinedOnes;
    const value = this.value(node.of, i);
    const negated = node.negated === want ? 'not ' : '';
    const of = this.#label(node.of, i);
    if (!('is' in node.within)) {
      const list = node.within.map(printExpression).join(', ');
      return [{ of, value: shown(value), expected: `${negated}in [${list}]` }];
    }
    const text = printExpression(node.within);
    const ends = this.#range(node.within);
    if (!ends) return [{ of: text, value: 'it is empty', expected: '' }];
    const near = ends.map((end) => shownApart(value, end)[1]);
    return [
      {
        of,
        value: shown(value),
        expected: `${negated}in [${near.join(', ')}], the ${text.replace('(', ' of ').replace(/\)$/, '')}`,
      },
    ];
  }

  #undefined(nodes: readonly Expression[], i: number): Broken[] {
    return nodes.flatMap((node): Broken[] => {
      const value = this.value(node, i);
      return value.is === 'undefined' ? [{ of: this.#label(node, i), value: value.why, expected: '' }] : [];
    });
  }

  /** The expression with the nodes that its globs stand for here. */
  #label(node: Expression, i: number): string {
    const paths = pathsIn(node);
    if (node.is === 'path') return this.#labelOf(node, i);
    const values = paths
      .map((path) => [this.#labelOf(path, i), shown(this.value(path, i))] as const)
      .map(([label, value]) => `${label} = ${value}`);
    return values.length === 0
      ? printExpression(node)
      : `${printExpression(node)} (${[...new Set(values)].join(', ')})`;
  }

  #labelOf(path: Expression, i: number): string {
    return this.#item(path, i).label;
  }

  #item(path: Expression, i: number): Item {
    const { many, items } = this.#read(printExpression(path));
    const item = items[many ? i : 0];
    if (item) return item;
    throw new TypeError(
      `\`${printExpression(path)}\` stands for ${items.length} numbers, not as many as what it is compared with`,
    );
  }
}

/** Tells whether `count` counts a value: truths that are true, defined numbers and texts. */
const counts = (value: ClaimValue): boolean => (value.is === 'truth' ? value.value : value.is !== 'undefined');

const mirrored: Readonly<Record<string, ComparisonOp>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const isLiteral = (node: Expression): boolean => node.is === 'number' || node.is === 'string';

function numberIn(value: ClaimValue, what: string): number {
  if (value.is === 'number') return value.value;
  if (value.is === 'truth') return value.value ? 1 : 0;
  throw new TypeError(
    `\`${what}\` takes numbers, got ${value.is === 'text' ? `the text "${value.value}"` : 'nothing'}`,
  );
}

function compare(op: ComparisonOp, left: ClaimValue, right: ClaimValue): ClaimValue {
  if (left.is === 'undefined') return left;
  if (right.is === 'undefined') return right;
  if (left.is === 'text' && right.is === 'text' && (op === '==' || op === '!='))
    return truth((left.value === right.value) === (op === '=='));
  return truth(comparisons[op](numberIn(left, op), numberIn(right, op)));
}

const shown = (value: ClaimValue): string =>
  value.is === 'number' ? shortNumber(value.value) : value.is === 'undefined' ? value.why : String(value.value);

/** Two numbers rounded for reading, but never so that they look alike when they differ. */
function shownApart(a: ClaimValue, b: ClaimValue): [string, string] {
  const [left, right] = [shown(a), shown(b)];
  if (left !== right || a.is !== 'number' || b.is !== 'number' || a.value === b.value) return [left, right];
  return [exactNumber(a.value), exactNumber(b.value)];
}

/** Paths outside nested `all`, `any`, `count` and `range`, which have elements of their own. */
export function pathsIn(node: Expression): Expression[] {
  switch (node.is) {
    case 'number':
    case 'string':
      return [];
    case 'name':
    case 'path':
      return [node];
    case 'unary':
      return pathsIn(node.of);
    case 'binary':
      return [...pathsIn(node.left), ...pathsIn(node.right)];
    case 'in':
      return pathsIn(node.of);
    case 'call':
      return overElements.has(node.name) ? [] : node.args.flatMap(pathsIn);
    default:
      return node satisfies never;
  }
}

export const overElements: ReadonlySet<string> = new Set(['all', 'any', 'count', 'range']);

/** Returns the number of elements of an expression: that of its paths with many elements, or one. */
function lengthOf(node: Expression, read: (path: string) => ClaimSeries): number {
  const many = pathsIn(node)
    .map((path) => read(printExpression(path)))
    .find((series) => series.many);
  return many === undefined ? 1 : many.items.length;
}
