/** The weights of units before they are standardised, by type. */
import { Refusal } from '../../src/base/problem.ts';
import { datum, SOME_VARIABLE } from '../../src/base/value.ts';
import { columnsOfList } from '../../src/econ/compile/variable-list.ts';
import { type Codes, groupsOf } from '../../src/econ/data.ts';
import {
  contiguity,
  distances,
  economic,
  gravity,
  inverseDistance,
  nearest,
  nested,
  type Standardize,
} from '../../src/econ/spatial/weights.ts';
import type { RunContext } from '../../src/engine/step.ts';
import type { Frame } from '../../src/frame/frame.ts';
import { type FrameSchema, readFrame } from '../../src/frame/stored/artifact.ts';
import { warnAll } from '../lib/frame-source.ts';
import { readWeights } from '../lib/spatial/weights.ts';
import type { WeightsType } from './keys.ts';
import { type EdgeColumns, edgesOf, type MatrixKeys, matrixOf, type ReadMatrix } from './listed.ts';

export interface WeightsNodeParams {
  readonly type: WeightsType;
  readonly unit: string | null;
  readonly sample: string | null;
  /** Latitude and longitude, then the variable: terms. */
  readonly variables: readonly string[];
  readonly pairs: readonly [unit: string, neighbour: string] | null;
  /** Says how a file with a matrix of weights is read; absent for other types. */
  readonly matrix?: MatrixKeys;
  /** Names the columns of a file with a row for each weight; absent for other types. */
  readonly edges?: EdgeColumns;
  readonly k: number;
  readonly power: 1 | 2;
  readonly cutoff: number | null;
  readonly share: number;
  readonly standardize: Standardize;
}

export interface Raw {
  readonly units: readonly string[];
  readonly raw: Float64Array;
  /** The column that names the units, where the data do not. */
  readonly unit?: string;
}

export function nestedOf({ share }: WeightsNodeParams, context: RunContext<unknown>): Raw {
  const [first, second] = ['first', 'second'].map((input) => readWeights(context.artifact(input)));
  if (first!.units.join('\n') !== second!.units.join('\n')) {
    throw new Refusal('other-units', 'the two weights have other units', { param: 'parts' });
  }
  for (const { standardize } of [first!, second!]) {
    if (standardize === 'row') continue;
    const message = `nested weights are of row-standardised ones, and one of the two has \`standardize: ${standardize}\``;
    throw new Refusal('not-row-standardised', message, { param: 'parts' });
  }
  const { units, matrix, summary: said } = first!;
  return { units, unit: said.unit, raw: nested(matrix, second!.matrix, share) };
}

export function rawOf(params: WeightsNodeParams, context: RunContext<unknown>): Raw {
  const frame = readFrame(context.artifact('data'));
  const { rows, columns, warnings } = columnsOfList(
    { variables: params.variables, sample: params.sample, exclude: null },
    frame,
  );
  warnAll(context, warnings);
  const all = groupsOf(frame, params.unit!);
  const present = all.levels.map((_, code) => code).filter((code) => rows.some((row) => all.codes[row] === code));
  const units = present.map((code) => all.levels[code]!);
  const n = units.length;
  const place = new Map(present.map((code, i) => [code, i]));
  const at = Int32Array.from(rows, (row) => place.get(all.codes[row]!) ?? -1);
  const [lat, lon] = columns;
  const d = (): Float64Array =>
    distances(units, oneValue(lat!.values, at, units, lat!.name), oneValue(lon!.values, at, units, lon!.name));
  const named = { names: units, areNumbers: frame.type(params.unit!) === 'number' };
  const listed = (): Frame => readFrame(context.artifact('listed'));
  const matrix = (): ReadMatrix => {
    const { columns } = context.artifact('listed').json('schema') as unknown as FrameSchema;
    return { frame: listed(), columns: columns.map(({ name }) => name) };
  };
  const means = (): Float64Array => meansOf(columns.at(-1)!.values, at, units, columns.at(-1)!.name);
  switch (params.type) {
    case 'contiguity':
      return { units, raw: contiguity(n, pairsOf(params.pairs!, units, context)) };
    case 'knn':
      return { units, raw: nearest(d(), n, params.k) };
    case 'inverse-distance':
      return { units, raw: inverseDistance(d(), units, params.power, params.cutoff ?? Number.POSITIVE_INFINITY) };
    case 'economic':
      return { units, raw: economic(means(), units) };
    case 'gravity':
      return { units, raw: gravity(means(), d(), units) };
    case 'matrix':
      return { units, raw: matrixOf(matrix(), params.matrix!, named, context) };
    case 'edges':
      return { units, raw: edgesOf(listed(), params.edges!, named, context) };
    default:
      throw new Error('nested weights have no rows');
  }
}

/** The one value of each unit. Refuses units without, and with several. */
function oneValue(values: Float64Array, at: Int32Array, units: readonly string[], name: string): Float64Array {
  const out = new Float64Array(units.length).fill(Number.NaN);
  for (const [row, i] of at.entries()) {
    const value = values[row]!;
    if (i < 0 || Number.isNaN(value)) continue;
    if (!Number.isNaN(out[i]!) && out[i] !== value) {
      const message = `expected one place of \`${datum(SOME_VARIABLE, units[i]!)}\`, got \`${name}\` at ${datum(name, out[i]!)} and ${datum(name, value)}`;
      throw new Refusal('moving-unit', message, { param: 'at' });
    }
    out[i] = value;
  }
  return complete(out, units, name, 'at');
}

function meansOf(values: Float64Array, at: Int32Array, units: readonly string[], name: string): Float64Array {
  const [totals, counts] = [new Float64Array(units.length), new Float64Array(units.length)];
  for (const [row, i] of at.entries()) {
    if (i < 0 || Number.isNaN(values[row]!)) continue;
    totals[i] = totals[i]! + values[row]!;
    counts[i] = counts[i]! + 1;
  }
  return complete(
    totals.map((total, i) => total / counts[i]!),
    units,
    name,
    'of',
  );
}

function complete(values: Float64Array, units: readonly string[], name: string, param: string): Float64Array {
  const lacking = units.filter((_, i) => Number.isNaN(values[i]!));
  if (lacking.length === 0) return values;
  const shown = lacking
    .slice(0, 5)
    .map((unit) => `\`${unit}\``)
    .join(', ');
  throw new Refusal(
    'no-values',
    `\`${name}\` has no value for ${datum(SOME_VARIABLE, `${shown}${lacking.length > 5 ? ', …' : ''}`)}`,
    { param },
  );
}

/** Pairs of units of the data; those that name others are left out and counted. */
function* pairsOf(
  columns: readonly [string, string],
  units: readonly string[],
  context: RunContext<unknown>,
): Generator<[number, number]> {
  const frame = readFrame(context.artifact('pairs'));
  const place = new Map(units.map((name, i) => [name, i]));
  const [left, right] = columns.map((name): Codes => groupsOf(frame, name)) as [Codes, Codes];
  let strange = 0;
  for (let row = 0; row < frame.nrows; row++) {
    const [a, b] = [left.levels[left.codes[row]!], right.levels[right.codes[row]!]];
    const [i, j] = [place.get(a ?? ''), place.get(b ?? '')];
    if (i === undefined || j === undefined) strange++;
    else if (i === j) {
      const message = `\`${datum(columns, a!)}\` is listed as its own neighbour`;
      throw new Refusal('own-neighbour', message, { param: 'neighbours' });
    } else yield [i, j];
  }
  if (strange > 0)
    context.note(
      `${strange} ${strange === 1 ? 'pair' : 'pairs'} of the list not used (units that the data does not have)`,
    );
}
