/** The public contract of step kinds, the only file of the engine that `steps/` imports. */
import type { Static, TSchema } from 'typebox';
import type { NodeId } from '../base/brand.ts';
import type { TimeType } from '../base/calendar.ts';
import type { Json } from '../base/json.ts';
import type { Rng } from '../base/number/rng.ts';
import type { CellPlace, Diagnostic, MarkedCell, Refusal, TextPlace } from '../base/problem.ts';
import type { Artifact, ArtifactReader, FileReader, LastResult, PatchedArtifact } from '../base/reader.ts';
import type { Result } from '../base/result.ts';
import { naming } from '../base/text/naming.ts';
import type { Hides } from '../base/value.ts';
import type { ProjectDecl, Resources } from './declared.ts';

/** Keys and indices from the root of pipeline.yaml. */
export type YamlPath = readonly (string | number)[];

/** The place at which a node's parameter was said; for messages, never part of a key. */
export interface Origin {
  readonly path: YamlPath;
  /** The words that stood there, so that `why` can show before and after as the user wrote them. */
  readonly text?: string;
  /** Other places that enter the parameter: the sets and samples that the text names. */
  readonly also?: readonly Origin[];
}

export type InputSpec =
  | { readonly is: 'node'; readonly node: NodeId; readonly parts: readonly string[] | 'all' }
  | { readonly is: 'file'; readonly path: string }
  /** A template or a font that papermake brings, or the project's own of that name in `templates/`. */
  | { readonly is: 'template'; readonly name: string };

/**
 * The cost of running a node, which decides where it runs: short nodes in this thread, long ones in a worker. An external node waits for a
 * program of the system and leaves this thread free; `-j` says how many run at once. `passes` counts how often a node goes over its input;
 * passes of nodes that share an input are added up. `before` is the number of later nodes of papermake's own kinds that work on what this
 * node keeps (`shared`) and whose passes it spares. Where those take long, other workers run this node as well.
 */
export type Cost = 'short' | 'long' | 'external' | { readonly passes: number; readonly before?: number };

/** A node that was named by its number, by another whose `origins.base` says what the number stood for. */
export interface Numbered {
  /** The reference as written: `m.2`. */
  readonly reference: string;
  /** The present meaning of the reference, in words. */
  readonly is: string;
  /** Says of the other nodes of the step what each is, as `is` does of this one. */
  readonly others: readonly string[];
}

/** One node as a kind's `expand` describes it. `params` must be canonical: equal meaning, equal JSON. */
export interface NodeSpec {
  readonly id: NodeId;
  /** The node's kind, where it is another than the step's, such as `levels`. */
  readonly kind?: string;
  readonly params: Json;
  /** The kind's method that the node's run loads, whose code then is in its key; only some of the built-in kinds have any. */
  readonly method?: string;
  /** Type of its artifact, where it is another than its kind's; nodes with `outputs` make files. */
  readonly artifact?: string;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Parameter name → where it was said. */
  readonly origins?: Readonly<Record<string, Origin>>;
  /** The place that declares the node, for complaints that name no place of their own; the step itself by default. */
  readonly at?: YamlPath;
  /** Files the node writes, relative to the project; their bytes are the parts of its artifact. */
  readonly outputs?: readonly string[];
  readonly seed?: string;
  /** Overrides the kind's cost, since some of a kind's nodes may be known to be long. */
  readonly cost?: Cost;
  /** Settings of the node's run, such as a time limit. No result depends on them, and they are not in the key. */
  readonly how?: Json;
  /** Presentation that other steps read at plan time, such as headers and numbers. It is not in this node's key. */
  readonly view?: { readonly [key: string]: Json };
  /** The node that this one starts from, where it was named by its number; not in the key. */
  readonly numbered?: Numbered;
}

/** A validated step, as declared. Its kind's `defaults` stay apart, since a `base` stands between the two. */
export interface Step<P> {
  readonly name: string;
  readonly kind: string;
  readonly params: P;
  /** The section `defaults.<kind>`, validated against the same schema with every key optional. */
  readonly defaults: Partial<P>;
  /** `['steps', name]` */
  readonly path: YamlPath;
  /** Is true where its results stay on this machine, even if the project shares a cache. */
  readonly unshared?: boolean;
  /** The executor that the step names. */
  readonly on?: string;
  /** Levels that loops in the step go through: until they are known, `params` have one entry in the place of all. */
  readonly loops?: readonly { readonly step: string; readonly column: string; readonly path: YamlPath }[];
  readonly resources?: Resources;
}

