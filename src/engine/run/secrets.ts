/** Tells what is confidential in a run: variables that are not printed, and nodes whose results are not shared. */
import type { Hides } from '../../base/value.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { StoredArtifact } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { confidentialIn, type Declares, isColumn } from './hidden/confidential.ts';
import { tellingNodes } from './sharing.ts';

export class Secrets {
  readonly #session: Declares;
  readonly #store: Store;
  #graph: Graph | undefined;
  #hides: Hides = () => false;
  #tells: (node: GraphNode) => boolean = () => false;

  constructor(session: Declares, store: Store) {
    this.#session = session;
    this.#store = store;
  }

  /** Looks at a graph. */
  look(graph: Graph): void {
    this.#graph = graph;
    this.#hides = confidentialIn(this.#session, graph, this.#store);
    this.#tells = tellingNodes(graph, this.#store, this.#hides);
  }

  /** Looks anew after a node whose columns are known only from its result, as those of a reshaped or of an own kind's data are. */
  found({ loaded }: GraphNode, artifact: StoredArtifact): void {
    const isNew = loaded.kind.lineage === undefined && artifact.parts.some(({ name }) => isColumn(name));
    if (isNew && this.#graph) this.look(this.#graph);
  }

  /** Tells whether the values of a variable are withheld from print. */
  hides(name: string): boolean {
    return this.#hides(name);
  }

  /** Tells whether a node's result derives from confidential values. */
  tells(node: GraphNode): boolean {
    return this.#tells(node);
  }
}
