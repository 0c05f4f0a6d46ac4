/** The model of untreated outcomes, y = a_i + l_t + x'c, from untreated rows, and the projections on it that standard errors need. */
import { groupSums } from '../../../src/base/number/sum.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import type { QR } from '../../../src/econ/linalg/qr.ts';
import { compact, type Effect } from '../../../src/econ/panel/effects.ts';
import type { DidSample } from './sample.ts';
import { solveProducts } from './two-by-two.ts';

export interface UntreatedModel {
  /** Residual of untreated rows; of treated ones the outcome less what it would have been. */
  readonly gap: Float64Array;
  /**
   * −z'θ of untreated rows, θ = (Z0'Z0)⁺ Z1'w of weights w on treated rows, which are themselves the weights of treated rows: the weights by
   * which all outcomes enter Σ w gap.
   */
  weightsOf(w: Float64Array): Float64Array;
  /** Names of covariates that untreated rows say nothing about. */
  readonly lost: readonly string[];
}

/**
 * `treated`: 1 for rows whose outcome is imputed. Every unit and period of those has an untreated row, and both lie in one connected part. Units are
 * swept out; periods and covariates are solved by QR. O(N(T+K)²).
 */
export function untreatedModel(sample: DidSample, treated: Uint8Array): UntreatedModel {
  const units = compact(sample.unit);
  const times = compact(sample.time);
  const free = [...treated.keys()].filter((i) => treated[i] === 0);
  const inside = subEffect(units, free);
  const raw = [
    ...Array.from({ length: times.levels }, (_, t) => Float64Array.from(times.codes, (code) => (code === t ? 1 : 0))),
    ...sample.covariates.map(({ values }) => values),
  ];
  const y = sample.outcome.values;
  const swept = raw.map((column) => within(pickRows(column, free), inside));
  const sizes = swept.map(norm);
  const spans = raw.map((column) => norm(pickRows(column, free)));
  const { qr, coefficients } = leastSquares(
    swept,
    within(pickRows(y, free), inside),
    (j) => 1e-9 * Math.max(spans[j]!, sizes[j]!),
  );
  const kept = qr.kept;
  const rest = y.map((value, i) => value - kept.reduce((sum, j, k) => sum + coefficients[k]! * raw[j]![i]!, 0));
  const unitMeans = means(pickRows(rest, free), inside);
  const gap = rest.map((value, i) => value - unitMeans[units.codes[i]!]!);
  const lost = sample.covariates.filter((_, k) => !kept.includes(times.levels + k)).map(({ name }) => name);
  const columns = kept.map((j) => raw[j]!);
  const columnMeans = columns.map((column) => means(pickRows(column, free), inside));
  return { gap, lost, weightsOf: (w) => projected(w, treated, units, inside.counts, columns, columnMeans, qr) };
}

const pickRows = (x: Float64Array, rows: readonly number[]): Float64Array => Float64Array.from(rows, (i) => x[i]!);

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));

/** The units over some rows, under their own codes; a unit without any has a count of 0. */
function subEffect(units: Effect, rows: readonly number[]): Pick<Effect, 'codes' | 'levels' | 'counts'> {
  const codes = Int32Array.from(rows, (i) => units.codes[i]!);
  const counts = new Int32Array(units.levels);
  for (const code of codes) counts[code] = counts[code]! + 1;
  return { codes, levels: units.levels, counts };
}

function means(x: Float64Array, { codes, levels, counts }: Pick<Effect, 'codes' | 'levels' | 'counts'>): Float64Array {
  return groupSums(x, codes, levels).map((sum, g) => (counts[g]! > 0 ? sum / counts[g]! : 0));
}

function within(x: Float64Array, units: Pick<Effect, 'codes' | 'levels' | 'counts'>): Float64Array {
  const own = means(x, units);
  return x.map((value, i) => value - own[units.codes[i]!]!);
}

/**
 * The normal equations with Z1'w on the right, units eliminated: N a + B d = r_a and B'a + C d = r_d give (C − B'N⁻¹B) d = r_d − B'N⁻¹ r_a, whose
 * left side is the products of the swept columns.
 */
function projected(
  w: Float64Array,
  treated: Uint8Array,
  units: Effect,
  counts: Int32Array,
  columns: readonly Float64Array[],
  columnMeans: readonly Float64Array[],
  qr: QR,
): Float64Array {
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
    if (counts[g] === 0) return 0;
    return sum / counts[g]! - columnMeans.reduce((total, of, k) => total + of[g]! * d[k]!, 0);
  });
  return w.map((value, i) => {
    if (treated[i] === 1) return value;
    return -(a[units.codes[i]!]! + columns.reduce((total, column, k) => total + column[i]! * d[k]!, 0));
  });
}
