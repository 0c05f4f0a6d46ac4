/** The kind `boundary_distance`: how far rows lie from a boundary, with the side as the sign. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import type { InputSpec, PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import { type BoundaryDeclaration, boundaryDistance } from '../src/frame/shape/boundary.ts';
import { type KnownColumn, takenTwice, unknown } from '../src/frame/shape/shaped.ts';
import { defineShape, frameWithLabels, fromStep, keysOf, withNumber } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  boundary: optional.text('a step that makes a frame of the boundary’s places, in order'),
  file: optional.text('in its place, a GeoJSON file with lines or polygons'),
  at: Type.Tuple([Type.String(), Type.String()], {
    description: 'columns of latitude and longitude in degrees, of the rows and of the boundary',
  }),
  line: optional.text('the column of `boundary` that parts its lines'),
  treated: optional.text(
    'the column of 1 in treated rows and 0 in others; by default rows inside of the boundary are treated',
  ),
  name: optional.text('the new column, kilometres, above 0 in treated rows; `distance` by default'),
});
type Params = Static<typeof Params>;

export default defineShape({
  name: 'boundary_distance',
  summary: 'Adds the distance of each row to a boundary in kilometres, with the side as its sign',
  params: Params,
  lineage: ({ at, treated, name }: BoundaryDeclaration) => ({
    [name]: [...at, ...(treated === null ? [] : [treated])],
  }),
  judges: ({ at, treated }) => [...at, ...(treated === null ? [] : [treated])],
  describe: node,
  columns: (step, plan) => withNumber(plan.columns(step.params.from), nameOf(step)),
  panel: (step, plan) => plan.panel(step.params.from),
  make: (declaration, stored, textOf) => {
    const text = textOf('file');
    const source = text === undefined ? { frame: stored('boundary')[0] } : { text };
    return boundaryDistance(...stored('data'), source, declaration);
  },
});

const nameOf = (step: Step<Params>): string => keysOf(step).name ?? 'distance';

function node(step: Step<Params>, plan: PlanContext) {
  const { from, boundary, file, at, line = null, treated = null } = keysOf(step);
  const source = plan.node(from, [...step.path, 'from']);
  const edge = boundary === undefined ? undefined : plan.node(boundary, [...step.path, 'boundary']);
  const shapes = file === undefined ? undefined : plan.file(file, [...step.path, 'file']);
  if (source === undefined || (boundary !== undefined && edge === undefined)) return undefined;
  if (file !== undefined && shapes === undefined) return undefined;
  const known = plan.columns(from);
  const inputs: Record<string, InputSpec> = {
    data: frameWithLabels(
      source.id,
      known?.map(({ name }) => name),
    ),
  };
  if (edge !== undefined)
    inputs.boundary = frameWithLabels(edge.id, [...new Set([...at, ...(line === null ? [] : [line])])]);
  if (shapes !== undefined) inputs.file = { is: 'file', path: shapes.path };
  const params: BoundaryDeclaration = { at, line, treated, name: nameOf(step) };
  return { params, inputs, complaints: complaintsOf(params, step, plan) };
}

function complaintsOf(
  { at, line, treated, name }: BoundaryDeclaration,
  step: Step<Params>,
  plan: PlanContext,
): readonly DataComplaint[] {
  const { from, boundary, file } = keysOf(step);
  const known = plan.columns(from);
  const places = boundary === undefined ? undefined : plan.columns(boundary);
  const one =
    (boundary === undefined) === (file === undefined)
      ? [
          {
            code: 'no-boundary',
            message: `expected either \`boundary\` or \`file\`, got ${file === undefined ? 'neither' : 'both'}`,
            hint: '`boundary: STEP` has a row for each place, and `file` is GeoJSON',
            path: [file === undefined ? 'from' : 'file'],
          },
        ]
      : [];
  return [
    ...one,
    ...at.flatMap((column, k) => [...check(column, known, ['at', k]), ...check(column, places, ['at', k])]),
    ...(line === null ? [] : check(line, places, ['line'], null)),
    ...(treated === null ? [] : check(treated, known, ['treated'])),
    ...(known === undefined ? [] : takenTwice([...known.map((column) => column.name), name], ['name'])),
  ];
}

function check(
  name: string,
  known: readonly KnownColumn[] | undefined,
  path: readonly (string | number)[],
  type: 'number' | null = 'number',
): readonly DataComplaint[] {
  const column = known?.find((each) => each.name === name);
  if (known === undefined) return [];
  if (column === undefined) return [unknown(name, path, known)];
  if (type === null || column.type === null || column.type === type) return [];
  return [{ code: 'not-numbers', message: `expected numbers in \`${name}\`, got ${column.type}`, path }];
}
