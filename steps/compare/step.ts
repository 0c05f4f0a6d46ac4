/** The kind `compare`: compares published tables with results, figure by figure. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { isAncillary } from '../../src/base/text/term-names.ts';
import {
  type ComparedCell,
  compareCell,
  countCells,
  countFigures,
  notPrinted,
  type Reproduced,
  unmatchedCell,
} from '../../src/check/compare.ts';
import { comparisonTable, summaryTable } from '../../src/check/compare-table.ts';
import { readPrinted } from '../../src/check/printed.ts';
import { follow, namesAt } from '../../src/check/results.ts';
import type { Stat } from '../../src/econ/fit.ts';
import { defineStep, type NodeSpec, type PlanContext, type RunContext, type Step } from '../../src/engine/step.ts';
import { defaultStarLevels } from '../../src/table/stars.ts';
import { publishedTable, readPublished } from '../lib/compare/published.ts';
import { partInputs } from '../lib/frame-source.ts';
import { formatsOption, reportFiles, reportNode } from '../lib/report/table-files.ts';
import { type Matched, matchTable } from './plan.ts';
import { type CompareEntry, explains } from './published-names.ts';

const names = (description: string) => Type.Record(Type.String(), Type.String(), { description });
const Entry = strict({
  published: Type.String({ description: 'CSV file of the table as printed: `1.592*** (0.456)` in one cell' }),
  with: optional.either(
    [Type.String(), Type.Array(Type.String(), { minItems: 1 })],
    'a table of a report, a step, columns: what the published columns are compared with, in order',
  ),
  rows: Type.Optional(names('published row → term or statistic, where their names differ')),
  columns: Type.Optional(names('published column → `step.column`; of descriptives and the like, a field (`mean`)')),
  explain: Type.Optional(names('`row / column` (or `row`, with `*` for any text) → why it is not the same')),
  stars: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), {
      description: 'levels, [.1, .05, .01] by default',
    }),
  ),
  note: optional.text('a sentence below the comparison'),
});
const Params = strict({
  tables: Type.Record(Type.String(), Entry, { minProperties: 1, description: 'the published tables' }),
  formats: formatsOption,
});
type Params = Static<typeof Params>;

/** One published table. */
interface TableParams extends Matched {
  readonly is: 'table';
  readonly name: string;
  readonly explain: readonly (readonly [string, string])[];
  readonly stars: readonly number[];
}
interface SummaryParams {
  readonly is: 'summary';
  readonly tables: readonly string[];
}
interface ReportParams {
  readonly is: 'report';
  readonly step: string;
  readonly formats: readonly string[];
  readonly tables: readonly { readonly name: string; readonly note: string }[];
}
type NodeParams = TableParams | SummaryParams | ReportParams;

export default defineStep({
  name: 'compare',
  summary: 'Published tables against results, cell by cell at the published digits',
  artifact: 'compare',
  params: Params,
  expand: (step, plan) => expand(step, plan),
  run: (context) => run(context as unknown as RunContext<NodeParams>),
});

const RESERVED = ['summary', 'report'];

function expand(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const listed = plan.keys([...step.path, 'tables']);
  const nodes = listed.flatMap((name) => tableNode(step, name, plan) ?? []);
  if (nodes.length < listed.length) return nodes;
  const inputs = partInputs(nodes.map(({ id }) => [id, ['cells']]));
  const summary: SummaryParams = { is: 'summary', tables: listed };
  const summaryNode: NodeSpec = { id: `${step.name}.summary` as NodeId, params: summary as unknown as Json, inputs };
  const notes = listed.map((name) => ({ name, note: step.params.tables[name]!.note ?? '' }));
  const formats = step.params.formats ?? step.defaults.formats;
  return [
    ...nodes,
    summaryNode,
    reportNode(step, [...listed, 'summary'], inputs, { formats, more: { tables: notes } }, plan),
  ];
}

