/** One run: executes what is stale, restores what is recorded and leaves the rest. It does no arithmetic and knows no kind. */
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import type { Problem } from '../../base/problem.ts';
import type { Hides } from '../../base/value.ts';
import type { SharedCache } from '../cache/shared-cache.ts';
import { type Decision, decide, type Stale, type World } from '../decide/decide.ts';
import { newTrace } from '../decide/new-trace.ts';
import type { Listen, RunOutcome } from '../events.ts';
import type { Job, JobResult } from '../executors/executor.ts';
import { gatherJob, type JobSource, type Lost, type WaitingJob, type Withheld } from '../executors/gather.ts';
import { ranHere } from '../executors/ran-here.ts';
import { roomComplaint } from '../executors/room.ts';
import { type Graph, type GraphNode, type NodeIds, pathOf, saidArtifact } from '../graph.ts';
import type { KnownResult } from '../ledger/recorder.ts';
import { problemInLoop } from '../pipeline/each/loop-problems.ts';
import { type Resumed, sameArtifact } from '../resume/resume.ts';
import type { Progress } from '../step.ts';
import { type Content, contentNamed } from '../store/artifact.ts';
import { FailedLogs } from '../store/failed-logs.ts';
import type { NodeStanding } from '../store/records.ts';
import { Turns } from '../system/turns.ts';
import { brokenComplaint, fileMarked, impossibleProblems, staleInputProblem } from './failures.ts';
import { InFlight } from './in-flight.ts';
import { jobSource, type RunEngine } from './job-source.ts';
import { Outputs } from './outputs/outputs.ts';
import { ReadyQueue } from './ready-queue.ts';
import { Secrets } from './secrets.ts';
import { type End, isCut, LEFT, nonEmpty, SettledNodes } from './settled.ts';
import { isShared, type Share, sharing, unlessAborted } from './sharing.ts';

export interface RunOptions {
  /** At most this many long nodes run at once. */
  readonly jobs: number;
  readonly keepGoing: boolean;
  readonly forced: boolean;
  /** Is true where results are only taken from the shared cache, and none is made. */
  readonly fetchOnly?: boolean;
  readonly signal: AbortSignal;
  /** Called before this thread is given to a node, in which it hears no signal. */
  readonly outlast?: (() => void) | undefined;
  readonly listen: Listen;
}

/** Settles nodes. Several graphs may follow each other in one run (split levels): what is settled stays settled. */
export class Run {
  readonly #engine: RunEngine;
  readonly #options: RunOptions;
  readonly #world: World;
  readonly #source: JobSource;
  readonly #settled = new SettledNodes();
  readonly #started = performance.now();
  readonly #lost = new Set<NodeId>();
  #nodes: Graph['nodes'] = new Map();
  readonly #secrets: Secrets;
  readonly #failedLogs: FailedLogs;
  #waiting: ReadyQueue<NodeId, GraphNode> | undefined;
  #outputs: Outputs;
  /** The state that the last run left, while its graph is the one being settled. */
  resumed: Resumed | undefined;
  #failures = 0;
  readonly #fetched: NodeId[] = [];
  readonly #withheld: NonNullable<RunOutcome['withheld']>[number][] = [];
  readonly #waits: NonNullable<RunOutcome['unregistered']>[number][] = [];
  readonly #stop = new AbortController();
  /** Aborted by the caller, and by the run itself when it cannot go on. */
  readonly #signal: AbortSignal;
  readonly problems: Problem[] = [];
  /** Gives a result to the shared cache, where others may have it. */
  readonly share: Share;

