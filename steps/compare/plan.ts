/** Finds the result for each published cell: rows and columns are matched by an explicit map, or by their names. */
import { parseExpression } from '../../src/base/expression/parser.ts';
import { ownValue } from '../../src/base/own-value.ts';
import { fieldNames, hasField, holdsFit, partsNamed, type Result } from '../../src/base/result.ts';
import { listing, quoted } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { fieldNamed, namesOfStats, recordNamed, termNamed } from '../../src/check/names.ts';
import type { PrintedTable } from '../../src/check/printed.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../src/engine/step.ts';
import type { Stage, StageAsked } from '../../src/table/builders/builder.ts';
import { endogenousAsked } from '../../src/table/builders/fits.ts';
import { words } from '../../src/table/words/phrases.ts';
import { hintFor, misnamed, plannedTerms, resultOf, wordsOf } from '../lib/planned-results.ts';
import { type Located, locateNode, partOfNode } from '../lib/result-path.ts';
import { type CompareEntry, checkNames } from './published-names.ts';

/** The place of one published cell's result. */
export interface PublishedPlace extends Omit<Located, 'label'> {
  readonly row: string;
  readonly column: string;
}

/** A result's list whose members the published table ought to print: the terms of a column. */
export interface ColumnPlace extends Omit<Located, 'label'> {
  readonly column: string;
  /** The field that the column is, for records; empty for fits. */
  readonly field: readonly string[];
}

export interface Matched {
  readonly cells: readonly PublishedPlace[];
  readonly columns: readonly ColumnPlace[];
  /** Published row → its name among the results. */
  readonly rows: readonly (readonly [label: string, name: string])[];
  /** Published rows whose names `rows` gave. */
  readonly named: readonly string[];
  /** The star levels of the report table that is compared; null where none is. */
  readonly starLevels: readonly number[] | null;
}

/** The result that a published column shows. */
type Target =
  | {
      readonly is: 'fit';
      readonly node: NodeSpec;
      readonly result: Result | undefined;
      readonly prefix: readonly string[];
    }
  | {
      readonly is: 'field';
      readonly node: NodeSpec;
      readonly result: Result | undefined;
      readonly field: readonly string[];
    };

/** Matches a published table; undefined after a complaint, and while the levels of a split are not known. */
export function matchTable(
  entry: CompareEntry,
  at: YamlPath,
  table: PrintedTable,
  plan: PlanContext,
): Matched | undefined {
  const sources = sourcesOf(entry, at, plan);
  if (sources === undefined) return undefined;
  checkNames(entry, at, table, plan);
  const targets = table.columns.map((header) => targetOf(header, entry, at, sources, plan));
  if (targets.includes('wrong')) return undefined;
  if (targets.every((target) => target === undefined)) {
    const message = 'no published column has a result to be compared with';
    const place = entry.with === undefined ? { path: at, key: true } : { path: [...at, 'with'] };
    return void plan.complain({ code: 'no-columns', message, hint: namesToMatch(sources, plan), ...place });
  }
  const found = targets.flatMap((target, c) =>
    target === undefined ? [] : [{ column: table.columns[c]!, target: target as Target }],
  );
  const added = found.map(({ target }) => namesOfStats(wordsOf(target.node)?.stats ?? {}));
  const labels = Object.assign({}, ...added, labelsOf(plan)) as Readonly<Record<string, string>>;
  const records = found.find(({ target }) => target.is === 'field')?.target.result;
  const byField = found.some(({ target }) => target.is === 'field');
  const rows = table.rows.map(({ label }) => {
    const name =
      ownValue(entry.rows, label) ?? (byField ? recordNamed(label, labels, records) : termNamed(label, labels));
    return [label, name] as const;
  });
  const cells = found.flatMap(({ column, target }) =>
    rows.flatMap(([row, name]): PublishedPlace[] =>
      standsElsewhere(target, name) ? [] : [{ row, column, node: target.node.id, ...placeIn(target, name, plan) }],
    ),
  );
  const columns = found.map(({ column, target }) => ({ column, node: target.node.id, ...listIn(target) }));
  checkRowNames(
    entry,
    found.map(({ target }) => target),
    at,
    plan,
  );
  return { cells, columns, rows, named: Object.keys(entry.rows ?? {}), starLevels: sources.starLevels };
}

