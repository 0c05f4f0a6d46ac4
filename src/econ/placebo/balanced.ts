/** Placebo treatments of a balanced panel with effects of unit and time, from sums over the periods that each unit would be treated in. */

import { dot } from '../../base/number/sum.ts';
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
 * looked up, and what effects take off it follows from the counts of treated units by period. O(units × controls²) a draw. null where the panel is
 * not balanced, its effects are others, or clusters cut through units; conventional and one-way clustered errors alone.
 */
export function balancedPlacebos(
  { effects, basis, y, pOf }: Residualised,
  treated: Treated,
  clusters: readonly NamedCodes[],
): ((starts: Float64Array) => PseudoEstimate | null) | null {
  if (pOf === null || clusters.length > 1) return null;
  const places = placesOf(effects, treated);
  if (places === null) return null;
  const cluster = clusters.length === 0 ? null : compact(clusters[0]!);
  if (cluster !== null && !isNested(treated.unit, cluster)) return null;
  const [units, periods] = [treated.unit.levels, treated.periods.length];
  const grid: Grid = { units, periods, y: placed(y, places), q: basis.map((column) => placed(column, places)) };
  return drawer(grid, treated, cluster, pOf);
}

/** The place of each row, unit by unit; null where not every unit is seen once in every period, or the effects are not those of unit and time. */
function placesOf(effects: readonly Effect[], { unit, at: codes, periods }: Treated): Int32Array | null {
  if (effects.length !== 2 || unit.levels * periods.length !== codes.length) return null;
  const places = new Int32Array(codes.length);
  const seen = new Uint8Array(codes.length);
  for (let row = 0; row < places.length; row++) {
    const place = unit.codes[row]! * periods.length + codes[row]!;
    if (seen[place] === 1) return null;
    seen[place] = 1;
    places[row] = place;
  }
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
  for (let i = 0, at = 0; i < units; i++) {
    let value = 0;
    for (const end = at + periods; at < end; at++) value += a[at]! * b[at]!;
    out[i] = value;
  }
  return out;
}

function drawer(
  grid: Grid,
  { unit }: Treated,
  cluster: Effect | null,
  pOf: NonNullable<Residualised['pOf']>,
): (starts: Float64Array) => PseudoEstimate | null {
  const { units, periods, y, q } = grid;
  const controls = q.length;
  const [sumsY, sumsQ] = [suffixSums(y, grid), q.map((column) => suffixSums(column, grid))];
  const withY = q.map((column) => productsOf(column, y, grid));
  const pairs = q.flatMap((column, k) =>
    q.slice(0, k + 1).map((other, l) => ({ k, l, by: productsOf(column, other, grid) })),
  );
  const of = clusterOfUnits(unit, cluster);
  const scores = new Float64Array(cluster?.levels ?? 0);
  const width = periods + 1;
  const places = new Int32Array(units);
  const along = new Float64Array(controls);
  const outcome = new Float64Array(units);
  const square = new Float64Array(units);
  const counts = new Int32Array(width);
  const common = new Common(grid, sumsY, sumsQ);
  return (starts) => {
    let xy = 0;
    counts.fill(0);
    for (let i = 0; i < units; i++) {
      const j = starts[i]!;
      counts[j] = counts[j]! + 1;
      places[i] = i * width + j;
      xy += sumsY[i * width + j]!;
    }
    common.count(counts);
    let xx = common.squares;
    for (let k = 0; k < controls; k++) {
      along[k] = sumAt(sumsQ[k]!, places);
      xx -= along[k]! * along[k]!;
    }
    if (!(xx > 1e-10 * common.treatedRows)) return null;
    const estimate = xy / xx;
    if (cluster === null) return { estimate, pValue: pOf(estimate, xx, 0) };
    // the scores d̃(ỹ − b d̃) of a unit have a part with the outcome and a part with the treatment itself
    for (let i = 0; i < units; i++) {
      outcome[i] = sumsY[places[i]!]! - common.ofY[i]!;
      square[i] = common.ofStart[starts[i]!]!;
    }
    for (let k = 0; k < controls; k++) {
      const [b, products, sums, ofQ] = [along[k]!, withY[k]!, sumsQ[k]!, common.ofQ[k]!];
      for (let i = 0; i < units; i++) {
        outcome[i] = outcome[i]! - b * products[i]!;
        square[i] = square[i]! - 2 * b * (sums[places[i]!]! - ofQ[i]!);
      }
    }
    for (const { k, l, by } of pairs) {
      const weight = (k === l ? 1 : 2) * along[k]! * along[l]!;
      for (let i = 0; i < units; i++) square[i] = square[i]! + weight * by[i]!;
    }
    scores.fill(0);
    for (let i = 0; i < units; i++) {
      const g = of[i]!;
      scores[g] = scores[g]! + outcome[i]! - estimate * square[i]!;
    }
    return { estimate, pValue: pOf(estimate, xx, dot(scores, scores)) };
  };
}

