/** McCrary's (2008, Journal of Econometrics 142:698) test: the jump of the log density of the running variable at the cut-off. */

import { Refusal } from '../../../src/base/problem.ts';
import { normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import { LocalFit } from './local-fit.ts';
import type { Side } from './side.ts';

export interface McCrary {
  readonly estimate: number;
  readonly stdError: number;
  readonly statistic: number;
  readonly pValue: number;
  readonly bin: number;
  readonly bandwidth: number;
}

interface Heights {
  readonly side: Side;
  readonly heights: Float64Array;
}

/** `bin`, `bandwidth`: null where the data choose them. Refuses a side whose density at the cut-off is not above zero. */
export function mccrary(sides: readonly [Side, Side], bin: number | null, bandwidth: number | null): McCrary {
  const n = sides[0].distances.length + sides[1].distances.length;
  const width = bin ?? (2 * deviationOf(sides)) / Math.sqrt(n);
  const heights = sides.map((side) => heightsOf(side, width, n));
  const h = bandwidth ?? (bandwidthOf(heights[0]!) + bandwidthOf(heights[1]!)) / 2;
  const [left, right] = heights.map(({ side, heights: values }) => {
    const at = new LocalFit(side, 1, h, 'triangular').coefficients(values)[0]!;
    if (at > 0) return at;
    const message = `the density ${side.name} of the cut-off is estimated as no more than zero, of which there is no logarithm`;
    throw new Refusal('no-density', message, { param: 'bandwidth', hint: 'take a wider `bandwidth` or `bin`' });
  }) as [number, number];
  const estimate = Math.log(right) - Math.log(left);
  const stdError = Math.sqrt(((24 / 5) * (1 / right + 1 / left)) / (n * h));
  const statistic = estimate / stdError;
  return { estimate, stdError, statistic, pValue: twoSided(normal, statistic), bin: width, bandwidth: h };
}

/** Relative frequencies of bins that no cut-off crosses, as a side of their middles; empty bins count as 0. */
function heightsOf(side: Side, width: number, n: number): Heights {
  const isLeft = side.name === 'left';
  const counts = new Float64Array(Math.floor(side.range / width) + 1);
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
  const range = Math.max(...middles.map(Math.abs));
  return {
    side: { ...side, distances: middles, outcome: heights, covariates: [], weights: null, clusters: null, range },
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
  return 3.348 * Math.exp(Math.log((variance * side.range) / curvature) / 5);
}

function deviationOf(sides: readonly [Side, Side]): number {
  const all = [...sides[0].distances, ...sides[1].distances];
  const centre = all.reduce((sum, d) => sum + d, 0) / all.length;
  return Math.sqrt(all.reduce((sum, d) => sum + (d - centre) * (d - centre), 0) / (all.length - 1));
}
