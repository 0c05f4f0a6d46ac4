/** One side of a cut-off: rows in the order of their distance, with all columns that are fitted there. */
import { ordered } from '../../../src/base/number/order.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';

export type SideName = 'left' | 'right';

export interface Side {
  readonly name: SideName;
  /** Running variable minus the cut-off, ascending. */
  readonly distances: Float64Array;
  readonly outcome: Float64Array;
  /** Take-up of a fuzzy design. */
  readonly takeUp: Float64Array | null;
  /** One column for each covariate. */
  readonly covariates: readonly Float64Array[];
  readonly weights: Float64Array | null;
  /** Codes of clusters. */
  readonly clusters: Int32Array | null;
  /** The largest distance from the cut-off. */
  readonly range: number;
  /** Counts the distances that differ. */
  readonly unique: number;
}

/** Columns of all rows used, none missing. */
export interface RdColumns {
  readonly distances: Float64Array;
  readonly outcome: Float64Array;
  readonly takeUp: Float64Array | null;
  readonly covariates: readonly Float64Array[];
  readonly weights: Float64Array | null;
  readonly clusters: Int32Array | null;
}

/** Rows at the cut-off are right of it. Refuses a side without rows. */
export function sidesOf(columns: RdColumns, running: string, cutoff: number): readonly [left: Side, right: Side] {
  const { values, positions } = ordered(columns.distances);
  const n = values.length;
  let first = 0;
  while (first < n && values[first]! < 0) first++;
  if (first === 0 || first === n) {
    const where = first === 0 ? 'below' : 'at or above';
    const message = `no row of \`${running}\` lies ${where} the cut-off ${datum(running, cutoff)}`;
    throw new Refusal('one-side', message, { param: 'cutoff', hint: 'a discontinuity needs rows on both sides' });
  }
  return [
    sideOf('left', values.subarray(0, first), positions.subarray(0, first), columns),
    sideOf('right', values.subarray(first), positions.subarray(first), columns),
  ];
}

function sideOf(name: SideName, distances: Float64Array, rows: Uint32Array, columns: RdColumns): Side {
  const take = (values: Float64Array): Float64Array => {
    const out = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
    return out;
  };
  let unique = 1;
  for (let i = 1; i < distances.length; i++) if (distances[i] !== distances[i - 1]) unique++;
  const { clusters } = columns;
  return {
    name,
    distances,
    outcome: take(columns.outcome),
    takeUp: columns.takeUp && take(columns.takeUp),
    covariates: columns.covariates.map(take),
    weights: columns.weights && take(columns.weights),
    clusters: clusters && Int32Array.from(rows, (row) => clusters[row]!),
    range: Math.max(Math.abs(distances[0]!), Math.abs(distances.at(-1)!)),
    unique,
  };
}
