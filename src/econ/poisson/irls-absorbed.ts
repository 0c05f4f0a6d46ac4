/** Finds the maximum of a Poisson likelihood with absorbed effects by Newton's method, the effects swept out of every step. */
import { sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { CrossedEffects } from '../panel/crossed-effects.ts';
import type { Effect } from '../panel/effects.ts';
import { spanning } from '../panel/within.ts';
import { type AbsorbedMaximum, type AbsorbedProblem, absorbedEnd } from './absorbed-end.ts';
import { eachCount, weighed } from './rows.ts';
import { weightedSlopes } from './weighted-slopes.ts';

const mostSteps = 200;
const mostHalvings = 30;
/** The part of a likelihood's terms by which it may fall. */
const rounding = 1e-12;
/** Sizes of a step, the root of the mean square by μ of what it adds to η: of the one to come, after which there is no further one, and of one that is rounding. */
const converged = { next: 1e-11, atRounding: 1e-6 };
/** The part of a column's norm to which effects are swept out of it; of regressors coarsely, since only how fast the steps converge hangs on it. */
const precision = { first: 1e-2, coarse: 1e-3, fine: 1e-13 };
/** How often the effects are fitted to what the first step found. */
const fittings = 2;

/**
 * A step regresses (y − μ)/μ on the regressors with weights μ, effects swept out of both: Newton's, halved until the likelihood does not fall. They are
 * swept out of what the last step left of the regressors, which is near its end already, and no further than the step's own error asks for (Correia,
 * Guimarães & Zylkin 2020, Stata Journal 20:95). The first step is that of iteratively reweighted least squares from μ halfway between y and
 * its mean. Refuses (`no-convergence`) where there is no end in `most` steps. O(NK²) and the effects' transformation a step.
 */
export function absorbedMaximum(problem: AbsorbedProblem, most = mostSteps): AbsorbedMaximum {
  const { y, weights, swept } = problem;
  const effects = spanning(problem.effects) as readonly [Effect, ...Effect[]];
  const slopes = new Float64Array(swept.length);
  const left = new Float64Array(y.length);
  let at = firstPoint(problem, effects, slopes, left);
  let spare: Place = { index: new Float64Array(y.length), means: new Float64Array(y.length) };
  const change = new Float64Array(y.length);
  let last = 1;
  for (let step = 0; step < most; step++) {
    const { index, means } = at;
    const w = weighed(means, weights);
    const mass = Math.sqrt(sum(w));
    const crossed = new CrossedEffects(effects, w);
    // where the weights have hardly changed, nor have the projections
    if (last > precision.coarse) for (const x of swept) crossed.sweep(x, (size) => size * precision.coarse);
    let unsolved = 0;
    const target = (size: number): number => {
      unsolved = Math.max(size * precision.fine, Math.min(size * precision.coarse, mass * last * last * last * last));
      return unsolved;
    };
    writeGaps(y, means, change);
    left.set(change);
    crossed.sweep(left, target);
    const b = weightedSlopes(swept, left, w);
    for (const [j, x] of swept.entries()) addTo(left, x, -b[j]!);
    // of the effects that coarse sweeping left in the regressors
    if (swept.length > 0) crossed.sweep(left, target);
    const size = Math.sqrt(lessSquares(change, left, w)) / mass;
    const { kernel, share, curved } = improved(problem, at, change, spare);
    for (const [j, value] of b.entries()) slopes[j] = slopes[j]! + share * value;
    at = { ...spare, kernel };
    spare = { index, means };
    // the next step answers what this one's line misses of the curve, and what was left unsolved of it
    const next = (curved + unsolved) / mass + 4 * precision.coarse * precision.coarse * size;
    if (share === 1 && (next <= converged.next || (size <= converged.atRounding && size > last / 2))) {
      return absorbedEnd(problem, effects, at, slopes, Math.min(next, size) * mass, [change, left]);
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
  /** Σ w (yη − μ) */
  readonly kernel: number;
}

/** Writes the slopes, and over `left`. */
function firstPoint(
  problem: AbsorbedProblem,
  effects: readonly [Effect, ...Effect[]],
  slopes: Float64Array,
  left: Float64Array,
): Point {
  const { y, offset, weights, swept } = problem;
  const centre = sum(y) / y.length;
  const means = new Float64Array(y.length);
  const index = eachCount(y, (count) => {
    const m = (count + centre) / 2;
    return Math.log(m) + (count - m) / m;
  });
  writeHalfway(y, centre, means);
  if (offset !== null) addTo(index, offset, -1);
  const w = weighed(means, weights);
  left.set(index);
  new CrossedEffects(effects, w).sweep(left, (size) => size * precision.first);
  slopes.set(weightedSlopes(swept, left, w));
  addTo(index, left, -1);
  for (const [j, x] of swept.entries()) addTo(index, x, slopes[j]!);
  writeMeans(index, offset, means);
  fitEffects(problem, { index, means });
  // the first step may lead to where the likelihood is smaller
  return { index, means, kernel: Number.NEGATIVE_INFINITY };
}

// Loops over all rows stand alone: so short a function is compiled before they have gone far.

/** μ halfway between y and its mean. */
function writeHalfway(y: Float64Array, centre: number, means: Float64Array): void {
  for (let i = 0; i < y.length; i++) means[i] = (y[i]! + centre) / 2;
}

function writeMeans(index: Float64Array, offset: Float64Array | null, means: Float64Array): void {
  for (let i = 0; i < index.length; i++) means[i] = Math.exp(index[i]! + (offset === null ? 0 : offset[i]!));
}

/** (y − μ)/μ */
function writeGaps(y: Float64Array, means: Float64Array, out: Float64Array): void {
  for (let i = 0; i < y.length; i++) out[i] = (y[i]! - means[i]!) / means[i]!;
}

/**
 * Moves the levels of one effect after another to where they are likeliest, given all else: Σ wμ = Σ wy in each. Writes η and μ.
 */
function fitEffects({ y, weights, effects }: AbsorbedProblem, { index, means }: Place): void {
  const totals = effects.map(({ codes, levels }) => sumsByLevel(y, codes, levels, weights));
  const moves = effects.map(({ levels }) => new Float64Array(levels));
  let found = sumsByLevel(means, effects[0]!.codes, effects[0]!.levels, weights);
  for (let k = 0; k < fittings * effects.length; k++) {
    const e = k % effects.length;
    const ratios = totals[e]!.map((total, g) => total / found[g]!);
    for (let g = 0; g < ratios.length; g++) moves[e]![g] = moves[e]![g]! + Math.log(ratios[g]!);
    found = scaledSums(means, effects[e]!.codes, ratios, effects[(e + 1) % effects.length]!, weights);
  }
  for (const [e, { codes }] of effects.entries()) addLevelsTo(index, codes, moves[e]!);
}

/** Multiplies x by the ratios of its levels, and adds it up by the levels of another effect. */
function scaledSums(
  x: Float64Array,
  codes: Int32Array,
  ratios: Float64Array,
  other: Effect,
  weights: Float64Array | null,
): Float64Array {
  const sums = new Float64Array(other.levels);
  for (let i = 0; i < x.length; i++) {
    const value = x[i]! * ratios[codes[i]!]!;
    x[i] = value;
    const g = other.codes[i]!;
    sums[g] = sums[g]! + (weights === null ? value : weights[i]! * value);
  }
  return sums;
}

function sumsByLevel(x: Float64Array, codes: Int32Array, levels: number, weights: Float64Array | null): Float64Array {
  const sums = new Float64Array(levels);
  for (let i = 0; i < x.length; i++) {
    sums[codes[i]!] = sums[codes[i]!]! + (weights === null ? x[i]! : weights[i]! * x[i]!);
  }
  return sums;
}

function addLevelsTo(out: Float64Array, codes: Int32Array, levels: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + levels[codes[i]!]!;
}

function addTo(out: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + factor * x[i]!;
}

/** Takes `part` off x, and returns the squares of what is left. */
function lessSquares(x: Float64Array, part: Float64Array, w: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]! - part[i]!;
    x[i] = value;
    total += w[i]! * value * value;
  }
  return total;
}

interface Improved {
  readonly kernel: number;
  readonly share: number;
  /** √Σ wμ r², with μ r what the means differ by from the straight line of the step: no smaller than the norm of the step that this asks for. */
  readonly curved: number;
}

/** Rows of which sums are formed at a time. */
const block = 1024;

/** Writes the step, halved until the likelihood does not fall by more than rounding. */
function improved({ y, offset, weights }: AbsorbedProblem, from: Point, change: Float64Array, to: Place): Improved {
  for (let halving = 0, share = 1; ; halving++, share /= 2) {
    const { index, means } = to;
    let [kernel, most, curved] = [0, 0, 0];
    for (let start = 0; start < y.length; start += block) {
      const end = Math.min(y.length, start + block);
      let [own, size, gaps] = [0, 0, 0];
      for (let i = start; i < end; i++) {
        const value = from.index[i]! + share * change[i]!;
        const eta = offset === null ? value : value + offset[i]!;
        const mean = Math.exp(eta);
        index[i] = value;
        means[i] = mean;
        const w = weights === null ? 1 : weights[i]!;
        const events = y[i]! > 0 ? y[i]! * eta : 0;
        own += w * (events - mean);
        size += w * (Math.abs(events) + mean);
        const gap = from.means[i]! * (1 + change[i]!) - mean;
        if (gap !== 0) gaps += (w * gap * gap) / mean;
      }
      kernel += own;
      most += size;
      curved += gaps;
    }
    if (kernel >= from.kernel - rounding * most || halving === mostHalvings)
      return { kernel, share, curved: Math.sqrt(curved) };
  }
}
