/** The workers of a cluster's lanes as the scheduler has them: arrays are submitted where workers lack, and states are asked for in one call for all, ever more rarely. */
import { type Problem, ProblemError } from '../../../base/problem.ts';
import { firstTask } from './exits.ts';
import type { Lane } from './lane.ts';
import type { MemoryLimits } from './memory-limits.ts';
import { pause } from './pause.ts';
import type { ClusterPlace } from './place.ts';
import { neverBegins, notBegun } from './problems.ts';
import { jobName, NotSubmitted, type TaskState, workerBody } from './scheduler.ts';

export type States = ReadonlyMap<string, TaskState>;

/** The scheduler is first asked after so long, then ever more rarely until workers are submitted or lost. */
const ASK_MS = 40_000;
const RARER = 1.5;
const RAREST_MS = 180_000;
/** After a loss it is asked at once, but not more often than this. */
const ASK_AGAIN_MS = 5000;
/** A scheduler that does not know an array this long after it was submitted has forgotten it. */
const FORGOTTEN_MS = 30_000;
/** At the end of a run a submission is waited for this long. */
const ANSWERS_MS = 20_000;
/**
 * The number of arrays after which the cluster is given up, where each ended without a worker in the spool: with exit codes, and without.
 */
const MOST_BARREN = 4;
const MOST_SILENT = 2;

/** The scheduler gives no worker what a lane asks for. */
export class DeniedLane extends ProblemError {
  readonly lane: Lane;
  /** Its own words. */
  readonly says: string;
  constructor(lane: Lane, problem: Problem, says: string) {
    super([problem]);
    this.lane = lane;
    this.says = says;
  }
}

export class Pilots {
  readonly #place: ClusterPlace;
  readonly #limits: MemoryLimits;
  readonly #jobName: string;
  readonly #signal: AbortSignal;
  readonly #submitting = new Map<Lane, Promise<void>>();
  readonly #submittedAt = new Map<string, number>();
  /** Why workers that were submitted have not begun, as was told when the scheduler was last asked. */
  waits = '';
  /** The number of arrays that ended without a worker being seen. */
  #barren = 0;
  #asked = Number.NEGATIVE_INFINITY;
  #next = Number.POSITIVE_INFINITY;
  #wait: number;
  readonly #firstWait: number;

  constructor(place: ClusterPlace, limits: MemoryLimits, signal: AbortSignal) {
    this.#place = place;
    this.#limits = limits;
    this.#jobName = jobName(place.spool);
    this.#signal = signal;
    this.#firstWait = (place.declared.ask ?? ASK_MS / 1000) * 1000;
    this.#wait = this.#firstWait;
  }

