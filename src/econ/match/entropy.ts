/** Entropy balancing: weights of controls as near to equal as the moments of the treated allow (Hainmueller 2012). */
import { mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';
import { solveCholesky } from '../likelihood/index-model.ts';
import { scaledCholesky } from '../linalg/matrix.ts';

export interface Balanced {
  /** One for each control, summing to the number of treated rows. */
  readonly weights: Float64Array;
  /** ln w is linear in the columns with these coefficients. */
  readonly lambda: Float64Array;
}

const mostSteps = 500;
const mostHalvings = 60;
const closeEnough = 1e-10;

/**
 * Minimises Σ w ln w over weights of the controls with Σ w c = n1 · mean of the treated for every column and Σ w = n1, by Newton's method on the convex dual
 * with halved steps, columns standardised. Refuses (`not-balanced`) targets beyond what any weights reach, by the column that is furthest off. O(n0K²) a step.
 * Source: Hainmueller (2012, Political Analysis 20:25); CONVENTIONS-b 10.
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
  for (let step = 0; step < mostSteps; step++) {
    const centred = z.map((column, j) => column.map((value) => value - target[j]!));
    const gradient = Float64Array.from(centred, (column) =>
      column.reduce((sum, value, i) => sum + at.shares[i]! * value, 0),
    );
    if (gradient.every((value) => Math.abs(value) < 1e-13)) return { shares: at.shares, dual };
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
      if (gradient.every((value) => Math.abs(value) < closeEnough)) return { shares: at.shares, dual };
      throw failure(gradient, columns);
    }
    const direction = solveCholesky(factor, gradient);
    let next: ReturnType<typeof sharesAt> | null = null;
    let moved = dual;
    for (let halving = 0, share = 1; halving < mostHalvings && next === null; halving++, share /= 2) {
      moved = dual.map((value, j) => value - share * direction[j]!);
      const tried = sharesAt(z, moved, target);
      if (tried.value <= at.value) next = tried;
    }
    if (next === null) {
      if (gradient.every((value) => Math.abs(value) < closeEnough)) return { shares: at.shares, dual };
      throw failure(gradient, columns);
    }
    dual = moved;
    at = next;
  }
  const left = z.map((column, j) => column.reduce((sum, value, i) => sum + at.shares[i]! * (value - target[j]!), 0));
  throw failure(Float64Array.from(left), columns);
}

function failure(gradient: Float64Array, columns: readonly NamedColumn[]): Refusal {
  const worst = gradient.reduce((most, value, j) => (Math.abs(value) > Math.abs(gradient[most]!) ? j : most), 0);
  return unreachable(columns[worst]!.name, 'it lies beyond what the controls have');
}
