/** Gives results to the cache that a project shares, and takes them from there. */
import { setMaxListeners } from 'node:events';
import type { NodeId } from '../../base/brand.ts';
import type { Hides } from '../../base/value.ts';
import type { CachePermits } from '../cache/open-cache.ts';
import type { SharedCache, SharedResult } from '../cache/shared-cache.ts';
import type { Listen } from '../events.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import { type Service, servicesOf } from '../resume/planned.ts';
import type { Content } from '../store/artifact.ts';
import type { Store } from '../store/store.ts';
import type { ProjectFiles } from '../system/files.ts';
import { columnsOf, columnsRead } from './hidden/confidential.ts';

interface Sharing {
  readonly options: CachePermits;
  readonly files: ProjectFiles;
  readonly spec: PipelineSpec;
}

/** The cache that the pipeline declares. */
export async function sharedCache(
  session: Sharing,
  listen: Listen,
  services: readonly Service[] = servicesOf(session.spec),
): Promise<SharedCache | undefined> {
  const { options } = session;
  if (!services.includes('cache')) return undefined;
  const declared = session.spec.project.cache;
  if (!declared) return undefined;
  const { openCache } = await import('../cache/open-cache.ts');
  return openCache(declared, options, (says) => listen({ event: 'cache', says }));
}

/** Returns the promised value, or undefined as soon as the run is interrupted, so that nobody waits for a slow cache then. */
export function unlessAborted<T>(coming: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  // One listener waits for each entry that the cache is asked for, so their number has no limit.
  setMaxListeners(0, signal);
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(undefined);
    signal.addEventListener('abort', end);
    coming.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
    if (signal.aborted) end();
  });
}

interface Engine {
  readonly shared?: SharedCache | undefined;
  readonly session: Pick<Sharing, 'spec'>;
  readonly recorder?: { write(): void } | undefined;
}

export type Share = (node: GraphNode, result: Omit<SharedResult, 'kind'>, contents: readonly Content[]) => void;

/** Gives results to the shared cache, but for those that stay here. */
export const sharing =
  ({ shared, session, recorder }: Engine, secrets: { readonly tells: (node: GraphNode) => boolean }): Share =>
  (node, result, contents) => {
    if (!shared || !isShared(session, node) || secrets.tells(node)) return;
    recorder?.write();
    shared.offer({ ...result, kind: node.loaded.name }, contents);
  };

/** Tells whether results of a node's step go to the cache and come from there. */
export const isShared = ({ spec }: Pick<Sharing, 'spec'>, { step }: GraphNode): boolean =>
  spec.step(step)?.unshared !== true;

/**
 * Tells whether a node's result derives from confidential values, which stay here: it holds or reads such a column, or reads a result
 * that does. Of data, columns that are not confidential do not derive from those that stand beside them.
 */
export function tellingNodes(graph: Graph, store: Store, hides: Hides): (node: GraphNode) => boolean {
  const known = new Map<NodeId, boolean>();
  const tells = (node: GraphNode): boolean => {
    const isData = (id: NodeId): boolean => columnsOf(store, id).length > 0;
    return (
      columnsOf(store, node.id).some(hides) ||
      columnsRead(node, store).some(hides) ||
      node.dependencies.some((id) => !isData(id) && lookUp(graph.nodes.get(id)!))
    );
  };
  const lookUp = (node: GraphNode): boolean => {
    const found = known.get(node.id) ?? tells(node);
    known.set(node.id, found);
    return found;
  };
  return lookUp;
}
