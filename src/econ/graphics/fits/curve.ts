/** The contract of fits: curves through a cloud of points that a figure draws, with pointwise bands where the method has any. */

export interface Curve {
  /** Places, ascending. */
  readonly at: Float64Array;
  readonly y: Float64Array;
  /** Ends of the pointwise band; absent where none was asked for, or where the method has none. NaN where the rows leave no variance. */
  readonly low?: Float64Array;
  readonly high?: Float64Array;
}

/** Points without a missing value, of which at least two differ in x. */
export interface Cloud {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface FitOptions {
  /** Order of the polynomial. */
  readonly degree?: number;
  /** Share of the points that a local fit of lowess sees, 0…1. */
  readonly span?: number;
  /** Half the width of a local fit's window, in units of x. */
  readonly bandwidth?: number;
  /** Level of the band, 0…1; without one there is no band. */
  readonly level?: number;
}

export interface FitMethod {
  /** True where it has a band. */
  readonly bands: boolean;
  /** The options that it reads. */
  readonly reads: readonly (keyof FitOptions)[];
  fit(cloud: Cloud, options: FitOptions): Curve;
}

/** Points of a curve. */
const PLACES = 101;

/** Equally spaced places from the least x to the largest. */
export function placesOf(x: Float64Array): Float64Array {
  const low = x.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = x.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return Float64Array.from({ length: PLACES }, (_, i) =>
    i === PLACES - 1 ? high : low + (i * (high - low)) / (PLACES - 1),
  );
}
