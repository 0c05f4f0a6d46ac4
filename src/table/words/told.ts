/** Puts what estimators and samples say into the words of a table: its language, its labels. */

import { parseExpression } from '../../base/expression/parser.ts';
import type { Expression } from '../../base/expression/tree.ts';
import { own } from '../../base/own.ts';
import { inTables } from '../../base/value.ts';
import { type LabelBook, termLabel } from './labels.ts';
import { inChinese } from './messages-zh.ts';
import { type Words, words } from './phrases.ts';
import { statLabels } from './stat-labels.ts';

/** A message in the table's language. */
const translated = (message: string, { language, variables, sentences }: LabelBook): string =>
  language === 'zh' ? inChinese(message, (part) => own(variables, part) ?? part, sentences) : message;

/** A message without the backticks that mark names, which a printed note has no use for. */
export const asProse = (message: string, book: LabelBook): string =>
  translated(inTables(message), book).replaceAll('`', '');

/** A message for a printed note, with labels in the place of the variables and statistics that it names. */
export const asLabelled = (message: string, book: LabelBook): string =>
  translated(message, book)
    .replace(/`([^`]+)`/g, (_, name: string) => {
      const label = termLabel(name, book);
      return label === name ? (statLabels[name]?.[book.language] ?? name) : label;
    })
    .replaceAll('`', '');

/** A condition on rows in words: `Year ≠ 2020`, `省份不属于 {北京、天津}`; as it is where it is no expression. */
export function conditionText(text: string, book: LabelBook): string {
  const parsed = parseExpression(text);
  return parsed.ok ? said(parsed.ast, book, words[book.language]) : text;
}

const signs: Readonly<Record<string, string>> = { '==': '=', '!=': '≠', '<=': '≤', '>=': '≥', '-': '−' };

function said(node: Expression, book: LabelBook, phrases: Words): string {
  const { condition } = phrases;
  const bare = (of: Expression): string => said(of, book, phrases);
  const bracketed = (of: Expression): string => (of.is === 'binary' || of.is === 'in' ? `(${bare(of)})` : bare(of));
  switch (node.is) {
    case 'number':
      return String(node.value).replace('-', '−');
    case 'string':
      return node.value;
    case 'name':
      return termLabel(node.name, book);
    case 'unary':
      if (node.op === '-') return `−${bracketed(node.of)}`;
      return isMissing(node.of) ? condition.present(bare(node.of.args[0]!)) : condition.not(bracketed(node.of));
    case 'binary': {
      const { op } = node;
      const operand = (of: Expression, other: Expression): string =>
        (op === '==' || op === '!=' ? valueIn(of, other, book) : undefined) ??
        (looser(of, op) ? bracketed(of) : bare(of));
      const [left, right] = [operand(node.left, node.right), operand(node.right, node.left)];
      return `${left} ${op === 'and' || op === 'or' ? condition[op] : (signs[op] ?? op)} ${right}`;
    }
    case 'in': {
      const { within } = node;
      const listed = (of: Expression): string => valueIn(of, node.of, book) ?? bare(of);
      const set = 'is' in within ? bare(within) : `{${within.map(listed).join(condition.comma)}}`;
      return `${bracketed(node.of)} ${node.negated ? condition.notIn : condition.in} ${set}`;
    }
    case 'call':
      return isMissing(node)
        ? condition.missing(bare(node.args[0]!))
        : `${node.name}(${node.args.map(bare).join(', ')})`;
    default:
      return node.head;
  }
}

/** The label of a number that is compared with a variable; undefined where it has none. */
function valueIn(of: Expression, variable: Expression, book: LabelBook): string | undefined {
  if (of.is !== 'number' || variable.is !== 'name') return undefined;
  return own(own(book.valueLabels, variable.name), String(of.value));
}

const isLogical = (op: string): boolean => op === 'and' || op === 'or';
const comparing: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Whether an operand needs brackets to be read as it was meant. */
function looser(of: Expression, op: string): boolean {
  if (of.is !== 'binary') return of.is === 'in' && !isLogical(op);
  if (isLogical(op)) return isLogical(of.op) && of.op !== op;
  return isLogical(of.op) || comparing.has(of.op) || !comparing.has(op);
}

const isMissing = (node: Expression): node is Expression & { is: 'call' } =>
  node.is === 'call' && node.name === 'missing' && node.args.length === 1;