function sumAt(x: Float64Array, places: Int32Array): number {
  let value = 0;
  for (let i = 0; i < places.length; i++) value += x[places[i]!]!;
  return value;
}

/** What hangs on how many units start in each period, and not on which: it is the same in all draws that only move starts between units. */
class Common {
  treatedRows = 0;
  /** The treatment's sum of squares beside the effects. */
  squares = 0;
  /** By start: what a unit adds to it, but for controls. */
  readonly ofStart: Float64Array;
  /** By unit: products of the outcome, and of each control, with the share that is treated in each period. */
  readonly ofY: Float64Array;
  readonly ofQ: readonly Float64Array[];
  readonly #counts: Int32Array;
  readonly #grid: Grid;
  readonly #sumsY: Float64Array;
  readonly #sumsQ: readonly Float64Array[];

  constructor(grid: Grid, sumsY: Float64Array, sumsQ: readonly Float64Array[]) {
    this.#grid = grid;
    this.#sumsY = sumsY;
    this.#sumsQ = sumsQ;
    this.#counts = new Int32Array(grid.periods + 1);
    this.ofStart = new Float64Array(grid.periods + 1);
    this.ofY = new Float64Array(grid.units);
    this.ofQ = sumsQ.map(() => new Float64Array(grid.units));
  }

  /** O(periods) where the counts are those of the call before, else O(units × starts that occur × (1 + controls)). */
  count(counts: Int32Array): void {
    if (counts.every((count, j) => count === this.#counts[j])) return;
    this.#counts.set(counts);
    const { units, periods } = this.#grid;
    this.treatedRows = 0;
    for (let j = 0; j < periods; j++) this.treatedRows += counts[j]! * (periods - j);
    const mean = this.treatedRows / (units * periods);
    const share = new Float64Array(periods);
    let [treated, spread] = [0, 0];
    for (let t = 0; t < periods; t++) {
      treated += counts[t]!;
      share[t] = treated / units - mean;
      spread += share[t]! * share[t]!;
    }
    let after = 0;
    this.squares = 0;
    for (let j = periods; j >= 0; j--) {
      if (j < periods) after += share[j]!;
      const rows = periods - j;
      this.ofStart[j] = rows - (rows * rows) / periods - 2 * after + spread;
      this.squares += counts[j]! * (rows - (rows * rows) / periods);
    }
    this.squares -= units * spread;
    this.#weigh(this.#sumsY, this.ofY);
    for (const [k, sums] of this.#sumsQ.entries()) this.#weigh(sums, this.ofQ[k]!);
  }

  #weigh(sums: Float64Array, out: Float64Array): void {
    const { units, periods } = this.#grid;
    out.fill(0);
    for (let j = 0; j < periods; j++) {
      const share = this.#counts[j]! / units;
      if (share === 0) continue;
      for (let i = 0; i < units; i++) out[i] = out[i]! + share * sums[i * (periods + 1) + j]!;
    }
  }
}

function clusterOfUnits({ codes, levels }: Effect, cluster: Effect | null): Int32Array {
  const of = new Int32Array(levels);
  if (cluster !== null) for (let row = 0; row < codes.length; row++) of[codes[row]!] = cluster.codes[row]!;
  return of;
}
