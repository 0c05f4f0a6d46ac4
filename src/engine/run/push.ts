/** Gives what stands in the store to the shared cache. */
import type { NodeId } from '../../base/brand.ts';
import type { SharedCache } from '../cache/shared-cache.ts';
import { confidentialIn } from './hidden/confidential.ts';
import type { Session, Survey } from './session.ts';
import { isShared, tellingNodes } from './sharing.ts';

export interface Pushed {
  readonly pushed: readonly NodeId[];
  /** Nodes whose results stay here, since they derive from confidential values or their step says so. */
  readonly kept: readonly NodeId[];
  /** Nodes of which there is no result. */
  readonly stale: readonly NodeId[];
}

export async function push(
  session: Session,
  { graph, decisions, store }: Survey,
  nodes: readonly NodeId[],
  cache: SharedCache,
): Promise<Pushed> {
  const done = { pushed: [] as NodeId[], kept: [] as NodeId[], stale: [] as NodeId[] };
  const tells = tellingNodes(graph, store, confidentialIn(session, graph, store));
  for (const id of nodes) {
    const node = graph.nodes.get(id)!;
    const decision = decisions.get(id);
    const trace = decision && 'artifact' in decision ? store.trace(decision.key) : undefined;
    const contents = trace?.artifact.parts.map((part) => store.part(trace.key, part));
    if (!trace || !contents?.every((content) => content !== undefined)) done.stale.push(id);
    else if (!isShared(session, node) || tells(node)) done.kept.push(id);
    else {
      done.pushed.push(id);
      await cache.send({ ...trace, kind: node.loaded.name }, contents);
    }
  }
  return done;
}