  constructor(engine: RunEngine, options: RunOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#outputs = new Outputs(new Map(), engine, options.listen);
    this.#failedLogs = new FailedLogs(engine.files.root);
    this.#secrets = new Secrets(engine.session, engine.store);
    this.share = sharing(engine, this.#secrets);
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal]);
    const { store, files, template } = engine;
    const artifact: World['artifact'] = (id) => this.#settled.artifact(id);
    const before: World['before'] = (id) => this.#settled.before(id)?.artifact;
    // `#isLeft` comes before a decision: most nodes that stand as they were left are never looked up.
    this.#world = { store, files, template, artifact, standing: () => undefined, before, forced: options.forced };
    // A shared cache wants the bytes of all parts.
    const isWhole = options.forced || engine.shared !== undefined;
    this.#source = jobSource(
      { store, files, template, trusted: engine.session.options.trusted, waits: engine.withholding.waits },
      this.#settled,
      isWhole,
    );
  }

  standing(id: NodeId): NodeStanding | undefined {
    return this.#settled.standing(id);
  }

  standings(): ReadonlyMap<NodeId, NodeStanding> {
    return this.#settled.standings();
  }

  moved(): ReadonlyMap<NodeId, NodeStanding> {
    return this.#settled.moved();
  }

  /** Nodes of the graph that a change may reach, in graph order. */
  reached(graph: Graph): readonly GraphNode[] {
    return this.#settled.reached(graph, this.resumed);
  }

  outcome(): RunOutcome {
    const held = [...this.#engine.files.held].sort();
    const some = nonEmpty({ fetched: this.#fetched, withheld: this.#withheld, unregistered: this.#waits, held });
    return { ...this.#settled.ends(), ...some, seconds: (performance.now() - this.#started) / 1000 };
  }

  get failed(): boolean {
    return this.#failures > 0;
  }

  /** Says whether nodes were left since they need trust, or a registered plan: others then run all the same, and no output counts as given up. */
  get hasWithheld(): boolean {
    return this.#withheld.length > 0 || this.#waits.length > 0;
  }

  /** Settles every wanted node, those that read each other in order, long ones side by side. */
  async settle(graph: Graph, wanted: NodeIds): Promise<void> {
    this.#nodes = graph.nodes;
    this.#secrets.look(graph);
    this.#engine.withholding.look(graph);
    this.#outputs = new Outputs(graph.nodes, this.#engine, this.#options.listen);
    this.#leaveUnreached(graph, wanted);
    const todo = this.reached(graph).filter((node) => wanted.has(node.id) && !this.#settled.has(node.id));
    const waiting = new ReadyQueue<NodeId, GraphNode>(todo, (id) => this.#settled.has(id));
    const running = new InFlight();
    this.#waiting = waiting;
    try {
      await this.#settleInOrder(waiting, running);
    } catch (error) {
      // On a full disk, what runs beside this node ends too, and before the run does.
      this.#stop.abort();
      await running.settled();
      throw error;
    }
    this.#options.signal.throwIfAborted();
    for (const node of waiting) this.#leave(node);
  }

  async #settleInOrder(waiting: ReadyQueue<NodeId, GraphNode>, running: InFlight): Promise<void> {
    const turns = new Turns();
    while (waiting.size > 0 || running.size > 0) {
      if (turns.isDue) await turns.take();
      const next = this.#mayStart() ? waiting.take() : undefined;
      if (next) {
        const work = this.#isCut(next) ? this.#skip(next) : this.#begin(next);
        if (work) running.add(work);
      } else if (running.size > 0) await running.next();
      else break;
    }
    running.throwFailure();
  }

  #leaveUnreached(graph: Graph, wanted: NodeIds): void {
    if (!this.resumed || this.#options.forced) return;
    const nodes = this.#settled.leaveUnreached(graph, wanted, this.resumed, this.#engine);
    if (nodes.length > 0) this.#options.listen({ event: 'left', nodes });
  }

  /** Tells whether nothing that a node reads or writes has changed since the last run. */
  #isLeft(node: GraphNode): boolean {
    if (!this.resumed || this.#options.forced || this.#lost.has(node.id)) return false;
    return this.resumed.isLeft(node, this.#world);
  }

  #leaveAsIs(id: NodeId): undefined {
    this.#settle(id, LEFT);
    this.#options.listen({ event: 'fresh', node: id });
  }

  #mayStart(): boolean {
    if (this.#engine.executors.busy >= Math.max(1, this.#options.jobs) || this.#engine.shared?.isBusy) return false;
    return !this.#options.signal.aborted && (this.#options.keepGoing || !this.failed);
  }

  /** Tells whether a node that this one reads was cut. */
  #isCut({ dependencies }: GraphNode): boolean {
    return dependencies.some((id) => this.#settled.isCut(id));
  }

  /** Settles a node at once where it need not run; otherwise returns its run. */
  #begin(node: GraphNode): Promise<void> | undefined {
    const waits = this.#engine.withholding.waits(node);
    if (waits !== undefined) return this.#wait(node, waits);
    if (this.#isLeft(node)) return this.#leaveAsIs(node.id);
    const decision = decide(node, this.#world);
    switch (decision.is) {
      case 'fresh':
        return this.#found(node, decision, 'fresh');
      case 'cached':
        return this.#restore(node, decision);
      case 'stale':
        return this.#engine.shared ? this.#fetch(node, decision, this.#engine.shared) : this.#execute(node, decision);
      case 'impossible':
        return this.#fail(node, impossibleProblems(node, decision.missing, this.#engine.session.spec));
      case 'pending':
        throw new Error(`${node.id} was started before ${decision.on.join(', ')}`);
      default:
        return decision satisfies never;
    }
  }

  #settle(id: NodeId, end: End): void {
    // Nothing waits for a node that runs again because the store lost a part of it.
    const isFirst = !this.#settled.has(id);
    this.#settled.set(id, end);
    if (isFirst) this.#waiting?.settled(id, isCut(end));
  }

  #found(node: GraphNode, { key, artifact, milliseconds }: NodeStanding, is: 'fresh' | 'cached' | 'ran'): undefined {
    this.#settle(node.id, { is, key, artifact, milliseconds });
    this.#secrets.found(node, artifact);
    this.#engine.withholding.found(node, artifact);
    if (is === 'fresh') this.#options.listen({ event: 'fresh', node: node.id });
  }

  #restore(node: GraphNode, decision: Extract<Decision, { is: 'cached' }>): undefined {
    const { store } = this.#engine;
    const before = this.#settled.last(node.id, store)?.artifact;
    this.#outputs.removeDropped(before);
    store.use(node.id, decision.key);
    const partOf = (name: string) => {
      const part = decision.artifact.parts.find((each) => each.name === name);
      return part && store.part(decision.key, part);
    };
    this.#note(node, partOf);
    this.#outputs.write(node, decision.artifact, (name) => partOf(name)!, before);
    this.#found(node, decision, 'cached');
    this.#options.listen({ event: 'cached', node: node.id, reasons: decision.reasons });
  }

  /** Takes a result from the shared cache, or makes it. */
  async #fetch(node: GraphNode, decision: Stale, shared: SharedCache): Promise<void> {
    const { store, session } = this.#engine;
    const mayBeThere = !this.#options.forced && isShared(session, node);
    const type = saidArtifact(node, node.loaded.kind) ?? undefined;
    const wanted = { node: node.id, key: decision.key, outputs: node.outputs, type };
    const hit = mayBeThere ? await unlessAborted(shared.fetch(wanted), this.#signal) : undefined;
    if (this.#signal.aborted) return;
    if (hit === undefined && this.#options.fetchOnly) return this.#skip(node);
    if (hit === undefined) return await this.#execute(node, decision);
    const { contents, ...made } = hit;
    const trace = newTrace(store, node, decision, { ...made, from: 'cache' });
    const before = this.#settled.last(node.id, store)?.artifact;
    this.#outputs.removeDropped(before);
    this.#note(node, (name) => contentNamed(hit, name));
    store.record(trace, contents, node.loaded.code);
    this.#outputs.write(node, made.artifact, (name) => contentNamed(hit, name)!, before);
    this.#fetched.push(node.id);
    this.#found(node, trace, 'cached');
    const told = made.warnings.map((warning) => this.#problem(node, warning));
    this.#options.listen({ event: 'cached', node: node.id, reasons: decision.reasons, from: 'cache', warnings: told });
  }

  /** Has a result noted before anybody can read it. */
  #note(node: GraphNode, part: KnownResult['part']): void {
    const [artifact, digest] = [this.#world.artifact, (path: string) => this.#engine.files.digest(path)];
    this.#engine.recorder?.made(node, { nodes: this.#nodes, artifact, digest, part });
  }

  async #execute(node: GraphNode, decision: Stale): Promise<void> {
    const { listen } = this.#options;
    const signal = this.#signal;
    const starts = this.#engine.withheld(node);
    if (starts !== undefined) return this.#withhold(node, starts);
    listen({ event: 'start', node: node.id, reasons: decision.reasons });
    const lack = roomComplaint(node, (id) => this.#source.result(id)?.artifact);
    if (lack !== undefined) return this.#fail(node, [this.#problem(node, lack)]);
    const gathered = gatherJob(node, this.#source);
    const job = 'lost' in gathered ? await this.#load(node, gathered) : gathered;
    if (job === undefined) return this.#skip(node);
    if ('starts' in job) return this.#withhold(node, job.starts);
    if ('waits' in job) return this.#wait(node, job.waits);
    if ('code' in job) return this.#fail(node, [job]);
    const executor = this.#engine.executors.choose(job, node.step);
    if (executor.name === 'local') this.#options.outlast?.();
    this.#engine.store.flushBefore(job.cost);
    const report: Progress = (done, what) => listen({ event: 'progress', node: node.id, done, what });
    const result = await executor.run(job, signal, report);
    if (!signal.aborted) this.#finish(node, decision, result);
  }

  #finish(node: GraphNode, decision: Stale, result: JobResult): void {
    if (result.is === 'done') this.#record(node, decision, result);
    else if (result.is === 'broken') {
      this.#failedLogs.keep(node.id, decision.key, result.error);
      this.#fail(node, [this.#problem(node, brokenComplaint(node, result.error))]);
    } else {
      if (result.log !== undefined) this.#failedLogs.keep(node.id, decision.key, result.log);
      const problems = result.complaints.map((complaint) => this.#problem(node, complaint));
      this.#fail(node, problems);
    }
  }

  #record(node: GraphNode, decision: Stale, result: Extract<JobResult, { is: 'done' }>): void {
    const { store } = this.#engine;
    const before = this.#settled.last(node.id, store)?.artifact;
    const { made, warnings, notes, log, left, use, ranOn = ranHere(use) } = result;
    const { artifact } = made;
    const some = defined({ milliseconds: Math.round(result.milliseconds * 1000) / 1000, log, left, ranOn });
    const trace = newTrace(store, node, decision, { artifact, warnings, ...some });
    this.#outputs.removeDropped(before);
    this.#failedLogs.drop(node.id);
    this.#note(node, (name) => contentNamed(made, name));
    // A kind of the project's own may keep what it returned, and write to it.
    store.record(trace, made.contents, node.loaded.code, node.loaded.module === null);
    this.#outputs.write(node, artifact, (name) => contentNamed(made, name)!, before);
    this.#found(node, trace, 'ran');
    this.share(node, trace, made.contents as Content[]);
    this.#options.listen({
      event: 'ran',
      node: node.id,
      seconds: result.milliseconds / 1000,
      changed: !sameArtifact(before, artifact),
      warnings: warnings.map((warning) => this.#problem(node, warning)),
      notes,
    });
  }

  #fail(node: GraphNode, problems: readonly Problem[]): undefined {
    this.#settle(node.id, { is: 'failed' });
    this.#failures += 1;
    this.problems.push(...problems);
    this.#options.listen({ event: 'failed', node: node.id, problems });
  }

  /** Leaves a node as it is that would start what the user has not permitted; the run goes on. */
  #withhold(node: GraphNode, starts: string): undefined {
    this.#settle(node.id, { is: 'skipped' });
    this.#withheld.push({ node: node.id, starts });
    this.#options.listen({ event: 'skipped', node: node.id, because: [], starts });
  }

  /** Leaves a node as it is that would read what is withheld until the plan is registered; the run goes on. */
  #wait(node: GraphNode, variables: readonly string[]): undefined {
    this.#settle(node.id, { is: 'skipped' });
    this.#waits.push({ node: node.id, reads: variables });
    this.#options.listen({ event: 'skipped', node: node.id, because: [], unregistered: variables });
  }

  /** Settles a node that a stopped run does not come to: it is fresh where nothing is to be done, and skipped otherwise. */
  #leave(node: GraphNode): undefined {
    const known = node.dependencies.every((id) => this.#settled.artifact(id));
    if (known && this.#isLeft(node)) return this.#leaveAsIs(node.id);
    const decision = known ? decide(node, this.#world) : undefined;
    if (decision?.is === 'fresh') this.#found(node, decision, 'fresh');
    else this.#skip(node);
  }

  #skip(node: GraphNode): undefined {
    // Whoever is asked for trust wants to know of all that it is for.
    const starts = this.hasWithheld ? this.#engine.withheld(node) : undefined;
    if (starts !== undefined) return this.#withhold(node, starts);
    const because = node.dependencies.filter((id) => !this.#settled.artifact(id));
    this.#settle(node.id, { is: 'skipped' });
    this.#options.listen({ event: 'skipped', node: node.id, because });
  }

  #problem(node: GraphNode, complaint: Parameters<typeof problemInLoop>[0]): Problem {
    const hides: Hides = (name) => this.#secrets.hides(name);
    return problemInLoop(complaint, this.#engine.session.spec.source, hides, {
      ...(node.origins ? { origins: node.origins } : {}),
      path: pathOf(node),
      fileOf: (mark) => fileMarked(mark, this.#nodes, this.#source),
    });
  }

  /** Makes what is lost of a job again, once, and returns the job; a problem where an input cannot be had, undefined where a node that makes one was cut. */
  async #load(node: GraphNode, first: Lost): Promise<Job | Problem | Withheld | WaitingJob | undefined> {
    const again = new Set<NodeId>();
    let job: Job | Lost | Withheld | WaitingJob = first;
    while ('lost' in job) {
      if (job.node === undefined || again.has(job.node)) {
        if (job.path === undefined) throw new Error(`${job.lost} was lost while it was in use`);
        return staleInputProblem(node, job.path, this.#engine.session.spec);
      }
      again.add(job.node);
      await this.#runAgain(job.node);
      if (this.#settled.isCut(job.node)) return undefined;
      job = gatherJob(node, this.#source);
    }
    return job;
  }

  /** Runs a settled node again, of which the store has lost a part. */
  async #runAgain(id: NodeId): Promise<void> {
    this.#lost.add(id);
    await this.#begin(this.#nodes.get(id)!);
  }
}
