/** Finds the recorded results of nodes, as they are now or last were. */
import type { NodeId } from '../../base/brand.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import type { Survey } from '../../engine/run/session.ts';
import type { Trace } from '../../engine/store/records.ts';
import { recordedArtifact } from '../show/viewer.ts';

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
