/** Placebo treatments of a balanced panel with effects of unit and time, from sums over the periods that each unit would be treated in. */

import type { NamedCodes } from '../design.ts';
import { compact, type Effect, isNested } from '../panel/effects.ts';
import type { PseudoEstimate, Residualised } from './regression.ts';
import type { Treated } from './treatment.ts';

/** What is left of outcome and controls beside the effects, unit by unit and period by period. */
interface Grid {
  readonly units: number;
  readonly periods: number;
  /** units × periods */
  readonly y: Float64Array;
  readonly q: readonly Float64Array[];
}

/**
 * The coefficient and its p value by the starts of each unit: a treatment that begins at period j and lasts is a sum over t ≥ j, so that products with it are
 * looked up, and what effects take off it follows from the counts of treated units by period. O(units × periods) a draw, with a small constant. null where the panel is
 * not balanced, its effects are others, or clusters cut through units; conventional and one-way clustered errors alone.
 */
export function balancedPlacebos(
  { effects, basis, y, pOf }: Residualised,
  treated: Treated,
  clusters: readonly NamedCodes[],
): ((starts: Float64Array) => PseudoEstimate | null) | null {
  const places = placesOf(effects, treated);
  if (places === null || pOf === null || clusters.length > 1) return null;
  const cluster = clusters.length === 0 ? null : compact(clusters[0]!);
  if (cluster !== null && !isNested(treated.unit, cluster)) return null;
  const [units, periods] = [treated.unit.levels, treated.periods.length];
  const grid: Grid = { units, periods, y: placed(y, places), q: basis.map((column) => placed(column, places)) };
  return drawer(grid, treated, cluster, pOf);
}

/** The place of each row, unit by unit; null where not every unit is seen once in every period, or the effects are not those of unit and time. */
function placesOf(effects: readonly Effect[], { unit, time, periods }: Treated): Int32Array | null {
  if (effects.length !== 2 || unit.levels * periods.length !== time.length) return null;
  const at = new Map(Array.from(periods, (period, j) => [period, j]));
  const codes = Int32Array.from(time, (value) => at.get(value)!);
  const places = Int32Array.from(codes, (j, row) => unit.codes[row]! * periods.length + j);
  if (new Set(places).size !== places.length) return null;
  const same = (effect: Effect, levels: number, other: Int32Array): boolean =>
    effect.levels === levels && isNested(effect, { codes: other });
  const [a, b] = effects as [Effect, Effect];
  const fits = (x: Effect, z: Effect): boolean => same(x, unit.levels, unit.codes) && same(z, periods.length, codes);
  return fits(a, b) || fits(b, a) ? places : null;
}

function placed(x: Float64Array, places: Int32Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let row = 0; row < x.length; row++) out[places[row]!] = x[row]!;
  return out;
}

/** Sums over t ≥ j of each unit, units × (periods + 1). */
function suffixSums(x: Float64Array, { units, periods }: Grid): Float64Array {
  const out = new Float64Array(units * (periods + 1));
  for (let i = 0; i < units; i++)
    for (let j = periods - 1; j >= 0; j--)
      out[i * (periods + 1) + j] = out[i * (periods + 1) + j + 1]! + x[i * periods + j]!;
  return out;
}

/** Sums of products of each unit. */
function productsOf(a: Float64Array, b: Float64Array, { units, periods }: Grid): Float64Array {
  const out = new Float64Array(units);
  for (let at = 0; at < a.length; at++) {
    const i = Math.floor(at / periods);
    out[i] = out[i]! + a[at]! * b[at]!;
  }
  return out;
}

function drawer(
  grid: Grid,
  { unit, periods: dates }: Treated,
  cluster: Effect | null,
  pOf: NonNullable<Residualised['pOf']>,
): (starts: Float64Array) => PseudoEstimate | null {
  const { units, periods, y, q } = grid;
  const [sumsY, sumsQ] = [suffixSums(y, grid), q.map((column) => suffixSums(column, grid))];
  const withY = q.map((column) => productsOf(column, y, grid));
  const withQ = q.map((column) => q.map((other) => productsOf(column, other, grid)));
  const of = clusterOfUnits(unit, cluster);
  const scores = new Float64Array(cluster?.levels ?? 0);
  const begin = new Int32Array(units);
  const share = new Float64Array(periods);
  const after = new Float64Array(periods + 1);
  const along = new Float64Array(q.length);
  const width = periods + 1;
  const indexOf = new Map<number, number>([[Number.POSITIVE_INFINITY, periods]]);
  for (const [j, date] of dates.entries()) indexOf.set(date, j);
  return (starts) => {
    let [treatedRows, xx, xy] = [0, 0, 0];
    share.fill(0);
    along.fill(0);
    for (let i = 0; i < units; i++) {
      const j = indexOf.get(starts[i]!)!;
      begin[i] = j;
      if (j === periods) continue;
      const rows = periods - j;
      treatedRows += rows;
      xx += rows - (rows * rows) / periods;
      xy += sumsY[i * width + j]!;
      share[j] = share[j]! + 1 / units;
      for (let k = 0; k < q.length; k++) along[k] = along[k]! + sumsQ[k]![i * width + j]!;
    }
    const mean = treatedRows / (units * periods);
    let spread = 0;
    for (let t = 0; t < periods; t++) {
      if (t > 0) share[t] = share[t]! + share[t - 1]!;
      spread += (share[t]! - mean) * (share[t]! - mean);
    }
    for (let t = periods - 1; t >= 0; t--) after[t] = after[t + 1]! + share[t]! - mean;
    xx -= units * spread;
    for (let k = 0; k < q.length; k++) xx -= along[k]! * along[k]!;
    if (!(xx > 1e-10 * treatedRows)) return null;
    const estimate = xy / xx;
    if (cluster === null) return { estimate, pValue: pOf(estimate, xx, 0) };
    scores.fill(0);
    for (let i = 0; i < units; i++) {
      const j = begin[i]!;
      const rows = periods - j;
      // the scores d̃(ỹ − b d̃) of a unit have a part with the outcome and a part with the treatment itself
      let outcome = sumsY[i * width + j]!;
      let square = rows - (rows * rows) / periods + spread - 2 * after[j]!;
      for (let t = 0, at = i * periods; t < periods; t++, at++) outcome -= share[t]! * y[at]!;
      for (let k = 0; k < q.length; k++) {
        const column = q[k]!;
        let product = sumsQ[k]![i * width + j]!;
        for (let t = 0, at = i * periods; t < periods; t++, at++) product -= share[t]! * column[at]!;
        outcome -= along[k]! * withY[k]![i]!;
        square -= 2 * along[k]! * product;
        for (let l = 0; l < q.length; l++) square += along[k]! * along[l]! * withQ[k]![l]![i]!;
      }
      const g = of[i]!;
      scores[g] = scores[g]! + outcome - estimate * square;
    }
    let meat = 0;
    for (let g = 0; g < scores.length; g++) meat += scores[g]! * scores[g]!;
    return { estimate, pValue: pOf(estimate, xx, meat) };
  };
}

function clusterOfUnits({ codes, levels }: Effect, cluster: Effect | null): Int32Array {
  const of = new Int32Array(levels);
  if (cluster !== null) for (let row = 0; row < codes.length; row++) of[codes[row]!] = cluster.codes[row]!;
  return of;
}
