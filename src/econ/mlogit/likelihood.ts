/** The likelihood of unordered outcomes, its maximum, and whether it has one. */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Influences } from '../likelihood/covariance.ts';
import { inverseOf, ridged, turned } from '../likelihood/index-model.ts';
import { type Separation, separation } from '../likelihood/separation.ts';
import { scaledCholesky, solveCholesky } from '../linalg/matrix.ts';
import { householder, orthonormalColumns, solveR } from '../linalg/qr.ts';
import { probabilities } from '../margins/several-indices.ts';

const MOST_STEPS = 200;
const MOST_HALVINGS = 50;
/** Newton's decrement at which the iteration ends, as a part of the size of the likelihood. */
const CONVERGED = 1e-22;
/** An end below this, from which no step improves the likelihood, is as good as rounding lets it be. */
const NEAR_ROUNDING = 1e-10;

/** Outcomes as positions of equations, −1 for the base; weights of rows, null for 1. */
export interface Chosen {
  readonly equations: Int32Array;
  readonly count: number;
  readonly weights: Float64Array | null;
}

export interface ChosenSlopes {
  readonly ll: number;
  /** w (1{y = e} − p_e), a list of rows for each equation. */
  readonly slopes: readonly Float64Array[];
  /** p_e of each row. */
  readonly shares: readonly Float64Array[];
}

/** Σ w ln p_y with p_e = exp(η_e)/(1 + Σ exp(η_l)); O(NE). */
export function chosenSlopes({ equations, count, weights }: Chosen, indices: readonly Float64Array[]): ChosenSlopes {
  const { shares, base } = probabilities(indices);
  const w = (i: number): number => weights?.[i] ?? 1;
  const values = Float64Array.from(equations, (own, i) => w(i) * ((own < 0 ? 0 : indices[own]![i]!) + base.logs[i]!));
  const slopes = Array.from({ length: count }, (_, e) =>
    Float64Array.from(equations, (own, i) => w(i) * ((own === e ? 1 : 0) - shares[e]![i]!)),
  );
  return { ll: sum(values), slopes, shares };
}

/** −∂²ll of (e, j), (l, k) with columns q: Σ w p_e (1{e = l} − p_l) q_j q_k, row-major by equations. O(N(EK)²). */
export function chosenInformation(
  { weights }: Chosen,
  shares: readonly Float64Array[],
  columns: readonly Float64Array[],
): Float64Array {
  const k = columns.length;
  const size = k * shares.length;
  const out = new Float64Array(size * size);
  for (const [e, own] of shares.entries())
    for (let l = 0; l <= e; l++) {
      const bend = own.map((p, i) => (weights?.[i] ?? 1) * p * ((e === l ? 1 : 0) - shares[l]![i]!));
      for (let j = 0; j < k; j++) {
        const weighted = columns[j]!.map((value, i) => value * bend[i]!);
        for (let m = 0; m < k; m++) {
          const value = dot(weighted, columns[m]!);
          out[(e * k + j) * size + l * k + m] = value;
          out[(l * k + m) * size + e * k + j] = value;
        }
      }
    }
  return out;
}

export interface ChosenMaximum extends Influences {
  /** Coefficients of the first equation, then of the next. */
  readonly values: Float64Array;
  readonly indices: readonly Float64Array[];
  readonly ll: number;
}

