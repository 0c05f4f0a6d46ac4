/** Estimates the progress of a run, and its remaining time from earlier times of its nodes. */
import type { NodeId } from '../../base/brand.ts';
import type { Problem } from '../../base/problem.ts';
import type { RunEvent } from '../../engine/events.ts';
import type { Graph, GraphNode, NodeIds } from '../../engine/graph.ts';
import type { Elsewhere, RunNow } from '../../engine/store/run-now.ts';
import type { Store } from '../../engine/store/store.ts';

/** At most so many records are read, since nodes of one step are alike and a pipeline may have thousands of them, or of steps. */
const READ = 1000;
const MOST_OF_A_STEP = 16;

/** Before this many seconds the speed of this run says little. */
const SETTLING_IN = 1;
/** However slow the beginning was, not more than so many times the recorded time is expected. */
const SLOWEST = 4;

/** At most so many of the running nodes are told: on a cluster a hundred thousand may be under way. */
const SHOWN = 200;

/** At most so many failures are kept with what is wrong. */
const FAILURES = 200;

type Settling = Extract<RunEvent, { event: 'ran' | 'cached' | 'failed' | 'skipped' }>;

const settling: ReadonlySet<RunEvent['event']> = new Set(['ran', 'cached', 'failed', 'skipped']);

interface Running {
  readonly since: number;
  readonly what: string;
  readonly done: number | null;
}

interface Planned {
  readonly graph: Graph;
  readonly wanted: NodeIds;
  readonly store: Pick<Store, 'last'>;
}

export class Pace {
  readonly #clock: () => number;
  readonly #began: number;
  readonly #settled = new Set<NodeId>();
  /** Nodes that no change reaches, counted when somebody looks. */
  readonly #stayed: (readonly NodeId[])[] = [];
  readonly #running = new Map<NodeId, Running>();
  readonly #failed: { readonly node: NodeId; readonly problems: readonly Problem[] }[] = [];
  readonly #ran = new Map<NodeId, number>();
  readonly #elsewhere = new Map<string, Elsewhere>();
  #planned: Planned | undefined;
  /** The forecast, which is made at the first look, since most runs are over by then. */
  #forecast: Forecast | undefined;
  #ended = false;

  /** `clock` tells seconds. */
  constructor(clock: () => number = () => performance.now() / 1000) {
    this.#clock = clock;
    this.#began = clock();
  }

  /** Takes the graph that the run is to settle. It is called anew whenever the levels of a split are found. */
  planned(graph: Graph, wanted: NodeIds, store: Pick<Store, 'last'>): void {
    this.#planned = { graph, wanted, store };
    this.#forecast = undefined;
  }

  note(event: RunEvent): void {
    // Nearly all events of a small edit; a node that stands as it was left neither runs nor fails.
    if (event.event === 'left') this.#stayed.push(event.nodes);
    else if (event.event === 'fresh') this.#count(event.node);
    else if (event.event === 'start') this.#running.set(event.node, { since: this.#clock(), what: '', done: null });
    else if (event.event === 'progress') {
      const { node, what, done = null } = event;
      const since = this.#running.get(node)?.since ?? this.#clock();
      // The last is what there is news of.
      this.#running.delete(node);
      this.#running.set(node, { since, what, done });
    } else if (event.event === 'workers') {
      const { event: _, begun: __, ...how } = event;
      this.#elsewhere.set(how.on, how);
    } else if (event.event === 'done') {
      this.#running.clear();
      this.#ended = true;
    } else if (settling.has(event.event)) this.#settle(event as Settling);
  }

