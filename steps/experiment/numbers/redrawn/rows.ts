/** Effects beside covariates in one draw after another, from the rows. */
import { dot } from '../../../../src/base/number/sum.ts';
import { scaledCholesky, solveCholesky } from '../../../../src/econ/linalg/matrix.ts';
import { householder, orthonormalColumns } from '../../../../src/econ/linalg/qr.ts';
import { pick, pickCodes } from '../../../../src/econ/sample/rows.ts';
import type { RedrawnDesign } from './redrawn-design.ts';
import type { DrawnEffects, Redraw } from './statistics.ts';

/** The part of a covariate below which its remainder beside the others is rounding. */
const spanned = 1e-9;

/**
 * The coefficients of the arms' coding in the regression of each outcome on it and on covariates, which are interacted with it and about their means where
 * `interacted` (Lin 2013), within strata. All outcomes have the same `rows`. Errors are HC2 of rows that count alike, else HC0, and CR0 of clusters, without factors that no draw
 * changes. O(N C (C + K)) a draw with C regressors.
 */
export function rowEffects(
  outcomes: readonly Float64Array[],
  covariates: readonly Float64Array[],
  rows: Int32Array,
  design: RedrawnDesign,
  interacted: boolean,
): Redraw {
  const { coding, units, drawn, places, strata, stratum, weights: given, clustered, factors } = design;
  const [n, k, j] = [rows.length, outcomes.length, coding.length];
  const weights = given === null ? new Float64Array(n).fill(1) : pick(given, rows);
  const basis = centredBasis(
    covariates.map((x) => pick(x, rows)),
    weights,
  );
  const p = basis.length;
  const c = j + p + (interacted ? j * p : 0);
  const width = c + k;
  const y = outcomes.map((outcome) => centred(pick(outcome, rows), weights));
  const unitOf = pickCodes(units.codes, rows);
  const drawnOf = pickCodes(drawn.codes, rows).map((each) => places[each]!);
  const table = new Float64Array(n * width);
  const { arms } = design;
  // weights of rows in their arms, and times as often as these are drawn
  const [own, w] = [new Float64Array(n), new Float64Array(n)];
  const means = new Float64Array(strata * width);
  const sizes = new Float64Array(strata);
  const cross = new Float64Array(c * c);
  const withY = new Float64Array(c * k);
  const scores = new Float64Array(clustered ? drawn.levels * k * j : 0);
  const out: DrawnEffects = { estimates: new Float64Array(k * j), errors: new Float64Array(k * j) };

  const placed = (arm: Float64Array, times: Uint8Array): void => {
    means.fill(0);
    sizes.fill(0);
    for (let i = 0; i < n; i++) {
      const unit = unitOf[i]!;
      const s = stratum[unit]!;
      own[i] = weights[i]! * (factors === null ? 1 : factors[s * arms + arm[unit]!]!);
      w[i] = own[i]! * times[drawnOf[i]!]!;
      sizes[s] = sizes[s]! + w[i]!;
      const at = i * width;
      for (let m = 0; m < j; m++) table[at + m] = coding[m]![arm[unit]!]!;
      for (let q = 0; q < p; q++) {
        const x = basis[q]![i]!;
        table[at + j + q] = x;
        if (interacted) for (let m = 0; m < j; m++) table[at + j + p + q * j + m] = x * table[at + m]!;
      }
      for (let o = 0; o < k; o++) table[at + c + o] = y[o]![i]!;
      if (w[i] === 0) continue;
      for (let m = 0; m < width; m++) means[s * width + m] = means[s * width + m]! + w[i]! * table[at + m]!;
    }
    for (let s = 0; s < strata; s++) for (let m = 0; m < width; m++) means[s * width + m]! /= sizes[s]!;
  };

  const summed = (): void => {
    cross.fill(0);
    withY.fill(0);
    for (let i = 0; i < n; i++) {
      if (w[i] === 0) continue;
      const [at, of] = [i * width, stratum[unitOf[i]!]! * width];
      for (let m = 0; m < width; m++) table[at + m] = table[at + m]! - means[of + m]!;
      for (let a = 0; a < c; a++) {
        const x = w[i]! * table[at + a]!;
        for (let b = 0; b <= a; b++) cross[a * c + b] = cross[a * c + b]! + x * table[at + b]!;
        for (let o = 0; o < k; o++) withY[o * c + a] = withY[o * c + a]! + x * table[at + c + o]!;
      }
    }
    for (let a = 0; a < c; a++) for (let b = 0; b < a; b++) cross[b * c + a] = cross[a * c + b]!;
  };

  const inSample = (arm: Float64Array, times: Uint8Array): DrawnEffects => {
    placed(arm, times);
    summed();
    const factor = scaledCholesky(cross, c);
    if (factor === null) {
      out.estimates.fill(Number.NaN);
      return out;
    }
    const slopes = Array.from({ length: k }, (_, o) => solveCholesky(factor, withY.slice(o * c, (o + 1) * c)));
    for (let o = 0; o < k; o++) for (let m = 0; m < j; m++) out.estimates[o * j + m] = slopes[o]![m]!;
    const inverse = Array.from({ length: c }, (_, a) => {
      const unit = new Float64Array(c);
      unit[a] = 1;
      return solveCholesky(factor, unit);
    });
    out.errors.fill(0);
    scores.fill(0);
    const z = new Float64Array(j);
    const isPlain = given === null && factors === null && !clustered;
    for (let i = 0; i < n; i++) {
      if (w[i] === 0) continue;
      const at = i * width;
      const unit = unitOf[i]!;
      for (let m = 0; m < j; m++) z[m] = along(inverse[m]!, table, at, c);
      let scale = own[i]! * own[i]! * times[drawnOf[i]!]!;
      if (isPlain) {
        let leverage = 1 / sizes[stratum[unit]!]!;
        for (let a = 0; a < c; a++) leverage += table[at + a]! * along(inverse[a]!, table, at, c);
        scale /= 1 - leverage;
      }
      for (let o = 0; o < k; o++) {
        const e = table[at + c + o]! - along(slopes[o]!, table, at, c);
        for (let m = 0; m < j; m++) {
          if (clustered) scores[(drawnOf[i]! * k + o) * j + m]! += own[i]! * z[m]! * e;
          else out.errors[o * j + m]! += scale * z[m]! * z[m]! * e * e;
        }
      }
    }
    if (clustered)
      for (let cluster = 0; cluster < drawn.levels; cluster++)
        for (let m = 0; m < k * j; m++) {
          const score = scores[cluster * k * j + m]!;
          out.errors[m]! += times[cluster]! * score * score;
        }
    for (let m = 0; m < k * j; m++) out.errors[m] = out.errors[m]! >= 0 ? Math.sqrt(out.errors[m]!) : Number.NaN;
    return out;
  };
  return (arm, samples) =>
    samples.map((times) => {
      const { estimates, errors } = inSample(arm, times);
      return { estimates: estimates.slice(), errors: errors.slice() };
    });
}

function along(coefficients: Float64Array, table: Float64Array, at: number, c: number): number {
  let total = 0;
  for (let a = 0; a < c; a++) total += coefficients[a]! * table[at + a]!;
  return total;
}

function centred(x: Float64Array, weights: Float64Array): Float64Array {
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = dot(x, weights) / total;
  return x.map((value) => value - mean);
}

/** Covariates about their means, orthonormal, without those that the others span. */
function centredBasis(covariates: readonly Float64Array[], weights: Float64Array): readonly Float64Array[] {
  if (covariates.length === 0) return [];
  const columns = covariates.map((x) => centred(x, weights));
  const sizes = covariates.map((x) => Math.sqrt(dot(x, x)));
  return orthonormalColumns(householder(columns, columns[0]!.length, (i) => spanned * sizes[i]!));
}
