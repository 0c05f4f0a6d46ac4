/** Entropy balancing: weights of controls as near to equal as the moments of the treated allow (Hainmueller 2012). */
import { mean } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { termsInShort } from '../../../src/base/text/term-names.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { scaledCholesky, solveCholesky } from '../../../src/econ/linalg/matrix.ts';

export interface Balanced {
  /** One for each control, summing to the number of treated rows. */
  readonly weights: Float64Array;
  /** ln w is linear in the columns with these coefficients. */
  readonly lambda: Float64Array;
}

const MOST_STEPS = 500;
const MOST_HALVINGS = 60;
const CLOSE_ENOUGH = 1e-10;
/** The share of its size by which the dual's value may rise by rounding. */
const ROUNDING = 1e-14;

/**
 * Minimises Σ w ln w over weights of the controls with Σ w c = n1 · mean of the treated for every column and Σ w = n1, by Newton's method on the convex dual
 * with halved steps, columns standardised. Refuses (`not-balanced`) targets beyond what any weights reach, by the column that is furthest off, and columns that others span
 * (`collinear-moments`). O(n0K²) a step.
 * Source: Hainmueller (2012, Political Analysis 20:25).
 */
export function entropyBalance(
  columns: readonly NamedColumn[],
  treated: readonly number[],
  controls: readonly number[],
): Balanced {
  const scales = columns.map(({ name, values }) => {
    const own = Float64Array.from(controls, (i) => values[i]!);
    const centre = mean(own);
    const sd = Math.sqrt(own.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / own.length);
    const target = mean(Float64Array.from(treated, (i) => values[i]!));
    if (!(sd > 1e-9 * Math.max(1, Math.abs(centre)))) throw unreachable(name, 'it does not vary among controls');
    return { centre, sd, target: (target - centre) / sd };
  });
  const z = columns.map(({ values }, k) =>
    Float64Array.from(controls, (i) => (values[i]! - scales[k]!.centre) / scales[k]!.sd),
  );
  const target = Float64Array.from(scales, (each) => each.target);
  const found = solve(z, target, columns);
  const n1 = treated.length;
  return {
    weights: found.shares.map((share) => share * n1),
    lambda: found.dual.map((value, k) => value / scales[k]!.sd),
  };
}

const unreachable = (name: string, why: string): Refusal =>
  new Refusal('not-balanced', `no weights of the controls give \`${name}\` the mean of the treated: ${why}`, {
    param: 'on',
    hint: 'leave it out, or compare with controls that are more alike',
  });

function sharesAt(z: readonly Float64Array[], dual: Float64Array, target: Float64Array) {
  const n = z[0]!.length;
  const exponent = new Float64Array(n);
  for (let k = 0; k < z.length; k++)
    for (let i = 0; i < n; i++) exponent[i] = exponent[i]! + dual[k]! * (z[k]![i]! - target[k]!);
  const most = exponent.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let total = 0;
  const shares = exponent.map((value) => Math.exp(value - most));
  for (const share of shares) total += share;
  return { shares: shares.map((share) => share / total), value: Math.log(total) + most };
}

/** Minimises ln Σ exp(λ'(z − target)), whose gradient is the weighted mean of z less the target. */
function solve(z: readonly Float64Array[], target: Float64Array, columns: readonly NamedColumn[]) {
  const k = z.length;
  let dual = new Float64Array(k);
  let at = sharesAt(z, dual, target);
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    const centred = z.map((column, j) => column.map((value) => value - target[j]!));
    const gradient = Float64Array.from(centred, (column) =>
      column.reduce((sum, value, i) => sum + at.shares[i]! * value, 0),
    );
    const off = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // steps are quadratic, so that one which does not halve what is left has come to its rounding
    if (off < CLOSE_ENOUGH && off >= last / 2) return { shares: at.shares, dual };
    last = off;
    const hessian = new Float64Array(k * k);
    for (let a = 0; a < k; a++)
      for (let b = 0; b <= a; b++) {
        let sum = 0;
        for (let i = 0; i < at.shares.length; i++) sum += at.shares[i]! * centred[a]![i]! * centred[b]![i]!;
        hessian[a * k + b] = sum - gradient[a]! * gradient[b]!;
        hessian[b * k + a] = hessian[a * k + b]!;
      }
    const factor = scaledCholesky(hessian, k);
    if (factor === null) {
      if (off < CLOSE_ENOUGH) return { shares: at.shares, dual };
      // weights are equal at first, so that this is of all controls
      throw step === 0 ? collinear(hessian, columns) : failure(gradient, columns);
    }
    const direction = solveCholesky(factor, gradient);
    let next: ReturnType<typeof sharesAt> | null = null;
    let moved = dual;
    for (let halving = 0, share = 1; halving < MOST_HALVINGS && next === null; halving++, share /= 2) {
      moved = dual.map((value, j) => value - share * direction[j]!);
      const tried = sharesAt(z, moved, target);
      if (tried.value <= at.value + ROUNDING * Math.max(1, Math.abs(at.value))) next = tried;
    }
    if (next === null) {
      if (off < CLOSE_ENOUGH) return { shares: at.shares, dual };
      throw failure(gradient, columns);
    }
    dual = moved;
    at = next;
  }
  const left = z.map((column, j) => column.reduce((sum, value, i) => sum + at.shares[i]! * (value - target[j]!), 0));
  throw failure(Float64Array.from(left), columns);
}

/** Refuses the first column that those before it span among the controls; `covariance` is theirs. */
function collinear(covariance: Float64Array, columns: readonly NamedColumn[]): Refusal {
  const k = columns.length;
  const isSpanned = (m: number): boolean => {
    const leading = Float64Array.from({ length: m * m }, (_, at) => covariance[Math.floor(at / m) * k + (at % m)]!);
    return scaledCholesky(leading, m) === null;
  };
  const last = columns.findIndex((_, j) => isSpanned(j + 1));
  const before = columns.slice(0, last).map(({ name }) => name);
  const message = `\`${columns[last]!.name}\` is a combination of ${termsInShort(before)} among the controls`;
  return new Refusal('collinear-moments', message, {
    param: 'on',
    hint: 'leave it out: what weights make of it follows from them',
  });
}

function failure(gradient: Float64Array, columns: readonly NamedColumn[]): Refusal {
  const worst = gradient.reduce((most, value, j) => (Math.abs(value) > Math.abs(gradient[most]!) ? j : most), 0);
  return unreachable(columns[worst]!.name, 'it lies beyond what the controls have');
}