  get now(): RunNow {
    for (const nodes of this.#stayed.splice(0)) for (const node of nodes) this.#count(node);
    return {
      settled: this.#settled.size,
      total: Math.max(this.#planned?.wanted.size ?? 0, this.#settled.size),
      left: this.#left(),
      running: [...this.#running].slice(-SHOWN).map(([node, { what, done }]) => ({ node, what, done })),
      ...(this.#elsewhere.size > 0 && { elsewhere: [...this.#elsewhere.values()] }),
      failed: this.#failed,
      ended: this.#ended,
    };
  }

  #settle(event: Settling): void {
    const { node } = event;
    if (event.event === 'failed' && this.#failed.length < FAILURES)
      this.#failed.push({ node, problems: event.problems });
    this.#running.delete(node);
    if (event.event === 'ran') this.#ran.set(node, event.seconds);
    this.#count(node, event.event === 'ran' ? event.seconds : undefined);
  }

  #count(node: NodeId, seconds?: number): void {
    const before = this.#settled.size;
    this.#settled.add(node);
    if (this.#settled.size > before) this.#forecast?.settle(node, seconds);
  }

  /** Seconds that are left; null where something is left of which nothing is known. */
  #left(): number | null {
    if (!this.#planned) return null;
    this.#forecast ??= new Forecast(this.#planned, this.#settled, this.#ran);
    let work = this.#forecast.left;
    if (work === null) return null;
    let { done } = this.#forecast;
    const now = this.#clock();
    for (const [id, running] of this.#running) {
      // On a cluster most wait.
      if (running.done === 0) continue;
      const whole = this.#forecast.secondsOf(id);
      if (whole === undefined) continue;
      const part = Math.min(whole, running.done === null ? now - running.since : whole * running.done);
      work -= part;
      done += part;
    }
    const elapsed = now - this.#began;
    // Several nodes at once, or a slower machine than the one that recorded: both show in what was done in the time that went by.
    const speed = elapsed < SETTLING_IN || done === 0 ? 1 : Math.max(done / elapsed, 1 / SLOWEST);
    return Math.max(0, work / speed);
  }
}

interface PaceGroup {
  readonly kind: string;
  /** Seconds of one node, as recorded; undefined where none was. */
  readonly recorded: number | undefined;
}

interface Tally {
  nodes: number;
  seconds: number;
}

/** Knows what is left to do by groups of nodes that are alike, kept up as they settle. It knows nothing of nodes that settled without running. */
class Forecast {
  readonly #groups = new Map<NodeId, PaceGroup>();
  /** Nodes without a record that are not settled, by kind. */
  readonly #unknown = new Map<string, number>();
  /** Nodes that ran in this run, by kind. */
  readonly #ran = new Map<string, Tally>();
  #recorded = 0;
  /** Seconds of what has run. */
  done = 0;

  constructor({ graph, wanted, store }: Planned, settled: ReadonlySet<NodeId>, ran: ReadonlyMap<NodeId, number>) {
    const open: GraphNode[] = [];
    for (const id of wanted) {
      // In a small edit of a large pipeline nearly all nodes stay as they are.
      const node = settled.has(id) && !ran.has(id) ? undefined : graph.nodes.get(id);
      if (node) open.push(node);
    }
    const groups = alike(open);
    const most = Math.min(MOST_OF_A_STEP, Math.floor(READ / groups.length));
    for (const { kind, ids } of groups) {
      const group: PaceGroup = { kind, recorded: recordedSeconds(ids, store, most) };
      for (const id of ids) this.#groups.set(id, group);
    }
    for (const [id, group] of this.#groups) this.#count(group, settled.has(id) ? 0 : 1);
    for (const [id, seconds] of ran) this.#note(id, seconds);
  }

  settle(id: NodeId, seconds: number | undefined): void {
    const group = this.#groups.get(id);
    if (!group) return;
    this.#count(group, -1);
    if (seconds !== undefined) this.#note(id, seconds);
  }

  secondsOf(id: NodeId): number | undefined {
    const group = this.#groups.get(id);
    return group && (group.recorded ?? this.#meanOf(group.kind));
  }

  get left(): number | null {
    let work = this.#recorded;
    for (const [kind, count] of this.#unknown) {
      const each = this.#meanOf(kind);
      if (count > 0 && each === undefined) return null;
      work += count * (each ?? 0);
    }
    return work;
  }

  #count({ kind, recorded }: PaceGroup, by: number): void {
    if (recorded === undefined) this.#unknown.set(kind, (this.#unknown.get(kind) ?? 0) + by);
    else this.#recorded += by * recorded;
  }

  #note(id: NodeId, seconds: number): void {
    const group = this.#groups.get(id);
    if (!group) return;
    const tally = this.#ran.get(group.kind) ?? { nodes: 0, seconds: 0 };
    this.#ran.set(group.kind, tally);
    tally.nodes += 1;
    tally.seconds += seconds;
    this.done += seconds;
  }

  #meanOf(kind: string): number | undefined {
    const tally = this.#ran.get(kind);
    return tally && tally.seconds / tally.nodes;
  }
}

interface Alike {
  readonly kind: string;
  readonly ids: NodeId[];
}

/** Nodes of a step by their kind, since those that work for the others are unlike them; by kind alone where steps are too many to read a record of each. */
function alike(nodes: readonly GraphNode[]): readonly Alike[] {
  const nameOf = ({ step, loaded }: GraphNode): string => `${loaded.name} ${step}`;
  return areFew(nodes, nameOf) ? groupedBy(nodes, nameOf) : groupedBy(nodes, ({ loaded }) => loaded.name);
}

/** Says whether nodes have no more names than records are read; where they have more, most nodes need not be asked. */
function areFew(nodes: readonly GraphNode[], nameOf: (node: GraphNode) => string): boolean {
  const names = new Set<string>();
  return nodes.every((node) => names.add(nameOf(node)).size <= READ);
}

function groupedBy(nodes: readonly GraphNode[], nameOf: (node: GraphNode) => string): readonly Alike[] {
  const found = new Map<string, Alike>();
  for (const node of nodes) {
    const name = nameOf(node);
    const own = found.get(name);
    if (own) own.ids.push(node.id);
    else found.set(name, { kind: node.loaded.name, ids: [node.id] });
  }
  return [...found.values()];
}

function recordedSeconds(ids: readonly NodeId[], store: Pick<Store, 'last'>, most: number): number | undefined {
  const stride = Math.ceil(ids.length / most);
  const times = ids.flatMap((id, i) => (i % stride === 0 ? (store.last(id)?.milliseconds ?? []) : []));
  return times.length === 0 ? undefined : times.reduce((sum, ms) => sum + ms, 0) / times.length / 1000;
}
