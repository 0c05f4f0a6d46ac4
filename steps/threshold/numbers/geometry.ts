/**
 * All that a search for thresholds needs of q, r and the regressors, and nothing of y; every search and every
 * bootstrap replication shares it. For candidate g let s_g = r·I(q ≤ g), W the within transformation and Q an orthonormal basis of the
 * within-transformed controls and slopes. The span of [X, r I(q ≤ g), r I(q > g)] is that of [X, r, s_g], so that
 * only v_g = (I − QQ')W s_g is new. With e = (I − QQ')W y:
 *   v_g'e = s_g'e, a running sum of r·e over rows in the order of q;
 *   v_g'v_f = s_g'W s_f − (Q's_g)'(Q's_f), from running sums too.
 * No candidate needs a column of its own, let alone a fit. p slopes make blocks of p×p.
 */
import { code, type Passes } from '../../../src/base/kernels/compiled/threshold.ts';
import { bytesOf, KernelMemory } from '../../../src/base/kernels/memory.ts';
import { memo } from '../../../src/base/memo.ts';
import { binaryScale } from '../../../src/base/number/power.ts';
import { dot } from '../../../src/base/number/sum.ts';
import { orthonormalColumns } from '../../../src/econ/linalg/qr.ts';
import type { Effect } from '../../../src/econ/panel/effects.ts';
import { withinTransform } from '../../../src/econ/panel/within.ts';
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
  /** v_g'v_f for every g, size×p×p with f's slopes along rows of length p. */
  cross(f: number): Float64Array;
}

/** This many bytes of what searches ask for again and again are kept, of each kind; of a large grid the rest is found again each time. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Returns the largest number of arrays of this length that are kept. */
export const mostKept = (numbers: number): number => Math.ceil(MOST_BYTES / (8 * numbers));

/** O(N(k + p²) + size·(units·p² + k·p²)); a row of cross-products O(N·p² + size·k·p²) when first asked for. */
export function thresholdGeometry(sample: ThresholdSample, grid: Float64Array): Geometry {
  const { unit, nobs, slopes, linear } = sample;
  const p = slopes.length;
  const columns = slopes.map(({ values }) => scaledSlope(values, unit));
  const basis = orthonormalColumns(linear.fit.qr);
  const size = grid.length;
  const room = new KernelMemory(bytesOfSplits(nobs, unit.levels, p, size));
  const base = {
    nobs,
    p,
    size,
    k: basis.length,
    unit,
    r: rowMajor(
      columns.map((column) => column.values),
      room.float64(nobs * p),
    ),
    within: rowMajor(
      columns.map((column) => column.within),
      room.float64(nobs * p),
    ),
    means: rowMajor(
      columns.map((column) => column.means),
      room.float64(unit.levels * p),
    ),
    basis,
    bin: room.int32(nobs),
    counts: room.int32(unit.levels),
  };
  for (let i = 0; i < nobs; i++) base.bin[i] = firstAtLeast(grid, sample.q[i]!);
  base.counts.set(unit.counts);
  const onBasis = runningProducts(base, base.r, rowMajor(basis, new Float64Array(nobs * base.k)), base.k);
  const { blocks, sizes } = ownBlocks(base, onBasis, room);
  const crossed = new Crossed(base, onBasis, room);
  return { ...base, onBasis, blocks, sizes, cross: (f) => crossed.row(f) };
}

type GeometryRows = Omit<Geometry, 'onBasis' | 'blocks' | 'sizes' | 'cross'>;
interface Base extends GeometryRows {
  /** Rows of each unit. */
  readonly counts: Int32Array;
}

/** Returns the bytes of kernel memory that a geometry, `UnitSums` and `Crossed` take. */
function bytesOfSplits(nobs: number, units: number, p: number, size: number): number {
  const numbers = [nobs * p, nobs * p, units * p, units * p, p * p, 2 * p, 2 * (size + 1) * p * p];
  return bytesOf(...numbers.map((n) => 8 * n), ...[nobs, units, units].map((n) => 4 * n));
}

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

