/** Knows which nodes wait for the plan to be registered, since they would read values that the pipeline withholds until then. */
import type { NodeId } from '../../../base/brand.ts';
import { type Problem, problemAt } from '../../../base/problem.ts';
import { quoted } from '../../../base/text/quoted.ts';
import { startedBy } from '../../executors/gather.ts';
import type { Graph, GraphNode } from '../../graph.ts';
import { stillWithheld } from '../../ledger/registration.ts';
import type { Service } from '../../resume/planned.ts';
import type { StoredArtifact } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { columnsRead, type Declares, isColumn, withheldVariables } from './confidential.ts';

/** The hint how values are released. */
export const HOW_TO_RELEASE =
  '`papermake register` locks the plan, and releases the values of withheld variables (docs/evidence.md)';

export const needsRegistration = (variables: readonly string[]): Problem =>
  problemAt({
    code: 'needs-registration',
    message: `it reads ${quoted(variables)}, of which no value is read before the plan is registered`,
    hint: HOW_TO_RELEASE,
  });

/** Gives the withheld variables that a node would read; undefined where it reads none. */
export type Waits = (node: GraphNode) => readonly string[] | undefined;

const NONE: ReadonlySet<string> = new Set();

export class Withholding {
  readonly #session: Declares;
  readonly #store: Store;
  /** Variables that are named as withheld, by the pipeline or by the ledger of its folder. */
  readonly #named: readonly string[];
  #graph: Graph | undefined;
  #names: ReadonlySet<string> | undefined;
  #dataFiles: ReadonlySet<string> | undefined;
  readonly #behind = new Map<NodeId, readonly string[] | undefined>();

  /** `withholds` says whether the pipeline itself names any. */
  constructor(session: Declares, withholds: boolean, store: Store) {
    const { root, file } = session.options;
    this.#session = session;
    this.#store = store;
    this.#named = stillWithheld(root, file, withholds ? session.project.withhold : []);
  }

  /** Says whether anything is withheld at all, as in few projects. */
  get isActive(): boolean {
    return this.#named.length > 0;
  }

  look(graph: Graph): void {
    this.#graph = graph;
    this.#names = undefined;
    this.#dataFiles = undefined;
    this.#behind.clear();
  }

  /** Looks anew after a node whose columns are known only from its result. */
  found({ loaded }: GraphNode, { parts }: StoredArtifact): void {
    if (this.isActive && loaded.kind.lineage === undefined && parts.some(({ name }) => isColumn(name)))
      this.#names = undefined;
  }

  /** The variables that are withheld now. */
  get variables(): ReadonlySet<string> {
    if (!this.isActive || this.#graph === undefined) return NONE;
    this.#names ??= withheldVariables(this.#session, this.#graph, this.#store);
    return this.#names;
  }

  readonly waits: Waits = (node) => {
    if (!this.isActive) return undefined;
    const names = [...this.variables];
    const read = new Set(this.#read(node));
    const withheld = names.filter((name) => read.has(name));
    if (withheld.length > 0) return withheld;
    return isProgram(node) && this.#readsData(node) ? this.#named : undefined;
  };

  /** The withheld variables behind a result that is on record all the same: the node, or one above it, would read them. */
  behind(id: NodeId): readonly string[] | undefined {
    if (!this.isActive || this.#graph === undefined) return undefined;
    if (this.#behind.has(id)) return this.#behind.get(id);
    const node = this.#graph.nodes.get(id);
    const found = node && (this.waits(node) ?? node.dependencies.map((each) => this.behind(each)).find((each) => each));
    this.#behind.set(id, found);
    return found;
  }

  /** Columns that a node reads for anything else than to pass them on, or to make columns that are withheld too. */
  #read(node: GraphNode): readonly string[] {
    const { kind } = node.loaded;
    if (kind.judges !== undefined && !isProgram(node)) return kind.judges(node.params);
    return [...columnsRead(node, this.#store), ...(kind.mixes?.(node.params, []).ofFiles ?? [])];
  }

  /** Says whether a node reads a file, or what another node left, from which data are read: a program may read any column of it. */
  #readsData({ sources, dependencies }: GraphNode): boolean {
    this.#dataFiles ??= dataFilesOf(this.#graph!);
    const isData = (name: string): boolean => this.#dataFiles!.has(name);
    return sources.some((source) => source.is === 'file' && isData(source.path)) || dependencies.some(isData);
  }
}

/** Knows which nodes wait for registration, of those of a graph where one is given. A pipeline tells by its services that it withholds something. */
export function withholdingOf(
  session: Declares,
  services: readonly Service[],
  store: Store,
  graph?: Graph,
): Withholding {
  const withholding = new Withholding(session, services.includes('withhold'), store);
  if (graph) withholding.look(graph);
  return withholding;
}

const isProgram = (node: GraphNode): boolean =>
  startedBy(node) !== undefined || (node.cost ?? node.loaded.kind.cost) === 'external';

const passesOn = ({ loaded }: GraphNode): boolean => loaded.kind.judges !== undefined;

/** Files from which nodes make data, and nodes of which they read files. */
function dataFilesOf(graph: Graph): ReadonlySet<string> {
  const readers = [...graph.nodes.values()].filter((node) => !isProgram(node) && passesOn(node));
  return new Set(
    readers.flatMap(({ sources, dependencies }) => [
      ...sources.flatMap((source) => (source.is === 'file' ? [source.path] : [])),
      ...dependencies.filter((id) => !passesOn(graph.nodes.get(id)!)),
    ]),
  );
}
