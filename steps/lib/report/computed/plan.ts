/** Plans the computed rows of a table: checks what they name, and makes the nodes of the moments that they are made of. */
import type { NodeId } from '../../../../src/base/brand.ts';
import { printExpression } from '../../../../src/base/expression/print.ts';
import type { Json } from '../../../../src/base/json.ts';
import { inText, type TextProblem } from '../../../../src/base/text/text-problem.ts';
import { checkNumber } from '../../../../src/check/claim-check.ts';
import {
  asWritten,
  pathsOfRow,
  type RowValue,
  readRowValue,
  rowText,
} from '../../../../src/check/quantities/read-row.ts';
import type { AskedMoments } from '../../../../src/econ/shown/sample-moments.ts';
import { estimatedAlone, variablesOfCondition, variablesOfTerm, variablesRead } from '../../../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../../../src/engine/step.ts';
import type { ComputedRow, ShownAs } from '../../../../src/table/computed/row.ts';
import type { TableEntry } from '../../../../src/table/options/option-schemas.ts';
import type { TableRequest } from '../../../../src/table/render.ts';
import { frameInput } from '../../frame-source.ts';
import { type Located, locate } from '../../result-path.ts';
import { type AskedColumn, ColumnAsks, type ColumnRequest } from './column-asks.ts';
import { hasOwnP } from './own-p.ts';
import type { AskedOfColumn, ComputedRequest, MomentsParams } from './request.ts';
import { type ComputedText, computedTexts, wronglyWritten } from './rows.ts';

/** Holds what a table's computed rows ask for and the nodes they need; `texts` maps each written text to its canonical form. */
export interface PlannedRows {
  readonly asked: ComputedRequest;
  readonly texts: ReadonlyMap<string, string>;
  readonly nodes: readonly NodeSpec[];
}

/** A table as its rows see it. */
export interface RowsOf {
  readonly id: string;
  readonly step: string;
  readonly name: string;
  readonly entry: TableEntry;
  readonly as: ShownAs | undefined;
  /** The place of the table's entry. */
  readonly at: YamlPath;
  /** The place of `as`, which may be that of the step or the defaults. */
  readonly asAt: YamlPath;
  readonly groups: readonly (readonly AskedColumn[])[];
  /** Statistics that fits have. */
  readonly stats: readonly string[];
}

/** Undefined after a complaint, and while levels of a split are not known. */
export function plannedRows(table: RowsOf, plan: PlanContext): PlannedRows | undefined {
  const { entry, at, groups } = table;
  let isSound = true;
  const complain = (problem: Parameters<PlanContext['complain']>[0]): void => {
    isSound = false;
    plan.complain(problem);
  };
  for (const { at: below, ...wrong } of wronglyWritten(entry)) complain({ ...wrong, path: [...at, ...below] });
  const paths: Record<string, Located> = {};
  const texts = new Map<string, string>();
  const asks = new ColumnAsks(groups.flat(), table.stats, plan);
  for (const written of computedTexts(entry)) {
    const path = [...at, ...written.at];
    const told = (problem: TextProblem): void => complain({ ...inText(problem), path });
    const parsed = readRowValue(written.text);
    if (!parsed.ok) {
      parsed.problems.forEach(told);
      continue;
    }
    for (const problem of checkNumber(parsed.ast))
      told({ ...problem, message: asWritten(problem.message, parsed.quantities) });
    starProblems(written, parsed).forEach(told);
    texts.set(written.text, rowText(parsed));
    for (const node of pathsOfRow(parsed.ast)) {
      const found = locate(node, path, plan);
      const one = found?.is === 'results' && found.found.length === 1 ? found.found[0]! : undefined;
      if (one !== undefined && !one.rest.includes('*')) paths[printExpression(node)] = one;
      else if (found !== undefined) told({ ...manyValues(printExpression(node)), start: node.start, end: node.end });
      else isSound = false;
    }
    const columns = written.panel === null ? groups.flat() : (groups[written.panel] ?? []);
    for (const quantity of parsed.quantities.values()) asks.add(quantity, columns).forEach(told);
  }
  for (const problem of asks.addShown(table.as, groups.flat())) complain({ ...problem, path: table.asAt });
  if (!isSound) return undefined;
  const { columns, nodes } = momentNodes(table, asks.all());
  const asked: ComputedRequest = {
    ...(Object.keys(paths).length > 0 && { paths }),
    ...(Object.keys(columns).length > 0 && { columns }),
  };
  return { asked, texts, nodes };
}

const manyValues = (text: string) => ({
  code: 'many-values',
  message: `\`${text}\` is not one number`,
  hint: 'a row takes single results of other steps: `step.column.TERM`',
});

/** `stars: true` needs one estimate, whose p value it is. */
function starProblems({ row, key }: ComputedText, { ast, quantities }: RowValue): TextProblem[] {
  if (key === 'stars' || row.stars !== true) return [];
  const [first, ...more] = quantities.values();
  if (ast.is === 'name' && first !== undefined && more.length === 0 && hasOwnP(first)) return [];
  const hint = 'name the p value: `stars: \'lincom("a + b").p\'`';
  const message = `\`${row.value}\` has no p value of its own`;
  return [{ code: 'no-p-value', message, hint, start: ast.start, end: ast.end }];
}

/** The nodes that take the moments which columns are asked for, each of one model. */
function momentNodes(
  { id, step, name, at }: RowsOf,
  asked: ReadonlyMap<AskedColumn, ColumnRequest>,
): { readonly columns: Record<string, AskedOfColumn>; readonly nodes: readonly NodeSpec[] } {
  const columns: Record<string, AskedOfColumn> = {};
  const nodes: NodeSpec[] = [];
  for (const [column, { moments, ...restrictions }] of asked) {
    const { fit, node } = column;
    const own: AskedOfColumn = restrictions;
    if (fit === undefined || moments.length === 0) {
      if (Object.keys(own).length > 0) columns[node] = own;
      continue;
    }
    const moment = `${step}@moments.${name}.${nodes.length + 1}` as NodeId;
    const params: MomentsParams = { model: estimatedAlone(fit.spec), asked: moments };
    const read = [...new Set([...variablesRead(fit.spec), ...moments.flatMap(variablesOfMoments)])].sort();
    nodes.push({
      id: moment,
      kind: 'sample-moments',
      params: params as unknown as Json,
      inputs: { data: frameInput(fit.data, read) },
      at,
      origins: { asked: { path: at }, model: column.origin ?? { path: at } },
      view: { of: id },
    });
    columns[node] = { ...own, moments: { node: moment, asked: moments } };
  }
  return { columns, nodes };
}

const variablesOfMoments = ({ of, where }: AskedMoments): readonly string[] => [
  ...variablesOfTerm(of),
  ...(where === null ? [] : variablesOfCondition(where)),
];

/** The request with texts of its rows as they enter the key of the table. */
export function canonicalRequest(request: TableRequest, texts: ReadonlyMap<string, string>): TableRequest {
  const canonical = <R extends object>(row: R): R => {
    const { value, stars } = row as Partial<ComputedRow>;
    if (value === undefined) return row;
    const said = typeof stars === 'string' ? { stars: texts.get(stars) ?? stars } : {};
    return { ...row, value: texts.get(value) ?? value, ...said };
  };
  const both = <T extends Pick<TableRequest['groups'][number], 'rows' | 'computed'>>(given: T): T => ({
    ...given,
    ...(given.rows && { rows: given.rows.map(canonical) }),
    ...(given.computed && { computed: given.computed.map(canonical) }),
  });
  return { ...both(request), groups: request.groups.map(both) };
}
