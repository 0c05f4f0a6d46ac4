/** Which result stands for each published cell: rows and columns matched by an explicit map, or by their names. */
import type { NodeId } from '../../src/base/brand.ts';
import { parseExpression } from '../../src/base/expression-parser.ts';
import { didYouMean } from '../../src/base/suggest.ts';
import { fieldNamed, termNamed } from '../../src/check/names.ts';
import type { PrintedTable } from '../../src/check/printed.ts';
import { partFor, shapeOf } from '../../src/check/results.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../src/engine/step.ts';
import { artifactType, locateNode, plannedTerms } from './result-path.ts';

export interface CompareEntry {
  readonly published: string;
  readonly with?: string | readonly string[];
  readonly rows?: Readonly<Record<string, string>>;
  readonly columns?: Readonly<Record<string, string>>;
  readonly explain?: Readonly<Record<string, string>>;
  readonly note?: string;
}

/** Where one published cell's result stands. */
export interface CellPlace {
  readonly row: string;
  readonly column: string;
  readonly node: NodeId;
  readonly part: string;
  readonly rest: readonly string[];
}

/** A result's list whose members the published table ought to print: the terms of a column. */
export interface ColumnPlace {
  readonly column: string;
  readonly node: NodeId;
  readonly part: string;
  readonly rest: readonly string[];
  /** For records, the field that the column is. */
  readonly field: readonly string[];
}

export interface Matched {
  readonly cells: readonly CellPlace[];
  readonly columns: readonly ColumnPlace[];
  /** Published row → its name among the results. */
  readonly rows: readonly (readonly [label: string, name: string])[];
  /** Of the report table that is compared, where one is. */
  readonly starLevels: readonly number[] | null;
}

/** What a published column shows. */
type Target =
  | { readonly is: 'fit'; readonly node: NodeSpec; readonly type: string; readonly prefix: readonly string[] }
  | { readonly is: 'field'; readonly node: NodeSpec; readonly type: string; readonly field: readonly string[] };

/** Undefined after a complaint, and while the levels of a split are not known. */
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
    const hint =
      sources.nodes.length > 0 ? `results: ${sources.nodes.map((n) => n.id).join(', ')}` : 'say `with:` or `columns:`';
    plan.complain({ code: 'no-columns', message, hint, path: at, key: true });
    return undefined;
  }
  const labels = labelsOf(plan);
  const found = targets.flatMap((target, c) =>
    target === undefined ? [] : [{ column: table.columns[c]!, target: target as Target }],
  );
  const byField = found.some(({ target }) => target.is === 'field');
  const rows = table.rows.map(({ label }) => {
    const name = entry.rows?.[label] ?? (byField ? (labels[label] ?? label) : termNamed(label, labels));
    return [label, name] as const;
  });
  const cells = found.flatMap(({ column, target }) =>
    rows.map(([row, name]): CellPlace => ({ row, column, node: target.node.id, ...placeIn(target, name) })),
  );
  const columns = found.map(({ column, target }) => ({ column, node: target.node.id, ...listIn(target) }));
  return { cells, columns, rows, starLevels: sources.starLevels };
}

function placeIn(target: Target, name: string): { part: string; rest: readonly string[] } {
  if (target.is === 'field') return partFor(shapeOf(target.type), [name, ...target.field], null);
  const names = [...target.prefix, name];
  return partFor(shapeOf(target.type), names, plannedTerms(target.node));
}

function listIn(target: Target): Pick<ColumnPlace, 'part' | 'rest' | 'field'> {
  if (target.is === 'field') {
    const list = shapeOf(target.type)?.list ?? 'rows';
    return { part: list, rest: [], field: target.field };
  }
  const [first, ...more] = target.prefix;
  if (first === undefined) return { part: 'terms', rest: [], field: [] };
  return { part: first, rest: [...more, 'terms'], field: [] };
}

/** Label → name, where the label says which variable it is. */
function labelsOf(plan: PlanContext): Record<string, string> {
  const labels: Record<string, string> = {};
  const twice = new Set<string>();
  for (const [name, { label }] of Object.entries(plan.project.variables)) {
    if (label === undefined) continue;
    if (Object.hasOwn(labels, label)) twice.add(label);
    labels[label] = name;
  }
  for (const label of twice) delete labels[label];
  return labels;
}

interface Sources {
  readonly nodes: readonly NodeSpec[];
  /** Headers as the report prints them, where one is compared. */
  readonly headers: readonly string[];
  readonly starLevels: readonly number[] | null;
}

