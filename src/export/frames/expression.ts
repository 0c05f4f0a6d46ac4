/** Expressions of pipeline.yaml as code over the columns of a data frame. */
import { calendar, isTimeType } from '../../base/calendar.ts';
import { lagOfPath } from '../../base/expression/lag.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import type { BinaryNode, CallNode, Expression, MemberNode } from '../../base/expression/tree.ts';
import { memo } from '../../base/memo.ts';
import type { ExportedData } from '../data.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { FrameDialect } from './dialect.ts';

/** Data, and the language of the code over them. */
export interface FrameScope {
  readonly data: ExportedData;
  readonly dialect: FrameDialect;
}

interface Code {
  readonly text: string;
  readonly rank: number;
}

/** The code of a condition that chooses rows, where a missing one counts as false. */
export function conditionCode(text: string, scope: FrameScope): string {
  const tree = parsed(text);
  return tree.is === 'in' ? member(tree, scope, true) : code(tree, scope).text;
}

export const expressionCode = (tree: Expression, scope: FrameScope): string => code(tree, scope).text;

const parsed = memo((text: string): Expression => {
  const found = parseExpression(text);
  if (!found.ok) throw new Error(`not a canonical expression: ${text}`);
  return found.ast;
});

const primary = (text: string): Code => ({ text, rank: Number.POSITIVE_INFINITY });

function code(node: Expression, scope: FrameScope): Code {
  const { expression: words } = scope.dialect;
  switch (node.is) {
    case 'number':
      return { text: words.number(node.value), rank: node.value < 0 ? words.operators.minus.rank : primary('').rank };
    case 'string':
      return primary(words.text(node.value));
    case 'name':
      return primary(words.column(node.name));
    case 'path': {
      const lag = lagOfPath(node);
      if (lag === undefined) throw new Untranslatable('a path is no variable');
      return primary(
        lag.operators.reduce((of, { is, order }) => shifted(of, is, order, scope), words.column(lag.column)),
      );
    }
    case 'unary': {
      const { text, rank } = words.operators[node.op === 'not' ? 'not' : 'minus'];
      return { text: `${text}${wrapped(code(node.of, scope), rank)}`, rank };
    }
    case 'binary':
      return binary(node, scope);
    case 'in':
      return primary(member(node, scope, false));
    case 'call':
      return call(node, scope);
    default:
      return node satisfies never;
  }
}

const wrapped = ({ text, rank }: Code, least: number): string => (rank < least ? `(${text})` : text);

function binary(node: BinaryNode, scope: FrameScope): Code {
  const { operators } = scope.dialect.expression;
  const { text, rank } = operators[node.op];
  const [left, right] = [operand(node.left, node.right, scope), operand(node.right, node.left, scope)];
  // comparisons do not chain, and the power binds to the right
  const isChain = rank === operators['=='].rank || rank === operators['^'].rank;
  return { text: `${wrapped(left, isChain ? rank + 1 : rank)} ${text} ${wrapped(right, rank + 1)}`, rank };
}

/** A text beside a column of times is the number that the time is. */
function operand(node: Expression, beside: Expression, scope: FrameScope): Code {
  if (node.is !== 'string' || beside.is !== 'name') return code(node, scope);
  const type = scope.data.type(beside.name);
  if (!isTimeType(type)) return code(node, scope);
  return primary(scope.dialect.expression.number(calendar[type].parse(node.value)));
}

function member({ of, within, negated }: MemberNode, scope: FrameScope, alone: boolean): string {
  if ('is' in within) throw new Untranslatable('a range is of results');
  const { operators, isOneOf } = scope.dialect.expression;
  const items = within.map((item) => operand(item, of, scope).text);
  return isOneOf(wrapped(code(of, scope), operators.minus.rank), items, { negated, alone });
}

function call({ name, args, named }: CallNode, scope: FrameScope): Code {
  const { expression, title } = scope.dialect;
  const of = expression.functions[name];
  if (of === undefined || named.length > 0)
    throw new Untranslatable(`the function \`${name}\` has no direct form in ${title}`);
  return primary(`${of}(${args.map((each) => code(each, scope).text).join(', ')})`);
}

/** Code of a variable so many periods before, after, or less that. */
export function shifted(
  of: string,
  is: 'L' | 'F' | 'D' | 'S',
  order: number,
  { data: { panel }, dialect }: FrameScope,
): string {
  if (panel === null) throw new Untranslatable('a lag needs a panel, and the data have none');
  const { column, lagged } = dialect.expression;
  const [unit, time] = [column(panel.unit), column(panel.time)];
  const at = (value: string, by: number): string => lagged(value, unit, time, by);
  if (is === 'L') return at(of, order);
  if (is === 'F') return at(of, -order);
  if (is === 'S') return `(${of} - ${at(of, order)})`;
  let text = of;
  for (let i = 0; i < order; i++) text = `(${text} - ${at(text, 1)})`;
  return text;
}