function namesToMatch({ nodes, regimes }: Sources, plan: PlanContext): string {
  const [only] = nodes;
  if (only === undefined) return 'say `with:` or `columns:`';
  const result = nodes.length > 1 || regimes ? undefined : resultOf(only, plan);
  const fields = result?.type === 'fit' ? undefined : result && fieldNames(result);
  if (fields === undefined) return `results: ${listing(nodes.map((n) => n.id))}`;
  return `the columns of \`${only.id}\` are ${listing(fields)}`;
}

/** Complains of names in `rows` that none of the compared columns can have; where only results tell, the node warns when it runs. */
function checkRowNames(entry: CompareEntry, targets: readonly Target[], at: YamlPath, plan: PlanContext): void {
  for (const [label, name] of Object.entries(entry.rows ?? {})) {
    const wrong = targets.map((target) =>
      wholePart(target, name) ? undefined : misnamed(target.node, namesFor(target, name), plan),
    );
    // Where the field of a column is wrong, not the name, that column has been complained of.
    if (wrong.some((each) => each?.name !== name)) continue;
    const message = `no compared column has a result \`${name}\``;
    plan.complain({ code: 'unknown-result', message, hint: hintFor(name, wrong), path: [...at, 'rows', label] });
  }
}

function placeIn(target: Target, name: string, plan: PlanContext): Omit<Located, 'label' | 'node'> {
  const whole = wholePart(target, name);
  if (whole !== undefined) return { part: whole, rest: [] };
  if (isOfAll(target, name)) {
    const [part, ...rest] = name.split('.');
    return { part: part!, rest };
  }
  const terms = target.is === 'field' ? null : plannedTerms(target.node, plan);
  return partOfNode(target.node, namesFor(target, name), terms, plan);
}

/** The part that a row is which belongs to no record of the list: the mean below variance inflation factors, all specifications of a multiverse. */
function wholePart(target: Target, name: string): string | undefined {
  if (target.is !== 'field') return undefined;
  const row = ownValue(target.result?.below ?? {}, name);
  return row && ownValue(row, target.field[0]!);
}

/** Names that lead to the regressions that a result of another type holds; null where it holds none that a table shows as columns. */
const fitsIn = ({ view }: NodeSpec): readonly (readonly string[])[] | null =>
  Array.isArray(view?.fits) ? (view.fits as unknown as readonly (readonly string[])[]) : null;

/** Tells whether a name belongs to rows below regressions that concern all of them: `indirect`, `sobel.statistic`. */
const isOfAll = (target: Target, name: string): boolean =>
  fitsIn(target.node) !== null &&
  target.result !== undefined &&
  partsNamed(target.result).includes(name.split('.')[0]!);

/** It stands in the column of the last of them. */
const standsElsewhere = (target: Target, name: string): boolean =>
  isOfAll(target, name) && target.is === 'fit' && target.prefix.join('.') !== fitsIn(target.node)!.at(-1)!.join('.');

const namesFor = (target: Target, name: string): readonly string[] =>
  target.is === 'field' ? [name, ...target.field] : [...target.prefix, name];

function listIn(target: Target): Pick<ColumnPlace, 'part' | 'rest' | 'field'> {
  if (target.is === 'field') {
    return { part: target.result?.list ?? 'rows', rest: [], field: target.field };
  }
  const [first, ...more] = target.prefix;
  if (first === undefined) return { part: 'terms', rest: [], field: [] };
  return { part: first, rest: [...more, 'terms'], field: [] };
}

/** Label → name of the variable, where only one has the label. */
function labelsOf(plan: PlanContext): Record<string, string> {
  const named = new Map<string, string>();
  const twice = new Set<string>();
  for (const [name, { label }] of Object.entries(plan.project.variables)) {
    if (label === undefined) continue;
    if (named.has(label)) twice.add(label);
    named.set(label, name);
  }
  return Object.fromEntries([...named].filter(([label]) => !twice.has(label)));
}

/** A column that could be meant, and its names. */
interface PrintedColumn {
  readonly node: NodeSpec;
  /** The names that lead from the fit to the equation. */
  readonly prefix: readonly string[];
  readonly names: readonly string[];
}

interface Sources {
  readonly nodes: readonly NodeSpec[];
  readonly columns: readonly PrintedColumn[];
  /** Is true where the columns are regressions though the node is none, as in a table of thresholds with `show: regimes`. */
  readonly regimes: boolean;
  readonly starLevels: readonly number[] | null;
}

