/** Finds the variables of which no value is printed: those that `variables:` marks, and those that are made from them. */
import type { NodeId } from '../../../base/brand.ts';
import { ownValue } from '../../../base/own-value.ts';
import { quoted } from '../../../base/text/quoted.ts';
import { type Hides, hiding } from '../../../base/value.ts';
import type { ClaimOutcome } from '../../events.ts';
import type { Graph, GraphNode } from '../../graph.ts';
import { stillWithheld } from '../../ledger/registration.ts';
import type { ProjectDecl } from '../../step.ts';
import type { NodeStanding } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';

const COLUMN = 'column:';

export const isColumn = (part: string): boolean => part.startsWith(COLUMN);

/**
 * A name is one variable wherever it stands. A variable that is made from a confidential one is confidential too, unless it is declared
 * `confidential: false`.
 */
function confidentialVariables(project: ProjectDecl, graph: Graph, store: Store): ReadonlySet<string> {
  const said = (name: string): boolean | undefined => ownValue(project.variables, name)?.confidential;
  const names = new Set(Object.keys(project.variables).filter((name) => said(name) === true));
  if (names.size === 0) return names;
  const made = [...graph.nodes.values()].flatMap((node) => madeBy(node, store));
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const [name, from] of made) if (said(name) !== false && from.some((each) => names.has(each))) names.add(name);
  }
  return names;
}

/** Whatever knows what a pipeline declares beside its steps, and where it lies. */
export interface Declares {
  readonly project: ProjectDecl;
  readonly options: { readonly root: string; readonly file: string };
}

/** Tells whether no value of a variable is shown, since it is confidential, or withheld until the plan is registered; found out when it is first asked. */
export function confidentialIn(session: Declares, graph: Graph, store: Store): Hides {
  let hides: Hides | undefined;
  return (name) => {
    hides ??= hiding(hiddenVariables(session, graph, store));
    return hides(name);
  };
}

/** The variables of which no value is shown. */
export const hiddenVariables = (session: Declares, graph: Graph, store: Store): ReadonlySet<string> =>
  new Set([...confidentialVariables(session.project, graph, store), ...withheldVariables(session, graph, store)]);

/** Variables that are withheld until the plan is registered: those that `withhold` names, and all that tell their values. */
export function withheldVariables({ project, options }: Declares, graph: Graph, store: Store): ReadonlySet<string> {
  return telling(stillWithheld(options.root, options.file, project.withhold), graph, store);
}

/** The variables, those that are made from them, and the one variable that one of them is made from alone. */
export function telling(variables: readonly string[], graph: Graph, store: Store): ReadonlySet<string> {
  const names = new Set(variables);
  if (names.size === 0) return names;
  const made = [...graph.nodes.values()].flatMap((node) => madeBy(node, store));
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const [name, from] of made) if (names.has(name) && from.length === 1) names.add(from[0]!);
  }
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const [name, from] of made) if (from.some((each) => names.has(each))) names.add(name);
  }
  return names;
}

type MadeColumn = readonly [name: string, from: readonly string[]];

/** The columns that a node makes, with those that they are made from. */
function madeBy(node: GraphNode, store: Store): MadeColumn[] {
  const { kind } = node.loaded;
  if (kind.lineage) return Object.entries(kind.lineage(node.params));
  const columns = columnsOf(store, node.id);
  if (kind.mixes) {
    const { names, ofFiles } = kind.mixes(node.params, columns);
    const read = [...columnsRead(node, store), ...ofFiles];
    return (names === 'all' ? columns : names).map((name) => [name, read]);
  }
  if (columns.length === 0) return [];
  const above = new Set(node.dependencies.flatMap((id) => columnsOf(store, id)));
  const read = columnsRead(node, store);
  return columns.filter((name) => !above.has(name)).map((name) => [name, read]);
}

/** Columns of data that a node reads; of a frame that it reads whole, those on record. */
export const columnsRead = ({ reads }: GraphNode, store: Store): string[] =>
  reads.flatMap(({ node, parts }) => (parts === 'all' ? columnsOf(store, node) : columnNames(parts)));

const columnNames = (parts: readonly string[]): string[] =>
  parts.flatMap((part) => (isColumn(part) ? [part.slice(COLUMN.length)] : []));

export const columnsOf = (store: Store, id: NodeId): string[] =>
  columnNames((store.last(id)?.artifact.parts ?? []).map(({ name }) => name));

/** Returns the messages of a broken claim. Where it reads confidential columns, their names stand in place of values. */
export function brokenWithoutValues<B extends { readonly message: string }>(
  broken: readonly B[],
  columns: readonly string[],
  hides: Hides,
): readonly (B | { readonly message: string })[] {
  const hidden = broken.length === 0 ? [] : columns.filter(hides);
  if (hidden.length === 0) return broken;
  return [{ message: `values of ${quoted(hidden)} break it, which are not shown` }];
}

/** Reads what became of a claim from the artifact of its node, without confidential values. */
export function readVerdict(
  node: GraphNode,
  store: Store,
  { key, artifact }: NodeStanding,
  hides: Hides,
): ClaimOutcome {
  const part = (name: string): unknown => {
    const bytes = store.part(key, artifact.parts.find((each) => each.name === name)!);
    if (!bytes) throw new Error(`the store lost ${name} of ${node.id} while it was in use`);
    return JSON.parse(new TextDecoder().decode(bytes));
  };
  const text = node.view?.text;
  return {
    node: node.id,
    holds: part('holds') as boolean,
    claim: part('claim') as string,
    text: typeof text === 'string' ? text : '',
    broken: brokenWithoutValues(part('broken') as ClaimOutcome['broken'], columnsRead(node, store), hides),
  };
}