function tableNode(step: Step<Params>, name: string, plan: PlanContext): NodeSpec | undefined {
  const at = [...step.path, 'tables', name];
  const entry: CompareEntry & { readonly stars?: readonly number[] } = step.params.tables[name]!;
  if (RESERVED.includes(name) || !/^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(name)) {
    const message = RESERVED.includes(name)
      ? `\`${name}\` is a node of every comparison`
      : `\`${name}\` cannot be a table's name`;
    return void plan.complain({ code: 'bad-name', message, hint: 'letters, digits, `_` and `-`', path: at, key: true });
  }
  const published = publishedTable(entry.published, [...at, 'published'], plan);
  const matched = published && matchTable(entry, at, published, plan);
  if (matched === undefined) return undefined;
  const params: TableParams = {
    is: 'table',
    name,
    ...matched,
    explain: plan.keys([...at, 'explain']).map((cell) => [cell, entry.explain![cell]!] as const),
    stars: [...(entry.stars ?? matched.starLevels ?? defaultStarLevels)].sort((a, b) => b - a),
  };
  const reads = [...matched.cells, ...matched.columns].map(({ node, part }) => [node, [part]] as const);
  return {
    id: `${step.name}.${name}` as NodeId,
    params: params as unknown as Json,
    inputs: { published: { is: 'file', path: entry.published }, ...partInputs(reads) },
    origins: Object.fromEntries(
      (['published', 'rows', 'columns', 'explain', 'stars'] as const).map((key) => [key, { path: [...at, key] }]),
    ),
  };
}

function run(context: RunContext<NodeParams>) {
  const given = context.params;
  switch (given.is) {
    case 'table':
      return compareTable(given, context);
    case 'summary': {
      const cells = given.tables.flatMap((_, i) => cellsOf(context.inputs[i]!, context));
      const tables = given.tables.map((table) => ({
        table,
        counts: countCells(cells.filter((c) => c.table === table)),
      }));
      return { cells, tables, counts: countCells(cells), figures: countFigures(cells) };
    }
    case 'report':
      return report(given, context);
    default:
      return given satisfies never;
  }
}

const cellsOf = (input: string, context: RunContext<NodeParams>): readonly ComparedCell[] =>
  context.artifact(input).json('cells') as unknown as readonly ComparedCell[];

function report(given: ReportParams, context: RunContext<NodeParams>) {
  const { step } = given;
  const cells = given.tables.map(({ name }) => cellsOf(`${step}.${name}`, context));
  const total = countCells(cells.flat());
  const tables = new Map(
    given.tables.map(({ name, note }, i) => [name, comparisonTable(step, name, cells[i]!, note)] as const),
  );
  const counted = given.tables.map(({ name: table }, i) => ({ table, counts: countCells(cells[i]!) }));
  tables.set('summary', summaryTable(step, counted, total));
  const data = { counts: total, figures: countFigures(cells.flat()), tables: counted, cells: cells.flat() };
  return reportFiles(given, () => tables, data, context);
}

function compareTable(given: TableParams, context: RunContext<NodeParams>) {
  const published = readPublished(context.file('published'));
  const cells: ComparedCell[] = [];
  for (const { label: row, cells: texts } of published.rows) {
    published.columns.forEach((column, c) => {
      const place = given.cells.find((each) => each.row === row && each.column === column);
      const compared = compareAt(texts[c]!, place, given.stars, context);
      if (!compared) return;
      const of = place ? [place.node, place.part, ...place.rest].join('.') : '';
      const explanation = compared.verdict === 'same' ? null : explanationOf(given, row, column);
      cells.push({ table: given.name, row, column, of, explanation, ...compared });
    });
  }
  cells.push(...unprinted(given, context));
  warnOfNeedless(given, cells, context);
  warnOfNameless(given, context);
  return { cells, counts: countCells(cells), figures: countFigures(cells) };
}

/** Compares one cell; undefined where there is neither a figure nor a result. */
function compareAt(
  text: string,
  place: TableParams['cells'][number] | undefined,
  levels: readonly number[],
  context: RunContext<NodeParams>,
) {
  const ours = place && reproduced(place, context);
  if (text === '') return typeof ours === 'object' ? notPrinted(starred(ours, '', place!.rest), levels) : undefined;
  const printed = readPrinted(text);
  if (printed === undefined) return unmatchedCell(text, 'it is no figure');
  if (place === undefined) return unmatchedCell(text, 'no result is named for its column');
  if (typeof ours !== 'object') return unmatchedCell(text, ours ?? '');
  return compareCell(printed, starred(ours, printed.stars, place.rest), levels);
}

