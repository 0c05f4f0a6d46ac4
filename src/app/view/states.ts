/** The state of every node that a reader knows: what `status` says of it, and what a run is doing to it or came to. */
import type { Survey } from '../../engine/run/session.ts';
import type { RunNow } from '../../engine/store/run-now.ts';
import { isLevels } from '../survey/open-survey.ts';
import { helpersAmong } from '../survey/pieces.ts';
import { type StatusRow, statusRows } from '../survey/status-rows.ts';
import type { NodeState } from './model.ts';

export interface StatedRow extends StatusRow {
  readonly step: string;
  readonly state: NodeState;
}

/** Rows of all nodes but those that work for their step's own, whose running and failing counts as that of the nodes that wait for them. */
export function statedRows(survey: Survey, now: RunNow | undefined): StatedRow[] {
  const { graph } = survey;
  const running = new Set(now?.running.map(({ node }) => node));
  const failed = new Set(now?.failed.map(({ node }) => node));
  const isSettled = ({ decision }: StatusRow): boolean => decision === 'fresh' || decision === 'cached';
  const stateOf = (row: StatusRow): NodeState => {
    if (isSettled(row) && !running.has(row.node)) return row.decision;
    const read = row.pendingStep ? row.on : graph.nodes.get(row.node)!.dependencies;
    const those = [row.node, ...helpersAmong(survey, read)];
    if (those.some((id) => running.has(id))) return 'running';
    return those.some((id) => failed.has(id)) ? 'failed' : row.decision;
  };
  return statusRows(survey)
    .filter((row) => row.pendingStep || !isLevels(graph, row.node))
    .map((row) => ({
      ...row,
      step: row.pendingStep ? row.node.slice(0, -'.*'.length) : graph.nodes.get(row.node)!.step,
      state: stateOf(row),
    }));
}
