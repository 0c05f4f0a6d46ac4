/** Foresees to which executors nodes go, in how many shards, with what they ask for, and for about how long. */
import type { NodeId } from '../../base/brand.ts';
import { largest } from '../../base/extremes.ts';
import { type Problem, ProblemError, problemAt } from '../../base/problem.ts';
import { cut, LONG_MS, SHORT_MS } from '../executors/cluster/cut.ts';
import { userExecutors } from '../executors/cluster/open.ts';
import { askedOf, atLeast, laneName, type ResourceRequest } from '../executors/cluster/resources.ts';
import { HERE, unknownPlace } from '../pipeline/executor-schema.ts';
import type { ExecutorDecl } from '../step.ts';
import { neededMemory } from '../store/records.ts';
import { costOf, type Destination, destinations } from './destinations.ts';
import type { Session, Survey } from './session.ts';

/** Nodes that go to one executor and ask for the same there. */
export interface PlannedPlace {
  readonly on: string;
  readonly asked: ResourceRequest;
  readonly workers: number;
  readonly nodes: readonly NodeId[];
  readonly shards: number;
  /** The work by the nodes' last runs, and the longest shard or a worker's part, whichever is longer. */
  readonly milliseconds: { readonly work: number; readonly until: number };
  /** The number of nodes that never ran. */
  readonly neverRan: number;
}

/** The places of nodes that have to run, those of this machine left out; the problem of a place that there is not. */
export function plannedPlaces(
  session: Session,
  { graph, store }: Survey,
  nodes: readonly NodeId[],
  on: string | undefined,
): readonly PlannedPlace[] | { readonly problems: readonly Problem[] } {
  let declared: Readonly<Record<string, ExecutorDecl>>;
  try {
    declared = userExecutors(session.project.executors ?? {});
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  const wrong = on === undefined ? undefined : unknownPlace(on, Object.keys(declared));
  if (wrong) return { problems: [problemAt(wrong)] };
  const due = nodes.flatMap((id) => {
    const [node, last] = [graph.nodes.get(id), store.last(id)];
    return node ? [{ node, lasted: last?.milliseconds, needs: neededMemory(last) }] : [];
  });
  const lanes = new Map<string, { readonly to: Omit<PlannedPlace, keyof Counts>; readonly all: Destination[] }>();
  for (const each of destinations(session.spec, on, due)) {
    if (each.on === HERE) continue;
    const executor = declared[each.on]!;
    const first = askedOf(executor, each.resources);
    const asked = atLeast(first, each.needs);
    const name = `${each.on} ${laneName(asked, first)}`;
    const lane = lanes.get(name) ?? { to: { on: each.on, asked, workers: executor.workers }, all: [] };
    lanes.set(name, lane);
    lane.all.push(each);
  }
  return [...lanes.values()].map(({ to, all }) => ({ ...to, ...countsOf(all, to.workers, to.asked.cpus) }));
}

type Counts = Pick<PlannedPlace, 'nodes' | 'shards' | 'milliseconds' | 'neverRan'>;

function countsOf(all: readonly Destination[], workers: number, cpus: number): Counts {
  const expected = all.map(({ node, lasted }) => ({
    milliseconds: lasted ?? (costOf(node) === 'short' ? SHORT_MS : LONG_MS),
  }));
  const sum = (some: readonly { readonly milliseconds: number }[]): number =>
    some.reduce((total, { milliseconds }) => total + milliseconds, 0);
  const shards = cut(expected, workers);
  const parts = Math.min(workers, shards.length);
  return {
    nodes: all.map(({ node }) => node.id),
    shards: shards.length,
    milliseconds: {
      work: all.reduce((total, { lasted }) => total + (lasted ?? 0), 0),
      until: Math.max(sum(expected) / parts, largest(shards.map(sum))) / cpus,
    },
    neverRan: all.filter(({ lasted }) => lasted === undefined).length,
  };
}
