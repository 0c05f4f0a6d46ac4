/** Says to which executors nodes go that have to run, with what they ask for, and for about how long. */
import type { NodeId } from '../../base/brand.ts';
import { requestText } from '../../engine/executors/cluster/resources.ts';
import { type PlannedPlace, plannedPlaces } from '../../engine/run/planned-places.ts';
import type { Session, Survey } from '../../engine/run/session.ts';
import { duration } from '../reporters/text.ts';
import { nodeCount } from '../start/fresh-line.ts';
import { refuse } from './open-survey.ts';
import type { StatusRow } from './status-rows.ts';

/** The places of the rows' nodes that will or may run, each with its line; an exit code where problems were told instead. */
export function placesOf(
  session: Session,
  survey: Survey,
  rows: readonly StatusRow[],
  { on, json }: { readonly on?: string | undefined; readonly json: boolean },
): { readonly text: string; readonly of: ReadonlyMap<NodeId, string> } | number {
  const due = rows.filter(({ decision, pendingStep }) => !pendingStep && /^(stale|pending)$/.test(decision));
  const pending = new Set(due.flatMap(({ node, decision }) => (decision === 'pending' ? [node] : [])));
  const places = plannedPlaces(
    session,
    survey,
    due.map(({ node }) => node),
    on,
  );
  if ('problems' in places) return refuse(places.problems, session.options.root, json);
  const text = places.map((place) => `papermake: ${lineOf(place, pending)}\n`).join('');
  return { text, of: new Map(places.flatMap((place) => place.nodes.map((node) => [node, place.on] as const))) };
}

/** `hpc: up to 52 nodes in about 16 shards, 3 min 20 s of work by their last runs, about 25 s by 8 workers with 1 core each` */
function lineOf(place: PlannedPlace, pending: ReadonlySet<NodeId>): string {
  const { on, asked, workers, nodes, shards, milliseconds, neverRan } = place;
  const count = `${nodes.some((node) => pending.has(node)) ? 'up to ' : ''}${nodeCount(nodes.length)}`;
  const parts = shards === 1 ? 'in one shard' : `in about ${shards} shards`;
  const seconds = (each: number): string => duration(each / 1000);
  const time =
    neverRan === nodes.length
      ? 'none of which has run before'
      : `${seconds(milliseconds.work)} of work by their last runs${neverRan === 0 ? '' : `, and ${neverRan} that never ran`}, about ${seconds(milliseconds.until)} of time`;
  const many = Math.min(workers, shards);
  return `${on}: ${count} ${parts}, ${time}, by ${many === 1 ? 'a worker' : `${many} workers`} with ${requestText(asked)}${many === 1 ? '' : ' each'}`;
}
