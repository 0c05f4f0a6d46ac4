/** One row for each group, of statistics in the language of `derive`, as Stata's `collapse` and R's `summarise`. */
import { columnFunctions, groupStatistic, signatureOf } from '../../base/expression/functions.ts';
import { lagsIn } from '../../base/expression/lag.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import { printExpression } from '../../base/expression/print.ts';
import { type CallNode, children, type Expression, freeVariables } from '../../base/expression/tree.ts';
import { inText } from '../../base/text/text-problem.ts';
import { type Column, gather } from '../column.ts';
import { aboutKey, count, type DataComplaint } from '../complaint.ts';
import { type Derivation, derive } from '../declared/derive.ts';
import type { Frame, Panel } from '../frame.ts';
import { sortedGroups } from '../functions/groups.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { plannedExpression } from './planned-expression.ts';
import {
  type KnownColumn,
  type PlannedShape,
  panelComplaints,
  refuseDoubts,
  type Shaped,
  shaped,
  takenTwice,
  unknown,
} from './shaped.ts';

export interface CollapseDeclaration {
  readonly by: readonly string[];
  readonly statistics: readonly Derivation[];
  readonly panel: Panel | null;
}

/** Reads expressions in which statistics are of the groups unless they name others. */
export function parseStatistics(
  columns: Readonly<Record<string, string>>,
  by: readonly string[],
): { readonly statistics: readonly Derivation[]; readonly complaints: readonly DataComplaint[] } {
  const complaints: DataComplaint[] = [];
  const statistics = Object.entries(columns).flatMap(([name, text]): Derivation[] => {
    const parsed = parseExpression(text, by);
    if (parsed.ok) return [{ name, text, expression: parsed.ast }];
    for (const problem of parsed.problems) complaints.push({ ...inText(problem), path: ['columns', name] });
    return [];
  });
  return { statistics, complaints };
}

/** `source` is the panel of the frame that is read. */
export function planCollapse(
  known: readonly KnownColumn[] | undefined,
  { by, statistics, panel }: CollapseDeclaration,
  source: Panel | null,
): PlannedShape {
  const types = new Map(known?.map(({ name, type }) => [name, type]));
  const complaints: DataComplaint[] = [];
  by.forEach((name, k) => {
    if (known && !types.has(name)) complaints.push(unknown(name, ['by', k], known));
  });
  const made = statistics.map((statistic): KnownColumn => {
    const { name } = statistic;
    const path = ['columns', name];
    const { type, complaints: found } = plannedExpression(statistic, known, { path, source });
    complaints.push(...found);
    const varying = variesWithin(statistic.expression, by);
    if (varying && found.length === 0) complaints.push({ ...oneForEachRow(varying, by), path });
    return { name, type };
  });
  const columns = [...by.map((name) => known?.find((column) => column.name === name) ?? { name, type: null }), ...made];
  complaints.push(
    ...takenTwice(
      columns.map(({ name }) => name),
      ['columns'],
    ),
    ...panelComplaints(panel, columns),
  );
  return { columns, reads: readsOf(by, statistics), complaints };
}

function readsOf(by: readonly string[], statistics: readonly Derivation[]): readonly string[] {
  const read = statistics.flatMap(({ expression }) => [
    ...freeVariables(expression),
    ...lagsIn(expression).map(({ column }) => column),
  ]);
  return [...new Set([...by, ...read])];
}

/** The first part of an expression that may differ between rows of a group; undefined where there is none. */
function variesWithin(node: Expression, by: readonly string[]): Expression | undefined {
  if (node.is === 'name') return by.includes(node.name) ? undefined : node;
  if (node.is === 'path') return node;
  if (node.is === 'call' && signatureOf(node).over === 'columns') return isOfGroups(node, by) ? undefined : node;
  for (const child of children(node)) {
    const varying = variesWithin(child, by);
    if (varying) return varying;
  }
  return undefined;
}

const isOfGroups = (node: CallNode, by: readonly string[]): boolean =>
  groupStatistic(node) !== undefined &&
  node.named.every(({ name, value }) =>
    name === 'by'
      ? value.is === 'names' && value.names.every((each) => by.includes(each.name))
      : value.is !== 'flag' || !value.value,
  );

const statisticNames = Object.entries(columnFunctions).flatMap(([name, each]) => (each.perGroup ? [name] : []));

function oneForEachRow(node: Expression, by: readonly string[]): Omit<DataComplaint, 'path'> {
  const text = printExpression(node);
  const groups = by.length === 0 ? 'the whole data' : `(${by.join(', ')})`;
  return {
    code: 'varies-within-group',
    message: `\`${text}\` may have several values within ${groups}`,
    hint: `one value for each group is made by ${statisticNames.map((name) => `\`${name}\``).join(', ')}`,
    within: [node.start, node.end],
  };
}

/** Groups in the order of the values of `by`, those with missing ones last. O(rows × statistics). */
export function collapse(frame: Frame, labels: ColumnLabels, { by, statistics, panel }: CollapseDeclaration): Shaped {
  refuseDoubts(frame, by);
  const first = Int32Array.from(sortedGroups(frame, by), (rows) => rows[0]!);
  const all = new Map(frame.names.map((name) => [name, frame.column(name)]));
  const result = new Map<string, Column>(by.map((name) => [name, gather(frame.column(name), first)]));
  const warnings: DataComplaint[] = [];
  for (const statistic of statistics) {
    const { name } = statistic;
    const path = ['columns', name];
    const made = aboutKey(path, () => derive(statistic, all, frame.nrows, frame.panel ?? undefined));
    warnings.push(...made.warnings.map((warning) => ({ ...warning, path })));
    result.set(name, gather(made.column, first));
  }
  const notes = new Map(by.flatMap((name) => (labels.has(name) ? [[name, labels.get(name)!] as const] : [])));
  const told = [`${count(frame.nrows, 'row')} became ${count(first.length, 'group')}`];
  return shaped(result, first.length, panel, { labels: notes, told, warnings });
}
