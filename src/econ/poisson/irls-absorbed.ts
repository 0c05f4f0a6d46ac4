/** Finds the maximum of a Poisson likelihood with absorbed effects by Newton's method, the effects swept out of every step. */
import { sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { type AbsorbedMaximum, type AbsorbedProblem, absorbedEnd } from './absorbed-end.ts';
import type { IrlsState } from './absorbed-rows.ts';
import { eachCount } from './rows.ts';
import { weightedSlopes } from './weighted-slopes.ts';

const MOST_STEPS = 200;
const MOST_HALVINGS = 30;
/** The part of a likelihood's terms by which it may fall. */
const ROUNDING = 1e-12;
/** Sizes of a step, the root of the mean square by μ of what it adds to η: of the one to come, after which there is no further one, and of one that is rounding. */
const converged = { next: 1e-11, atRounding: 1e-6 };
/** The part of a column's norm to which effects are swept out of it; of regressors coarsely, since only how fast the steps converge hangs on it. */
const precision = { first: 1e-2, coarse: 1e-3, fine: 1e-13 };
/** The number of times that the effects are fitted to the result of the first step. */
const FITTINGS = 2;

/**
 * A Newton step regresses (y − μ)/μ on the regressors with weights μ, after the effects are swept out of both, and is halved until the likelihood does
 * not fall. Sweeping begins from the regressors as the last step swept them, and is as exact as the step's own error asks for (Correia, Guimarães &
 * Zylkin 2020, Stata Journal 20:95). The first step is that of iteratively reweighted least squares from μ halfway between y and
 * its mean. Refuses (`no-convergence`) where there is no end in `most` steps. O(NK²) and the effects' transformation a step.
 */
export function absorbedMaximum(given: AbsorbedProblem, most = MOST_STEPS): AbsorbedMaximum {
  const problem = placed(given);
  const { rows, y, weights, swept } = problem;
  const slopes = new Float64Array(swept.length);
  const [left, change] = [rows.column(), rows.column()];
  const weighing = weights === null ? null : rows.column();
  let at = firstPoint(problem, slopes, left, weighing);
  let spare: IrlsState = { index: rows.column(), means: rows.column() };
  let last = 1;
  for (let step = 0; step < most; step++) {
    const { index, means } = at;
    const w = weighed(means, weights, weighing);
    const mass = Math.sqrt(sum(w));
    rows.effects.weigh(w);
    // where the weights have hardly changed, nor have the projections
    if (last > precision.coarse) for (const x of swept) rows.effects.sweep(x, (size) => size * precision.coarse);
    let unsolved = 0;
    const target = (size: number): number => {
      unsolved = Math.max(size * precision.fine, Math.min(size * precision.coarse, mass * last * last * last * last));
      return unsolved;
    };
    rows.writeGaps(y, means, change);
    left.set(change);
    rows.effects.sweep(left, target);
    const b = weightedSlopes(swept, left, w);
    for (const [j, x] of swept.entries()) rows.addTo(left, x, -b[j]!);
    // of the effects that coarse sweeping left in the regressors
    if (swept.length > 0) rows.effects.sweep(left, target);
    const size = Math.sqrt(rows.lessSquares(change, left, w)) / mass;
    const { kernel, share, curved } = improved(problem, at, change, spare);
    for (const [j, value] of b.entries()) slopes[j] = slopes[j]! + share * value;
    at = { ...spare, kernel };
    spare = { index, means };
    // the next step answers what this one's line misses of the curve, and what was left unsolved of it
    const next = (curved + unsolved) / mass + 4 * precision.coarse * precision.coarse * size;
    if (share === 1 && (next <= converged.next || (size <= converged.atRounding && size > last / 2))) {
      const reached = weighed(at.means, weights, weighing);
      return absorbedEnd(problem, at, reached, slopes, Math.min(next, size) * mass, [change, left]);
    }
    last = Math.min(1, size);
  }
  throw new Refusal('no-convergence', `no maximum of the likelihood was found in ${most} steps`, {
    param: 'terms',
    hint: 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out',
  });
}

/** With all that kernels pass over among the columns of the rows. */
function placed(problem: AbsorbedProblem): AbsorbedProblem {
  const { rows, y, offset, weights } = problem;
  const place = (x: Float64Array | null): Float64Array | null => x && rows.column(x);
  return { ...problem, y: rows.column(y), offset: place(offset), weights: place(weights) };
}

interface AbsorbedIrlsState extends IrlsState {
  /** Σ w (yη − μ) */
  readonly kernel: number;
}

/** Writes the slopes, and over `left` and `weighing`. */
function firstPoint(
  { rows, y, offset, weights, swept }: AbsorbedProblem,
  slopes: Float64Array,
  left: Float64Array,
  weighing: Float64Array | null,
): AbsorbedIrlsState {
  const centre = sum(y) / y.length;
  const [means, index] = [rows.column(), rows.column()];
  index.set(
    eachCount(y, (count) => {
      const m = (count + centre) / 2;
      return Math.log(m) + (count - m) / m;
    }),
  );
  writeHalfway(y, centre, means);
  if (offset !== null) rows.addTo(index, offset, -1);
  const w = weighed(means, weights, weighing);
  left.set(index);
  rows.effects.weigh(w);
  rows.effects.sweep(left, (size) => size * precision.first);
  slopes.set(weightedSlopes(swept, left, w));
  rows.addTo(index, left, -1);
  for (const [j, x] of swept.entries()) rows.addTo(index, x, slopes[j]!);
  rows.writeMeans({ index, means }, offset);
  rows.fitEffects(y, weights, { index, means }, FITTINGS);
  // the first step may lead to where the likelihood is smaller
  return { index, means, kernel: Number.NEGATIVE_INFINITY };
}

/** μ halfway between y and its mean. */
function writeHalfway(y: Float64Array, centre: number, means: Float64Array): void {
  for (let i = 0; i < y.length; i++) means[i] = (y[i]! + centre) / 2;
}

/** The means times the weights, written to `out`; the means themselves without any. */
function weighed(means: Float64Array, weights: Float64Array | null, out: Float64Array | null): Float64Array {
  if (weights === null || out === null) return means;
  for (let i = 0; i < out.length; i++) out[i] = means[i]! * weights[i]!;
  return out;
}

interface Improved {
  readonly kernel: number;
  readonly share: number;
  /** √Σ wμ r², with μ r what the means differ by from the straight line of the step: no smaller than the norm of the step that this asks for. */
  readonly curved: number;
}

/** Writes the step, halved until the likelihood does not fall by more than rounding. */
function improved(problem: AbsorbedProblem, from: AbsorbedIrlsState, change: Float64Array, to: IrlsState): Improved {
  for (let halving = 0, share = 1; ; halving++, share /= 2) {
    const [kernel, most, curved] = problem.rows.writeStep(problem, from, change, share, to);
    if (kernel >= from.kernel - ROUNDING * most || halving === MOST_HALVINGS)
      return { kernel, share, curved: Math.sqrt(curved) };
  }
}