function sourcesOf(entry: CompareEntry, at: YamlPath, plan: PlanContext): Sources | undefined {
  if (entry.with === undefined) return { nodes: [], headers: [], starLevels: null };
  const asked = typeof entry.with === 'string' ? [entry.with] : entry.with;
  const path = [...at, 'with'];
  const found = asked.map((reference, i) =>
    plan.select(reference, typeof entry.with === 'string' ? path : [...path, i]),
  );
  if (found.some((nodes) => nodes === undefined)) return undefined;
  const nodes = found.flatMap((each) => each!);
  const [first] = nodes;
  const request = first?.params as unknown as ReportParams;
  if (nodes.length !== 1 || request?.is !== 'table') return { nodes, headers: [], starLevels: null };
  const sources = request.groups.flatMap((group) => group.sources);
  const shown = sources.map((source) => plan.node(source.node, path));
  if (shown.some((node) => node === undefined)) return undefined;
  return { nodes: shown as NodeSpec[], headers: sources.map((s) => s.view.header), starLevels: request.starLevels };
}

interface ReportParams {
  readonly is?: string;
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
  const said = entry.columns?.[header];
  const [only] = sources.nodes;
  if (sources.nodes.length === 1 && artifactType(only!, plan, at) !== 'fit') {
    const type = artifactType(only!, plan, at);
    return { is: 'field', node: only!, type, field: fieldNames(said ?? fieldNamed(header)) };
  }
  if (said !== undefined) return fitAt(said, [...at, 'columns', header], plan) ?? 'wrong';
  const i = sources.nodes.findIndex((node, k) => answersTo(node, k, sources.headers[k], header));
  return i === -1 ? undefined : { is: 'fit', node: sources.nodes[i]!, type: 'fit', prefix: [] };
}

/** `critical.5` is the member `5` of the field `critical`. */
const fieldNames = (said: string): string[] => said.split('.');

function fitAt(said: string, at: YamlPath, plan: PlanContext): Target | undefined {
  const parsed = parseExpression(said);
  const path = parsed.ok && (parsed.ast.is === 'path' || parsed.ast.is === 'name') ? parsed.ast : undefined;
  if (path === undefined) {
    plan.complain({ code: 'not-a-path', message: `expected a column of results, got \`${said}\``, path: at });
    return undefined;
  }
  const found = locateNode(
    path.is === 'name' ? { ...path, is: 'path', head: path.name, segments: [] } : path,
    at,
    plan,
  );
  return found && { is: 'fit', node: found.node, type: artifactType(found.node, plan, at), prefix: found.names };
}

/** A header is a column's number, its heading, its id, its level, or the node's own name. */
function answersTo(node: NodeSpec, i: number, shown: string | undefined, header: string): boolean {
  const { header: own, id, level, number } = node.view ?? {};
  const short = node.id.slice(node.id.indexOf('.') + 1);
  return [`(${i + 1})`, `(${number ?? i + 1})`, shown, own, id, level, short, node.id].includes(header);
}

/** Names in the maps that the published table does not have are mistakes. */
function checkNames(entry: CompareEntry, at: YamlPath, table: PrintedTable, plan: PlanContext): void {
  const rows = table.rows.map((row) => row.label);
  const known: [key: 'rows' | 'columns', names: readonly string[]][] = [
    ['rows', rows],
    ['columns', table.columns],
  ];
  for (const [key, names] of known) {
    for (const name of Object.keys(entry[key] ?? {})) {
      if (names.includes(name)) continue;
      const what = key === 'rows' ? 'row' : 'column';
      const hint = didYouMean(name, names) ?? `${what}s: ${names.map((n) => `\`${n}\``).join(', ')}`;
      plan.complain({
        code: `unknown-${what}`,
        message: `\`${entry.published}\` has no ${what} \`${name}\``,
        hint,
        path: [...at, key, name],
        key: true,
      });
    }
  }
  const cells = rows.flatMap((row) => table.columns.map((column) => `${row} / ${column}`));
  for (const name of Object.keys(entry.explain ?? {})) {
    // Rows that only the results have are known when they exist.
    if (cells.some((cell) => explains(name, cell)) || table.columns.some((column) => name.endsWith(` / ${column}`)))
      continue;
    const hint =
      didYouMean(name, [...cells, ...rows]) ??
      'as in `row / column`, or `row` for the whole row; `*` stands for any text';
    plan.complain({
      code: 'unknown-cell',
      message: `\`${entry.published}\` has no cell \`${name}\``,
      hint,
      path: [...at, 'explain', name],
      key: true,
    });
  }
}

/** `row / column`, a whole row, or either with `*`. */
export function explains(pattern: string, cell: string): boolean {
  if (!pattern.includes('*')) return pattern === cell || cell.startsWith(`${pattern} / `);
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}( / .*)?$`, 'u').test(cell);
}
