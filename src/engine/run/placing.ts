/** Decides where jobs run: on this machine, or on the cluster that the call or the job's step names. Of clusters nothing is loaded where none is named. */
import { join, resolve } from 'node:path';
import { sha256 } from '../../base/canonical.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import type { Listen } from '../events.ts';
import type { Cluster } from '../executors/cluster/cluster.ts';
import type { Tally } from '../executors/cluster/lane-reply.ts';
import type { Maker } from '../executors/cluster/layout.ts';
import type { ClusterPlace } from '../executors/cluster/place.ts';
import { isSendable } from '../executors/cluster/shard.ts';
import type { Executor, Job } from '../executors/executor.ts';
import { pool } from '../executors/pool.ts';
import type { Executors } from '../executors/registry.ts';
import type { Graph, NodeIds } from '../graph.ts';
import { HERE, unknownPlace } from '../pipeline/executor-schema.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import type { Service } from '../resume/planned.ts';
import type { ExecutorDecl } from '../step.ts';
import { neededMemory } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { type ProjectFiles, SPOOLS, STORE } from '../system/files.ts';
import type { WorldOf } from './cluster-check.ts';
import { needsTrust, schedulerOf } from './hidden/trusting.ts';
import type { RunOptions } from './run.ts';

export interface ClusterRequest {
  /** The executor that the call names, for all steps that name none. */
  readonly on: string | undefined;
  /** The words by which this papermake is called. */
  readonly command: () => readonly string[];
  readonly maker: () => Maker;
}

interface Placing {
  readonly options: {
    readonly root: string;
    readonly trusted: boolean;
    readonly template: (name: string, files: ProjectFiles) => string | undefined;
  };
  readonly files: ProjectFiles;
  readonly spec: PipelineSpec;
}

export interface RunPlaces {
  readonly executors: Pick<Executors, 'choose' | 'busy'>;
  /** Checks once, before any node runs, each cluster that a stale node will use. */
  check(graph: Graph, wanted: NodeIds, world: WorldOf): Promise<readonly Problem[]>;
  /** Ends what runs elsewhere; where the run was not done, its jobs stay there for the next. */
  close(done: boolean): Promise<void>;
}

type Request = Pick<RunOptions, 'listen' | 'signal'> & {
  readonly executors: Executors;
  readonly cluster?: ClusterRequest;
};

export async function openPlaces(
  session: Placing,
  request: Request,
  services: readonly Service[],
  store: Pick<Store, 'last'>,
): Promise<RunPlaces | { readonly problems: Problem[] }> {
  const { executors, cluster } = request;
  const here: RunPlaces = { executors, check: async () => [], close: async () => {} };
  const on = cluster?.on;
  if (!cluster || (on === undefined ? !services.includes('executors') : on === HERE)) return here;
  // Nodes that their steps send to a cluster are withheld.
  if (!session.options.trusted) return on === undefined ? here : { problems: [needsTrust(schedulerOf(on)!)] };
  const [{ openCluster, userExecutors }, { checkClusters }] = [
    await import('../executors/cluster/open.ts'),
    await import('./cluster-check.ts'),
  ];
  const declared = userExecutors(session.spec.project.executors ?? {});
  const wrong = on === undefined ? undefined : unknownPlace(on, Object.keys(declared));
  if (wrong) return { problems: [problemAt(wrong)] };
  const steps = session.spec.names.map((name) => session.spec.step(name));
  const asked = new Set(steps.flatMap((step) => (step?.on === undefined ? [] : [step.on])));
  if (on !== undefined) asked.add(on);
  asked.delete(HERE);
  const clusters = new Map<string, Cluster>();
  for (const name of asked) {
    const opened = await openCluster(declared[name]!, {
      name,
      template: (each) => session.options.template(each, session.files),
      ...{ root: session.options.root, logs: logsOf(session.options.root, declared[name]!) },
      spool: spoolOf(session.options.root, name, declared[name]!),
      ...{ command: cluster.command(), maker: cluster.maker() },
      here: (job: Job): Executor => executors.choose(job),
      tell: (says: string) => request.listen({ event: 'cluster', says }),
      show: showing(name, request.listen),
    });
    if ('problem' in opened) return { problems: [opened.problem] };
    clusters.set(name, opened.cluster);
  }
  if (clusters.size === 0) return here;
  const { spec } = session;
  let isChecked = false;
  return {
    ...elsewhere(spec, executors, clusters, { on, store, tell: (says) => request.listen({ event: 'cluster', says }) }),
    async check(graph, wanted, world) {
      if (isChecked) return [];
      const problems = await checkClusters({ spec, clusters, on, signal: request.signal }, graph, wanted, world);
      isChecked = true;
      return problems;
    },
  };
}

/** Tells how far an executor is, where that has changed. */
function showing(on: string, listen: Listen): ClusterPlace['show'] {
  let before = '';
  return (tallies, begun, waits) => {
    const sum = (which: keyof Tally): number => tallies.reduce((total, tally) => total + tally[which], 0);
    const now = {
      on,
      workers: sum('workers'),
      submitted: sum('submitted'),
      shards: sum('shards'),
      claimed: sum('claimed'),
      done: sum('done'),
      ...(waits !== '' && { waits }),
    };
    const text = JSON.stringify(now);
    if (text === before && begun.length === 0) return;
    before = text;
    listen({ event: 'workers', ...now, begun });
  };
}

const logsOf = (root: string, { logs }: ExecutorDecl): string | undefined =>
  logs === undefined ? undefined : resolve(root, logs);

/** The folder through which a project and an executor's workers speak. */
export const spoolOf = (root: string, name: string, { spool = join(STORE, SPOOLS) }: ExecutorDecl): string =>
  join(resolve(root, spool), `${name}-${sha256(root).slice(0, 12)}`);

interface ElsewhereRequest {
  /** The executor that the call names. */
  readonly on: string | undefined;
  readonly store: Pick<Store, 'last'>;
  readonly tell: (says: string) => void;
}

/**
 * A step's own word holds for all its nodes. The call's holds for those that no program of the system runs, since programs and their licences
 * are where they are.
 */
function elsewhere(
  spec: PipelineSpec,
  executors: Executors,
  clusters: ReadonlyMap<string, Cluster>,
  { on, store, tell }: ElsewhereRequest,
): Omit<RunPlaces, 'check'> {
  return {
    executors: {
      get busy() {
        return executors.busy;
      },
      choose(job, step) {
        const declared = step === undefined ? undefined : spec.step(step);
        const cluster =
          job.cost === 'external' && declared?.on === undefined ? undefined : clusters.get(declared?.on ?? on ?? HERE);
        if (!cluster) return executors.choose(job);
        if (!isSendable(job)) {
          if (declared?.on !== undefined)
            tell(
              `\`${job.node}\` runs here and not on \`${declared.on}\`: a file that it reads is too large to be sent`,
            );
          return executors.choose(job);
        }
        // Short nodes go to the cluster only in great numbers, unless their step says so.
        const isSmall = declared?.on === undefined && !pool.takes(job);
        return cluster.for(declared?.resources, isSmall, neededMemory(store.last(job.node)));
      },
    },
    async close(done) {
      for (const cluster of clusters.values()) {
        if (done) await cluster.finish();
        else await cluster.leave();
      }
    },
  };
}
