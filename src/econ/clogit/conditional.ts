/** The conditional likelihood of binary outcomes in groups, with its derivatives by recursion, and its maximum. */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { scaledCholesky, solveCholesky } from '../linalg/matrix.ts';
import { householder, orthonormalColumns, solveR } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';

export interface ConditionalMaximum {
  readonly coefficients: Float64Array;
  readonly ll: number;
  /** At b = 0. */
  readonly ll0: number;
  /** The inverse information, row-major. */
  readonly inverse: Float64Array;
  /** Scores of groups times the inverse, a column for each coefficient. */
  readonly influence: readonly Float64Array[];
}

interface ClogitPoint {
  readonly ll: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  /** K scores for each group, one group after the other. */
  readonly scores: Float64Array;
}

const MOST_STEPS = 100;

/**
 * Newton's method in orthonormal coordinates of the columns, which are centred within groups. Refuses (`separation`) a likelihood that rises for ever,
 * seen by information that is all but used up in some direction. O(Σ_g n_g k_g K²) a step.
 */
export function conditionalMaximum(
  columns: readonly Float64Array[],
  y: Float64Array,
  group: Effect,
): ConditionalMaximum {
  const n = y.length;
  const qr = householder(columns, n, () => 0);
  const size = Math.sqrt(n);
  const basis = orthonormalColumns(qr).map((q) => q.map((value) => value * size));
  const k = basis.length;
  const { rows, starts } = rowsByGroup(group);
  const evaluate = (b: Float64Array): ClogitPoint => pointAt(basis, y, b, rows, starts, group);
  let b = new Float64Array(k) as Float64Array;
  const zero = evaluate(b);
  let at = zero;
  for (let step = 0; step < MOST_STEPS; step++) {
    const factor = scaledCholesky(at.information, k);
    if (factor === null || isUsedUp(at, zero, k)) throw separated();
    const change = solveCholesky(factor, at.gradient);
    const decrement = dot(change, at.gradient);
    if (decrement <= 1e-24 * Math.max(1, Math.abs(at.ll))) return finished(at, b, factor);
    const next = improved(b, change, at, evaluate);
    if (next === null) {
      if (decrement > 1e-10) break;
      return finished(at, b, factor);
    }
    ({ b, at } = next);
  }
  throw new Refusal('no-convergence', `no maximum of the likelihood was found in ${MOST_STEPS} steps`, {
    param: 'terms',
    hint: 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out',
  });

  function finished(
    end: ClogitPoint,
    inside: Float64Array,
    factor: NonNullable<ReturnType<typeof scaledCholesky>>,
  ): ConditionalMaximum {
    // T = R⁻¹ √n leads from the coordinates to the columns
    const outward = (x: Float64Array): Float64Array => solveR(qr, x).map((value, j) => (value * size) / qr.scale[j]!);
    const unit = (j: number): Float64Array => Float64Array.from({ length: k }, (_, i) => (i === j ? 1 : 0));
    const inverse = Array.from({ length: k }, (_, j) => solveCholesky(factor, unit(j)));
    const half = inverse.map(outward);
    const whole = new Float64Array(k * k);
    for (let i = 0; i < k; i++) {
      const row = outward(Float64Array.from(half, (column) => column[i]!));
      whole.set(row, i * k);
    }
    const influence = Array.from({ length: k }, (_, i) =>
      Float64Array.from({ length: group.levels }, (_, g) => {
        let total = 0;
        for (let j = 0; j < k; j++) total += half[j]![i]! * end.scores[g * k + j]!;
        return total;
      }),
    );
    return { coefficients: outward(inside), ll: end.ll, ll0: zero.ll, inverse: whole, influence };
  }
}

/** K scores by b for each group, one group after the other. */
export function groupScores(
  columns: readonly Float64Array[],
  y: Float64Array,
  group: Effect,
  b: Float64Array,
): Float64Array {
  const { rows, starts } = rowsByGroup(group);
  return pointAt(columns, y, b, rows, starts, group).scores;
}

function separated(): Refusal {
  const message =
    'the likelihood rises for ever: some combination of the terms tells outcomes within groups apart perfectly';
  return new Refusal('separation', message, { param: 'terms', hint: 'leave one of them out' });
}

/** Tells whether the information on some coordinate is negligible beside that at 0. */
function isUsedUp({ information }: ClogitPoint, zero: ClogitPoint, k: number): boolean {
  for (let j = 0; j < k; j++) if (information[j * k + j]! < 1e-7 * zero.information[j * k + j]!) return true;
  const [now, then] = [scaledCholesky(information, k), scaledCholesky(zero.information, k)];
  if (now === null || then === null) return true;
  const smallest = ({ lower }: { readonly lower: Float64Array }): number =>
    Math.min(...Array.from({ length: k }, (_, j) => lower[j * k + j]!));
  return smallest(now) < 1e-5 * smallest(then);
}

