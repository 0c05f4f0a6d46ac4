/** Plans and runs what the kinds have in common that make a frame of others: `reshape`, `collapse`, `append`, `balance`. */
import { type Static, type TSchema, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import type { Json } from '../../src/base/json.ts';
import {
  type Complaint,
  defineStep,
  type InputSpec,
  type NodeSpec,
  type Origin,
  type PlanContext,
  type RunContext,
  type RunResult,
  type Step,
  type StepKind,
} from '../../src/engine/step.ts';
import { type DataComplaint, DataError } from '../../src/frame/complaint.ts';
import type { Frame } from '../../src/frame/frame.ts';
import type { KnownColumn, Shaped } from '../../src/frame/shape/shaped.ts';
import {
  type ColumnLabels,
  frameArtifact,
  frameParts,
  labelsPart,
  orderPart,
  readFrame,
  readNotes,
} from '../../src/frame/stored/artifact.ts';
import { frameChangeLines } from '../../src/frame/stored/changes.ts';
import { keyPath } from './frame-source.ts';
import { panelOfColumns } from './models/value-keys.ts';
import { standingPath } from './origin.ts';

export const fromStep = Type.String({ description: 'a step that makes a frame' });

export const oneOrMore = (description: string) =>
  Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], { description });

export const panelKey = Type.Optional(panelOfColumns);

export const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : [value].flat();

/** A step's keys with the defaults of its kind. */
export const keysOf = <P extends object>({ params, defaults }: Step<P>): P => ({ ...defaults, ...params });

/** The input that reads these columns of a frame with their labels, or all of it where the plan does not know its columns. */
export const frameWithLabels = (node: NodeId, columns: readonly string[] | undefined): InputSpec => ({
  is: 'node',
  node,
  parts: columns === undefined ? 'all' : [...frameParts(columns), labelsPart, orderPart],
});

/** Describes the node of a shape: its canonical parameters, the frames that it reads, and the problems of its step. */
interface Described<Declared extends object> {
  readonly params: Declared;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly complaints: readonly DataComplaint[];
}

/** A kind that makes one frame of others. */
interface ShapeKind<S extends TSchema, Declared extends object>
  extends Pick<StepKind<Static<S>>, 'name' | 'summary' | 'columns' | 'panel'> {
  readonly params: S;
  /** The node of a step; undefined where it names a frame that is not there, which has been complained of. */
  describe(step: Step<Static<S>>, plan: PlanContext): Described<Declared> | undefined;
  lineage?(declared: Declared): Readonly<Record<string, readonly string[]>>;
  mixes?(declared: Declared, columns: readonly string[]): ReturnType<StepKind['mixes'] & {}>;
  judges(declared: Declared): readonly string[];
  /** `text`: of an input that is a file; undefined where the node has no such input. */
  make(declared: Declared, stored: (input: string) => Stored, text: (input: string) => string | undefined): Shaped;
}

/** A frame as it was stored, with what its files say of its columns. */
type Stored = readonly [Frame, ColumnLabels];

/** Declares such a kind. A node's parameters are what `describe` declared of it. */
export function defineShape<S extends TSchema, Declared extends object>({
  describe,
  make,
  ...kind
}: ShapeKind<S, Declared>): StepKind<Static<S>> {
  return defineStep({
    ...(kind as Pick<StepKind, 'name' | 'summary' | 'lineage' | 'mixes' | 'judges'> & typeof kind),
    artifact: 'frame',
    expand(step, plan) {
      const described = describe(step, plan);
      return described === undefined ? [] : shapeNode(step as Step<object>, plan, described);
    },
    explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
    run(given) {
      const context = given as RunContext<unknown>;
      const text = (input: string): string | undefined =>
        context.inputs.includes(input) ? context.file(input).text() : undefined;
      return runShape(context, () => make(context.params as Declared, (input) => storedFrame(context, input), text));
    },
  });
}

/** `describe` of a shape of one frame, `data`, which reads all of its columns unless `reads` names them. */
export const ofFrame =
  <P extends { readonly from: string }, Declared extends object>(
    describe: (
      step: Step<P>,
      plan: PlanContext,
    ) => Omit<Described<Declared>, 'inputs'> & { readonly reads?: readonly string[] | undefined },
  ) =>
  (step: Step<P>, plan: PlanContext): Described<Declared> | undefined => {
    const { from } = step.params;
    const source = plan.node(from, [...step.path, 'from']);
    if (source === undefined) return undefined;
    const { params, complaints, reads = plan.columns(from)?.map(({ name }) => name) } = describe(step, plan);
    return { params, complaints, inputs: { data: frameWithLabels(source.id, reads) } };
  };

/** The columns of a frame with a further one of numbers, where a key names it. */
export const withNumber = (known: readonly KnownColumn[] | undefined, name: string | null | undefined) =>
  name == null ? known : known && [...known, { name, type: 'number' as const }];

export const noPanel = (from: string): DataComplaint => ({
  code: 'no-panel',
  message: `\`${from}\` declares no panel`,
  hint: `\`panel: {unit: …, time: …}\` in \`${from}\` says what a unit and a period are`,
  path: ['from'],
});

/** The node of a step that becomes one, with its problems told where they stand. */
export function shapeNode<P extends object>(step: Step<P>, plan: PlanContext, made: Described<object>): NodeSpec[] {
  for (const complaint of made.complaints) plan.complain(located(complaint, step));
  const origins = Object.fromEntries(
    Object.keys(keysOf(step)).map((key): [string, Origin] => {
      const path = keyPath(step, key);
      return [key, defined({ path, text: plan.said(path) })];
    }),
  );
  return [{ id: step.name as NodeId, params: made.params as Json, inputs: made.inputs, origins }];
}

function located<P extends object>({ path = [], ...rest }: DataComplaint, step: Step<P>): Complaint {
  const [key = 'from', ...below] = path;
  const said = keyPath(step, String(key));
  const value = (keysOf(step) as Record<string, unknown>)[key];
  if (value === undefined) return { ...rest, path: step.path };
  return { ...rest, path: [...said, ...standingPath(value, below)] };
}

export function storedFrame(context: RunContext<unknown>, input: string): Stored {
  const reader = context.artifact(input);
  return [readFrame(reader), readNotes(reader)];
}

/** Runs a shape: tells what it did, and ends the node with what it refuses. */
function runShape(context: RunContext<unknown>, shape: () => Shaped): RunResult {
  try {
    return shapeResult(context, shape());
  } catch (error) {
    return refused(context, error);
  }
}

/** Runs a reshape that is asynchronous, and returns its result. */
export async function runShapeLater(context: RunContext<unknown>, shape: () => Promise<Shaped>): Promise<RunResult> {
  try {
    return shapeResult(context, await shape());
  } catch (error) {
    return refused(context, error);
  }
}

function shapeResult(context: RunContext<unknown>, { frame, labels, told, warnings }: Shaped): RunResult {
  for (const warning of warnings) context.warn(atRun(warning));
  for (const each of told) context.note(each);
  return frameArtifact(frame, labels, { told });
}

function refused(context: RunContext<unknown>, error: unknown): never {
  if (error instanceof DataError) return context.fail(...error.complaints.map(atRun));
  throw error;
}

/** A stretch is one of the whole key's text. */
const atRun = ({ path = ['from'], within, key: _k, row: _r, column: _c, ...rest }: DataComplaint): Complaint => ({
  ...rest,
  ...(path.length === 1 && within !== undefined ? { within } : {}),
  param: String(path[0]),
});
