/** A regression of an outcome on covariates over the rows of one side, which predicts it for all rows. */
import type { NamedColumn } from '../../../src/econ/design.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';

/** The share of a column's size below which the columns before it are taken to span it. */
const SPANNED = 1e-9;

export interface OutcomeModel {
  /** The prediction for a row. */
  at(row: number): number;
  /** Columns that are estimated, the constant first, over all rows. */
  readonly columns: readonly Float64Array[];
}

/** Least squares with a constant, by `weights` over all rows, which are 0 outside the side. Columns that others span there are left out of predictions. */
export function outcomeModel(
  values: Float64Array,
  covariates: readonly NamedColumn[],
  weights: Float64Array,
): OutcomeModel {
  const rows = [...weights.keys()].filter((i) => weights[i]! > 0);
  const all = [new Float64Array(values.length).fill(1), ...covariates.map((column) => column.values)];
  const scaled = (x: Float64Array): Float64Array => Float64Array.from(rows, (i) => Math.sqrt(weights[i]!) * x[i]!);
  const columns = all.map(scaled);
  const sizes = columns.map((x) => norm(x));
  const { qr, coefficients } = leastSquares(columns, scaled(values), (j) => SPANNED * sizes[j]!);
  const kept = qr.kept.map((j) => all[j]!);
  return { columns: kept, at: (row) => kept.reduce((total, x, j) => total + x[row]! * coefficients[j]!, 0) };
}

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((total, value) => total + value * value, 0));
