/**
 * Says what agents see, to whom nobody has shown the data. Where a variable is confidential, they see estimates, data sets and judgements, with
 * values masked, as they are now: of what an earlier pipeline made, nobody can tell what it was made from. Figures, tables, texts and descriptions
 * they see where these are made from estimates, or from columns that are not confidential, since an author prints what he likes.
 */
import { resultOfType } from '../../../steps/registry.ts';
import type { NodeId } from '../../base/brand.ts';
import { quoted } from '../../base/text/quoted.ts';
import { type Hides, SOME_VARIABLE } from '../../base/value.ts';
import { saidArtifact } from '../../engine/graph.ts';
import { columnsRead, confidentialIn } from '../../engine/run/hidden/confidential.ts';
import type { Session, Survey } from '../../engine/run/session.ts';

export interface ForOthers {
  /** Hides values in messages: all of them, where anything is confidential. */
  readonly hides: Hides;
  /** Why a node's result is not shown; undefined of one that is. */
  whyNot(node: NodeId): string | undefined;
  /** Says whether values that any version of a node gave a table may be told: estimates may, and all values where nothing is confidential. */
  isEstimate(node: NodeId | undefined): boolean;
}

export function forOthers(session: Session, survey: Survey): ForOthers {
  const { graph, store, decisions } = survey;
  const hides = confidentialIn(session, graph, store);
  if (!hides(SOME_VARIABLE)) return { hides, whyNot: () => undefined, isEstimate: () => true };
  const behind = columnsBehind(survey, hides);
  return {
    hides: () => true,
    isEstimate: (id) => id !== undefined && resultOfType(typeOf(survey, id) ?? '')?.isTrial === true,
    whyNot(id) {
      const decision = decisions.get(id)?.is;
      if (decision !== 'fresh' && decision !== 'cached')
        return 'its last result is of another pipeline, and may be made from what is confidential';
      const columns = behind(id);
      return columns.length === 0
        ? undefined
        : `it is made from ${quoted(columns)}, which ${columns.length === 1 ? 'is' : 'are'} confidential`;
    },
  };
}

/** The confidential columns whose values a node's result may hold, unmasked. */
function columnsBehind(survey: Survey, hides: Hides): (node: NodeId) => readonly string[] {
  const { graph, store } = survey;
  const known = new Map<NodeId, readonly string[]>();
  const find = (id: NodeId): readonly string[] => {
    const node = graph.nodes.get(id);
    if (node === undefined || isMasked(typeOf(survey, id))) return [];
    return [...new Set([...columnsRead(node, store).filter(hides), ...node.dependencies.flatMap(behind)])];
  };
  const behind = (id: NodeId): readonly string[] => {
    const found = known.get(id) ?? find(id);
    known.set(id, found);
    return found;
  };
  return behind;
}

function typeOf({ graph, store }: Survey, id: NodeId): string | null {
  const node = graph.nodes.get(id);
  return node === undefined ? null : (store.last(id)?.artifact.type ?? saidArtifact(node, node.loaded.kind));
}

/** Says whether `show` masks every value of a result of this type, or the result has none. */
const isMasked = (type: string | null): boolean =>
  type === 'frame' || type === 'verdict' || (type !== null && resultOfType(type)?.isTrial === true);
