/** Tells when results were made, and whether their specifications are on the ledger. */
import type { Key, NodeId } from '../../../base/brand.ts';
import type { GraphNode } from '../../../engine/graph.ts';
import { readChains } from '../../../engine/ledger/chain.ts';
import { isEstimate, shortDigest, shortsOf } from '../../../engine/ledger/line.ts';
import type { Session, Survey } from '../../../engine/run/session.ts';
import { standeeOf } from '../../../engine/store/pipelines.ts';
import { runName, runsOf } from '../../diff/run-side.ts';
import { isTrial, triedBy } from '../../tried/tried.ts';
import type { Behind } from '../model.ts';
import { recordOf } from '../results.ts';

/** `2026-01-31 09:30 UTC` */
export const minuteText = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Finds the run that first ended at the result as it is, among those that moved something. */
export function madeIn({ options, files }: Session, survey: Survey): (id: NodeId) => Behind['made'] {
  let moving: ReturnType<typeof runsOf>['moving'] | undefined;
  return (id) => {
    const key: Key | undefined = recordOf(survey, id)?.key;
    if (key === undefined) return null;
    moving ??= runsOf(options.root, options.file, files, survey.store).moving;
    const standee = standeeOf(options.file, id);
    const at = moving.findLastIndex(({ record }) => record.changed.some(([of, to]) => of === standee && to === key));
    const run = moving[at]?.record;
    return run === undefined
      ? null
      : {
          at: minuteText(run.at),
          run: runName(moving.length - 1 - at),
          branch: run.git?.branch ?? '',
          commit: run.git?.head?.slice(0, 7) ?? '',
        };
  };
}

/** Finds when the specification that a node estimates was recorded first. The ledger is read when the first one is asked for. */
export function onLedger({ options, files }: Session, { graph }: Survey): (node: GraphNode) => Behind['ledger'] {
  let first: Map<string, string> | undefined;
  return (node) => {
    if (!isTrial(node)) return null;
    first ??= firstRecorded(options.root);
    const spec = shortDigest(triedBy(node, { nodes: graph.nodes, digest: (path) => files.digest(path) }).spec);
    return { spec, since: first.get(spec) ?? null };
  };
}

function firstRecorded(root: string): Map<string, string> {
  const first = new Map<string, string>();
  const lines = readChains(root).flatMap((chain) => chain.lines.filter(isEstimate));
  for (const line of lines.sort((a, b) => (a.at < b.at ? -1 : 1)))
    for (const short of shortsOf(line)) if (!first.has(short)) first.set(short, line.at.slice(0, 10));
  return first;
}