  /** Submits workers where there are fewer than there is work for. `fail` is told where that is refused. */
  supply(lanes: readonly Lane[], fail: (error: unknown) => void): void {
    const sum = lanes.reduce((total, lane) => total + Math.max(0, lane.workers), 0);
    let free = this.#place.declared.workers - sum;
    for (const lane of lanes) {
      if (lane.isEmpty || lane.isBarren || this.#submitting.has(lane)) continue;
      const lacking = Math.min(lane.wanted - lane.workers, Math.max(free, lane.workers === 0 ? 1 : 0));
      if (lacking <= 0) continue;
      free -= lacking;
      void this.submit(lane, lacking).catch(fail);
    }
  }

  /** Throws DeniedLane where the scheduler refuses it. */
  submit(lane: Lane, workers: number): Promise<void> {
    const submitting = this.#submit(lane, workers).finally(() => this.#submitting.delete(lane));
    this.#submitting.set(lane, submitting);
    return submitting;
  }

  /** Waits for what is being submitted, so that no array is left of which nobody knows; not for long, where the scheduler does not answer. */
  async settled(): Promise<void> {
    const answered = new AbortController();
    const all = Promise.allSettled(this.#submitting.values()).then(() => answered.abort());
    await Promise.race([all, pause(ANSWERS_MS, answered.signal)]);
  }

  async #submit(lane: Lane, workers: number): Promise<void> {
    const { scheduler, command, declared, tell, name } = this.#place;
    try {
      const body = workerBody(command, lane.folder, lane.asked.cpus, declared.setup);
      const request = { ...lane.asked, name: this.#jobName, workers, lane: lane.folder, logs: lane.logs, body };
      const waiting = (says: string): void => tell(`\`${name}\` is busy and is asked again: ${says}`);
      const id = await scheduler.submit(request, this.#signal, waiting);
      this.#submittedAt.set(id, performance.now());
      lane.submitted(id, workers);
      this.#limits.took(lane);
      this.askSoon();
    } catch (error) {
      if (this.#signal.aborted) return;
      throw error instanceof NotSubmitted ? new DeniedLane(lane, error.problems[0]!, error.says) : error;
    }
  }

  /** Called when other workers must be requested than before. */
  askSoon(): void {
    this.#wait = this.#firstWait;
    this.#next = Math.min(this.#next, performance.now() + this.#wait);
  }

  /** States of all workers where it is time to ask; undefined otherwise, and where the scheduler does not say. */
  async states(now: number): Promise<States | undefined> {
    return now >= this.#next ? await this.#ask(now) : undefined;
  }

  /** States after a loss that nothing else explains. */
  async statesNow(now: number): Promise<States | undefined> {
    return now - this.#asked > ASK_AGAIN_MS ? await this.#ask(now) : undefined;
  }

  async #ask(now: number): Promise<States | undefined> {
    const told = await this.#place.scheduler.status(this.#jobName);
    const states = typeof told === 'string' ? undefined : told;
    this.waits = typeof told === 'string' ? told : commonest(told);
    this.#asked = now;
    if (now >= this.#next) {
      this.#wait = Math.min(this.#wait * RARER, RAREST_MS);
      this.#next = now + this.#wait;
    }
    return states;
  }

  /** The denial where no worker of a lane is at work, and those that wait cannot begin as they are asked for; undefined otherwise. */
  denied(lane: Lane, states: States): DeniedLane | undefined {
    const waiting = [...states].filter(([task, { ended }]) => !ended && lane.arrays.has(task.split('.')[0]!));
    const isNever = waiting.length > 0 && waiting.every(([, { never }]) => never);
    if (!isNever || lane.live > 0) return undefined;
    const { why } = waiting[0]![1];
    return new DeniedLane(lane, neverBegins(this.#place.name, why, lane), why);
  }

  /** Arrays whose workers have all ended, or of which the scheduler knows nothing any more, are done with. */
  check(lane: Lane, states: States, now: number, isReached: boolean): void {
    const jobOf = (task: string): string => task.split('.')[0]!;
    const listed = new Set([...states.keys()].map(jobOf));
    const alive = new Set([...states].flatMap(([task, { ended }]) => (ended ? [] : [jobOf(task)])));
    for (const id of [...lane.arrays.keys()]) {
      const isYoung = now - (this.#submittedAt.get(id) ?? 0) < FORGOTTEN_MS;
      if (alive.has(id) || (isYoung && !listed.has(id))) continue;
      lane.forget(id);
      // Workers of an earlier run may have ended since, when nobody looked.
      if (isReached || lane.isEmpty || !this.#submittedAt.has(id)) continue;
      this.#barren += 1;
      // A node may be lost as a worker begins; who left an exit code was killed where the spool is.
      if (this.#barren >= (lane.hasExits ? MOST_BARREN : MOST_SILENT))
        throw new ProblemError([notBegun(this.#place, lane, firstTask(lane.logs, id))]);
    }
  }
}

/** The reason for which most workers wait. */
function commonest(states: States): string {
  const counts = new Map<string, number>();
  for (const { ended, why } of states.values()) if (!ended && why !== '') counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0] as const)[0];
}