/** A failure or warning found by a kind. Name the place by YAML `path`, or (when running) by node parameter `param`. */
export type Complaint = Diagnostic<{
  readonly path?: YamlPath;
  readonly param?: string | undefined;
  /** A stretch inside the scalar that stands at `path`: offsets into its text. */
  readonly within?: readonly [start: number, end: number] | undefined;
  /** The variable that it is about, pointed at where the value names it. */
  readonly variable?: string | undefined;
  /** Is true where the complaint points at the key rather than the value. */
  readonly key?: boolean | undefined;
  readonly cell?: CellPlace | MarkedCell | undefined;
  /** A stretch of a text of the project that is no YAML: the author's own. */
  readonly text?: TextPlace | undefined;
  readonly severity?: 'error' | 'warning';
}>;

/** The complaint of a refusal of the numerics, at the cell and the parameter that it names, or at the one that reads its variable. */
function refusalComplaint(refusal: Refusal, params: Json): Complaint {
  const { code, message, hint, cell, variable } = refusal;
  const param = refusal.param ?? paramReading(refusal, params);
  return { code, message, hint, param, cell, variable };
}

/** Returns the complaints of a refusal, with its further refusals of variables that the parameters name. */
export function refusalComplaints(refusal: Refusal, params: Json): Complaint[] {
  const others = refusal.others.filter((other) => paramReading(other, params) !== undefined);
  return [refusal, ...others].map((each) => refusalComplaint(each, params));
}

const paramReading = ({ variable }: Refusal, params: Json): string | undefined =>
  variable === undefined ? undefined : paramNaming(variable, params);

/** The first of a node's parameters in whose texts a variable stands. */
function paramNaming(variable: string, params: Json): string | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const named = naming(variable);
  const isIn = (value: unknown): boolean =>
    typeof value === 'string'
      ? named.test(value)
      : typeof value === 'object' &&
        value !== null &&
        Object.entries(value).some(([key, each]) => named.test(key) || isIn(each));
  return Object.entries(params).find(([, value]) => isIn(value))?.[0];
}

export type {
  CacheDecl,
  DeclaredReason,
  ExecutorDecl,
  ProjectDecl,
  Resources,
  VariableDecl,
} from './declared.ts';

export interface ColumnInfo {
  readonly name: string;
  /** The column's type; null when only the data can tell. */
  readonly type: 'number' | 'string' | 'category' | TimeType | null;
  /** The label that the column's file gives it, or by language the step that adds it (`labels`). Tables print it where `variables` says nothing else. */
  readonly label?: string;
  readonly labels?: { readonly en: string; readonly zh: string };
  /** Number, as a text → what its file says that it stands for: tables print it where the number is a level. */
  readonly valueLabels?: Readonly<Record<string, string>>;
  /** The step whose model predicted it, or what it is made of: data to no later model. */
  readonly predictedBy?: string;
}

/** A file as kinds see it while steps become nodes. A plan that read its bytes holds as long as they stay the same. */
export interface PlannedFile extends FileReader {
  /** Returns the result of the kind's look of that name at the file. The plan holds as long as the result is the same. */
  look(name: string, options: Json): Json;
}

/** A pure function by which a kind reads something of a file while steps become nodes, such as its header. */
export type Look = (file: FileReader, options: Json) => Json;

/** The declared form of a node's result. */
export interface DeclaredResult {
  readonly result: Result;
  /** Is true where the node's own kind declares the result, so that the node's parameters tell its names. */
  readonly isOwn: boolean;
}

/** A cluster as the place of programs, which are looked for and asked for their versions there. */
export interface ProgramCluster {
  /** The executor's name. */
  readonly on: string;
  /** Lines of shell before a worker, which decide which programs it finds. */
  readonly setup: string | null;
}

