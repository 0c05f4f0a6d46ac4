/** The rows of a discontinuity: complete ones, outside of the donut, by side. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { columnsOfList, requireSome } from '../../../src/econ/compile/variable-list.ts';
import type { Codes, Data } from '../../../src/econ/data.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { completeRows, pickCodes, picked, pickedCodes, positions } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { type RdColumns, type Side, sidesOf } from './side.ts';
import { leavesOf, type RdSpec } from './spec.ts';

export interface RdSample {
  readonly sides: readonly [left: Side, right: Side];
  /** Names of the covariates, as the sides have their columns. */
  readonly covariates: readonly string[];
  readonly clusters: Codes | null;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/** The fields of a specification that decide its rows. */
export type SampleSpec = Pick<
  RdSpec,
  'outcome' | 'running' | 'takeUp' | 'covariates' | 'weights' | 'cutoff' | 'cluster' | 'donut' | 'sample' | 'exclude'
>;

/** Rows of a running variable, for tests that read no outcome; that of the sides is the running variable itself. */
export const ofRunning = (
  spec: Pick<RdSpec, 'running' | 'cutoff' | 'sample' | 'exclude'>,
  covariates: readonly string[] = [],
): SampleSpec => ({
  ...spec,
  outcome: spec.running,
  covariates,
  takeUp: null,
  weights: null,
  cluster: null,
  donut: 0,
});

/** Complete rows with their running variable as it is. */
export interface RdRows {
  readonly running: Float64Array;
  readonly columns: Omit<RdColumns, 'distances'>;
  /** Values of `beside`. */
  readonly beside: readonly Float64Array[];
  readonly covariates: readonly string[];
  readonly clusters: Codes | null;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/** `beside`: further terms of one column each, which rows need too. Refuses weights that are not above zero. */
export function rdRows(spec: SampleSpec, data: Data, beside: readonly string[] = []): RdRows {
  const { covariates, sample, exclude } = spec;
  const leaves = [...leavesOf(spec), ...beside];
  const listed = columnsOfList({ variables: [...leaves, ...covariates], sample, exclude }, data);
  const clusters = spec.cluster === null ? null : new Variables(data).levels(spec.cluster);
  const known =
    clusters === null ? [] : [Float64Array.from(listed.rows, (row) => (clusters.codes[row]! < 0 ? Number.NaN : 0))];
  const complete = completeRows([...listed.columns.map(({ values }) => values), ...known]);
  requireSome(complete);
  const columns = listed.columns.map((column) => ({ ...column, values: picked(column.values, complete) }));
  const column = (term: string): Float64Array => columns[leaves.indexOf(term)]!.values;
  const maybe = (term: string | null): Float64Array | null => (term === null ? null : column(term));
  const weights = maybe(spec.weights);
  if (weights !== null) requirePositive(spec.weights!, weights);
  const others = columns.slice(leaves.length);
  return {
    running: column(spec.running),
    columns: {
      outcome: column(spec.outcome),
      takeUp: maybe(spec.takeUp),
      covariates: others.map(({ values }) => values),
      weights,
      clusters: clusters && pickCodes(pickCodes(clusters.codes, listed.rows), complete),
    },
    beside: beside.map(column),
    covariates: others.map(({ name }: NamedColumn) => name),
    clusters,
    rowsLost: [...listed.rowsLost, ...lost('missing', listed.rows.length - complete.length, '')],
    warnings: listed.warnings,
  };
}

/** Refuses a side without rows, and weights that are not above zero. */
export function rdSample(spec: SampleSpec, data: Data): RdSample {
  const { running, columns, covariates, clusters, rowsLost, warnings } = rdRows(spec, data);
  const distances = distancesOf(running, spec.cutoff);
  const all = { ...columns, distances };
  const kept = spec.donut === 0 ? all : pickedColumns(all, outside(distances, spec.donut));
  return {
    sides: sidesOf(kept, spec.running, spec.cutoff),
    covariates,
    clusters,
    rowsLost: [...rowsLost, ...lost('donut', distances.length - kept.distances.length, '')],
    warnings,
  };
}

export const pickedColumns = (columns: RdColumns, rows: Int32Array): RdColumns => ({
  distances: picked(columns.distances, rows),
  outcome: picked(columns.outcome, rows),
  takeUp: columns.takeUp && picked(columns.takeUp, rows),
  covariates: columns.covariates.map((values) => picked(values, rows)),
  weights: columns.weights && picked(columns.weights, rows),
  clusters: columns.clusters && pickedCodes(columns.clusters, rows),
});

/** The very values where the cut-off is 0; the result must not be changed. */
function distancesOf(values: Float64Array, cutoff: number): Float64Array {
  if (cutoff === 0) return values;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i]! - cutoff;
  return out;
}

export const lost = (cause: RowsLost['cause'], count: number, detail: string): RowsLost[] =>
  count === 0 ? [] : [{ cause, count, detail }];

/** Positions of rows that are not nearer to the cut-off than this. */
function outside(distances: Float64Array, donut: number): Int32Array {
  const isKept = new Uint8Array(distances.length);
  for (let i = 0; i < isKept.length; i++) isKept[i] = Number(!(Math.abs(distances[i]!) < donut));
  return positions(isKept);
}

function requirePositive(name: string, weights: Float64Array): void {
  const wrong = weights.find((weight) => !(weight > 0));
  if (wrong === undefined) return;
  const message = `expected weights above zero, got ${datum(name, wrong)} in \`${name}\``;
  throw new Refusal('bad-weights', message, { param: 'weights', hint: 'leave such rows out with `exclude`' });
}