/** Newton's method in orthonormal coordinates of the columns, from coefficients of 0. Refuses what `separated` says of the end, and (`no-convergence`) no maximum. O(N(EK)²) a step. */
export function maximumOfChosen(
  chosen: Chosen,
  columns: readonly Float64Array[],
  separated: (indices: readonly Float64Array[]) => Refusal | null,
): ChosenMaximum {
  const n = chosen.equations.length;
  const qr = householder(columns, n, () => 0);
  const basis = orthonormalColumns(qr);
  const k = basis.length;
  const size = k * chosen.count;
  const pointAt = (inside: Float64Array) => {
    const indices = Array.from({ length: chosen.count }, (_, e) => {
      const index = new Float64Array(n);
      for (const [j, q] of basis.entries())
        for (let i = 0; i < n; i++) index[i] = index[i]! + inside[e * k + j]! * q[i]!;
      return index;
    });
    const found = chosenSlopes(chosen, indices);
    const gradient = Float64Array.from(found.slopes.flatMap((slope) => basis.map((q) => dot(q, slope))));
    return { inside, indices, gradient, ...found };
  };
  const outward = (inside: Float64Array): Float64Array => {
    const out = inside.slice();
    for (let e = 0; e < chosen.count; e++) {
      const solved = solveR(qr, inside.slice(e * k, (e + 1) * k));
      for (let j = 0; j < k; j++) out[e * k + j] = solved[j]! / qr.scale[j]!;
    }
    return out;
  };
  let at = pointAt(new Float64Array(size));
  for (let step = 0; step < MOST_STEPS; step++) {
    const information = chosenInformation(chosen, at.shares, basis);
    const factor = scaledCholesky(information, size);
    const change = factor === null ? ridged(information, at.gradient) : solveCholesky(factor, at.gradient);
    const decrement = Math.abs(dot(change, at.gradient));
    const scale = Math.max(1, Math.abs(at.ll));
    let next: typeof at | null = null;
    for (let halving = 0, share = 1; decrement > CONVERGED * scale && halving < MOST_HALVINGS; halving++, share /= 2) {
      const tried = pointAt(at.inside.map((value, j) => value + share * change[j]!));
      if (!(tried.ll > at.ll)) continue;
      next = tried;
      break;
    }
    if (next !== null) {
      at = next;
      continue;
    }
    const refusal = separated(at.indices);
    if (refusal !== null) throw refusal;
    if (factor === null || decrement > NEAR_ROUNDING * scale) break;
    const { half, whole } = turned(inverseOf(factor, size), size, outward);
    const scores = at.slopes.flatMap((slope) => basis.map((q) => q.map((value, i) => value * slope[i]!)));
    const influence = Array.from({ length: size }, (_, i) => {
      const own = new Float64Array(n);
      for (const [j, score] of scores.entries()) {
        const weight = half[i * size + j]!;
        for (let row = 0; row < n; row++) own[row] = own[row]! + weight * score[row]!;
      }
      return own;
    });
    return { values: outward(at.inside), indices: at.indices, ll: at.ll, inverse: whole, influence };
  }
  const message = `no maximum of the likelihood was found in ${MOST_STEPS} steps`;
  const hint = 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out';
  throw separated(at.indices) ?? new Refusal('no-convergence', message, { param: 'terms', hint });
}

/**
 * A combination of the regressors by which no outcome falls behind another in its own rows, and some move ahead for ever (Albert & Anderson 1984, Biometrika 71:1, theorem 1); null
 * where there is none. Positions of columns, and rows of the data, ascending. `certain`: a lead beyond which an outcome is as good as certain.
 */
export function chosenSeparation(
  { equations, count }: Chosen,
  indices: readonly Float64Array[],
  columns: readonly Float64Array[],
  certain: number,
): Separation | null {
  const index = (e: number, row: number): number => (e < 0 ? 0 : indices[e]![row]!);
  const leads = Array.from(equations, (own, row) =>
    Array.from({ length: count + 1 }, (_, at) => at - 1)
      .filter((other) => other !== own)
      .map((other) => ({ row, own, other, lead: index(own, row) - index(other, row) })),
  ).flat();
  if (!leads.some(({ lead }) => lead > certain)) return null;
  const stacked = Array.from({ length: count }, (_, e) =>
    columns.map((x) =>
      Float64Array.from(leads, ({ row, own, other }) => (own === e ? x[row]! : other === e ? -x[row]! : 0)),
    ),
  ).flat();
  const found = separation(
    stacked,
    Float64Array.from(leads, ({ lead }) => (lead > certain ? 0 : 1)),
  );
  if (found === null) return null;
  return {
    rows: [...new Set(found.rows.map((at) => leads[at]!.row))].sort((a, b) => a - b),
    columns: [...new Set(found.columns.map((j) => j % columns.length))].sort((a, b) => a - b),
  };
}
