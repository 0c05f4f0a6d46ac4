/**
 * Reads the value of a table's row: the language of claims, in which quantities of the column stand besides paths to results. A quantity
 * becomes a name of the expression, called by its own canonical text, so that one evaluator knows all there is to arithmetic.
 */

import { type ExpressionToken, failAt, tokenize } from '../../base/expression/lexer.ts';
import { ExpressionParser } from '../../base/expression/parser.ts';
import { printExpression } from '../../base/expression/print.ts';
import { children, type Expression } from '../../base/expression/tree.ts';
import { ownValue } from '../../base/own-value.ts';
import { longForm } from '../../base/result.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { catching, type Parsed } from '../../base/text/text-problem.ts';
import { printTerm } from '../../econ/formula/factor.ts';
import { parseTerm } from '../../econ/formula/formula.ts';
import { termName } from '../../econ/sample/terms.ts';
import {
  type EstimateField,
  estimateFields,
  momentNames,
  type PlacedQuantity,
  type Quantity,
  testFields,
} from './quantity.ts';

/** A row's value: an expression over the quantities, by the names that stand in it, and over paths to results. */
export interface RowValue {
  readonly ast: Expression;
  readonly quantities: ReadonlyMap<string, PlacedQuantity>;
}

/** A call as its tokens have it. */
interface Call {
  readonly name: string;
  /** The text of its first argument, which is a text in quotes or stands as it is. */
  readonly argument: string;
  readonly isText: boolean;
  /** Further texts in quotes. */
  readonly further: readonly string[];
  readonly where: string | null;
  readonly field: ExpressionToken | undefined;
  readonly head: ExpressionToken;
}

const fieldOfCall: Readonly<Record<string, EstimateField>> = {
  b: 'estimate',
  se: 'stdError',
  t: 'statistic',
  p: 'pValue',
  lo: 'confLow',
  hi: 'confHigh',
};

/** Makes the quantity that each function stands for. */
const functions: Readonly<Record<string, (call: Call) => Quantity>> = {
  ...Object.fromEntries(
    Object.entries(fieldOfCall).map(([name, field]) => [
      name,
      (call: Call): Quantity => ({ is: 'estimate', field, term: termIn(call).name }),
    ]),
  ),
  beta: (call) => {
    const { name, text } = termIn(call);
    return { is: 'beta', term: name, of: text };
  },
  ...Object.fromEntries(
    momentNames.map((moment) => [
      moment,
      (call: Call): Quantity => ({ is: 'moment', moment, of: variableIn(call), where: call.where }),
    ]),
  ),
  test: (call) => ({ is: 'test', of: [textIn(call), ...call.further], field: fieldIn(call, testFields, 'statistic') }),
  lincom: (call) => ({ is: 'lincom', of: textIn(call), field: fieldIn(call, estimateFields, 'estimate') }),
  nlcom: (call) => ({ is: 'nlcom', of: textIn(call), field: fieldIn(call, estimateFields, 'estimate') }),
};

export const quantityFunctions: readonly string[] = Object.keys(functions);

/** Functions whose values have parts, behind a dot. */
const withFields: ReadonlySet<string> = new Set(['test', 'lincom', 'nlcom']);

/** Reads the value of a row. */
export function readRowValue(text: string): Parsed<RowValue> {
  return catching(() => {
    const quantities = new Map<string, PlacedQuantity>();
    const tokens: ExpressionToken[] = [];
    const all = tokenize(text, [':', '$']);
    for (let at = 0; at < all.length; ) {
      const call = callAt(all, at, text);
      if (call === undefined) {
        tokens.push(all[at++]!);
        continue;
      }
      const { start } = all[at]!;
      const { end } = all[call.to - 1]!;
      const quantity = functions[call.call.name]!(call.call);
      const name = quantityText(quantity);
      quantities.set(name, { ...quantity, start, end });
      tokens.push({ kind: 'name', text: name, start, end, quoted: true });
      at = call.to;
    }
    refuseSymbols(tokens);
    const parser = new ExpressionParser(tokens);
    const ast = parser.expression();
    parser.expectEnd();
    addStatistics(ast, quantities);
    return { ast, quantities };
  });
}

