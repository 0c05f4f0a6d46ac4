/** Expressions of pipeline.yaml as R code over the columns of a data frame. */
import { calendar, isTimeType } from '../../base/calendar.ts';
import { lagOfPath } from '../../base/expression/lag.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import type { BinaryNode, CallNode, Expression, MemberNode } from '../../base/expression/tree.ts';
import type { ExportedData } from '../data.ts';
import { Untranslatable } from '../untranslatable.ts';
import { rName, rNumber, rText } from './names.ts';

/** Ranks operators by how tightly R binds them; a part of a lower rank is put in parentheses. */
const ranks = { or: 1, and: 2, not: 3, compare: 4, sum: 5, product: 6, minus: 7, power: 8, primary: 9 } as const;

interface Code {
  readonly text: string;
  readonly rank: number;
}

const operators: Readonly<Record<BinaryNode['op'], { readonly text: string; readonly rank: number }>> = {
  or: { text: '|', rank: ranks.or },
  and: { text: '&', rank: ranks.and },
  '==': { text: '==', rank: ranks.compare },
  '!=': { text: '!=', rank: ranks.compare },
  '<': { text: '<', rank: ranks.compare },
  '<=': { text: '<=', rank: ranks.compare },
  '>': { text: '>', rank: ranks.compare },
  '>=': { text: '>=', rank: ranks.compare },
  '+': { text: '+', rank: ranks.sum },
  '-': { text: '-', rank: ranks.sum },
  '*': { text: '*', rank: ranks.product },
  '/': { text: '/', rank: ranks.product },
  '^': { text: '^', rank: ranks.power },
};

/** Functions that R has too, with R's name. */
const functions: Readonly<Record<string, string>> = {
  log: 'log',
  exp: 'exp',
  sqrt: 'sqrt',
  abs: 'abs',
  floor: 'floor',
  ceil: 'ceiling',
  min: 'pmin',
  max: 'pmax',
  missing: 'is.na',
  if: 'ifelse',
};

/** The code of a condition that chooses rows, where a missing one counts as false. */
export function rCondition(text: string, data: ExportedData): string {
  const tree = parsed(text);
  if (tree.is === 'in' && !('is' in tree.within)) {
    const of = code(tree.of, data);
    const found = membership(tree, data);
    return tree.negated ? `!is.na(${of.text}) & !(${found})` : found;
  }
  return code(tree, data).text;
}

export const rExpression = (tree: Expression, data: ExportedData): string => code(tree, data).text;

function parsed(text: string): Expression {
  const found = parseExpression(text);
  if (!found.ok) throw new Error(`not a canonical expression: ${text}`);
  return found.ast;
}

const primary = (text: string): Code => ({ text, rank: ranks.primary });

function code(node: Expression, data: ExportedData): Code {
  switch (node.is) {
    case 'number':
      return node.value < 0 ? { text: rNumber(node.value), rank: ranks.minus } : primary(rNumber(node.value));
    case 'string':
      return primary(rText(node.value));
    case 'name':
      return primary(rName(node.name));
    case 'path': {
      const lag = lagOfPath(node);
      if (lag === undefined) throw new Untranslatable('a path is no variable');
      return primary(lag.operators.reduce((of, { is, order }) => shifted(of, is, order, data), rName(lag.column)));
    }
    case 'unary': {
      const [text, rank] = node.op === 'not' ? (['!', ranks.not] as const) : (['-', ranks.minus] as const);
      return { text: `${text}${wrapped(code(node.of, data), rank)}`, rank };
    }
    case 'binary':
      return binary(node, data);
    case 'in': {
      const of = code(node.of, data).text;
      const found = membership(node, data);
      return primary(`ifelse(is.na(${of}), NA, ${node.negated ? `!(${found})` : found})`);
    }
    case 'call':
      return call(node, data);
    default:
      return node satisfies never;
  }
}

const wrapped = ({ text, rank }: Code, least: number): string => (rank < least ? `(${text})` : text);

function binary(node: BinaryNode, data: ExportedData): Code {
  const { text, rank } = operators[node.op];
  const [left, right] = [operand(node.left, node.right, data), operand(node.right, node.left, data)];
  // comparisons do not chain, and the power binds to the right
  const isChain = rank === ranks.compare || rank === ranks.power;
  return { text: `${wrapped(left, isChain ? rank + 1 : rank)} ${text} ${wrapped(right, rank + 1)}`, rank };
}

/** A text beside a column of times is the number that the time is. */
function operand(node: Expression, beside: Expression, data: ExportedData): Code {
  if (node.is !== 'string' || beside.is !== 'name') return code(node, data);
  const type = data.type(beside.name);
  return isTimeType(type) ? primary(rNumber(calendar[type].parse(node.value))) : code(node, data);
}

function membership({ of, within }: MemberNode, data: ExportedData): string {
  if ('is' in within) throw new Untranslatable('a range is of results');
  const items = within.map((item) => operand(item, of, data).text);
  return `${wrapped(code(of, data), ranks.minus)} %in% c(${items.join(', ')})`;
}

function call({ name, args, named }: CallNode, data: ExportedData): Code {
  const of = functions[name];
  if (of === undefined || named.length > 0)
    throw new Untranslatable(`the function \`${name}\` has no direct form in R`);
  return primary(`${of}(${args.map((each) => code(each, data).text).join(', ')})`);
}

/** Code of a variable so many periods before, after, or less that. */
export function shifted(of: string, is: 'L' | 'F' | 'D' | 'S', order: number, { panel }: ExportedData): string {
  if (panel === null) throw new Untranslatable('a lag needs a panel, and the data have none');
  const [unit, time] = [rName(panel.unit), rName(panel.time)];
  const at = (by: number): string => `lagged(${of}, ${unit}, ${time}, ${by})`;
  if (is === 'L') return at(order);
  if (is === 'F') return at(-order);
  if (is === 'S') return `(${of} - ${at(order)})`;
  let text = of;
  for (let i = 0; i < order; i++) text = `(${text} - lagged(${text}, ${unit}, ${time}, 1))`;
  return text;
}
