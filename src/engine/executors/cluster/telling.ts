/** Reports a cluster at work: nodes by worker, progress, waiting jobs, and damage in the spool. */
import { mebibytes } from '../../../base/text/mebibytes.ts';
import { quoted } from '../../../base/text/quoted.ts';
import type { Begun } from '../../events.ts';
import { shownNames } from '../../pipeline/reference.ts';
import type { Lane } from './lane.ts';
import type { ClusterPlace } from './place.ts';
import type { NamedJob } from './shard.ts';
import type { Waiting } from './waiting.ts';

/** The request for memory that replaces one the scheduler refused. */
export interface DeniedMemory {
  /** MiB; undefined where the cluster decides. */
  readonly next: number | undefined;
  readonly nodes: readonly NamedJob[];
  /** The scheduler's words. */
  readonly says: string;
}

export class Telling {
  readonly #place: ClusterPlace;
  readonly #waiting: Waiting;
  /** Rooms of the spool of which damage was told. */
  readonly #damaged = new Set<string>();
  readonly #waits = new Set<string>();
  /** Amounts of memory of which it was told that they are too little. */
  readonly #short = new Set<string>();
  #begun: Begun[] = [];

  constructor(place: ClusterPlace, waiting: Waiting) {
    this.#place = place;
    this.#waiting = waiting;
  }

  /** Takes down what workers of a lane have begun with since, for the next `show`. */
  begin(lane: Lane): void {
    for (const { worker, jobs } of lane.begun()) {
      for (const job of jobs) this.#waiting.report(job, `with ${worker} of ${this.#place.name}`);
      this.#begun.push({ worker, nodes: [...jobs].flatMap((job) => this.#waiting.job(job)?.node ?? []) });
    }
  }

  /** `waits` is why no worker begins, as the scheduler has it; empty where that is not known. */
  show(lanes: readonly Lane[], waits: string): void {
    const { name, show, tell } = this.#place;
    for (const lane of lanes) this.begin(lane);
    const begun = this.#begun;
    this.#begun = [];
    const stands = lanes.every(({ live }) => live === 0) ? waits : '';
    show(
      lanes.map(({ tally }) => tally),
      begun,
      stands,
    );
    if (stands === '' || this.#waits.has(stands)) return;
    this.#waits.add(stands);
    tell(
      `no worker of \`${name}\` is at work; the scheduler says: ${stands}; \`papermake cancel\` ends what was submitted`,
    );
  }

  /** Tells of jobs whose worker ran out of memory, once for each amount. */
  outOfMemory(jobs: readonly NamedJob[], had: number | undefined, next: number): void {
    const amount = had === undefined ? '' : ` with ${mebibytes(had)}`;
    if (this.#short.has(amount)) return;
    this.#short.add(amount);
    const { name, tell } = this.#place;
    const nodes = quoted(shownNames(jobs.map(({ job }) => job.node)));
    tell(`a worker of \`${name}\` ran out of memory${amount}; ${nodes} will have ${mebibytes(next)}`);
  }

  /** Tells that no worker is given the memory of a lane, whose nodes were to have more than their steps ask for. */
  denied({ asked }: Lane, { next, nodes, says }: DeniedMemory): void {
    const { name, tell } = this.#place;
    const names = quoted(shownNames(nodes.map(({ job }) => job.node)));
    const whose = nodes.length === 0 ? '' : `, which ${names} ${nodes.length === 1 ? 'was' : 'were'} to have`;
    const most = next === undefined ? 'what it gives unasked is tried' : `${mebibytes(next)} are tried`;
    tell(`\`${name}\` gives no worker ${mebibytes(asked.memory!)}${whose}, and says: ${says}; ${most}`);
  }

  damage(file: string, jobs: number): void {
    const room = file.split('/')[0]!;
    if (this.#damaged.has(room)) return;
    this.#damaged.add(room);
    this.#place.tell(
      `\`${file}\` of the spool \`${this.#place.spool}\` is damaged; ${jobs === 1 ? 'its job is' : `its ${jobs} jobs are`} sent again`,
    );
  }
}
