/** Expressions of pipeline.yaml as Stata's, in which a missing value is larger than any number and must be kept out. */
import { calendar, isTimeType, type TimeType } from '../../base/calendar.ts';
import { lagOfPath } from '../../base/expression/lag.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import type { BinaryNode, Expression, MemberNode } from '../../base/expression/tree.ts';
import { freeVariables } from '../../base/expression/tree.ts';
import { memo } from '../../base/memo.ts';
import type { ExportedData } from '../data.ts';
import { Untranslatable } from '../untranslatable.ts';
import { type StataNames, stataNumber, stataRemark } from './names.ts';

/** Data, and what the names of an expression are in the code. */
interface CodeScope {
  readonly data: ExportedData;
  readonly names: Pick<StataNames, 'of'>;
}

export interface StataScope extends CodeScope {
  readonly names: StataNames;
}

const functions: Readonly<Record<string, string>> = {
  log: 'ln',
  exp: 'exp',
  sqrt: 'sqrt',
  abs: 'abs',
  floor: 'floor',
  ceil: 'ceil',
  missing: 'missing',
};

/** A condition that is true where papermake's is, and false where that is missing. */
export function stataCondition(text: string, scope: CodeScope): string {
  const tree = parsed(text);
  const written = code(tree, scope);
  if (isEither(tree))
    throw new Untranslatable(`the condition \`${text}\` has \`or\` or \`not\` of values that may be missing`);
  const present = isGuarded(tree) ? [] : [...new Set(compared(tree))].map((name) => scope.names.of(name));
  return present.length === 0 ? written : `${written} & !missing(${present.join(', ')})`;
}

/** Equalities and lists are false where a value is missing. */
const isGuarded = (tree: Expression): boolean =>
  (tree.is === 'binary' && tree.op === '==') ||
  (tree.is === 'in' && !tree.negated) ||
  (tree.is === 'binary' && (tree.op === '<' || tree.op === '<=') && tree.right.is === 'number') ||
  (tree.is === 'binary' && tree.op === 'and' && isGuarded(tree.left) && isGuarded(tree.right));

/** `missing(x)`, which is true or false in every row. */
const asksPresence = (tree: Expression): boolean =>
  tree.is === 'call' && tree.name === 'missing' && tree.args.length > 0 && tree.args.every(({ is }) => is === 'name');

/** Variables whose values a condition is about. */
const compared = (tree: Expression): readonly string[] => {
  if (asksPresence(tree)) return [];
  if (tree.is === 'unary') return compared(tree.of);
  return tree.is === 'binary' && tree.op === 'and'
    ? [...compared(tree.left), ...compared(tree.right)]
    : freeVariables(tree);
};

/** A condition where a missing value does not decide alone. */
const isEither = (tree: Expression): boolean => {
  if (asksPresence(tree)) return false;
  if (tree.is === 'call') return tree.name === 'missing' || tree.name === 'if';
  if (tree.is === 'unary') return tree.op === 'not' && !asksPresence(tree.of);
  if (tree.is !== 'binary') return false;
  return tree.op === 'or' || isEither(tree.left) || isEither(tree.right);
};

export const stataExpression = (tree: Expression, scope: CodeScope): string => code(tree, scope);

const parsed = memo((text: string): Expression => {
  const found = parseExpression(text);
  if (!found.ok) throw new Error(`not a canonical expression: ${text}`);
  return found.ast;
});

const operators: Readonly<Record<BinaryNode['op'], string>> = {
  or: '|',
  and: '&',
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '^': '^',
};

function code(node: Expression, scope: CodeScope): string {
  switch (node.is) {
    case 'number':
      return stataNumber(node.value);
    case 'string':
      throw new Untranslatable('a text stands where its column is not known');
    case 'name':
      return scope.names.of(node.name);
    case 'path': {
      const lag = lagOfPath(node);
      if (lag === undefined) throw new Untranslatable('a path is no variable');
      const shifts = [...lag.operators].reverse().map(({ is, order }) => `${is}${order === 1 ? '' : order}`);
      return `${shifts.join('')}.${scope.names.of(lag.column)}`;
    }
    case 'unary':
      return `${node.op === 'not' ? '!' : '-'}${wrapped(node.of, scope)}`;
    case 'binary':
      return binary(node, scope);
    case 'in':
      return membership(node, scope);
    case 'call': {
      if (node.name === 'missing' && node.args.length === 0) return '.';
      const of = functions[node.name];
      if (of === undefined) throw new Untranslatable(`the function \`${node.name}\` has no direct form in Stata`);
      return `${of}(${node.args.map((each) => code(each, scope)).join(', ')})`;
    }
    default:
      return node satisfies never;
  }
}

const wrapped = (node: Expression, scope: CodeScope): string =>
  node.is === 'binary' || node.is === 'unary' || (node.is === 'number' && node.value < 0)
    ? `(${code(node, scope)})`
    : code(node, scope);

function binary({ op, left, right }: BinaryNode, scope: CodeScope): string {
  if (op === 'and') return `${code(left, scope)} & ${code(right, scope)}`;
  return `${beside(left, right, scope)} ${operators[op]} ${beside(right, left, scope)}`;
}

/** A text beside a column of texts is the code that the data have for it, and beside a time the number of that. */
function beside(node: Expression, other: Expression, scope: CodeScope): string {
  if (node.is !== 'string' || other.is !== 'name') return wrapped(node, scope);
  const type = scope.data.type(other.name);
  if (isTimeType(type)) return timeCode(type, node.value);
  return levelCode(other.name, node.value, scope);
}

/** A month or quarter as Stata writes it, since it counts them as papermake does; of a day, its number with the day beside it. */
function timeCode(type: TimeType, text: string): string {
  const { parse, print } = calendar[type];
  const value = parse(text);
  const { literal } = stataTimes[type];
  return literal === null ? `${value} ${stataRemark(print(value))}` : `${literal}(${print(value)})`;
}

/** Gives how Stata writes a time of each kind, and the format of a variable that holds them. Days it counts from 1960, and not from 1970. */
export const stataTimes: Readonly<Record<TimeType, { readonly literal: string | null; readonly format: string }>> = {
  date: { literal: null, format: '%10.0g' },
  month: { literal: 'tm', format: '%tm' },
  quarter: { literal: 'tq', format: '%tq' },
};

/** The code of a level, with the level beside it for the reader. */
export function levelCode(column: string, level: string, { data }: CodeScope): string {
  const at = data.levels(column).indexOf(level);
  return `${at + 1} ${stataRemark(level)}`;
}

/** Says whether a column has a level, which results call by a text. */
export function isLevel(column: string, level: string, scope: CodeScope): string {
  const type = scope.data.type(column);
  const value =
    type === 'number'
      ? stataNumber(Number(level))
      : isTimeType(type)
        ? timeCode(type, level)
        : levelCode(column, level, scope);
  return `${scope.names.of(column)} == ${value}`;
}

function membership({ of, within, negated }: MemberNode, scope: CodeScope): string {
  if ('is' in within) throw new Untranslatable('a range is of results');
  const items = within.map((item) => beside(item, of, scope));
  return `${negated ? '!' : ''}inlist(${code(of, scope)}, ${items.join(', ')})`;
}
