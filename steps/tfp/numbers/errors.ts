/** Covariances of elasticities: of a linear regression, or of samples of firms. */
import type { Rng } from '../../../src/base/number/rng.ts';
import { mean } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { factored } from '../../../src/econ/linalg/orthogonal.ts';
import type { Linear } from './estimated.ts';
import { methods } from './methods.ts';
import { drawnFirms, type Firms, rowsByFirm } from './sample.ts';
import type { TfpSpec } from './spec.ts';

/** k×k covariance of the first `count` coefficients, by rows. */
export type Covariance = readonly (readonly number[])[];

/** R of the columns inverted: rows of (X'X)⁻¹ = R⁻¹R⁻¹'. */
function inverse(columns: readonly Float64Array[]): number[][] {
  const k = columns.length;
  const { r } = factored([], columns);
  const out: number[][] = Array.from({ length: k }, () => new Array<number>(k).fill(0));
  for (let j = 0; j < k; j++) {
    out[j]![j] = 1 / r[j * k + j]!;
    for (let i = j - 1; i >= 0; i--) {
      let value = 0;
      for (let m = i + 1; m <= j; m++) value -= r[i * k + m]! * out[m]![j]!;
      out[i]![j] = value / r[i * k + i]!;
    }
  }
  return Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (__, j) => out[i]!.reduce((sum, value, m) => sum + value * out[j]![m]!, 0)),
  );
}

/** s²(X'X)⁻¹ with s² = u'u/(N − K). */
export function independent({ columns, residuals, counted }: Linear, count: number): Covariance {
  const df = residuals.length - counted;
  const variance = residuals.reduce((sum, u) => sum + u * u, 0) / df;
  return inverse(columns)
    .slice(0, count)
    .map((row) => row.slice(0, count).map((value) => variance * value));
}

/** (X'X)⁻¹ Σ X_g'u_g u_g'X_g (X'X)⁻¹ · G/(G − 1) over firms, for one equation times (N − 1)/(N − K). */
export function clustered({ columns, residuals, unit, units, countedInClusters }: Linear, count: number) {
  const k = columns.length;
  const scores = Array.from({ length: units }, () => new Float64Array(k));
  const seen = new Set<number>();
  for (let row = 0; row < residuals.length; row++) {
    seen.add(unit[row]!);
    const score = scores[unit[row]!]!;
    for (let j = 0; j < k; j++) score[j] = score[j]! + columns[j]![row]! * residuals[row]!;
  }
  const bread = inverse(columns).slice(0, count);
  const influences = scores.map((score) =>
    bread.map((row) => row.reduce((sum, value, j) => sum + value * score[j]!, 0)),
  );
  const n = residuals.length;
  const ofRows = countedInClusters === null ? 1 : (n - 1) / (n - countedInClusters);
  const factor = (seen.size / (seen.size - 1)) * ofRows;
  const covariance: Covariance = bread.map((_, i) =>
    bread.map((__, j) => factor * influences.reduce((sum, own) => sum + own[i]! * own[j]!, 0)),
  );
  return { covariance, clusters: seen.size };
}

/** Estimates of samples of firms with replacement; samples in which they cannot be told are left out. */
export function estimatesDrawn(
  firms: Firms,
  spec: TfpSpec,
  start: Float64Array,
  rng: Rng,
  told: (done: number) => void,
): readonly Float64Array[] {
  const rowsOf = rowsByFirm(firms);
  const found: Float64Array[] = [];
  for (let draw = 0; draw < spec.draws!; draw++) {
    told(draw);
    const drawn = rng.stream('tfp', draw).sample(firms.units, firms.units);
    try {
      found.push(methods[spec.method](drawnFirms(firms, rowsOf, drawn), spec, start).estimates);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return found;
}

export function covarianceOf(draws: readonly Float64Array[]): Covariance {
  const k = draws[0]!.length;
  const centred = Array.from({ length: k }, (_, j) => {
    const values = Float64Array.from(draws, (draw) => draw[j]!);
    const centre = mean(values);
    return values.map((value) => value - centre);
  });
  return centred.map((x) =>
    centred.map((y) => x.reduce((sum, value, i) => sum + value * y[i]!, 0) / (draws.length - 1)),
  );
}
