/** The recorded result of a node with all that says how much of it may be shown. */
import type { NodeId } from '../../base/brand.ts';
import { columnsRead, confidentialIn } from '../../engine/run/hidden/confidential.ts';
import type { Session, Survey } from '../../engine/run/session.ts';
import { timesRead } from '../show/times.ts';
import { recordedArtifact, type ShownArtifact } from '../show/viewer.ts';
import { recordOf } from './results.ts';

/** Undefined where the node has no record, or the store has lost a part of it. Whoever asks looks first whether the node is withheld. */
export function shownArtifact(session: Session, survey: Survey, id: NodeId): ShownArtifact | undefined {
  const trace = recordOf(survey, id);
  const reader = trace && recordedArtifact(survey.store, trace);
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
