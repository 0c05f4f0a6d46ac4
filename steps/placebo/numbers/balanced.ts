/** Placebo treatments of a balanced panel with effects of unit and time, from sums over the periods that each unit would be treated in. */

import { code, type Passes } from '../../../src/base/kernels/compiled/draws.ts';
import { bytesOf, KernelMemory } from '../../../src/base/kernels/memory.ts';
import { dot } from '../../../src/base/number/sum.ts';
import type { NamedCodes } from '../../../src/econ/design.ts';
import { compact, type Effect, isNested } from '../../../src/econ/panel/effects.ts';
import type { PseudoEstimate, ResidualisedDesign } from './regression.ts';
import type { Treated } from './treatment.ts';

/** Outcome and controls after the effects are removed, unit by unit and period by period. */
interface Grid {
  readonly units: number;
  readonly periods: number;
  /** units × periods */
  readonly y: Float64Array;
  readonly q: readonly Float64Array[];
}

/**
 * The coefficient and its p value by the starts of each unit. A treatment that begins at period j and lasts is a sum over t ≥ j, so that products with it are
 * looked up, and what effects take off it follows from the counts of treated units by period. O(units × controls²) a draw. null where the panel is
 * not balanced, its effects are others, or clusters cut through units; conventional and one-way clustered errors alone.
 */
export function balancedPlacebos(
  { effects, basis, y, pOf }: ResidualisedDesign,
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
  const alike = (effect: Effect, levels: number, other: Int32Array): boolean =>
    effect.levels === levels && isNested(effect, { codes: other });
  const [a, b] = effects as [Effect, Effect];
  const fits = (x: Effect, z: Effect): boolean => alike(x, unit.levels, unit.codes) && alike(z, periods.length, codes);
  return fits(a, b) || fits(b, a) ? places : null;
}

function placed(x: Float64Array, places: Int32Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let row = 0; row < x.length; row++) out[places[row]!] = x[row]!;
  return out;
}

/** Sums of the outcome and of each control over t ≥ j: units × (periods + 1) × (1 + controls). */
function suffixSums({ units, periods, y, q }: Grid, room: KernelMemory): Float64Array {
  const width = 1 + q.length;
  const out = room.float64(units * (periods + 1) * width);
  for (const [c, x] of [y, ...q].entries())
    for (let i = 0; i < units; i++)
      for (let j = periods - 1, at = (i * (periods + 1) + j) * width + c; j >= 0; j--, at -= width)
        out[at] = out[at + width]! + x[i * periods + j]!;
  return out;
}

/**
 * The scores d̃(ỹ − b d̃) of a unit are linear in what it has in every draw (`Common.rows`) and in its sums from the start of its treatment on. The former are added up by
 * cluster. The latter are 0 for units that are never treated, so that a draw passes over the clusters once and over the treated units twice.
 */
function drawer(
  grid: Grid,
  { unit }: Treated,
  cluster: Effect | null,
  pOf: NonNullable<ResidualisedDesign['pOf']>,
): (starts: Float64Array) => PseudoEstimate | null {
  const { units, periods } = grid;
  const columns = 1 + grid.q.length;
  const clusters = cluster?.levels ?? 0;
  const room = new KernelMemory(bytesOfGrid(grid, clusters));
  const kernel = room.passes<Passes>(code);
  const after = suffixSums(grid, room);
  const common = new StartCounts(room, grid, after, clusterOfUnits(unit, cluster, room), clusters);
  const counts = room.int32(periods + 1);
  const treated = room.int32(units);
  const along = room.float64(columns - 1);
  const drawn = room.float64(units);
  const [from, sums, list, controls] = [drawn.byteOffset, after.byteOffset, treated.byteOffset, along.byteOffset];
  const [of, ofStart, counted] = [common.of.byteOffset, common.ofStart.byteOffset, counts.byteOffset];
  return (starts) => {
    drawn.set(starts);
    counts.fill(0);
    along.fill(0);
    const xy = kernel.treatedSums(from, sums, units, periods, columns, counted, list, controls);
    common.count(counts);
    const xx = common.squares - dot(along, along);
    if (!(xx > 1e-10 * common.treatedRows)) return null;
    const estimate = xy / xx;
    if (cluster === null) return { estimate, pValue: pOf(estimate, xx, 0) };
    const to = common.scores(estimate, along).byteOffset;
    kernel.addTreated(
      to,
      of,
      from,
      list,
      units - counts[periods]!,
      sums,
      ofStart,
      controls,
      periods,
      columns,
      estimate,
    );
    return { estimate, pValue: pOf(estimate, xx, kernel.dot(to, to, clusters)) };
  };
}