/** The questions that a kind may ask while steps become nodes. They read no data but file headers. */
export interface PlanContext {
  readonly project: ProjectDecl;
  /** The cluster that the step names, on whose workers its programs are started; undefined where they are started here. */
  readonly cluster: ProgramCluster | undefined;
  /** Keys of the map at `path` in written order, since objects sort integer-like keys first. */
  keys(path: YamlPath): readonly string[];
  /** The text of the value at `path`, as the user wrote it, on one line. */
  said(path: YamlPath): string | undefined;
  /** Another step's declaration; complains (with did-you-mean) at `at` when there is none. */
  step(name: string, at: YamlPath): Step<unknown> | undefined;
  /** All nodes of a step, expanding it first. `undefined` when its split levels are not known yet. */
  nodes(step: string): readonly NodeSpec[] | undefined;
  /** Nodes named by `step`, `step.column`, or a glob, in declared order; complains when nothing matches. */
  select(reference: string, at: YamlPath): readonly NodeSpec[] | undefined;
  /** The one node `step.column` names; complains when it is none or several. */
  node(reference: string, at: YamlPath): NodeSpec | undefined;
  /** The kind of a node: its own, or its step's. */
  kind(node: NodeSpec): string;
  /** Type of a node's artifact; null where a project's own kind does not say it, so that only its run tells. */
  artifact(node: NodeSpec): string | null;
  /** Returns the form of a node's result as its kind declares it, or undefined where no kind does. */
  result(node: NodeSpec): DeclaredResult | undefined;
  /** Columns of a frame step, or undefined when only running it will tell. */
  columns(step: string): readonly ColumnInfo[] | undefined;
  /** Panel of a frame step; null where it has none. */
  panel(step: string): { readonly unit: string; readonly time: string } | null;
  /** Levels found by a recorded `STEP@levels` node; undefined until it has run. Declares the node on first call. */
  levels(node: NodeSpec): readonly string[] | undefined;
  /** Levels of a variable in the order that `variables` declares; others come last, with a warning. */
  inDeclaredOrder(variable: string, levels: readonly string[]): readonly string[];
  /** An existing project file; complains at `at` when there is none. */
  file(path: string, at: YamlPath): PlannedFile | undefined;
  /** The files that a path means: one, or those of a folder (`data/raw/`) or whose names fit (`data/raw/*.csv`), by name. */
  files(path: string, at: YamlPath): readonly PlannedFile[] | undefined;
  /**
   * Absolute path of a program, for a node to read as a file; undefined when there is none. A bare name is looked for on the run's PATH, or
   * on `searched` where that is given.
   */
  program(name: string, searched?: string): string | undefined;
  /** The first of these absolute paths at which a file of the system stands, for a node to read. */
  systemFile(paths: readonly string[]): string | undefined;
  /** An output of the step's own that an earlier run left, here or where it was committed, for a node that cannot make it here to read. */
  left(output: string): string | undefined;
  complain(complaint: Complaint): void;
  /** Returns a plan whose complaints point first into a text of the project, and then into the YAML. */
  inText(place: () => TextPlace): PlanContext;
}

/** `done` is 0…1, or undefined when the end is not known. */
export type Progress = (done: number | undefined, what: string) => void;

export interface RunContext<P> {
  readonly params: P;
  /** A node input by name; throws an internal error when it was not declared. */
  artifact(input: string): ArtifactReader;
  file(input: string): FileReader;
  /**
   * Returns what an earlier node of the kind made in this thread from the very artifact that `input` is part of, or else the result of
   * `make`. It remembers pure functions alone: no result may depend on which nodes ran before, nor hold parts that its node did not
   * declare. Kinds that name one `memory` share it.
   */
  shared<T>(input: string, make: () => T, memory?: string): T;
  /** Names of the declared inputs, in declared order. */
  readonly inputs: readonly string[];
  readonly rng: Rng;
  readonly signal: AbortSignal;
  readonly report: Progress;
  /** The node's `NodeSpec.how`; null where it has none. */
  readonly how: Json;
  /** The project's folder, to name in messages what lies there. Reading an input from it would bypass the key. */
  readonly root: string;
  /** Keeps what a program printed with the record of this run; it is no part of the result. */
  log(text: string): void;
  /** The node's last run, where it had the same parameters and code, read other files and left something. No result may depend on it. */
  readonly last?: LastResult | undefined;
  /** Leaves something for the node's next run, which it may spare work. */
  leave?(what: Json): void;
  warn(complaint: Complaint): void;
  /** Tells who runs the pipeline, in a few words, what is no warning: `31 rows not used (lag: …)`. Equal words of several nodes are told once. */
  note(text: string): void;
  /** Ends the node with an expected failure. */
  fail(...complaints: Complaint[]): never;
}

/** The inputs of a plain step: columns of a frame, some or all parts of another artifact, or a file. */
export type Read =
  | { readonly from: string; readonly columns: readonly string[] }
  | { readonly from: string; readonly parts: readonly string[] | 'all' }
  | { readonly file: string };

/** Anything a kind may return from `run`: an artifact, or a plain object whose keys become its parts. */
export type RunResult = Artifact | PatchedArtifact | { readonly [part: string]: unknown };

/** The parameters and files from which the later of two results was made. */
export interface ExplainSource {
  /** The node's parameters. */
  readonly params: Json;
  /** A file input, where the file is still the one that was read. */
  file(input: string): FileReader | undefined;
  /** Tells whether the values of a variable must be withheld. */
  readonly hides: Hides;
}

/** Columns that a node may make from any that it reads. */
export interface Mixed {
  readonly names: readonly string[] | 'all';
  /** Columns of the files that it reads, beside those of frames. */
  readonly ofFiles: readonly string[];
}