function improved(
  from: Float64Array,
  change: Float64Array,
  at: ClogitPoint,
  evaluate: (b: Float64Array) => ClogitPoint,
) {
  for (let halving = 0, share = 1; halving < 40; halving++, share /= 2) {
    const b = from.map((value, j) => value + share * change[j]!) as Float64Array;
    const next = evaluate(b);
    if (Number.isFinite(next.ll) && next.ll >= at.ll - 1e-14 * Math.max(1, Math.abs(at.ll))) return { b, at: next };
  }
  return null;
}

function rowsByGroup(group: Effect): { readonly rows: Int32Array; readonly starts: Int32Array } {
  const rows = new Int32Array(group.codes.length);
  const starts = new Int32Array(group.levels + 1);
  for (let g = 0; g < group.levels; g++) starts[g + 1] = starts[g]! + group.counts[g]!;
  const next = starts.slice();
  for (let i = 0; i < group.codes.length; i++) {
    const g = group.codes[i]!;
    rows[next[g]!] = i;
    next[g] = next[g]! + 1;
  }
  return { rows, starts };
}

/** f(t, s) = f(t − 1, s) + f(t − 1, s − 1) e^η with its first and second derivatives by b (Gail, Lubin & Rubinstein 1981, Biometrika 68:703). */
function pointAt(
  basis: readonly Float64Array[],
  y: Float64Array,
  b: Float64Array,
  rows: Int32Array,
  starts: Int32Array,
  group: Effect,
): ClogitPoint {
  const k = basis.length;
  const gradient = new Float64Array(k);
  const information = new Float64Array(k * k);
  const scores = new Float64Array(group.levels * k);
  let ll = 0;
  const x = new Float64Array(k);
  for (let g = 0; g < group.levels; g++) {
    const [from, to] = [starts[g]!, starts[g + 1]!];
    let ones = 0;
    let top = Number.NEGATIVE_INFINITY;
    const index = new Float64Array(to - from);
    for (let r = from; r < to; r++) {
      const i = rows[r]!;
      let eta = 0;
      for (let j = 0; j < k; j++) eta += b[j]! * basis[j]![i]!;
      index[r - from] = eta;
      top = Math.max(top, eta);
      ones += y[i]!;
    }
    const width = 1 + k + k * k;
    const state = new Float64Array((ones + 1) * width);
    state[0] = 1;
    let logScale = 0;
    for (let r = from; r < to; r++) {
      const i = rows[r]!;
      const e = Math.exp(index[r - from]! - top);
      for (let j = 0; j < k; j++) x[j] = basis[j]![i]!;
      for (let s = Math.min(ones, r - from + 1); s >= 1; s--) advance(state, s * width, (s - 1) * width, x, e, k);
      logScale += rescale(state);
    }
    const end = ones * width;
    const f = state[end]!;
    let own = -Math.log(f) - logScale - ones * top;
    for (let r = from; r < to; r++) {
      if (y[rows[r]!] !== 1) continue;
      own += index[r - from]!;
      for (let j = 0; j < k; j++) scores[g * k + j] = scores[g * k + j]! + basis[j]![rows[r]!]!;
    }
    ll += own;
    for (let j = 0; j < k; j++) {
      scores[g * k + j] = scores[g * k + j]! - state[end + 1 + j]! / f;
      gradient[j] = gradient[j]! + scores[g * k + j]!;
      for (let m = 0; m < k; m++) {
        const second = state[end + 1 + k + j * k + m]! / f;
        information[j * k + m] =
          information[j * k + m]! + second - (state[end + 1 + j]! / f) * (state[end + 1 + m]! / f);
      }
    }
  }
  return { ll, gradient, information, scores };
}

/** Adds a row to the sums of subsets of one size, which stand at `to`, from those of one less at `from`. */
function advance(state: Float64Array, to: number, from: number, x: Float64Array, e: number, k: number): void {
  const f = state[from]!;
  state[to] = state[to]! + e * f;
  for (let j = 0; j < k; j++) {
    const g = state[from + 1 + j]!;
    state[to + 1 + j] = state[to + 1 + j]! + e * (g + x[j]! * f);
    for (let m = 0; m < k; m++) {
      const at = 1 + k + j * k + m;
      const second = state[from + at]! + x[j]! * state[from + 1 + m]! + g * x[m]! + x[j]! * x[m]! * f;
      state[to + at] = state[to + at]! + e * second;
    }
  }
}

/** Keeps the sums within range; returns the logarithm of what they were divided by. */
function rescale(state: Float64Array): number {
  let largest = 0;
  for (const value of state) largest = Math.max(largest, Math.abs(value));
  if (largest < 1e100) return 0;
  for (let i = 0; i < state.length; i++) state[i] = state[i]! / 1e100;
  return 100 * Math.LN10;
}