/** Names that are no quantity yet are statistics of the column. */
function addStatistics(node: Expression, quantities: Map<string, PlacedQuantity>): void {
  if (node.is === 'name' && !quantities.has(node.name))
    quantities.set(node.name, { is: 'statistic', name: node.name, start: node.start, end: node.end });
  for (const child of children(node)) addStatistics(child, quantities);
}

/** Symbols of formulas that stand in no quantity. */
function refuseSymbols(tokens: readonly ExpressionToken[]): void {
  const lone = tokens.find(({ kind, text }) => kind === 'symbol' && (text === ':' || text === '$'));
  if (lone !== undefined) throw failAt('unexpected-character', `unexpected \`${lone.text}\``, lone);
}

/** The canonical text of a quantity, by which it is called in expressions and messages, and which reads as the same one. */
export function quantityText(quantity: Quantity): string {
  switch (quantity.is) {
    case 'estimate':
      return `${Object.keys(fieldOfCall).find((name) => fieldOfCall[name] === quantity.field)!}(${termText(quantity.term)})`;
    case 'beta':
      return `beta(${termText(quantity.of)})`;
    case 'moment': {
      const { moment, of, where } = quantity;
      const what = of === null ? 'outcome' : of === 'outcome' ? '`outcome`' : of;
      return `${moment}(${what}${where === null ? '' : `, where=${inQuotes(where)}`})`;
    }
    case 'test':
      return `test(${quantity.of.map(inQuotes).join(', ')}).${quantity.field}`;
    case 'lincom':
    case 'nlcom':
      return `${quantity.is}(${inQuotes(quantity.of)}).${quantity.field}`;
    case 'statistic':
      return quantity.name;
    default:
      return quantity satisfies never;
  }
}

/** A name of results that is no term of a formula stands in quotes. */
function termText(name: string): string {
  const parsed = parseTerm(name);
  return name === '_cons' || (parsed.ok && termName(parsed.term) === name) ? name : inQuotes(name);
}

const inQuotes = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A text of an expression in which quantities stand as they are written. */
export function asWritten(text: string, quantities: RowValue['quantities']): string {
  let written = text;
  for (const quantity of quantities.values()) {
    const name = quantityText(quantity);
    if (quantity.is !== 'statistic') written = written.replaceAll(`\`${name}\``, () => name);
  }
  return written;
}

/** The canonical text of a row's value, which reads as the same one. */
export const rowText = ({ ast, quantities }: RowValue): string => asWritten(printExpression(ast), quantities);

/** The call of a quantity that begins at a token, and where it ends; undefined where there is none. */
function callAt(tokens: readonly ExpressionToken[], at: number, text: string): { call: Call; to: number } | undefined {
  const [head, open] = [tokens[at]!, tokens[at + 1]];
  if (head.kind !== 'name' || head.quoted || open?.text !== '(' || open.kind !== 'symbol') return undefined;
  if (!Object.hasOwn(functions, head.text)) return undefined;
  let depth = 1;
  let to = at + 2;
  let comma: number | undefined;
  for (; depth > 0; to++) {
    const { kind, text: symbol } = tokens[to]!;
    if (kind === 'end') throw failAt('unbalanced', '`(` is not closed', open);
    if (kind !== 'symbol') continue;
    if (symbol === '(' || symbol === '[') depth++;
    else if (symbol === ')' || symbol === ']') depth--;
    else if (symbol === ',' && depth === 1) comma ??= to;
  }
  const last = comma ?? to - 1;
  if (last === at + 2)
    throw failAt('argument-count', `\`${head.text}\` takes what it is of, got nothing`, head, formOf(head.text));
  const first = tokens[at + 2]!;
  const isText = last === at + 3 && first.kind === 'string';
  const argument = isText ? first.text : text.slice(first.start, tokens[last - 1]!.end);
  const rest = comma === undefined ? undefined : tokens.slice(comma + 1, to - 1);
  const further = rest !== undefined && head.text === 'test' ? textsIn(rest, head) : undefined;
  const where = rest === undefined || further !== undefined ? null : whereIn(rest, head);
  const [dot, field] = [tokens[to], tokens[to + 1]];
  const hasField = withFields.has(head.text) && dot?.kind === 'dot' && field?.kind === 'name';
  return {
    call: {
      name: head.text,
      argument,
      isText,
      further: further ?? [],
      where,
      head,
      field: hasField ? field : undefined,
    },
    to: hasField ? to + 2 : to,
  };
}

