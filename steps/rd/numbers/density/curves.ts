/** Shows densities around a cut-off: bars that do not cross it, and on each side a curve with its band. */
import { Refusal } from '../../../../src/base/problem.ts';
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import type { Sides } from '../bandwidths.ts';
import { LocalFit } from '../local-fit.ts';
import type { Side } from '../side.ts';
import type { Pair } from '../spec.ts';
import type { Points } from '../window.ts';
import { slopeAt } from './local-density.ts';
import type { McCrary } from './mccrary.ts';
import { normalOf } from './reference.ts';
import type { DensitySpec, McCrarySpec } from './spec.ts';

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface DensityPlot {
  readonly running: string;
  readonly cutoff: number;
  readonly bars: readonly Bar[];
  readonly curves: readonly [below: Curve, above: Curve];
}

/** Points of a curve. */
const points = 25;

/** Local polynomials at points within a bandwidth of the cut-off, each by rows of its own side. */
export function densityPlot(
  { p, kernel, running, cutoff }: DensitySpec,
  sides: Sides,
  ranks: readonly [Float64Array, Float64Array],
  h: Pair,
): DensityPlot {
  const n = ranks[0].length + ranks[1].length;
  const curves = sides.map((side, i) =>
    curveOf(side, h[i]!, cutoff, (moved) => {
      const { slope, variance } = slopeAt(moved, ranks[i]!, { order: p + 1, h: h[i]!, kernel, n });
      return { height: slope, variance };
    }),
  ) as [Curve, Curve];
  const { deviation } = normalOf(sides);
  // the width of bins that McCrary proposes
  return { running, cutoff, curves, bars: barsOf(sides, h, (2 * deviation) / Math.sqrt(n), cutoff) };
}

function barsOf(sides: Sides, h: Pair, width: number, cutoff: number): Bar[] {
  const n = sides[0].distances.length + sides[1].distances.length;
  return sides.flatMap((side, i) => {
    const sign = side.name === 'left' ? -1 : 1;
    const count = Math.max(1, Math.ceil(Math.min(h[i]!, side.range) / width));
    const counts = new Float64Array(count);
    for (const d of side.distances) {
      const k = sign === 1 ? Math.floor(d / width) : Math.ceil(-d / width) - 1;
      if (k < count) counts[k] = counts[k]! + 1;
    }
    return Array.from(counts, (rows, k) => bar(sign * k * width, sign * (k + 1) * width, rows / (n * width), cutoff));
  });
}

const bar = (a: number, b: number, height: number, cutoff: number): Bar => ({
  from: Math.min(a, b) + cutoff,
  to: Math.max(a, b) + cutoff,
  height,
});

/** Bins of a test by McCrary, with local lines through their heights, whose errors are those of counts. */
export function heightsPlot(
  { running, cutoff }: McCrarySpec,
  { heights, bin, bandwidth }: McCrary,
  n: number,
): DensityPlot {
  const bars = heights.flatMap(({ side, heights: values }) =>
    Array.from(values, (height, k) => {
      const middle = side.distances[k]!;
      return bar(middle - bin / 2, middle + bin / 2, height, cutoff);
    }),
  );
  const curves = heights.map(({ side, heights: values }) =>
    curveOf(side, bandwidth, cutoff, (moved) => {
      const fit = new LocalFit(moved, 1, bandwidth, 'triangular');
      let [height, variance] = [0, 0];
      for (const [k, a] of fit.influence(0).entries()) {
        const value = values[fit.window.from + k]!;
        height += a * value;
        variance += (a * a * value) / (n * bin);
      }
      return { height, variance };
    }),
  ) as [Curve, Curve];
  return { running, cutoff, bars, curves };
}

/** A density and its variance where the distances are zero. */
type At = (moved: Points) => { readonly height: number; readonly variance: number };

/** The curve of a side from the cut-off to the bandwidth, but for points with too little mass around them. */
function curveOf(side: Side, h: number, cutoff: number, at: At): Curve {
  const reach = normal.upperQuantile(0.025);
  const sign = side.name === 'left' ? -1 : 1;
  const width = Math.min(h, side.range);
  const found = Array.from({ length: points }, (_, k) => (sign * width * k) / (points - 1)).flatMap((x) => {
    const estimate = unlessNoMass(() => at({ ...side, distances: side.distances.map((d) => d - x) }));
    if (estimate === undefined) return [];
    const { height, variance } = estimate;
    return [{ x: x + cutoff, y: height, error: reach * Math.sqrt(variance) }];
  });
  return {
    x: found.map(({ x }) => x),
    y: found.map(({ y }) => y),
    low: found.map(({ y, error }) => y - error),
    high: found.map(({ y, error }) => y + error),
  };
}

function unlessNoMass<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no-mass') return undefined;
    throw error;
  }
}
