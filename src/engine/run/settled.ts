/** Keeps the states that nodes of a run reached. Several graphs may follow each other (split levels): what is settled stays settled. */
import type { NodeId } from '../../base/brand.ts';
import type { Graph, GraphNode, NodeIds } from '../graph.ts';
import type { Settled as Known, Resumed } from '../resume/resume.ts';
import type { NodeStanding, StoredArtifact } from '../store/records.ts';
import type { Store } from '../store/store.ts';

export type End =
  | ({ readonly is: 'fresh' | 'cached' | 'ran' } & NodeStanding)
  /** No change reaches the node: it stands where the last run left it. */
  | { readonly is: 'fresh'; readonly left: true }
  | { readonly is: 'failed' }
  | { readonly is: 'skipped' };

export const LEFT: End = { is: 'fresh', left: true };

/** Tells whether a node failed or was skipped, so that others cannot read it. */
export const isCut = (end: End | undefined): boolean => end?.is === 'failed' || end?.is === 'skipped';

/** Gives those of the lists that hold anything. */
export const nonEmpty = <T extends Record<string, readonly unknown[]>>(lists: T): Partial<T> =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<T>;

export class SettledNodes {
  /** Ends of nodes that were looked at; those that no change reaches were not. */
  readonly #ends = new Map<NodeId, End>();
  /** The nodes that no change reaches, and the sets of wanted nodes that they belong to. */
  readonly #unreached: NodeId[] = [];
  readonly #leaving: NodeIds[] = [];
  #reached: ReadonlySet<NodeId> | undefined;
  #left: Resumed | undefined;

  /** Leaves those wanted nodes where they stood that no change since the last run reaches, and returns them. */
  leaveUnreached({ nodes }: Graph, wanted: NodeIds, resumed: Resumed, known: Pick<Known, 'template'>): NodeId[] {
    this.#left = resumed;
    this.#reached ??= resumed.reached(known);
    const unreached: NodeId[] = [];
    if (wanted.size === 0) return unreached;
    const areAll = wanted.size === nodes.size;
    for (const id of nodes.keys())
      if (!this.#reached.has(id) && (areAll || wanted.has(id)) && !this.has(id)) unreached.push(id);
    this.#leaving.push(wanted);
    for (const id of unreached) this.#unreached.push(id);
    return unreached;
  }

  /** Nodes of the graph that a change since the last run may reach, in graph order. */
  reached({ nodes }: Graph, resumed: Resumed | undefined): readonly GraphNode[] {
    if (!resumed || !this.#reached) return [...nodes.values()];
    return [...this.#reached].map((id) => nodes.get(id)!);
  }

  has(id: NodeId): boolean {
    return this.#ends.has(id) || this.#isUnreached(id);
  }

  set(id: NodeId, end: End): void {
    this.#ends.set(id, end);
  }

  isCut(id: NodeId): boolean {
    return isCut(this.#ends.get(id));
  }

  #isUnreached(id: NodeId): boolean {
    return this.#leaving.some((wanted) => wanted.has(id)) && !this.#reached!.has(id);
  }

  standing(id: NodeId): NodeStanding | undefined {
    const end = this.#ends.get(id);
    if (end ? 'left' in end : this.#isUnreached(id)) return this.#left!.standing(id);
    return end && 'artifact' in end ? end : undefined;
  }

  /** Says where the last run left a node, whatever has changed since. */
  before(id: NodeId): NodeStanding | undefined {
    return this.#left?.standing(id);
  }

  /** Gives what a node made when it last ran. Its record is read only where the last run's notes do not say it. */
  last(
    id: NodeId,
    store: Pick<Store, 'current' | 'last'>,
  ): Pick<NodeStanding, 'artifact' | 'milliseconds'> | undefined {
    const before = this.before(id);
    return before !== undefined && before.key === store.current(id) ? before : store.last(id);
  }

  artifact(id: NodeId): StoredArtifact | undefined {
    return this.standing(id)?.artifact;
  }

  /** Standings of all nodes that were found fresh, restored or run. */
  standings(): Map<NodeId, NodeStanding> {
    return new Map(
      [...this.#unreached, ...this.#ends.keys()].flatMap((id) => {
        const standing = this.standing(id);
        return standing ? [[id, standing] as const] : [];
      }),
    );
  }

  /** Standings of those nodes that do not stand where the last run left them. */
  moved(): Map<NodeId, NodeStanding> {
    const isLeft = (id: NodeId, { artifact }: NodeStanding): boolean => this.#left?.standing(id)?.artifact === artifact;
    return new Map(
      [...this.#ends].flatMap(([id, end]) => ('artifact' in end && !isLeft(id, end) ? [[id, end] as const] : [])),
    );
  }

  /** The nodes by their ends. */
  ends(): Record<End['is'], readonly NodeId[]> {
    // One of which the store had lost a part ran again.
    const fresh = this.#unreached.filter((id) => !this.#ends.has(id));
    const ids: Record<End['is'], NodeId[]> = { ran: [], cached: [], fresh, failed: [], skipped: [] };
    for (const [id, { is }] of this.#ends) ids[is].push(id);
    return ids;
  }
}
