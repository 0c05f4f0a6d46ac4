/** Finds the maximum of a Poisson likelihood with absorbed effects by Newton's method, the effects swept out of every step. */
import { sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { CrossedEffects } from '../panel/crossed-effects.ts';
import type { Effect } from '../panel/effects.ts';
import { spanning } from '../panel/within.ts';
import { type AbsorbedMaximum, type AbsorbedProblem, absorbedEnd } from './absorbed-end.ts';
import { devianceOf, weighed } from './rows.ts';
import { weightedSlopes } from './weighted-slopes.ts';

const mostSteps = 200;
const mostHalvings = 30;
/** Sizes of a step, the root of the mean square by μ of what it adds to η, after which there is no further one: what is left is of the order of the square. */
const converged = { step: 1e-7, atRounding: 1e-6 };
/** The part of a column's norm to which effects are swept out of it; of regressors coarsely, since only how fast the steps converge hangs on it. */
const precision = { first: 1e-2, coarse: 1e-3, fine: 1e-13 };
/** How often the effects are fitted to what the first step found. */
const fittings = 2;

/**
 * A step regresses (y − μ)/μ on the regressors with weights μ, effects swept out of both: Newton's, halved until the deviance does not rise. They are
 * swept out of what the last step left of the regressors, which is near its end already, and no further than the step's own error asks for (Correia,
 * Guimarães & Zylkin 2020, Stata Journal 20:95). The first step is that of iteratively reweighted least squares from μ halfway between y and
 * its mean. Refuses (`no-convergence`) where there is no end in `most` steps. O(NK²) and the effects' transformation a step.
 */
export function absorbedMaximum(problem: AbsorbedProblem, most = mostSteps): AbsorbedMaximum {
  const { y, weights, swept } = problem;
  const effects = spanning(problem.effects) as readonly [Effect, ...Effect[]];
  const slopes = new Float64Array(swept.length);
  let at = firstPoint(problem, effects, slopes);
  let spare: Place = { index: new Float64Array(y.length), means: new Float64Array(y.length) };
  const change = new Float64Array(y.length);
  const left = new Float64Array(y.length);
  let last = 1;
  for (let step = 0; step < most; step++) {
    const { index, means } = at;
    const w = weighed(means, weights);
    const mass = Math.sqrt(sum(w));
    const crossed = new CrossedEffects(effects, w);
    // where the weights have hardly changed, nor have the projections
    if (last > precision.coarse) for (const x of swept) crossed.sweep(x, (size) => size * precision.coarse);
    const target = (size: number): number =>
      Math.max(size * precision.fine, Math.min(size * precision.coarse, mass * last * last * last * last));
    for (let i = 0; i < y.length; i++) change[i] = (y[i]! - means[i]!) / means[i]!;
    left.set(change);
    crossed.sweep(left, target);
    const b = weightedSlopes(swept, left, w);
    for (const [j, x] of swept.entries()) addTo(left, x, -b[j]!);
    // of the effects that coarse sweeping left in the regressors
    if (swept.length > 0) crossed.sweep(left, target);
    addTo(change, left, -1);
    const size = Math.sqrt(squares(change, w)) / mass;
    const { deviance, share } = improved(problem, at, change, spare);
    for (const [j, value] of b.entries()) slopes[j] = slopes[j]! + share * value;
    at = { ...spare, deviance };
    spare = { index, means };
    if (share === 1 && (size <= converged.step || (size <= converged.atRounding && size > last / 2))) {
      return absorbedEnd(problem, effects, at, slopes, size * size * mass * mass);
    }
    last = Math.min(1, size);
  }
  throw new Refusal('no-convergence', `no maximum of the likelihood was found in ${most} steps`, {
    param: 'terms',
    hint: 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out',
  });
}

interface Place {
  readonly index: Float64Array;
  readonly means: Float64Array;
}

interface Point extends Place {
  readonly deviance: number;
}

/** Writes the slopes. */
function firstPoint(problem: AbsorbedProblem, effects: readonly [Effect, ...Effect[]], slopes: Float64Array): Point {
  const { y, offset, weights, swept } = problem;
  const centre = sum(y) / y.length;
  const means = new Float64Array(y.length);
  const index = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const m = (y[i]! + centre) / 2;
    means[i] = m;
    index[i] = Math.log(m) - (offset === null ? 0 : offset[i]!) + (y[i]! - m) / m;
  }
  const w = weighed(means, weights);
  const left = index.slice();
  new CrossedEffects(effects, w).sweep(left, (size) => size * precision.first);
  slopes.set(weightedSlopes(swept, left, w));
  addTo(index, left, -1);
  for (const [j, x] of swept.entries()) addTo(index, x, slopes[j]!);
  for (let i = 0; i < y.length; i++) means[i] = Math.exp(index[i]! + (offset === null ? 0 : offset[i]!));
  fitEffects(problem, { index, means });
  // the first step may lead to where the deviance is larger
  return { index, means, deviance: Number.POSITIVE_INFINITY };
}

/**
 * Moves the levels of one effect after another to where they are likeliest, given all else: Σ wμ = Σ wy in each. Writes η and μ.
 */
function fitEffects({ y, weights, effects }: AbsorbedProblem, { index, means }: Place): void {
  const totals = effects.map(({ codes, levels }) => sumsByLevel(y, codes, levels, weights));
  for (let round = 0; round < fittings; round++) {
    for (const [e, { codes, levels }] of effects.entries()) {
      const found = sumsByLevel(means, codes, levels, weights);
      const ratios = totals[e]!.map((total, g) => total / found[g]!);
      const moves = ratios.map(Math.log);
      for (let i = 0; i < y.length; i++) {
        const g = codes[i]!;
        index[i] = index[i]! + moves[g]!;
        means[i] = means[i]! * ratios[g]!;
      }
    }
  }
}

function sumsByLevel(x: Float64Array, codes: Int32Array, levels: number, weights: Float64Array | null): Float64Array {
  const sums = new Float64Array(levels);
  for (let i = 0; i < x.length; i++) {
    sums[codes[i]!] = sums[codes[i]!]! + (weights === null ? x[i]! : weights[i]! * x[i]!);
  }
  return sums;
}

function addTo(out: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + factor * x[i]!;
}

function squares(x: Float64Array, w: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += w[i]! * x[i]! * x[i]!;
  return total;
}

/** Writes the step, halved until the deviance does not rise by more than rounding. */
function improved(
  { y, offset, weights }: AbsorbedProblem,
  from: Point,
  change: Float64Array,
  to: Place,
): { readonly deviance: number; readonly share: number } {
  for (let halving = 0, share = 1; ; halving++, share /= 2) {
    const { index, means } = to;
    for (let i = 0; i < y.length; i++) {
      const value = from.index[i]! + share * change[i]!;
      index[i] = value;
      means[i] = Math.exp(offset === null ? value : value + offset[i]!);
    }
    const deviance = devianceOf(y, means, weights);
    const isBetter = deviance <= from.deviance * (1 + 1e-10) + 1e-10;
    if (isBetter || halving === mostHalvings) return { deviance, share };
  }
}
