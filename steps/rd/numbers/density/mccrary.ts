/** McCrary's (2008, Journal of Econometrics 142:698) test: the jump of the log density of the running variable at the cut-off. */
import { power } from '../../../../src/base/number/power.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { LocalFit } from '../local-fit.ts';
import type { Side } from '../side.ts';
import type { Pair } from '../spec.ts';
import { normalOf } from './reference.ts';

export interface McCrary {
  /** Log density above less that below. */
  readonly estimate: number;
  readonly stdError: number;
  readonly density: Pair;
  readonly bin: number;
  readonly bandwidth: number;
  readonly heights: readonly [below: Heights, above: Heights];
}

/** Relative frequencies of bins over their width, as a side of the bins' middles. */
export interface Heights {
  readonly side: Side;
  readonly heights: Float64Array;
}

/** `bin`, `bandwidth`: null where the data choose them. Refuses a side whose density at the cut-off is not above zero. */
export function mccrary(sides: readonly [Side, Side], bin: number | null, bandwidth: number | null): McCrary {
  const n = sides[0].distances.length + sides[1].distances.length;
  const width = bin ?? (2 * normalOf(sides).deviation) / Math.sqrt(n);
  const heights = sides.map((side) => heightsOf(side, width, n)) as [Heights, Heights];
  const h = bandwidth ?? (bandwidthOf(heights[0]) + bandwidthOf(heights[1])) / 2;
  const [left, right] = heights.map(({ side, heights: values }) => {
    const at = new LocalFit(side, 1, h, 'triangular').coefficients(values)[0]!;
    if (at > 0) return at;
    const message = `the density ${side.name} of the cut-off is estimated as no more than zero, of which there is no logarithm`;
    throw new Refusal('no-density', message, { param: 'h', hint: 'take a wider `h` or `bin`' });
  }) as [number, number];
  const estimate = Math.log(right) - Math.log(left);
  const stdError = Math.sqrt(((24 / 5) * (1 / right + 1 / left)) / (n * h));
  return { estimate, stdError, density: [left, right], bin: width, bandwidth: h, heights };
}

const mostBins = 100_000;

/** No bin crosses the cut-off; empty ones count as 0. */
function heightsOf(side: Side, width: number, n: number): Heights {
  const isLeft = side.name === 'left';
  const size = Math.floor(side.range / width) + 1;
  if (size > mostBins) {
    const message = `bins of ${width} are more than ${mostBins} ${side.name} of the cut-off`;
    throw new Refusal('too-many-bins', message, { param: 'bin', hint: 'take a wider `bin`' });
  }
  const counts = new Float64Array(size);
  for (const d of side.distances) {
    const at = isLeft ? Math.ceil(-d / width) - 1 : Math.floor(d / width);
    counts[Math.min(Math.max(at, 0), counts.length - 1)]!++;
  }
  const middles = counts.map((_, k) => (isLeft ? -(k + 0.5) : k + 0.5) * width);
  const heights = counts.map((count) => count / (n * width));
  if (isLeft) {
    middles.reverse();
    heights.reverse();
  }
  return {
    side: {
      ...side,
      distances: middles,
      outcome: heights,
      covariates: [],
      weights: null,
      clusters: null,
      range: (size - 0.5) * width,
    },
    heights,
  };
}

/** 3.348·(σ²·range/Σ f''²)^(1/5), of a quartic through the heights of a side (McCrary 2008, section 3.2). */
function bandwidthOf({ side, heights }: Heights): number {
  const fit = new LocalFit(side, 4, side.range, 'uniform');
  const b = fit.coefficients(heights);
  const residuals = fit.residuals(heights);
  const variance = residuals.reduce((sum, e) => sum + e * e, 0) / (residuals.length - 5);
  let curvature = 0;
  for (const d of side.distances) {
    const second = 2 * b[2]! + 6 * b[3]! * d + 12 * b[4]! * d * d;
    curvature += second * second;
  }
  return 3.348 * power((variance * side.range) / curvature, 0.2);
}
