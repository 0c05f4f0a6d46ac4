/** The plan as one step sees it while it becomes nodes: it answers from the pipeline, from other steps and from files, and notes what was asked. */
import type { NodeId } from '../../base/brand.ts';
import type { TextPlace } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { unwatched } from '../code/undeclared-reads.ts';
import { saidArtifact } from '../graph.ts';
import type { Kinds, LoadedKind } from '../kinds.ts';
import type {
  ColumnInfo,
  Complaint,
  DeclaredResult,
  NodeSpec,
  PlanContext,
  PlannedFile,
  ProgramCluster,
  Step,
  YamlPath,
} from '../step.ts';
import type { ProjectFiles } from '../system/files.ts';
import { alikeFile, isListed } from '../system/listed.ts';
import { tryLook } from '../system/system-refusal.ts';
import { declaredOrder } from './each/known-levels.ts';
import { isGone, isLeftOut } from './error-recovery.ts';
import { HERE } from './executor-schema.ts';
import { type Expansion, isInDoubt, RefusedStep, type StepNode } from './expansion.ts';
import type { PipelineSpec } from './load.ts';
import type { ResultRead } from './outputs.ts';
import { programPath, systemFile } from './programs.ts';
import { isGlob, isInternal, isNamed, matching, speaksOf, stepOf } from './reference.ts';
import {
  longPath,
  noFile,
  pathOutside,
  reservedName,
  severalNodes,
  undeclaredFile,
  undeclaredLevels,
  unknownNode,
  unknownStep,
  unreadable,
} from './reference-problems.ts';
import { severalFiles } from './several-files.ts';

export type StepPanel = NonNullable<ReturnType<PlanContext['panel']>>;

/** Holds what the plan of all steps answers to each. */
export interface Planning {
  readonly spec: PipelineSpec;
  readonly kinds: Kinds;
  readonly files: ProjectFiles;
  complain(complaint: Complaint): void;
  stepNamed(name: string): Step<unknown> | undefined;
  /** The step of that name, or a section that the pipeline does not have and that may be asked for. */
  stepMeant(name: string): Step<unknown> | undefined;
  isBroken(name: string): boolean;
  stepNames(): readonly string[];
  expansionOf(step: Step<unknown>, at: YamlPath): Expansion;
  /** The expansion of a step that was expanded before. */
  knownExpansion(name: string): Expansion | undefined;
  columnsOf(name: string, context: PlanContext): readonly ColumnInfo[] | undefined;
  panelOf(name: string, context: PlanContext): StepPanel | null;
  readsResult(read: ResultRead): void;
  file(path: string, said: string, at: YamlPath): PlannedFile;
  knownLevels(node: NodeId): readonly string[] | undefined;
  /** Hears of each name of a step or a node that the YAML has, where it stands. */
  readonly names?: NameListener | undefined;
}

/** `reference` stands at `at`, be it alone or in a longer text. */
export type NameListener = (reference: string, at: YamlPath) => void;

/** Remembers on which levels the step waits. */
export class StepPlanContext implements PlanContext {
  readonly #planner: Planning;
  readonly #step: Step<unknown>;
  readonly #expansion: Expansion;
  /** The place of the author's text for which the plan is asked. */
  readonly #text: (() => TextPlace) | undefined;

  constructor(planner: Planning, step: Step<unknown>, expansion: Expansion, text?: () => TextPlace) {
    this.#planner = planner;
    this.#step = step;
    this.#expansion = expansion;
    this.#text = text;
  }

