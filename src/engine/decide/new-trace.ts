/** Makes the record of a node that ran, or whose result came from a shared cache. */

import type { GraphNode } from '../graph.ts';
import type { NewTrace } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Stale } from './decide.ts';

export function newTrace(
  store: Pick<Store, 'current'>,
  node: GraphNode,
  { key, recipe, reasons }: Stale,
  made: Pick<NewTrace, 'artifact' | 'warnings' | 'milliseconds' | 'from' | 'given' | 'log' | 'left'>,
): NewTrace {
  const before = store.current(node.id);
  const origins = node.origins ?? {};
  return { key, node: node.id, recipe, origins, because: reasons, ...(before && { before }), ...made };
}
