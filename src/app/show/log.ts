/** Finds what the programs behind nodes printed when they last ran, also where they failed. */
import type { NodeId } from '../../base/brand.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import type { Survey } from '../../engine/run/session.ts';
import { failedLog } from '../../engine/store/failed-logs.ts';

export interface ShownLog {
  readonly node: NodeId;
  readonly log: string;
  /** Present where the node failed, so that no result belongs to the log. */
  readonly failed?: true;
}

/** Logs of the nodes and of those that worked for them (`did@run`), each once. */
export function logsOf(
  { graph, store, decisions, withholding }: Survey,
  root: string,
  ids: readonly NodeId[],
): ShownLog[] {
  const behind = ids.flatMap((id) => {
    const { step, dependencies } = graph.nodes.get(id)!;
    return [...dependencies.filter((other) => isInternal(other) && graph.nodes.get(other)?.step === step), id];
  });
  return [...new Set(behind)].flatMap((node) => {
    if (withholding.behind(node) !== undefined) return [];
    const failed = failedLog(root, node);
    const decision = decisions.get(node);
    // The failure counts while the node would be made from the same inputs; after an edit it is history.
    if (failed && decision && 'key' in decision && decision.key === failed.key)
      return [{ node, log: failed.log, failed: true as const }];
    const log = store.last(node)?.log;
    return log === undefined ? [] : [{ node, log }];
  });
}