/** Returns the bytes of kernel memory that `drawer`, `suffixSums` and `Common` take. */
function bytesOfGrid({ units, periods, q }: Grid, clusters: number): number {
  const columns = 1 + q.length;
  const width = widthOf(q.length);
  const numbers = [units * (periods + 1) * columns, q.length, units, periods + 1, clusters * width, width, clusters];
  const integers = [units, periods + 1, units];
  return bytesOf(...numbers.map((n) => 8 * n), ...integers.map((n) => 4 * n));
}

/**
 * Quantities that depend only on the number of units that start in each period. They are equal in all draws that move starts between units.
 */
class StartCounts {
  treatedRows = 0;
  /** The treatment's sum of squares beside the effects. */
  squares = 0;
  /** The contribution of a unit to each start, apart from controls. */
  readonly ofStart: Float64Array;
  /** The cluster of each unit. */
  readonly of: Int32Array;
  readonly #kernel: Passes;
  readonly #counts: Int32Array;
  readonly #grid: Grid;
  readonly #after: Float64Array;
  /** By cluster, one after another: its units; what outcome and controls have with the share treated in each period; what controls have with the outcome, and with each other. */
  readonly #rows: Float64Array;
  readonly #width: number;
  readonly #weights: Float64Array;
  readonly #scores: Float64Array;

  constructor(room: KernelMemory, grid: Grid, after: Float64Array, of: Int32Array, clusters: number) {
    this.#kernel = room.passes<Passes>(code);
    this.#grid = grid;
    this.#after = after;
    this.of = of;
    this.#width = widthOf(grid.q.length);
    this.#rows = room.float64(clusters * this.#width);
    this.#weights = room.float64(this.#width);
    this.#scores = room.float64(clusters);
    this.#counts = new Int32Array(grid.periods + 1);
    this.ofStart = room.float64(grid.periods + 1);
    if (clusters > 0) this.#addProducts();
  }

  /** Scores by cluster, but for the part of its treated units. The next call overwrites them. */
  scores(estimate: number, along: Float64Array): Float64Array {
    const c = this.#weights;
    const k = along.length;
    c[0] = -estimate * this.ofStart.at(-1)!;
    c[1] = -1;
    for (let a = 0, at = 2 + 2 * k; a < k; a++) {
      c[2 + a] = -2 * estimate * along[a]!;
      c[2 + k + a] = -along[a]!;
      for (let b = 0; b <= a; b++) c[at++] = (a === b ? -1 : -2) * estimate * along[a]! * along[b]!;
    }
    const out = this.#scores;
    this.#kernel.combine(this.#rows.byteOffset, c.byteOffset, c.length, out.byteOffset, out.length);
    return out;
  }

  /** O(periods) where the counts are those of the call before, else O(units × starts that occur × (1 + controls)). */
  count(counts: Int32Array): void {
    if (same(counts, this.#counts)) return;
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
    if (this.#scores.length > 0) this.#addShares();
  }

  /** Products of outcome and controls with the share of units that is treated in each period, which follow from their sums after each start. */
  #addShares(): void {
    const { units, periods, q } = this.#grid;
    const rows = this.#rows;
    const columns = q.length + 1;
    const clusters = this.#scores.length;
    rows.fill(0, clusters, (1 + columns) * clusters);
    for (let j = 0; j < periods; j++) {
      const share = this.#counts[j]! / units;
      if (share === 0) continue;
      for (let i = 0; i < units; i++) {
        const from = (i * (periods + 1) + j) * columns;
        for (let c = 0, to = clusters + this.of[i]!; c < columns; c++, to += clusters)
          rows[to] = rows[to]! + share * this.#after[from + c]!;
      }
    }
  }

  #addProducts(): void {
    const { units, periods, y, q } = this.#grid;
    const first = 2 + q.length;
    const add = (m: number, a: Float64Array, b: Float64Array): void => {
      for (let i = 0, at = 0; i < units; i++) {
        let value = 0;
        for (const end = at + periods; at < end; at++) value += a[at]! * b[at]!;
        const to = m * this.#scores.length + this.of[i]!;
        this.#rows[to] = this.#rows[to]! + value;
      }
    };
    for (let i = 0; i < units; i++) this.#rows[this.of[i]!]!++;
    for (const [k, column] of q.entries()) add(first + k, column, y);
    let m = first + q.length;
    for (const [k, column] of q.entries()) for (let l = 0; l <= k; l++) add(m++, column, q[l]!);
  }
}

function same(a: Int32Array, b: Int32Array): boolean {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return false;
  return true;
}

/** Entries of `Common`'s rows and weights by the number of controls. */
const widthOf = (k: number): number => 2 + 2 * k + (k * (k + 1)) / 2;

function clusterOfUnits({ codes, levels }: Effect, cluster: Effect | null, room: KernelMemory): Int32Array {
  const of = room.int32(levels);
  if (cluster !== null) for (let row = 0; row < codes.length; row++) of[codes[row]!] = cluster.codes[row]!;
  return of;
}
