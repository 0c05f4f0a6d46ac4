/** Makes the record of a node that ran, or whose result came from a shared cache. */
import { isJsonObject } from '../../base/json.ts';
import { memo, memoByIdentity } from '../../base/memo.ts';
import type { GraphNode } from '../graph.ts';
import type { Origin } from '../step.ts';
import type { NewTrace } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Stale } from './decide.ts';

export function newTrace(
  store: Pick<Store, 'current'>,
  node: GraphNode,
  { key, recipe, reasons }: Stale,
  made: Pick<NewTrace, 'artifact' | 'warnings' | 'milliseconds' | 'from' | 'given' | 'log' | 'left' | 'ranOn'>,
): NewTrace {
  const before = store.current(node.id);
  const origins = node.origins === undefined ? {} : originsRead(node.origins, node);
  return { key, node: node.id, recipe, origins, because: reasons, ...(before && { before }), ...made };
}

/**
 * The origins that later runs read of a record: where its parameters were said, and the base that was named by its number. Nodes of a family share the
 * origins of all of them, which thousands of records would hold.
 */
function originsRead(origins: Origins, { params }: GraphNode): Origins {
  return isJsonObject(params) ? ofParameters(origins)(Object.keys(params).join('\n')) : origins;
}

type Origins = Readonly<Record<string, Origin>>;

const ofParameters = memoByIdentity((origins: Origins) =>
  memo((joined: string): Origins => {
    const names = new Set(['base', ...joined.split('\n')]);
    return Object.fromEntries(Object.entries(origins).filter(([field]) => names.has(field.split('.', 1)[0]!)));
  }),
);
