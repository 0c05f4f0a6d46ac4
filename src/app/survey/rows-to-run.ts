/** The plan of a run: the nodes that it would not leave as they are. */
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import type { Problem } from '../../base/problem.ts';
import { withAncestors } from '../../engine/graph.ts';
import { targetNodes } from '../../engine/pipeline/targets.ts';
import type { Survey } from '../../engine/run/session.ts';
import { nodesToCome, type StatusRow, statusRows } from './status-rows.ts';

/** Rows of the nodes that a run of these targets would not leave as they are. */
export function rowsToRun(
  result: Survey,
  targets: readonly string[],
): { readonly rows: readonly StatusRow[]; readonly problems: readonly Problem[] } {
  const { wanted, levels, pending, problems } = targetNodes(result.graph, targets);
  const asked = new Set([...withAncestors(result.graph, [...wanted, ...levels]), ...pending.map(nodesToCome)]);
  return { rows: statusRows(result).filter((row) => row.decision !== 'fresh' && asked.has(row.node)), problems };
}

/** The rows as `--json` prints them, each with the executor that `places` names for its node. */
export const planJson = (
  rows: readonly StatusRow[],
  { store }: Survey,
  places: ReadonlyMap<NodeId, string> = new Map(),
): object[] =>
  rows.map(({ pendingStep, ...row }) => ({
    ...row,
    milliseconds: store.last(row.node)?.milliseconds ?? null,
    ...defined({ executor: places.get(row.node) }),
  }));
