/** How far a run is, and how long it will still take by what nodes took before: in earlier runs as recorded, or in this one. */
import type { NodeId } from '../../base/brand.ts';
import type { Problem } from '../../base/problem.ts';
import type { RunEvent } from '../../engine/events.ts';
import type { Graph } from '../../engine/graph.ts';
import type { RunNow } from '../../engine/store/run-now.ts';
import type { Store } from '../../engine/store/store.ts';

/** So many nodes of a step are asked how long they took, since nodes of one step are alike and a step may have thousands. */
const ASKED = 16;

/** Before this many seconds the speed of this run says little. */
const SETTLING_IN = 1;

/** At most so many failures are kept with what is wrong. */
const FAILURES = 200;

type Settling = Extract<RunEvent, { event: 'ran' | 'cached' | 'fresh' | 'failed' | 'skipped' }>;

const settling: ReadonlySet<RunEvent['event']> = new Set(['ran', 'cached', 'fresh', 'failed', 'skipped']);

interface Step {
  readonly kind: string;
  unsettled: number;
  /** Seconds of one node, as recorded; undefined where none was. */
  readonly recorded: number | undefined;
  ran: number;
  seconds: number;
}

interface Running {
  readonly since: number;
  readonly what: string;
  readonly done: number | null;
}

export class Pace {
  readonly #clock: () => number;
  readonly #began: number;
  readonly #settled = new Set<NodeId>();
  readonly #running = new Map<NodeId, Running>();
  readonly #failed: { readonly node: NodeId; readonly problems: readonly Problem[] }[] = [];
  #steps = new Map<string, Step>();
  #stepOf: (id: NodeId) => string | undefined = () => undefined;
  #total = 0;
  #ended = false;

  /** `clock` tells seconds. */
  constructor(clock: () => number = () => performance.now() / 1000) {
    this.#clock = clock;
    this.#began = clock();
  }

  /** What the run is to settle, planned anew whenever the levels of a split are found. */
  planned(graph: Graph, wanted: ReadonlySet<NodeId>, store: Pick<Store, 'last'>): void {
    this.#total = Math.max(this.#total, wanted.size);
    this.#stepOf = (id) => graph.nodes.get(id)?.step;
    const members = new Map<string, NodeId[]>();
    for (const id of wanted) {
      const node = graph.nodes.get(id);
      if (!node) continue;
      const name = stepKey(id, node.step);
      const own = members.get(name) ?? [];
      own.push(id);
      members.set(name, own);
    }
    const before = this.#steps;
    this.#steps = new Map(
      [...members].map(([name, ids]) => {
        const { kind } = graph.nodes.get(ids[0]!)!.loaded;
        const { ran = 0, seconds = 0 } = before.get(name) ?? {};
        const unsettled = ids.filter((id) => !this.#settled.has(id)).length;
        return [name, { kind: kind.name, unsettled, recorded: recordedSeconds(ids, store), ran, seconds }];
      }),
    );
  }

  note(event: RunEvent): void {
    if (event.event === 'start') this.#running.set(event.node, { since: this.#clock(), what: '', done: null });
    else if (event.event === 'progress') {
      const { node, what, done = null } = event;
      this.#running.set(node, { since: this.#running.get(node)?.since ?? this.#clock(), what, done });
    } else if (event.event === 'done') {
      this.#running.clear();
      this.#ended = true;
    } else if (settling.has(event.event)) this.#settle(event as Settling);
  }

  get now(): RunNow {
    return {
      settled: this.#settled.size,
      total: Math.max(this.#total, this.#settled.size),
      left: this.#left(),
      running: [...this.#running].map(([node, { what, done }]) => ({ node, what, done })),
      failed: this.#failed,
      ended: this.#ended,
    };
  }

  #step(id: NodeId): Step | undefined {
    const step = this.#stepOf(id);
    return step === undefined ? undefined : this.#steps.get(stepKey(id, step));
  }

  #settle(event: Settling): void {
    const { node } = event;
    const step = this.#step(node);
    if (event.event === 'failed' && this.#failed.length < FAILURES)
      this.#failed.push({ node, problems: event.problems });
    if (event.event === 'ran' && step) {
      step.ran += 1;
      step.seconds += event.seconds;
    }
    this.#running.delete(node);
    if (this.#settled.has(node)) return;
    this.#settled.add(node);
    if (step) step.unsettled -= 1;
  }

  /** Seconds that are left; null where something is left of which nothing is known. */
  #left(): number | null {
    let work = 0;
    for (const step of this.#steps.values()) {
      if (step.unsettled === 0) continue;
      const each = this.#secondsOf(step);
      if (each === undefined) return null;
      work += step.unsettled * each;
    }
    const now = this.#clock();
    let done = 0;
    for (const step of this.#steps.values()) done += step.seconds;
    for (const [id, running] of this.#running) {
      const step = this.#step(id);
      const whole = step && this.#secondsOf(step);
      if (whole === undefined) continue;
      const part = Math.min(whole, running.done === null ? now - running.since : whole * running.done);
      work -= part;
      done += part;
    }
    const elapsed = now - this.#began;
    // Several nodes at once, or a slower machine than the one that recorded: both show in what was done in the time that went by.
    const speed = elapsed < SETTLING_IN || done === 0 ? 1 : Math.max(done / elapsed, 0.25);
    return Math.max(0, work / speed);
  }

  #secondsOf(step: Step): number | undefined {
    if (step.recorded !== undefined) return step.recorded;
    if (step.ran > 0) return step.seconds / step.ran;
    const alike = [...this.#steps.values()].filter(({ kind, ran }) => kind === step.kind && ran > 0);
    const ran = alike.reduce((sum, each) => sum + each.ran, 0);
    return ran === 0 ? undefined : alike.reduce((sum, each) => sum + each.seconds, 0) / ran;
  }
}

/** Nodes that work for their step's own (`threshold@bootstrap`) are unlike those. */
const stepKey = (id: NodeId, step: string): string => (id.startsWith(`${step}@`) ? `${step}@` : step);

function recordedSeconds(ids: readonly NodeId[], store: Pick<Store, 'last'>): number | undefined {
  const stride = Math.max(1, Math.floor(ids.length / ASKED));
  const times = ids.flatMap((id, i) => (i % stride === 0 ? (store.last(id)?.milliseconds ?? []) : []));
  return times.length === 0 ? undefined : times.reduce((sum, ms) => sum + ms, 0) / times.length / 1000;
}
