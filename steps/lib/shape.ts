/** Plans and runs what the kinds have in common that make a frame of others: `reshape`, `collapse`, `append`, `balance`. */
import { Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import type { Json } from '../../src/base/json.ts';
import { strict } from '../../src/base/schema.ts';
import type {
  Complaint,
  InputSpec,
  NodeSpec,
  Origin,
  PlanContext,
  RunContext,
  RunResult,
  Step,
} from '../../src/engine/step.ts';
import { type DataComplaint, DataError } from '../../src/frame/complaint.ts';
import type { Frame } from '../../src/frame/frame.ts';
import type { Shaped } from '../../src/frame/shape/shaped.ts';
import {
  type ColumnLabels,
  frameArtifact,
  frameParts,
  labelsPart,
  orderPart,
  readFrame,
  readNotes,
} from '../../src/frame/stored/artifact.ts';
import { keyPath } from './frame-source.ts';
import { standingPath } from './origin.ts';

export const fromStep = Type.String({ description: 'a step that makes a frame' });

export const oneOrMore = (description: string) =>
  Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], { description });

export const panelKey = Type.Optional(strict({ unit: Type.String(), time: Type.String() }));

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

/** The node of a step that becomes one, with its problems told where they stand. */
export function shapeNode<P extends object>(
  step: Step<P>,
  plan: PlanContext,
  made: {
    readonly params: object;
    readonly inputs: Readonly<Record<string, InputSpec>>;
    readonly complaints: readonly DataComplaint[];
  },
): NodeSpec[] {
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

/** A frame as it was stored, with what its files say of its columns. */
export function storedFrame(context: RunContext<unknown>, input: string): readonly [Frame, ColumnLabels] {
  const reader = context.artifact(input);
  return [readFrame(reader), readNotes(reader)];
}

/** Runs a shape: tells what it did, and ends the node with what it refuses. */
export function runShape(context: RunContext<unknown>, shape: () => Shaped): RunResult {
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