function sourcesOf(entry: CompareEntry, at: YamlPath, plan: PlanContext): Sources | undefined {
  if (entry.with === undefined) return { nodes: [], columns: [], regimes: false, starLevels: null };
  const asked = typeof entry.with === 'string' ? [entry.with] : entry.with;
  const path = [...at, 'with'];
  const found = asked.map((reference, i) =>
    plan.select(reference, typeof entry.with === 'string' ? path : [...path, i]),
  );
  if (found.some((nodes) => nodes === undefined)) return undefined;
  const nodes = found.flatMap((each) => each!);
  if (!areComparable(nodes, path, plan)) return undefined;
  const [first] = nodes;
  const request = first?.params as unknown as ReportParams;
  const labels = Object.fromEntries(Object.entries(plan.project.variables).map(([name, { label }]) => [name, label]));
  if (nodes.length !== 1 || request?.is !== 'table')
    return { nodes, columns: printedColumns(nodes, [], labels), regimes: false, starLevels: null };
  const sources = request.groups.flatMap((group) => group.sources);
  const shown = sources.map((source) => plan.node(source.node, path));
  if (shown.some((node) => node === undefined) || !areComparable(shown as NodeSpec[], path, plan)) return undefined;
  const headers = sources.map((source) => source.view.header);
  const printed = printedColumns(shown as NodeSpec[], headers, labels);
  const regimes = request.show === 'regimes';
  const columns = regimes ? printed.map((column) => ({ ...column, prefix: ['fit'] })) : printed;
  return { nodes: shown as NodeSpec[], columns, regimes, starLevels: request.starLevels };
}

/** Complains unless the nodes can be compared with one table: models stand side by side, and records stand alone. */
function areComparable(nodes: readonly NodeSpec[], path: YamlPath, plan: PlanContext): boolean {
  for (const node of nodes) {
    const type = plan.artifact(node);
    const isAlone = nodes.length === 1 || type === 'fit' || fitsIn(node) !== null || plan.result(node) === undefined;
    if (type !== 'frame' && isAlone) continue;
    const message =
      type === 'frame'
        ? `\`${node.id}\` is data, not results`
        : `expected columns of models, or one table of records, got \`${node.id}\` among ${nodes.length}`;
    const hint = 'a table of a report, models, describe, vif, index or threshold';
    plan.complain({ code: 'not-compared', message, hint, path });
    return false;
  }
  return true;
}

interface ReportParams {
  readonly is?: string;
  readonly show: string | null;
  readonly groups: readonly {
    readonly sources: readonly { readonly node: string; readonly view: { readonly header: string } }[];
  }[];
  readonly starLevels: readonly number[];
}

function targetOf(
  header: string,
  entry: CompareEntry,
  at: YamlPath,
  sources: Sources,
  plan: PlanContext,
): Target | 'wrong' | undefined {
  const said = ownValue(entry.columns, header);
  const [only] = sources.nodes;
  const holdsFits = sources.regimes || sources.columns.some(({ node }) => fitsIn(node) !== null);
  if (sources.nodes.length === 1 && !holdsFits && plan.artifact(only!) !== 'fit')
    return fieldOf(only!, header, said, at, plan);
  if (said !== undefined) return fitAt(said, [...at, 'columns', header], plan) ?? 'wrong';
  const found = sources.columns.find(({ names }) => names.includes(withoutHeading(header)) || names.includes(header));
  return found && { is: 'fit', node: found.node, result: resultOf(found.node, plan), prefix: found.prefix };
}

/** The field that a column is. One that `columns` maps must be a field; any other may belong to another table. */
function fieldOf(
  node: NodeSpec,
  header: string,
  said: string | undefined,
  at: YamlPath,
  plan: PlanContext,
): Target | 'wrong' | undefined {
  const result = resultOf(node, plan);
  const field = namesOfField(said ?? fieldNamed(header, result));
  if (result === undefined || hasField(result, field[0]!)) return { is: 'field', node, result, field };
  if (said === undefined) return undefined;
  const fields = fieldNames(result)!;
  const hint = didYouMean(said, fields) ?? `it has ${fields.join(', ')}`;
  const message = `\`${node.id}\` has no \`${said}\``;
  plan.complain({ code: 'unknown-result', message, hint, path: [...at, 'columns', header] });
  return 'wrong';
}