/** The result without its p value where it is a parameter that tables give no stars, and none are printed. */
function starred(ours: Reproduced, printed: string, names: readonly string[]): Reproduced {
  const { pValue: _, ...others } = ours;
  return printed === '' && names.some(isAncillary) ? others : ours;
}

/** The result of a cell, or in words why there is none. */
function reproduced(
  place: { node: NodeId; part: string; rest: readonly string[]; usual?: readonly string[] },
  context: RunContext<NodeParams>,
): Reproduced | string {
  const artifact = context.artifact(place.node);
  if (!artifact.parts.includes(place.part)) return `\`${place.node}\` has no \`${place.part}\``;
  const start = artifact.json(place.part);
  // The last name of `usual` is the value itself, and its error and its p value stand beside it.
  const { rest, usual = [] } = place;
  const beside = [...rest, ...usual.slice(0, -1)];
  const look = (...more: string[]): Stat | undefined => {
    const found = follow(start, [...beside, ...more], place.node, usual.slice(-1));
    if (found.is === 'invalid') return { invalid: found.why };
    return found.is === 'value' && typeof found.value === 'number' ? found.value : undefined;
  };
  const value = look('estimate') ?? look();
  if (value === undefined) return 'there is no such result';
  const [stdError, pValue] = [look('stdError'), look('pValue')];
  return defined({ value, stdError, pValue });
}

/** Cells for terms of the matched columns for which the published table has no row. */
function unprinted(given: TableParams, context: RunContext<NodeParams>): ComparedCell[] {
  const printed = new Set(given.rows.map(([, name]) => name));
  return given.columns.flatMap(({ column, node, part, rest, field }) => {
    const artifact = context.artifact(node);
    if (!artifact.parts.includes(part)) return [];
    const names = namesAt(artifact.json(part), rest);
    // A table of statistics alone leaves no terms out.
    if (!names.some((name) => printed.has(name))) return [];
    return names
      .filter((name) => !printed.has(name))
      .flatMap((name): ComparedCell[] => {
        const ours = reproduced({ node, part, rest: [...rest, name, ...field] }, context);
        if (typeof ours !== 'object') return [];
        const of = [node, part, ...rest, name, ...field].join('.');
        const cell = notPrinted(starred(ours, '', [name]), given.stars);
        return [{ table: given.name, row: name, column, of, explanation: explanationOf(given, name, column), ...cell }];
      });
  });
}

const explanationOf = ({ explain }: TableParams, row: string, column: string): string | null =>
  explain.find(([pattern]) => explains(pattern, `${row} / ${column}`))?.[1] ?? null;

/** Warns of names in `rows` that were possible, but that no compared column turned out to have. */
function warnOfNameless(given: TableParams, context: RunContext<NodeParams>): void {
  for (const row of given.named) {
    const places = given.cells.filter((place) => place.row === row);
    if (places.some((place) => typeof reproduced(place, context) === 'object')) continue;
    const [, name] = given.rows.find(([label]) => label === row)!;
    const names = given.columns.flatMap(({ node, part, rest }) => {
      const artifact = context.artifact(node);
      return artifact.parts.includes(part) ? namesAt(artifact.json(part), rest) : [];
    });
    const hint = didYouMean(name, names) ?? `they have ${[...new Set(names)].join(', ')}`;
    const message = `\`${row}\` is called \`${name}\`, which no compared column has`;
    context.warn({ code: 'unknown-result', message, hint, param: 'rows', severity: 'warning' });
  }
}

/** Warns of explanations that are out of date, since the cells agree. */
function warnOfNeedless(
  { explain }: TableParams,
  cells: readonly ComparedCell[],
  context: RunContext<NodeParams>,
): void {
  for (const [pattern] of explain) {
    const meant = cells.filter((cell) => explains(pattern, `${cell.row} / ${cell.column}`));
    if (meant.some((cell) => cell.verdict !== 'same')) continue;
    const message = `\`${pattern}\` is explained, but ${meant.length === 0 ? 'there is no such cell' : 'agrees as printed'}`;
    context.warn({ code: 'needless-explanation', message, param: 'explain', severity: 'warning' });
  }
}