function rowMajor(columns: readonly Float64Array[], out: Float64Array): Float64Array {
  const k = columns.length;
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
function runningProducts(
  { nobs, p, size, bin }: GeometryRows,
  a: Float64Array,
  b: Float64Array,
  m: number,
): Float64Array {
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
 * the split loses its mean exactly. Slopes with a large offset keep their digits.
 */
function ownBlocks(
  base: Base,
  onBasis: Float64Array,
  room: KernelMemory,
): { blocks: Float64Array; sizes: Float64Array } {
  const { p, size, k } = base;
  const blocks = new Float64Array(size * p * p);
  const sizes = new Float64Array(size * p);
  const state = new UnitSums(base, room);
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
  readonly #kernel: Passes;
  readonly #sums: Float64Array;
  readonly #inside: Int32Array;
  readonly #products: Float64Array;
  readonly #out: Float64Array;

  constructor(base: Base, room: KernelMemory) {
    this.#base = base;
    this.#kernel = room.passes<Passes>(code);
    this.#sums = room.float64(base.unit.levels * base.p);
    this.#inside = room.int32(base.unit.levels);
    this.#out = room.float64(base.p * base.p);
    this.#products = new Float64Array(base.p * base.p);
  }

  add(row: number): void {
    const { p, within, unit } = this.#base;
    const u = unit.codes[row]!;
    this.#inside[u]!++;
    for (let j = 0; j < p; j++) {
      const value = within[row * p + j]!;
      this.#sums[u * p + j] = this.#sums[u * p + j]! + value;
      for (let l = 0; l < p; l++) this.#products[j * p + l] = this.#products[j * p + l]! + value * within[row * p + l]!;
    }
  }

  /** Σ_u Σ_i∈u s s' − S_u S_u'/T_u with s = within + mean; p×p into `out`. O(units·p²). */
  withinProducts(out: Float64Array): void {
    const { p, unit, means, counts } = this.#base;
    this.#out.set(this.#products);
    const [sums, inside, total] = [this.#sums.byteOffset, this.#inside.byteOffset, counts.byteOffset];
    this.#kernel.lessMeans(sums, inside, means.byteOffset, total, unit.levels, p, this.#out.byteOffset);
    out.set(this.#out);
  }
}

/** W s_f of each slope, p columns of length N, in the slopes' scaled units. O(N·p). */
export function splitColumns(
  base: Pick<Geometry, 'nobs' | 'p' | 'unit' | 'within' | 'means' | 'bin'>,
  f: number,
): Float64Array[] {
  return Array.from({ length: base.p }, (_, j) => splitColumn(base, j, f));
}

function splitColumn(base: Parameters<typeof splitColumns>[0], j: number, f: number): Float64Array {
  const { nobs, p, unit, within, means, bin } = base;
  const { counts } = unit;
  const out = new Float64Array(nobs);
  for (let u = 0, from = 0, to = 0; u < unit.levels; u++, from = to) {
    const count = counts[u]!;
    to += count;
    let [sum, inside] = [0, 0];
    for (let i = from; i < to; i++) {
      if (bin[i]! > f) continue;
      inside++;
      sum += within[i * p + j]!;
    }
    const [mean, share] = [sum / count, inside / count];
    for (let i = from; i < to; i++) {
      const is = bin[i]! <= f ? 1 : 0;
      out[i] = is * within[i * p + j]! - mean + means[u * p + j]! * (is - share);
    }
  }
  return out;
}

/** Rows of cross-products, made two at a time: a pass over the data is the same for both. */
class Crossed {
  readonly #base: Base;
  readonly #onBasis: Float64Array;
  readonly #kernel: Passes;
  readonly #sums: Float64Array;
  /** The rows of the two candidates side by side. */
  readonly #both: Float64Array;
  /** The rows of an even candidate and of the next one. */
  readonly #pair: (first: number) => readonly [Float64Array, Float64Array];

  constructor(base: Base, onBasis: Float64Array, room: KernelMemory) {
    this.#base = base;
    this.#onBasis = onBasis;
    this.#kernel = room.passes<Passes>(code);
    this.#sums = room.float64(2 * base.p);
    this.#both = room.float64(2 * (base.size + 1) * base.p * base.p);
    this.#pair = memo((first) => this.#find(first), mostKept(2 * base.size * base.p * base.p));
  }

  row(f: number): Float64Array {
    return this.#pair(f - (f % 2))[f % 2]!;
  }

  #find(first: number): readonly [Float64Array, Float64Array] {
    const { r, within, means, bin, counts, unit, p, size } = this.#base;
    const both = this.#both;
    both.fill(0);
    const rows = [r, within, means, bin, counts].map((array) => array.byteOffset);
    const [atR, atWithin, atMeans, atBin, atCounts] = rows as [number, number, number, number, number];
    const [sums, out] = [this.#sums.byteOffset, both.byteOffset];
    this.#kernel.crossed(atR, atWithin, atMeans, atBin, atCounts, unit.levels, p, first, sums, out);
    cumulate(both, 2 * p * p, size);
    const laneOf = (lane: 0 | 1): Float64Array => {
      const row = Float64Array.from({ length: size * p * p }, (_, i) => both[2 * i + lane]!);
      if (first + lane < size) this.#partial(row, first + lane);
      return row;
    };
    return [laneOf(0), laneOf(1)];
  }

  /** Takes off what the basis explains. */
  #partial(out: Float64Array, f: number): void {
    const { p, size, k } = this.#base;
    const onBasis = this.#onBasis;
    for (let g = 0; g < size; g++) {
      for (let j = 0; j < p; j++) {
        for (let l = 0; l < p; l++) {
          const at = (g * p + j) * p + l;
          for (let c = 0; c < k; c++)
            out[at] = out[at]! - onBasis[(g * p + j) * k + c]! * onBasis[(f * p + l) * k + c]!;
        }
      }
    }
  }
}

/** s_g'e of every candidate and slope, size×p, for e orthogonal to the basis and to the units. O((N + size)·p). */
export function numerators(geometry: Geometry, e: Float64Array): Float64Array {
  return runningProducts(geometry, geometry.r, e, 1);
}