  inText(place: () => TextPlace): PlanContext {
    return new StepPlanContext(this.#planner, this.#step, this.#expansion, place);
  }

  get project() {
    return this.#planner.spec.project;
  }

  get cluster(): ProgramCluster | undefined {
    const { on } = this.#step;
    if (on === undefined || on === HERE) return undefined;
    return { on, setup: this.project.executors?.[on]?.setup ?? null };
  }

  keys(path: YamlPath): readonly string[] {
    const { spec } = this.#planner;
    return spec.source.keys(path).filter((name) => !isGone([...path, name], spec));
  }

  said(path: YamlPath): string | undefined {
    return this.#planner.spec.source.said(path);
  }

  complain(complaint: Complaint): void {
    if (complaint.path && isLeftOut(complaint.path, this.#planner.spec)) return;
    if (complaint.severity !== 'warning') {
      this.#expansion.isWrong = true;
      if (complaint.path) this.#expansion.wrong.push(complaint.path);
    }
    if (this.#text === undefined) return void this.#planner.complain(complaint);
    // The stretch is one of the text's name, which the YAML does not hold.
    const { within, ...rest } = complaint;
    this.#planner.complain({ text: this.#text(), ...rest });
  }

  step(name: string, at: YamlPath): Step<unknown> | undefined {
    this.#hear(name, at);
    const step = this.#planner.stepNamed(name);
    if (step) return step;
    if (this.#planner.isBroken(name)) return this.lacks();
    const names = [...this.#planner.stepNames(), ...this.#planner.spec.broken];
    return void this.complain(unknownStep(name, names, at));
  }

  nodes(name: string): readonly NodeSpec[] | undefined {
    const step = this.#planner.stepMeant(name);
    const nodes = step && this.#nodesOf(step, this.#step.path);
    if (step && this.#planner.expansionOf(step, this.#step.path).isWrong) return this.lacks();
    return step || !this.#planner.isBroken(name) ? nodes : this.lacks();
  }

  select(reference: string, at: YamlPath): readonly NodeSpec[] | undefined {
    this.#hear(reference, at);
    const name = stepOf(reference);
    const steps = isGlob(name) ? this.#planner.stepNames() : [name];
    const candidates: StepNode[] = [];
    const wrong: string[] = [];
    for (const stepName of steps) {
      const step = isGlob(name) ? this.#planner.stepNamed(stepName)! : this.step(stepName, at);
      if (!step || (isGlob(name) && step === this.#step)) continue;
      const nodes = this.#nodesOf(step, at);
      if (!nodes) return undefined;
      if (this.#planner.expansionOf(step, at).isWrong) wrong.push(stepName);
      for (const node of nodes) candidates.push(node);
    }
    const all = matching(candidates, reference).filter((node) => !isInternal(node.id) && isNamed(node, reference));
    const found = all.filter((node) => !this.#isInDoubt(node));
    if (found.length === 0 && all.length > 0) return this.lacks();
    // Nodes may be absent because their step is wrong, which has been complained of.
    if (wrong.length > 0 && (found.length > 1 || wrong.some((each) => speaksOf(this.said(['steps', each]), reference))))
      return found.length === 1 ? found : this.lacks();
    if (found.length === 0 && candidates.length > 0) {
      const ids = candidates.flatMap(({ id }) => (isInternal(id) ? [] : [id]));
      this.complain(unknownNode(reference, ids, at));
    }
    if (found.length > 0) return found;
    return wrong.length > 0 ? this.lacks() : undefined;
  }

  /** Names in a text of the author's stand in no place of the YAML. */
  #hear(reference: string, at: YamlPath): void {
    if (this.#text === undefined) this.#planner.names?.(reference, at);
  }

  node(reference: string, at: YamlPath): NodeSpec | undefined {
    const found = this.select(reference, at);
    if (!found || found.length === 1) return found?.[0];
    const ids = found.map((node) => node.id);
    return void this.complain(severalNodes(reference, ids, at));
  }

  kind(node: NodeSpec): string {
    return node.kind ?? this.#planner.stepMeant(stepOf(node.id))!.kind;
  }

  artifact(node: NodeSpec): string | null {
    return saidArtifact(node, this.#planner.kinds.get(this.kind(node))!.kind);
  }

  result(node: NodeSpec): DeclaredResult | undefined {
    const type = this.artifact(node);
    const declared = (loaded: LoadedKind): Result | undefined =>
      loaded.kind.results?.find((each) => each.type === type);
    const kind = this.#planner.kinds.get(this.kind(node))!;
    const own = declared(kind);
    if (own !== undefined) return { result: own, isOwn: true };
    // A project's own kind may make what another kind makes.
    if (kind.module === null || type === null) return undefined;
    for (const other of this.#planner.kinds.values()) {
      const result = declared(other);
      if (result !== undefined) return { result, isOwn: false };
    }
    return undefined;
  }

  columns(name: string): readonly ColumnInfo[] | undefined {
    return this.#planner.columnsOf(name, this);
  }

  panel(name: string): { readonly unit: string; readonly time: string } | null {
    const own = ['steps', stepOf(name), 'panel'];
    const isWrong = (place: YamlPath): boolean => own.every((part, i) => part === place[i]);
    // Any complaint of a step about a panel that was complained of would follow from that.
    if (this.#planner.knownExpansion(stepOf(name))?.wrong.some(isWrong)) {
      this.lacks();
      throw new RefusedStep();
    }
    return this.#planner.panelOf(name, this);
  }

  levels(node: NodeSpec): readonly string[] | undefined {
    if (!this.#expansion.nodes.some((own) => own.id === node.id))
      this.#expansion.nodes.push({ step: this.#step.name, ...node });
    this.#expansion.asks.add(node.id);
    const known = this.#planner.knownLevels(node.id);
    if (!known) this.#expansion.waitsFor.add(node.id);
    return known;
  }

  inDeclaredOrder(variable: string, levels: readonly string[]): readonly string[] {
    const { ordered, extra } = declaredOrder(variable, levels, this.project);
    if (extra.length > 0) this.complain(undeclaredLevels(variable, extra));
    return ordered;
  }

  file(path: string, at: YamlPath): PlannedFile | undefined {
    const long = longPath(path, at);
    if (long !== undefined) return void this.complain(long);
    const look = tryLook(() => unwatched(() => this.#find(path, at)));
    if ('refused' in look) this.complain(unreadable(path, at, look.refused));
    return 'found' in look ? look.found : undefined;
  }

  files = (path: string, at: YamlPath) => unwatched(() => severalFiles(path, at, this.#planner.files, this));

  #find(path: string, at: YamlPath): PlannedFile | undefined {
    const files = this.#planner.files;
    const inside = files.normalise(path);
    if (inside === undefined) {
      // Where links lead round in a circle, looking says so.
      files.kind(path);
      return void this.complain(pathOutside(path, at));
    }
    if (inside === '__proto__') return void this.complain(reservedName(at));
    const result = files.resultAt(inside);
    if (result !== undefined) {
      this.#expansion.isWrong = true;
      return void this.#planner.readsResult({ said: path, path: result, at });
    }
    if (!files.admits(inside)) return void this.complain(undeclaredFile(path, at));
    const kind = files.kind(inside);
    if (kind === 'directory' || kind === 'special') return void this.complain(noFile(path, kind, at));
    if (kind === 'file' && isListed(inside, files)) return this.#planner.file(inside, path, at);
    // A file that was looked for and not found is remembered, so that `watch` notices when it appears.
    files.digest(inside);
    return void this.complain(noFile(path, 'missing', at, alikeFile(inside, files)));
  }

  program = (name: string, searched?: string): string | undefined => programPath(name, this.#planner.files, searched);

  systemFile = (paths: readonly string[]): string | undefined => systemFile(paths, this.#planner.files);

  left(output: string): string | undefined {
    const { files } = this.#planner;
    if (files.kind(output) === 'file') return output;
    // It is remembered, so that the plan is made anew once it is there.
    files.digest(output);
    return undefined;
  }

  #isInDoubt(node: StepNode): boolean {
    const expansion = this.#planner.knownExpansion(node.step);
    if (expansion === undefined || !isInDoubt(expansion, node)) return false;
    // A frame whose columns are known all the same is what others can be held to.
    return this.columns(node.step) === undefined;
  }

  /** The step lacks what another would give that was complained of: who asks for the nodes of either is told no more. */
  lacks(): undefined {
    this.#expansion.isWrong = true;
  }

  /** All nodes of another step; undefined when this step must wait for the other's levels. */
  #nodesOf(step: Step<unknown>, at: YamlPath): StepNode[] | undefined {
    const expansion = this.#planner.expansionOf(step, at);
    for (const id of expansion.asks) this.#expansion.asks.add(id);
    if (expansion.waitsFor.size === 0) return expansion.nodes;
    for (const id of expansion.waitsFor) this.#expansion.waitsFor.add(id);
    return undefined;
  }
}
