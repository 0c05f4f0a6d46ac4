/** Expands steps into nodes. Kinds describe their nodes; the planner resolves references, files and levels for them. */
import type { NodeId } from '../../base/brand.ts';
import type { Problem } from '../../base/problem.ts';
import { heldBytes } from '../../base/reader.ts';
import { renewHints } from '../../base/text/suggest.ts';
import { isOwnKind } from '../code/own-kind-module.ts';
import { Reads, unwatched } from '../code/undeclared-reads.ts';
import { circleOf, type Graph, type GraphNode, graphNode, inOrder, type PendingStep } from '../graph.ts';
import { type Kinds, kindOf } from '../kinds.ts';
import type { ColumnInfo, Complaint, PlanContext, PlannedFile, Step, YamlPath } from '../step.ts';
import type { ProjectFiles } from '../system/files.ts';
import { tryLook } from '../system/system-refusal.ts';
import { declarationComplaints, hiddenWhenPlanned, withheldComplaints } from './declarations.ts';
import { levelsFor } from './each/levels.ts';
import { Gathered, loopAt } from './each/loop-problems.ts';
import { type Expansion, plainNode, RefusedStep, type StepNode, unlessUntold } from './expansion.ts';
import type { PipelineSpec } from './load.ts';
import { guarded, Looked } from './looked.ts';
import { misdescribed } from './misdescribed.ts';
import { withoutNodes } from './no-node.ts';
import { outputProblems, type ResultRead, resultComplaint } from './outputs.ts';
import { type NameListener, type Planning, type StepPanel, StepPlanContext } from './plan-context.ts';
import { stepOf } from './reference.ts';
import { tooManyNodes, unreadable } from './reference-problems.ts';
import { emptySection, sectionNames } from './sections.ts';
import { complaintProblem, pathOfComplaint } from './source/places.ts';

export interface ExpandedPlan {
  readonly graph: Graph;
  /** Why the pipeline cannot run, warnings among them; empty where nothing but warnings was found. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** The looks at files that the plan was made from. */
  readonly looked: Looked;
  /** Step → the columns of its data, of those that another step asked for; undefined where only a run tells them. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[] | undefined>;
}

type Levels = ReadonlyMap<NodeId, readonly string[]>;

/** Expands a spec into a plan. `levels` holds what recorded `STEP@levels` nodes found; `names` hears which steps and nodes the YAML names, and where. */
export function expand(
  spec: PipelineSpec,
  kinds: Kinds,
  files: ProjectFiles,
  levels: Levels,
  names?: NameListener,
): ExpandedPlan {
  renewHints();
  return new Planner(spec, kinds, files, levels, names).plan();
}

class Planner implements Planning {
  readonly spec: PipelineSpec;
  readonly kinds: Kinds;
  readonly files: ProjectFiles;
  readonly names: NameListener | undefined;
  readonly #levels: Levels;
  readonly #done = new Map<string, Expansion>();
  /** The steps whose kinds are asked right now, each within the one before it. */
  readonly #asked: Step<unknown>[] = [];
  readonly #open: string[] = [];
  readonly #columns = new Map<string, readonly ColumnInfo[] | undefined>();
  readonly #panels = new Map<string, StepPanel | null>();
  readonly #told = new Gathered();
  readonly #looked = new Looked();
  /** Outputs that steps read as files. They are complained of once all nodes are known, since one may write the file. */
  readonly #resultsRead: ResultRead[] = [];

  constructor(spec: PipelineSpec, kinds: Kinds, files: ProjectFiles, levels: Levels, names: NameListener | undefined) {
    this.spec = spec;
    this.names = names;
    this.kinds = kinds;
    this.files = files;
    this.#levels = levels;
  }