/** A header without what follows its number: `(3) Winsorized`, as our CSV has it, is column `(3)`. */
const withoutHeading = (header: string): string => /^\(\d+\)(?=\s)/.exec(header)?.[0] ?? header;

/** The names in a field: `critical.5` is the member `5` of the field `critical`. */
const namesOfField = (said: string): string[] => said.split('.');

function fitAt(said: string, at: YamlPath, plan: PlanContext): Target | undefined {
  const parsed = parseExpression(said);
  const path = parsed.ok && (parsed.ast.is === 'path' || parsed.ast.is === 'name') ? parsed.ast : undefined;
  const message = `expected a column of results, got \`${said}\``;
  if (path === undefined) return void plan.complain({ code: 'not-a-path', message, path: at });
  const found = locateNode(
    path.is === 'name' ? { ...path, is: 'path', head: path.name, segments: [] } : path,
    at,
    plan,
  );
  if (found === undefined) return undefined;
  const type = plan.artifact(found.node);
  const held = fitsIn(found.node)?.some((names) => names.join('.') === found.names.join('.')) === true;
  const result = resultOf(found.node, plan);
  const isFit = type === 'fit' || held || (result !== undefined && holdsFit(result, found.names));
  if (isFit || result === undefined) return { is: 'fit', node: found.node, result, prefix: found.names };
  const other = `expected a column of models, got \`${found.node.id}\`, a \`${type}\``;
  const hint =
    ownValue(result.parts, 'fit') !== undefined
      ? `its regression is \`${found.node.id}.fit\``
      : fitsIn(found.node) !== null
        ? `its regressions are ${quoted(fitsIn(found.node)!.map((names) => [found.node.id, ...names].join('.')))}`
        : 'a table of records is compared `with:` one, and its columns are fields';
  return void plan.complain({ code: 'not-a-fit', message: other, hint, path: at });
}

/** The columns that a table of these nodes prints: one for each equation that an instrumental-variables fit shows. */
function printedColumns(
  nodes: readonly NodeSpec[],
  headers: readonly string[],
  labels: Readonly<Record<string, string | undefined>>,
): PrintedColumn[] {
  const equations = nodes.flatMap(
    (node, k) => fitsIn(node)?.map((prefix) => ({ node, prefix, names: [] })) ?? equationsOf(node, headers[k], labels),
  );
  const asNumbered = equations.length === nodes.length;
  return equations.map(({ node, prefix, names }, i) => {
    const own = asNumbered ? [`(${node.view?.number ?? i + 1})`] : [];
    return { node, prefix, names: [`(${i + 1})`, ...own, ...names] };
  });
}

/** Gives the equations of a node as columns, named by the headings of tables. The second stage has the names of its own column too. */
function equationsOf(
  node: NodeSpec,
  shown: string | undefined,
  labels: Readonly<Record<string, string | undefined>>,
): PrintedColumn[] {
  const { header, id, level, show } = node.view ?? {};
  const short = node.id.slice(node.id.indexOf('.') + 1);
  const called = [shown, header, id, level, short, node.id].filter((name) => typeof name === 'string' && name !== '');
  if (!Array.isArray(show)) return [{ node, prefix: [], names: called as string[] }];
  const { iv } = node.params as { iv?: { endogenous: readonly string[] } | null };
  const outcome = String(node.view?.outcome ?? '');
  const heading = shown ?? (typeof header === 'string' ? header : '');
  const headed = (stage: Stage, variable: string): string[] =>
    Object.values(words).map(({ stages }) => stages[stage](heading, ownValue(labels, variable) ?? variable));
  return (show as readonly StageAsked[]).flatMap((asked): PrintedColumn[] => {
    const only = endogenousAsked(asked);
    const stage = only === undefined ? (asked as Stage) : 'first';
    if (stage === 'second' || stage === 'coefficients' || stage === 'main')
      return [{ node, prefix: [], names: [...headed(stage, outcome), ...(called as string[])] }];
    if (stage === 'reduced') return [{ node, prefix: ['reducedForm'], names: headed(stage, outcome) }];
    if (stage === 'margins' || stage === 'selection') return [{ node, prefix: [stage], names: headed(stage, outcome) }];
    const endogenous = (iv?.endogenous ?? []).filter((name) => only === undefined || name === only);
    return endogenous.map((name) => ({ node, prefix: ['firstStage', name], names: headed(stage, name) }));
  });
}
