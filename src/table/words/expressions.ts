/** Expressions over the data in words: `Year ≠ 2020`, `省份不属于 {北京、天津}`, `log(Income + 1)`. */
import { parseExpression } from '../../base/expression/parser.ts';
import { printExpression } from '../../base/expression/print.ts';
import type { Expression } from '../../base/expression/tree.ts';
import { readable } from '../number.ts';
import { raised } from '../superscripts.ts';
import type { TableWords } from './phrases.ts';

/** Gives the words that an expression uses for its variables and values. */
export interface Calls {
  readonly phrases: TableWords;
  /** The label of a variable, or of a lag of one. */
  name(name: string): string;
  /** Gives the label of a number that is compared with a variable; undefined where the number has none. */
  value(variable: string, number: string): string | undefined;
}

/** Undefined where the text is no expression. */
export function expressionText(text: string, calls: Calls): string | undefined {
  const parsed = parseExpression(text);
  return parsed.ok ? said(parsed.ast, calls) : undefined;
}

const signs: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '≠',
  '<=': '≤',
  '>=': '≥',
  '-': '−',
  '*': '×',
};

function said(node: Expression, calls: Calls): string {
  const { condition, bracketed: inBrackets } = calls.phrases;
  const bare = (of: Expression): string => said(of, calls);
  const bracketed = (of: Expression): string =>
    of.is === 'binary' || of.is === 'in' ? inBrackets('', bare(of)).trim() : bare(of);
  switch (node.is) {
    case 'number':
      return readable(String(node.value));
    case 'string':
      return node.value;
    case 'name':
      return calls.name(node.name);
    case 'unary':
      if (node.op === '-') return `−${bracketed(node.of)}`;
      return isMissing(node.of) ? condition.present(bare(node.of.args[0]!)) : condition.not(bracketed(node.of));
    case 'binary': {
      const { op } = node;
      if (op === '^' && node.right.is === 'number' && Number.isInteger(node.right.value))
        return bracketed(node.left) + raised(String(node.right.value));
      const operand = (of: Expression, other: Expression): string =>
        (op === '==' || op === '!=' ? valueIn(of, other, calls) : undefined) ??
        (looser(of, op) ? bracketed(of) : bare(of));
      const [left, right] = [operand(node.left, node.right), operand(node.right, node.left)];
      return `${left} ${op === 'and' || op === 'or' ? condition[op] : (signs[op] ?? op)} ${right}`;
    }
    case 'in': {
      const { within } = node;
      const listed = (of: Expression): string => valueIn(of, node.of, calls) ?? bare(of);
      const set = 'is' in within ? bare(within) : `{${within.map(listed).join(condition.comma)}}`;
      return `${bracketed(node.of)} ${node.negated ? condition.notIn : condition.in} ${set}`;
    }
    case 'call':
      return isMissing(node)
        ? condition.missing(bare(node.args[0]!))
        : `${node.name}(${node.args.map(bare).join(', ')})`;
    default:
      return calls.name(printExpression(node));
  }
}

/** The label of a number that is compared with a variable; undefined where it has none. */
function valueIn(of: Expression, variable: Expression, calls: Calls): string | undefined {
  if (of.is !== 'number' || variable.is !== 'name') return undefined;
  return calls.value(variable.name, String(of.value));
}

const isLogical = (op: string): boolean => op === 'and' || op === 'or';
const comparing: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Says whether an operand needs brackets to be read as it was meant. */
function looser(of: Expression, op: string): boolean {
  if (of.is !== 'binary') return of.is === 'in' && !isLogical(op);
  if (isLogical(op)) return isLogical(of.op) && of.op !== op;
  return isLogical(of.op) || comparing.has(of.op) || !comparing.has(op);
}

const isMissing = (node: Expression): node is Expression & { is: 'call' } =>
  node.is === 'call' && node.name === 'missing' && node.args.length === 1;