/** The most nodes that one step may become: where subsets, splits and columns multiply, nobody meant as many. */
export const MOST_NODES = 50_000;

export interface StepKind<P = unknown> {
  readonly name: string;
  /** One line for `--help`, the schema and the docs. */
  readonly summary: string;
  /** Schema of the step's entry without `kind`: one source for the type, the JSON schema and ajv. */
  readonly params: TSchema;
  /** Hints for what users of other programs write: names of kinds that this one stands for, keys of its entry, and values by key. */
  readonly foreign?: {
    readonly kinds?: Readonly<Record<string, string>>;
    readonly keys?: Readonly<Record<string, string>>;
    readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** For keys whose value is of another form than it may be, such as a list for a text. */
    readonly forms?: Readonly<Record<string, string>>;
  };
  /** Is true where only other kinds make nodes of this kind, so that pipelines may not name it. */
  readonly internal?: boolean;
  /**
   * Type of the artifact (`frame`, `fit`, `describe`, …), which decides how it is shown, tabulated, audited and read by claims. Where it is
   * absent, what `run` returns decides: an artifact has its own type, a plain object the kind's name.
   */
  readonly artifact?: string;
  /** The forms of its results, one for each type. Names are checked against them before anything runs. */
  readonly results?: readonly Result[];
  /** `long` kinds go to a worker from the start; others once a run was seen to be long. */
  readonly cost?: Cost;
  readonly looks?: Readonly<Record<string, Look>>;
  /** Names the inputs of a plain step, which becomes one node. */
  reads?(params: P): Readonly<Record<string, Read>>;
  /** Describes the nodes of a step that becomes several, or whose parameters are canonicalised. */
  expand?(step: Step<P>, plan: PlanContext): readonly NodeSpec[];
  /** Kinds whose artifact is a frame say what columns it will have. */
  columns?(step: Step<P>, plan: PlanContext): readonly ColumnInfo[] | undefined;
  /** Kinds whose artifact is a frame say what panel it is. `reference` is the step, or one of its nodes. */
  panel?(step: Step<P>, plan: PlanContext, reference: string): { readonly unit: string; readonly time: string } | null;
  /**
   * Kinds whose artifact is a frame say which columns each column that a node makes is made from, so that confidential ones are known;
   * without it and `mixes`, every column that no input has counts as made from all that the node reads.
   */
  lineage?(params: Json): Readonly<Record<string, readonly string[]>>;
  /** In its place, of kinds that cannot tell: which of the node's `columns` may be made from any that it reads. */
  mixes?(params: Json, columns: readonly string[]): Mixed;
  /**
   * Kinds that pass columns on say whose values they read for anything else than to make those that `lineage` or `mixes` tells: to choose rows, to match
   * them, to weigh. A node of any other kind waits for the plan to be registered where it reads a withheld column.
   */
  judges?(params: Json): readonly string[];
  /** Says what differs between two results, in a few lines for `why`: `rate: 0.99 → 1.02 (Beijing, 2012)`. */
  explain?(before: ArtifactReader, after: ArtifactReader, source?: ExplainSource): readonly string[];
  /**
   * The program that a node's run starts, in words, or undefined where it starts none. Kinds that start any must say so: in a folder that its
   * user has not trusted, none of these nodes runs.
   */
  starts?(params: Json, how: Json | undefined): string | undefined;
  /** The programs that a node's run starts and that a cluster's workers must have: asked of them before anything runs. */
  programs?(params: Json, how: Json | undefined): readonly NeededProgram[];
  /** The packages of these programs that must be here, which `papermake doctor` looks for. */
  packages?(params: Json, how: Json | undefined): readonly NeededPackage[];
  /** Makes the node's result. `params` are the node's (`NodeSpec.params`), which for a plain step are the step's. */
  run(context: RunContext<P>): RunResult | Promise<RunResult>;
}

/** A program, by its names or absolute paths, of which one must be there. */
export interface NeededProgram {
  readonly names: readonly string[];
  /** The PATH on which it is looked for, where the step sets one. */
  readonly path?: string;
}

/** A package of a program, which is here where one of the files is. */
export interface NeededPackage {
  readonly name: string;
  /** Absolute paths. */
  readonly files: readonly string[];
  /** The line that installs it. */
  readonly install: string;
}

/** Declares a step kind; infers the parameters' type from the schema. */
export function defineStep<S extends TSchema>(
  kind: Omit<StepKind<Static<S>>, 'params'> & { readonly params: S },
): StepKind<Static<S>> {
  return kind as StepKind<Static<S>>;
}
