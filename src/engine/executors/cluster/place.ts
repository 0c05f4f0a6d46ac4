/** Defines the settings with which a cluster is opened. */

import type { Begun } from '../../events.ts';
import type { ExecutorDecl, NeededProgram, Resources } from '../../step.ts';
import type { Executor, Job } from '../executor.ts';
import type { Tally } from './lane-reply.ts';
import type { Maker } from './layout.ts';
import type { Scheduler } from './scheduler.ts';

/** The resources that a node asks of a cluster: those of its step, and the MiB that it needed when it last ran, where that was more. */
export interface NodeRequest {
  readonly resources: Resources | undefined;
  readonly needs: number | undefined;
}

/** The resources that the nodes of a run ask of a cluster, each request once, and the programs that they start. */
export interface AskedFor {
  readonly nodes: readonly NodeRequest[];
  readonly programs: readonly NeededProgram[];
}

export interface ClusterPlace {
  readonly name: string;
  readonly declared: ExecutorDecl;
  /** The project's folder; absolute. */
  readonly root: string;
  /** The folder in which what workers print is kept; absolute. */
  readonly logs: string | undefined;
  /** The spool's folder; absolute. */
  readonly spool: string;
  readonly scheduler: Scheduler;
  /** The shell's words that call papermake on a worker. */
  readonly command: string;
  readonly maker: Maker;
  /** Runs a job on this machine, where the spool does not take it. */
  readonly here: (job: Job) => Executor;
  readonly tell: (says: string) => void;
  /**
   * Called now and then with the progress of each lane, the jobs that workers began since, and the scheduler's reason why none is at work.
   */
  readonly show: (tallies: readonly Tally[], begun: readonly Begun[], waits: string) => void;
}
