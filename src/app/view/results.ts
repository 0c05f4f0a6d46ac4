/** Finds the recorded results of nodes, as they are now or last were. */
import type { NodeId } from '../../base/brand.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import { columnsRead, confidentialIn } from '../../engine/run/hidden/confidential.ts';
import type { Session, Survey } from '../../engine/run/session.ts';
import type { Trace } from '../../engine/store/records.ts';
import { timesRead } from '../show/times.ts';
import { recordedArtifact, type ShownArtifact } from '../show/viewer.ts';

/** The record that says what the node is now or, where it has to run, what it last was; none of what is withheld until the plan is registered. */
export function recordOf({ store, decisions, withholding }: Survey, id: NodeId): Trace | undefined {
  if (withholding.behind(id) !== undefined) return undefined;
  const decision = decisions.get(id);
  return decision && 'key' in decision && decision.is !== 'stale' ? store.trace(decision.key) : store.last(id);
}

export function resultOf(survey: Survey, id: NodeId): ArtifactReader | undefined {
  const trace = recordOf(survey, id);
  return trace && recordedArtifact(survey.store, trace);
}

/** The result with all that says how much of it may be shown; undefined where the node has no record, or the store has lost a part of it. */
export function shownArtifact(session: Session, survey: Survey, id: NodeId): ShownArtifact | undefined {
  const reader = resultOf(survey, id);
  if (!reader) return undefined;
  const node = survey.graph.nodes.get(id)!;
  return {
    node: id,
    reader,
    project: session.project,
    hides: confidentialIn(session, survey.graph, survey.store),
    withheld: survey.withholding.variables,
    columnsRead: columnsRead(node, survey.store),
    times: () => timesRead(node, survey.store),
  };
}
