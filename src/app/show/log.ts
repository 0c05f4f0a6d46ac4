/** What the programs behind nodes printed when they last ran. */
import type { NodeId } from '../../base/brand.ts';
import { isInternal } from '../../engine/reference.ts';
import type { Survey } from '../../engine/session.ts';

export interface ShownLog {
  readonly node: NodeId;
  readonly log: string;
}

/** Of the nodes themselves and of what worked for them (`did@run`), each once. */
export function logsOf({ graph, store }: Survey, ids: readonly NodeId[]): ShownLog[] {
  const behind = ids.flatMap((id) => {
    const { step, dependencies } = graph.nodes.get(id)!;
    return [...dependencies.filter((other) => isInternal(other) && graph.nodes.get(other)?.step === step), id];
  });
  return [...new Set(behind)].flatMap((node) => {
    const log = store.last(node)?.log;
    return log === undefined ? [] : [{ node, log }];
  });
}