  plan(): ExpandedPlan {
    for (const complaint of declarationComplaints(this.spec.project)) this.complain(complaint);
    for (const name of this.spec.names) {
      const step = this.spec.step(name)!;
      this.#expand(step, step.path);
    }
    const names = [...this.spec.names, ...this.#askedSections()];
    const nodes = new Map<NodeId, GraphNode>();
    const pending: PendingStep[] = [];
    const levels = new Map<string, readonly NodeId[]>();
    for (const name of names) {
      const { nodes: own, waitsFor, asks } = this.#done.get(name)!;
      if (asks.size > 0) levels.set(name, [...asks]);
      if (waitsFor.size > 0) pending.push({ step: name, kind: this.stepMeant(name)!.kind, on: [...waitsFor] });
      for (const node of own) this.#add(nodes, node, name);
    }
    for (const complaint of withheldComplaints(this.spec.project, this.#frames())) this.complain(complaint);
    for (const read of this.#resultsRead) this.complain(resultComplaint(read, nodes.values()));
    for (const problem of outputProblems([...nodes.values()], this.spec)) this.#told.add(problem);
    const order = inOrder(nodes.keys(), (id) => nodes.get(id)?.dependencies);
    const graph: Graph = { nodes: new Map(Array.from(order, (id) => [id, nodes.get(id)!])), pending, levels };
    return { graph, ...this.#problems(), looked: this.#looked, columns: this.#columns };
  }

  /** The columns of each step that makes data; undefined of one of which only a run tells them, or which nobody asked for them. */
  #frames(): (readonly ColumnInfo[] | undefined)[] {
    return this.spec.names.flatMap((name) => {
      const loaded = this.kinds.get(this.spec.step(name)!.kind)!;
      const mayMake = loaded.module !== null || loaded.kind.columns !== undefined;
      return mayMake ? [this.#columns.get(name)] : [];
    });
  }

  #problems(): Pick<ExpandedPlan, 'problems' | 'warnings'> {
    const told = this.#told.all;
    const isWrong = told.some((problem) => problem.severity === 'error');
    return isWrong ? { problems: told, warnings: [] } : { problems: [], warnings: told };
  }

  /** Sections that the pipeline does not have and a step asked for. */
  #askedSections(): string[] {
    return sectionNames.filter((name) => this.#done.has(name) && !this.spec.names.includes(name));
  }

  #add(nodes: Map<NodeId, GraphNode>, node: StepNode, name: string): void {
    if (nodes.has(node.id)) {
      return void this.complain({
        code: 'duplicate-node',
        message: `two nodes are called \`${node.id}\``,
        path: this.stepMeant(name)!.path,
        key: true,
        hint: 'give one column another `id`',
      });
    }
    const loaded = kindOf(this.kinds, node.kind ?? this.stepMeant(name)!.kind, node.method);
    nodes.set(node.id, graphNode(node, loaded));
  }

  #expand(step: Step<unknown>, at: YamlPath): Expansion {
    const done = this.knownExpansion(step.name);
    if (done) return done;
    if (this.#open.includes(step.name)) {
      this.complain(circleOf([...this.#open.slice(this.#open.indexOf(step.name)), step.name], at));
      return { nodes: [], waitsFor: new Set(), asks: new Set(), isWrong: true, wrong: [] };
    }
    this.#open.push(step.name);
    const isWrong = this.spec.lost.has(step.name);
    const expansion: Expansion = { nodes: [], waitsFor: new Set(), asks: new Set(), isWrong, wrong: [] };
    const context = new StepPlanContext(this, step, expansion);
    const loaded = this.kinds.get(step.kind)!;
    const described = this.#ask(step, () => {
      const made = this.#withLevels(step, context);
      if (made === undefined) return [];
      if (!loaded.kind.expand) return plainNode(made, loaded, context);
      const nodes = loaded.kind.expand(made, context);
      const wrong = isOwnKind(loaded.kind) ? misdescribed(nodes, made) : [];
      for (const complaint of wrong) context.complain(complaint);
      return wrong.length > 0 ? undefined : nodes;
    });
    if (described === undefined) expansion.isWrong = true;
    // Levels nodes, which the context added, come first. Names are added before a spread: after it each record would have a shape
    // of its own in V8, and thousands of nodes are read by every loop.
    const tooMany = tooManyNodes(described ?? [], step);
    if (!tooMany) for (const node of described ?? []) expansion.nodes.push({ step: step.name, ...node });
    const wrong = tooMany ?? withoutNodes(step, expansion);
    if (wrong) context.complain(wrong);
    this.#open.pop();
    this.#done.set(step.name, expansion);
    return expansion;
  }

  /** The step with its loops over levels written out; undefined after a complaint, and while these are not known yet. */
  #withLevels(step: Step<unknown>, context: StepPlanContext): Step<unknown> | undefined {
    if (step.loops === undefined) return step;
    const levels = levelsFor(step.loops, step, context);
    const made = levels && this.spec.withLevels!(step.name, levels);
    if (made === undefined || !isProblems(made)) return made;
    context.lacks();
    for (const problem of made) this.#told.add(problem);
    return undefined;
  }

  /** Returns a kind's answer about a step, or undefined where it had none, which has been complained of. */
  #ask<T>(step: Step<unknown>, tell: () => T): T | undefined {
    const { kind } = this.kinds.get(step.kind)!;
    const reads = isOwnKind(kind) ? new Reads(this.files.root, []) : undefined;
    this.#asked.push(step);
    const told = unlessUntold(reads ? () => reads.during(tell) : tell);
    this.#asked.pop();
    const complaints = reads?.complaints(`kind \`${kind.name}\``) ?? [];
    for (const complaint of complaints) this.complain({ ...complaint, path: step.path, key: true });
    return told;
  }

  complain(complaint: Complaint): void {
    const { source, project } = this.spec;
    const hides = hiddenWhenPlanned(project);
    this.#told.add(complaintProblem(complaint, source, hides), loopAt(pathOfComplaint(complaint), source, hides));
  }

  // The members below answer what a step's context asks.

  stepNamed(name: string): Step<unknown> | undefined {
    return this.spec.step(name);
  }

  stepMeant(name: string): Step<unknown> | undefined {
    return this.stepNamed(name) ?? emptySection(name);
  }

  isBroken(name: string): boolean {
    return this.spec.broken.has(name);
  }

  stepNames(): readonly string[] {
    return this.spec.names;
  }

  /** The expansion of a step that was expanded before. */
  knownExpansion(name: string): Expansion | undefined {
    return this.#done.get(name);
  }

  expansionOf(step: Step<unknown>, at: YamlPath): Expansion {
    return this.#expand(step, at);
  }

  /** The columns of a step's frame. A kind is asked once for each step, since reading a header is work, and its complaints should come once. */
  columnsOf(name: string, context: PlanContext): readonly ColumnInfo[] | undefined {
    if (this.#columns.has(name)) return this.#columns.get(name);
    const step = this.spec.lost.has(name) ? undefined : this.spec.step(name);
    this.#columns.set(name, undefined);
    const columns = step && this.#ask(step, () => this.kinds.get(step.kind)!.kind.columns?.(step, context));
    this.#columns.set(name, columns);
    return columns;
  }

  panelOf(name: string, context: PlanContext): StepPanel | null {
    const step = this.spec.step(name) ?? this.spec.step(stepOf(name));
    const known = this.#panels.get(name);
    if (known !== undefined) return known;
    // Steps that read each other in a circle have no panel.
    this.#panels.set(name, null);
    const panel = (step && this.#ask(step, () => this.kinds.get(step.kind)!.kind.panel?.(step, context, name))) ?? null;
    this.#panels.set(name, panel);
    return panel;
  }

  readsResult(read: ResultRead): void {
    this.#resultsRead.push(read);
  }

  /** A file as the step that is being expanded sees it. */
  file(path: string, said: string, at: YamlPath): PlannedFile {
    const told = <T>(read: () => T): T => {
      const look = tryLook(() => unwatched(read));
      if ('found' in look) return look.found;
      this.complain(unreadable(said, at, look.refused));
      throw new RefusedStep();
    };
    const read = () => told(() => this.files.contents(path)) ?? heldBytes(new Uint8Array());
    return this.#looked.file(path, this.#asked.at(-1)!.kind, this.kinds, () => guarded(read(), told));
  }

  knownLevels(node: NodeId): readonly string[] | undefined {
    return this.#levels.get(node);
  }
}

const isProblems = (made: Step<unknown> | readonly Problem[]): made is readonly Problem[] => Array.isArray(made);
