/**
 * Foresees what a run would find. Cheap stale nodes are performed in memory and nothing is recorded, so that `why` can say what will
 * change, what must run below, and where early cutoff stops the wave.
 */
import type { NodeId } from '../../base/brand.ts';
import type { Hides } from '../../base/value.ts';
import { type Decision, decide, type World } from '../decide/decide.ts';
import { artifactReader, gatherJob, type Readable, readable } from '../executors/gather.ts';
import { perform } from '../executors/perform.ts';
import { type GraphNode, withAncestors, withDescendants } from '../graph.ts';
import { contentNamed } from '../store/artifact.ts';
import { aligned } from '../store/inline-parts.ts';
import { readRecipe } from '../store/recipe.ts';
import { confidentialIn } from './hidden/confidential.ts';
import { type Session, type Survey, worldOf } from './session.ts';
import { explainSource } from './trace-back.ts';

/** A node is performed only when it took no longer than this when it was recorded, and all of them together no longer than the budget. */
const CHEAP_MS = 1000;
const BUDGET_MS = 4000;

export interface Foreseen {
  /** Decisions as they will be once the performed nodes have run, for the nodes, for what they read, and for what reads them. */
  readonly decisions: ReadonlyMap<NodeId, Decision>;
  readonly performed: ReadonlySet<NodeId>;
  /** Returns the sentences of a node's kind about the difference; none for a node that was not performed or did not change. */
  explain(node: NodeId): readonly string[];
}

/**
 * Foresees the nodes: performs what they read, and the nodes themselves. What is made of nodes that `mayTell` does not let be told is told by nobody: that it
 * changes is known, and no value of it.
 */
export async function foresee(
  session: Session,
  survey: Survey,
  nodes: Iterable<NodeId>,
  mayTell: (node: GraphNode) => boolean = () => true,
): Promise<Foreseen> {
  const future = new Future(session, survey, mayTell);
  const { graph } = survey;
  const named = [...nodes];
  const wanted = withAncestors(graph, named);
  const told = withAncestors(graph, withDescendants(graph, named));
  for (const node of graph.nodes.values()) if (told.has(node.id)) await future.settle(node, wanted.has(node.id));
  const { decisions, performed } = future;
  return { decisions, performed: new Set(performed.keys()), explain: (id) => future.explain(id) };
}

/** A run in memory, in which nodes are settled in graph order, each after what it reads. */
class Future {
  readonly decisions = new Map<NodeId, Decision>();
  readonly performed = new Map<NodeId, Readable>();
  readonly #session: Session;
  readonly #survey: Survey;
  readonly #world: World;
  readonly #hides: Hides;
  readonly #mayTell: (node: GraphNode) => boolean;
  readonly #untold = new Set<NodeId>();
  #spent = 0;

  constructor(session: Session, survey: Survey, mayTell: (node: GraphNode) => boolean) {
    this.#session = session;
    this.#mayTell = mayTell;
    this.#survey = survey;
    this.#hides = confidentialIn(session, survey.graph, survey.store);
    this.#world = worldOf(session, survey.graph, survey.store, (id) => this.#result(id)?.artifact);
  }

  async settle(node: GraphNode, wanted: boolean): Promise<void> {
    const now = this.#survey.decisions.get(node.id)!;
    const decision = now.is === 'pending' ? decide(node, this.#world) : now;
    this.decisions.set(node.id, decision);
    if (decision.is === 'stale' && wanted && this.#isCheap(node)) await this.#perform(node);
  }

  /** Tells whether the preview performs a node: it ran before (a first result is merely new), writes no files and is quick. */
  #isCheap(node: GraphNode): boolean {
    const last = this.#survey.store.last(node.id);
    const cost = node.cost ?? node.loaded.kind.cost ?? 'short';
    if (!last || node.outputs || cost === 'long' || cost === 'external') return false;
    return last.milliseconds <= CHEAP_MS && this.#spent + last.milliseconds <= BUDGET_MS;
  }

  async #perform(node: GraphNode): Promise<void> {
    const { files, options } = this.#session;
    const job = gatherJob(node, {
      files,
      trusted: options.trusted,
      waits: this.#survey.withholding.waits,
      template: this.#world.template,
      result: (id) => this.#result(id),
      lasted: () => undefined,
    });
    if (!('kind' in job)) return;
    const result = await perform(node.loaded.kind, job, new AbortController().signal, () => {});
    if (result.is !== 'done') return;
    this.#spent += result.milliseconds;
    const { made } = result;
    const bytes = (name: string): Uint8Array | undefined => {
      const found = contentNamed(made, name);
      return found && aligned(found);
    };
    this.performed.set(node.id, { artifact: made.artifact, bytes });
    if (!this.#mayTell(node) || node.dependencies.some((each) => this.#untold.has(each))) this.#untold.add(node.id);
  }

  explain(id: NodeId): readonly string[] {
    const { graph, store } = this.#survey;
    const [after, last, node, decision] = [
      this.performed.get(id),
      store.last(id),
      graph.nodes.get(id)!,
      this.decisions.get(id),
    ];
    const { kind } = node.loaded;
    if (this.#untold.has(id)) return [];
    if (!after || !last || decision?.is !== 'stale' || !kind.explain || !store.holds(last)) return [];
    const source = explainSource(node, readRecipe(decision.recipe), this.#session.files, this.#hides);
    return kind.explain(artifactReader(readable(store, last)), artifactReader(after), source);
  }

  #result(id: NodeId): Readable | undefined {
    const decision = this.decisions.get(id);
    return (
      this.performed.get(id) ??
      (decision && 'artifact' in decision ? readable(this.#survey.store, decision) : undefined)
    );
  }
}
