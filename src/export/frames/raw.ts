/** The script that makes data of raw files: the rules in papermake's order, then a comparison with the paper's data. */
import { parseExpression } from '../../base/expression/parser.ts';
import type { CallNode, Expression } from '../../base/expression/tree.ts';
import type { Checksums } from '../raw/checksums.ts';
import { type RawData, type RawRule, scopeOf } from '../raw/rules.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { FrameDialect } from './dialect.ts';
import { conditionCode, expressionCode, type FrameScope } from './expression.ts';

type Rule<Is extends RawRule['is']> = Extract<RawRule, { is: Is }>;

/** Lines that leave the data in `d`, whose columns were compared. */
export function rawLines(data: RawData, sums: Checksums, dialect: FrameDialect): string[] {
  return [...madeLines(data, dialect), ...dialect.raw.compared(data.name, sums)];
}

function madeLines(data: RawData, dialect: FrameDialect): string[] {
  const scope: FrameScope = { data: scopeOf(data), dialect };
  // data that are merged are made first, since all are made in `d`
  const others = data.rules.flatMap((rule) => (rule.is === 'merge' ? [rule.other] : []));
  const made = others.flatMap((other) => [
    ...madeLines(other, dialect),
    dialect.raw.named(dialect.dataName(other.name)),
  ]);
  return [...made, ...data.rules.flatMap((rule) => linesOf(rule, scope))];
}

function linesOf(rule: RawRule, scope: FrameScope): readonly string[] {
  const { raw, statement, dataName } = scope.dialect;
  switch (rule.is) {
    case 'read':
      return raw.read(rule.file, rule.columns, rule.missing);
    case 'recode':
      return [raw.recoded(rule.column, rule.to, rule.gives)];
    case 'keep':
      return [statement.keep(conditionCode(rule.condition, scope))];
    case 'derive':
      return derivation(rule, scope);
    case 'merge':
      return [raw.merged(dataName(rule.other.name), rule.on, rule.columns, rule.drops)];
    default:
      return rule satisfies never;
  }
}

function derivation({ column, expression, gives }: Rule<'derive'>, scope: FrameScope): string[] {
  const { raw, statement } = scope.dialect;
  const found = parseExpression(expression);
  if (!found.ok) throw new Error(`not a canonical expression: ${expression}`);
  const tree = found.ast;
  if (tree.is === 'call' && tree.name === 'winsorize') return winsorizing(column, tree, scope);
  if (tree.is === 'call' && tree.named.length > 0) return [statement.assign(column, ofGroups(tree, scope))];
  const code = expressionCode(tree, scope);
  return [statement.assign(column, gives === 'text' ? code : raw.number(code, gives === 'condition'))];
}

/** Names that `by` has; a call that is told more has no direct form. */
function groups({ name, named }: CallNode, { dialect: { title } }: FrameScope): string[] {
  const [by, more] = named;
  if (more !== undefined || (by !== undefined && (by.name !== 'by' || by.value.is !== 'names')))
    throw new Untranslatable(`the function \`${name}\` with its options has no direct form in ${title}`);
  return by?.value.is === 'names' ? by.value.names.map((each) => each.name) : [];
}

function winsorizing(column: string, call: CallNode, scope: FrameScope): string[] {
  const { raw, statement } = scope.dialect;
  const [of, low, high] = call.args;
  const by = groups(call, scope);
  return [
    statement.assign(column, raw.number(expressionCode(of!, scope), false)),
    statement.winsorized(column, { by, at: [numberOf(low!), numberOf(high!)], type: 2 }),
  ];
}

function numberOf(tree: Expression): number {
  if (tree.is !== 'number') throw new Untranslatable('a percentile is no number');
  return tree.value;
}

function ofGroups(call: CallNode, scope: FrameScope): string {
  const { raw, expression, title } = scope.dialect;
  const by = groups(call, scope);
  const [of, more] = call.args;
  const statistic = raw.statistics[call.name];
  if (statistic === undefined || of === undefined || more !== undefined || by.length === 0)
    throw new Untranslatable(`the function \`${call.name}\` has no direct form in ${title}`);
  return raw.ofGroups(expressionCode(of, scope), statistic, by.map(expression.column));
}
