/** The model of untreated outcomes, y = a_i + l_t + x'c, from untreated rows, and the projections on it that standard errors need. */
import { groupSums } from '../../../src/base/number/sum.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import type { QR } from '../../../src/econ/linalg/qr.ts';
import { compact, type Effect } from '../../../src/econ/panel/effects.ts';
import { solveProducts } from './cells/two-by-two.ts';
import type { DidSample } from './sample.ts';
import { designWeights } from './weights.ts';

export interface UntreatedModel {
  /** Residual of untreated rows; of treated ones the outcome less what it would have been. */
  readonly gap: Float64Array;
  /**
   * −ωz'θ of untreated rows with weights ω, θ = (Z0'ΩZ0)⁺ Z1'w of weights w on treated rows, which are themselves the weights of treated rows: the weights by
   * which all outcomes enter Σ w gap.
   */
  weightsOf(w: Float64Array): Float64Array;
  /** Names of covariates that untreated rows say nothing about. */
  readonly lost: readonly string[];
}

/**
 * `treated`: 1 for rows whose outcome is imputed. Every unit and period of those has an untreated row, and both lie in one connected part. Units are
 * swept out; periods and covariates are solved by QR, all weighted as the sample is. O(N(T+K)²).
 */
export function untreatedModel(sample: DidSample, treated: Uint8Array): UntreatedModel {
  const units = compact(sample.unit);
  const times = compact(sample.time);
  const free = [...treated.keys()].filter((i) => treated[i] === 0);
  const weights = designWeights(sample.weights).weights?.values ?? new Float64Array(sample.nobs).fill(1);
  const inside = subEffect(units, free, weights);
  const roots = (x: Float64Array): Float64Array => x.map((value, k) => value * Math.sqrt(inside.weights[k]!));
  const raw = [
    ...Array.from({ length: times.levels }, (_, t) => Float64Array.from(times.codes, (code) => (code === t ? 1 : 0))),
    ...sample.covariates.map(({ values }) => values),
  ];
  const y = sample.outcome.values;
  const swept = raw.map((column) => within(pickRows(column, free), inside));
  const scaled = swept.map(roots);
  const sizes = scaled.map(norm);
  const spans = raw.map((column) => norm(roots(pickRows(column, free))));
  const { qr, coefficients } = leastSquares(
    scaled,
    roots(within(pickRows(y, free), inside)),
    (j) => 1e-9 * Math.max(spans[j]!, sizes[j]!),
  );
  const kept = qr.kept;
  const rest = y.map((value, i) => value - kept.reduce((sum, j, k) => sum + coefficients[k]! * raw[j]![i]!, 0));
  const unitMeans = means(pickRows(rest, free), inside);
  const gap = rest.map((value, i) => value - unitMeans[units.codes[i]!]!);
  const lost = sample.covariates.filter((_, k) => !kept.includes(times.levels + k)).map(({ name }) => name);
  const columns = kept.map((j) => raw[j]!);
  const columnMeans = columns.map((column) => means(pickRows(column, free), inside));
  return { gap, lost, weightsOf: (w) => projected(w, { treated, weights, units, inside, columns, columnMeans, qr }) };
}

const pickRows = (x: Float64Array, rows: readonly number[]): Float64Array => Float64Array.from(rows, (i) => x[i]!);

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));

/** The units over some rows, under their own codes. */
interface UnitTotals extends Pick<Effect, 'codes' | 'levels'> {
  readonly weights: Float64Array;
  /** Sums of weights by unit; 0 of a unit without any row. */
  readonly totals: Float64Array;
}

function subEffect(units: Effect, rows: readonly number[], all: Float64Array): UnitTotals {
  const codes = Int32Array.from(rows, (i) => units.codes[i]!);
  const weights = pickRows(all, rows);
  return { codes, levels: units.levels, weights, totals: groupSums(weights, codes, units.levels) };
}

function means(x: Float64Array, { codes, levels, weights, totals }: UnitTotals): Float64Array {
  const weighed = x.map((value, i) => value * weights[i]!);
  return groupSums(weighed, codes, levels).map((sum, g) => (totals[g]! > 0 ? sum / totals[g]! : 0));
}

function within(x: Float64Array, units: UnitTotals): Float64Array {
  const own = means(x, units);
  return x.map((value, i) => value - own[units.codes[i]!]!);
}

interface Solved {
  readonly treated: Uint8Array;
  /** Weights of all rows. */
  readonly weights: Float64Array;
  readonly units: Effect;
  readonly inside: UnitTotals;
  readonly columns: readonly Float64Array[];
  readonly columnMeans: readonly Float64Array[];
  readonly qr: QR;
}

/**
 * The normal equations with Z1'w on the right, units eliminated: N a + B d = r_a and B'a + C d = r_d give (C − B'N⁻¹B) d = r_d − B'N⁻¹ r_a, whose
 * left side is the products of the swept columns.
 */
function projected(w: Float64Array, solved: Solved): Float64Array {
  const { treated, weights, units, inside, columns, columnMeans, qr } = solved;
  const onTreated = w.map((value, i) => (treated[i] === 1 ? value : 0));
  const ofUnits = groupSums(onTreated, units.codes, units.levels);
  const right = Float64Array.from(columns, (column, k) => {
    let total = 0;
    for (let i = 0; i < column.length; i++) total += column[i]! * onTreated[i]!;
    for (let g = 0; g < units.levels; g++) total -= columnMeans[k]![g]! * ofUnits[g]!;
    return total;
  });
  const d = solveProducts(qr, right);
  const a = ofUnits.map((sum, g) => {
    if (inside.totals[g] === 0) return 0;
    return sum / inside.totals[g]! - columnMeans.reduce((total, of, k) => total + of[g]! * d[k]!, 0);
  });
  return w.map((value, i) => {
    if (treated[i] === 1) return value;
    return -weights[i]! * (a[units.codes[i]!]! + columns.reduce((total, column, k) => total + column[i]! * d[k]!, 0));
  });
}
