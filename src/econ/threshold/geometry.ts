/**
 * All that a search for thresholds needs of q, r and the regressors, and nothing of y; every search and every
 * bootstrap replication shares it. For candidate g let s_g = r·I(q ≤ g), W the within transformation and Q an orthonormal basis of the
 * within-transformed controls and slopes. The span of [X, r I(q ≤ g), r I(q > g)] is that of [X, r, s_g], so that
 * only v_g = (I − QQ')W s_g is new. With e = (I − QQ')W y:
 *   v_g'e = s_g'e, a running sum of r·e over rows in the order of q;
 *   v_g'v_f = s_g'W s_f − (Q's_g)'(Q's_f), from running sums too.
 * No candidate needs a column of its own, let alone a fit. p slopes make blocks of p×p.
 */
import { binaryScale } from '../../base/number/power.ts';
import { dot } from '../../base/number/sum.ts';
import { orthonormalColumns } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import type { ThresholdSample } from './sample.ts';

export interface Geometry {
  readonly nobs: number;
  /** Slopes. */
  readonly p: number;
  /** Candidates. */
  readonly size: number;
  /** Columns of the basis. */
  readonly k: number;
  readonly unit: Effect;
  /** N×p, row-major: slopes as they are, each divided by a power of two. */
  readonly r: Float64Array;
  /** N×p, row-major: the same, within-transformed. */
  readonly within: Float64Array;
  /** units×p: their means. */
  readonly means: Float64Array;
  /** k orthonormal columns of length N. */
  readonly basis: readonly Float64Array[];
  /** First candidate g with q ≤ g, `size` where there is none. Length N. */
  readonly bin: Int32Array;
  /** size×p×k: Q's_g. */
  readonly onBasis: Float64Array;
  /** size×p×p: v_g'v_g. */
  readonly blocks: Float64Array;
  /** size×p: s_g'W s_g of each slope, beside which a block may be nothing but rounding. */
  readonly sizes: Float64Array;
  /** v_g'v_f for every g, size×p×p with f's slopes along rows of length p; kept once made. */
  cross(f: number): Float64Array;
}

/** O(N(k + p²) + size·(units·p² + k·p²)); a row of cross-products O(N·p² + size·k·p²) when first asked for. */
export function thresholdGeometry(sample: ThresholdSample, grid: Float64Array): Geometry {
  const { unit, nobs, slopes, linear } = sample;
  const p = slopes.length;
  const columns = slopes.map(({ values }) => scaledSlope(values, unit));
  const basis = orthonormalColumns(linear.fit.qr);
  const bin = Int32Array.from(sample.q, (value) => firstAtLeast(grid, value));
  const base = {
    nobs,
    p,
    size: grid.length,
    k: basis.length,
    unit,
    r: rowMajor(columns.map((column) => column.values)),
    within: rowMajor(columns.map((column) => column.within)),
    means: rowMajor(columns.map((column) => column.means)),
    basis,
    bin,
  };
  const onBasis = runningProducts(base, base.r, rowMajor(basis), base.k);
  const { blocks, sizes } = ownBlocks(base, onBasis);
  const known = new Map<number, Float64Array>();
  const cross = (f: number): Float64Array => {
    let row = known.get(f);
    if (row === undefined) {
      row = crossProducts(base, onBasis, f);
      known.set(f, row);
    }
    return row;
  };
  return { ...base, onBasis, blocks, sizes, cross };
}

type Base = Omit<Geometry, 'onBasis' | 'blocks' | 'sizes' | 'cross'>;

function scaledSlope(raw: Float64Array, unit: Effect) {
  const moved = withinTransform(raw, [unit]);
  const scale = binaryScale(Math.sqrt(dot(moved, moved)));
  const values = raw.map((x) => x / scale);
  const within = moved.map((x) => x / scale);
  const means = new Float64Array(unit.levels);
  // from the rows themselves, so that mean + within is the value
  for (let i = 0; i < raw.length; i++) {
    const g = unit.codes[i]!;
    means[g] = means[g]! + (values[i]! - within[i]!) / unit.counts[g]!;
  }
  return { values, within, means };
}

function rowMajor(columns: readonly Float64Array[]): Float64Array {
  const k = columns.length;
  const out = new Float64Array(k * (columns[0]?.length ?? 0));
  for (const [j, column] of columns.entries()) for (let i = 0; i < column.length; i++) out[i * k + j] = column[i]!;
  return out;
}