/** Texts in quotes, parted by commas. */
function textsIn(tokens: readonly ExpressionToken[], head: ExpressionToken): readonly string[] {
  const wrong = tokens.find(({ kind, text }, i) => (i % 2 === 0 ? kind !== 'string' : text !== ','));
  if (wrong === undefined && tokens.length % 2 === 1)
    return tokens.filter((_, i) => i % 2 === 0).map(({ text }) => text);
  const found = wrong === undefined ? 'nothing after a comma' : `\`${wrong.text}\``;
  throw failAt(
    'bad-argument',
    `\`${head.text}\` takes texts in quotes, got ${found}`,
    wrong ?? head,
    formOf(head.text),
  );
}

/** `where="treat == 0"`, which moments alone take. */
function whereIn([name, sign, condition, ...more]: readonly ExpressionToken[], head: ExpressionToken): string {
  const isWhere = name?.text === 'where' && sign?.text === '=' && condition?.kind === 'string' && more.length === 0;
  if (isWhere && (momentNames as readonly string[]).includes(head.text)) return condition.text;
  const hint = formOf(head.text);
  throw failAt(
    'argument-count',
    `\`${head.text}\` takes one argument${isWhere ? ', and no `where`' : ''}`,
    name ?? head,
    hint,
  );
}

const forms: Readonly<Record<string, string>> = {
  ...Object.fromEntries(momentNames.map((name) => [name, `${name}(x), ${name}(outcome, where="treat == 0")`])),
  test: 'test("a = b").p, test("a = b", "c = 0").p',
  lincom: 'lincom("a + b").se',
  nlcom: 'nlcom("b(a) / b(c)").se',
};
const formOf = (name: string): string => `it is written \`${ownValue(forms, name) ?? `${name}(x)`}\``;

/** The term that a call is of: its text in a formula, and the name that results have for it. */
function termIn({ argument, isText, head }: Call): { readonly name: string; readonly text: string } {
  if (isText && argument.includes('::')) return { name: argument, text: argument };
  if (argument === '_cons') return { name: argument, text: argument };
  const parsed = parseTerm(argument);
  if (parsed.ok) return { name: termName(parsed.term), text: printTerm(parsed.term) };
  if (isText) return { name: argument, text: argument };
  const { code, message } = parsed.problems[0];
  throw failAt(
    code,
    message,
    head,
    'a name of results that is no term of a formula stands in quotes: `b("i(year)::2012")`',
  );
}

/** The variable of a moment; null is the outcome. */
function variableIn({ argument, isText, head }: Call): string | null {
  if (argument === 'outcome' && !isText) return null;
  const parsed = parseTerm(argument);
  if (parsed.ok) return printTerm(parsed.term);
  const { code, message, hint } = parsed.problems[0];
  throw failAt(code, message, head, hint);
}

function textIn({ argument, isText, name, head }: Call): string {
  if (isText) return argument;
  throw failAt('bad-argument', `\`${name}\` takes a text in quotes, got \`${argument}\``, head, formOf(name));
}

function fieldIn<F extends string>({ field, name }: Call, known: readonly F[], usual: F): F {
  if (field === undefined) return usual;
  const found =
    known.find((each) => each === field.text) ??
    known.find((each) => each === (ownValue(fieldOfCall, field.text) ?? longForm(field.text)));
  if (found !== undefined) return found;
  const hint = didYouMean(field.text, known) ?? `it has ${quoted(known)}`;
  throw failAt('unknown-field', `\`${name}\` has no \`${field.text}\``, field, hint);
}

/** Every path to a result in a row's value. */
export const pathsOfRow = (node: Expression): readonly (Expression & { readonly is: 'path' })[] =>
  node.is === 'path' ? [node] : children(node).flatMap(pathsOfRow);
