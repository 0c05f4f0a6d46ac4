/**
 * What a run would find, without running: cheap stale nodes are performed in memory and nothing is recorded, so that
 * `why` can say what will change, what must run below, and where early cutoff stops the wave.
 */
import type { NodeId } from '../base/brand.ts';
import type { Json } from '../base/json.ts';
import type { ArtifactReader } from '../base/reader.ts';
import { type Decision, decide, type World } from './decide.ts';
import { perform } from './executors/perform.ts';
import { type GraphNode, withAncestors } from './graph.ts';
import { describeArtifact, gatherJob, type Readable } from './job.ts';
import type { Session, Survey } from './session.ts';
import { readable } from './verify.ts';

/** A node is performed only when it took no longer than this when it was recorded; and all of them together. */
const CHEAP_MS = 1000;
const BUDGET_MS = 4000;

export interface Foreseen {
  /** As they will be once the performed nodes have run. */
  readonly decisions: ReadonlyMap<NodeId, Decision>;
  readonly performed: ReadonlySet<NodeId>;
  /** What its kind says of the difference; empty for a node that was not performed or is not changed. */
  explain(node: NodeId): readonly string[];
}

/** Performs what the nodes read, and the nodes themselves. */
export async function foresee(session: Session, survey: Survey, nodes: Iterable<NodeId>): Promise<Foreseen> {
  const future = new Future(session, survey);
  const wanted = withAncestors(survey.graph, nodes);
  for (const node of survey.graph.nodes.values()) await future.settle(node, wanted.has(node.id));
  const { decisions, performed } = future;
  return { decisions, performed: new Set(performed.keys()), explain: (id) => future.explain(id) };
}

/** Nodes are settled in graph order, each after what it reads. */
class Future {
  readonly decisions = new Map<NodeId, Decision>();
  readonly performed = new Map<NodeId, Readable>();
  readonly #session: Session;
  readonly #survey: Survey;
  readonly #world: World;
  #spent = 0;

  constructor(session: Session, survey: Survey) {
    this.#session = session;
    this.#survey = survey;
    this.#world = {
      store: survey.store,
      files: session.files,
      template: (name) => session.options.template(name, session.files),
      artifact: (id) => this.#result(id)?.artifact,
      standing: () => undefined,
      forced: false,
    };
  }

  async settle(node: GraphNode, wanted: boolean): Promise<void> {
    const now = this.#survey.decisions.get(node.id)!;
    const decision = now.is === 'pending' ? decide(node, this.#world) : now;
    this.decisions.set(node.id, decision);
    if (decision.is === 'stale' && wanted && this.#isCheap(node)) await this.#perform(node);
  }

  /** Only what has run before: of a first result there is nothing to say but that it is new. */
  #isCheap(node: GraphNode): boolean {
    const last = this.#survey.store.last(node.id);
    const cost = node.cost ?? node.loaded.kind.cost ?? 'short';
    if (!last || node.outputs || cost !== 'short') return false;
    return last.milliseconds <= CHEAP_MS && this.#spent + last.milliseconds <= BUDGET_MS;
  }

  async #perform(node: GraphNode): Promise<void> {
    const { files } = this.#session;
    const job = gatherJob(node, { files, template: this.#world.template, result: (id) => this.#result(id) });
    if ('lost' in job) return;
    const result = await perform(node.loaded.kind, job, new AbortController().signal, () => {});
    if (result.is !== 'done') return;
    this.#spent += result.milliseconds;
    const { artifact } = result;
    const bytes = (name: string): Uint8Array | undefined => aligned(artifact.parts.get(name));
    this.performed.set(node.id, { artifact: describeArtifact(artifact), bytes });
  }

  explain(id: NodeId): readonly string[] {
    const { graph, store } = this.#survey;
    const [after, last, { kind }] = [this.performed.get(id), store.last(id), graph.nodes.get(id)!.loaded];
    if (!after || !last || !kind.explain || !store.holds(last)) return [];
    return kind.explain(reader(readable(store, last)), reader(after));
  }

  #result(id: NodeId): Readable | undefined {
    const decision = this.decisions.get(id);
    return (
      this.performed.get(id) ??
      (decision && 'artifact' in decision ? readable(this.#survey.store, decision) : undefined)
    );
  }
}

/** Readers lay typed arrays over a part's bytes. */
function aligned(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes && bytes.byteOffset % 8 !== 0 ? new Uint8Array(bytes) : bytes;
}

function reader({ artifact, bytes }: Readable): ArtifactReader {
  const read = (name: string): Uint8Array => {
    const found = bytes(name);
    if (!found) throw new Error(`there is no part \`${name}\``);
    return found;
  };
  return {
    type: artifact.type,
    parts: artifact.parts.map((part) => part.name),
    bytes: read,
    json: (name) => JSON.parse(Buffer.from(read(name)).toString()) as Json,
  };
}