/** Position of the first of the ascending values that is ≥ x. */
function firstAtLeast(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! >= x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Σ over rows with q ≤ g of a_i b_i', for every candidate g: size×p×m. `b`: N×m row-major. O((N + size)·p·m). */
function runningProducts({ nobs, p, size, bin }: Base, a: Float64Array, b: Float64Array, m: number): Float64Array {
  const sums = new Float64Array((size + 1) * p * m);
  for (let i = 0; i < nobs; i++) {
    const at = bin[i]! * p * m;
    for (let j = 0; j < p; j++) {
      const value = a[i * p + j]!;
      for (let c = 0; c < m; c++) sums[at + j * m + c] = sums[at + j * m + c]! + value * b[i * m + c]!;
    }
  }
  cumulate(sums, p * m, size);
  return sums.subarray(0, size * p * m);
}

/** Running sums over `count` blocks of length `width`, in place. */
export function cumulate(sums: Float64Array, width: number, count: number): void {
  for (let i = width; i < width * count; i++) sums[i] = sums[i]! + sums[i - width]!;
}

/**
 * s_g'W s_g is summed unit by unit from within-transformed slopes and unit means, where a unit wholly on one side of
 * the split loses its mean exactly: slopes with a large offset keep their digits.
 */
function ownBlocks(base: Base, onBasis: Float64Array): { blocks: Float64Array; sizes: Float64Array } {
  const { p, size, k } = base;
  const blocks = new Float64Array(size * p * p);
  const sizes = new Float64Array(size * p);
  const state = new UnitSums(base);
  const rows = rowsByBin(base);
  let next = 0;
  for (let g = 0; g < size; g++) {
    for (; next < rows.length && base.bin[rows[next]!]! <= g; next++) state.add(rows[next]!);
    state.withinProducts(blocks.subarray(g * p * p, (g + 1) * p * p));
    for (let j = 0; j < p; j++) {
      sizes[g * p + j] = blocks[g * p * p + j * p + j]!;
      for (let l = 0; l < p; l++) {
        const at = g * p * p + j * p + l;
        for (let c = 0; c < k; c++)
          blocks[at] = blocks[at]! - onBasis[(g * p + j) * k + c]! * onBasis[(g * p + l) * k + c]!;
      }
    }
  }
  return { blocks, sizes };
}

/** Rows of the lower regimes in the order in which they enter. O(N + size). */
function rowsByBin({ bin, size, nobs }: Base): Int32Array {
  const next = new Int32Array(size + 2);
  for (const g of bin) next[g + 1]!++;
  for (let g = 0; g <= size; g++) next[g + 1] = next[g + 1]! + next[g]!;
  const inside = next[size]!;
  const sorted = new Int32Array(nobs);
  for (let i = 0; i < nobs; i++) sorted[next[bin[i]!]!++] = i;
  return sorted.subarray(0, inside);
}

/** Sums of within-transformed slopes, their products and row counts, by unit, over rows added so far. */
class UnitSums {
  readonly #base: Base;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #products: Float64Array;

  constructor(base: Base) {
    this.#base = base;
    this.#sums = new Float64Array(base.unit.levels * base.p);
    this.#counts = new Float64Array(base.unit.levels);
    this.#products = new Float64Array(base.p * base.p);
  }

  add(row: number): void {
    const { p, within, unit } = this.#base;
    const u = unit.codes[row]!;
    this.#counts[u]!++;
    for (let j = 0; j < p; j++) {
      const value = within[row * p + j]!;
      this.#sums[u * p + j] = this.#sums[u * p + j]! + value;
      for (let l = 0; l < p; l++) this.#products[j * p + l] = this.#products[j * p + l]! + value * within[row * p + l]!;
    }
  }

  /** Σ_u Σ_i∈u s s' − S_u S_u'/T_u with s = within + mean; p×p into `out`. O(units·p²). */
  withinProducts(out: Float64Array): void {
    const { p, unit, means } = this.#base;
    out.set(this.#products);
    for (let u = 0; u < unit.levels; u++) {
      const count = this.#counts[u]!;
      if (count === 0) continue;
      const outside = 1 - count / unit.counts[u]!;
      for (let j = 0; j < p; j++) {
        const [sum, mean] = [this.#sums[u * p + j]!, means[u * p + j]!];
        for (let l = 0; l < p; l++) {
          const [other, otherMean] = [this.#sums[u * p + l]!, means[u * p + l]!];
          const apart = (mean * other + otherMean * sum + mean * otherMean * count) * outside;
          out[j * p + l] = out[j * p + l]! + apart - (sum * other) / unit.counts[u]!;
        }
      }
    }
  }
}

/** W s_f of every slope, N×p row-major, in the slopes' scaled units. O(N·p). */
export function splitColumns(
  base: Pick<Geometry, 'nobs' | 'p' | 'unit' | 'within' | 'means' | 'bin'>,
  f: number,
): Float64Array {
  const { nobs, p, unit, within, means, bin } = base;
  const sums = new Float64Array(unit.levels * p);
  const counts = new Float64Array(unit.levels);
  for (let i = 0; i < nobs; i++) {
    if (bin[i]! > f) continue;
    const u = unit.codes[i]!;
    counts[u]!++;
    for (let j = 0; j < p; j++) sums[u * p + j] = sums[u * p + j]! + within[i * p + j]!;
  }
  const out = new Float64Array(nobs * p);
  for (let i = 0; i < nobs; i++) {
    const u = unit.codes[i]!;
    const inside = bin[i]! <= f ? 1 : 0;
    const share = inside - counts[u]! / unit.counts[u]!;
    for (let j = 0; j < p; j++) {
      const moved = inside * within[i * p + j]! - sums[u * p + j]! / unit.counts[u]!;
      out[i * p + j] = moved + means[u * p + j]! * share;
    }
  }
  return out;
}

function crossProducts(base: Base, onBasis: Float64Array, f: number): Float64Array {
  const { p, size, k } = base;
  const out = runningProducts(base, base.r, splitColumns(base, f), p);
  for (let g = 0; g < size; g++) {
    for (let j = 0; j < p; j++) {
      for (let l = 0; l < p; l++) {
        const at = (g * p + j) * p + l;
        for (let c = 0; c < k; c++) out[at] = out[at]! - onBasis[(g * p + j) * k + c]! * onBasis[(f * p + l) * k + c]!;
      }
    }
  }
  return out;
}

/** s_g'e of every candidate and slope, size×p, for e orthogonal to the basis and to the units. O((N + size)·p). */
export function numerators(geometry: Geometry, e: Float64Array): Float64Array {
  return runningProducts(geometry, geometry.r, e, 1);
}
