/** Moments of a window that begins at the cut-off, from sums of powers of |d|: kernel weights of one side are a polynomial in |d|. */
import { type Kernel, kernels } from '../kernels.ts';
import type { KernelName } from '../spec.ts';
import type { Points, RowWindow } from '../window.ts';
import type { Moments } from './moments.ts';
import type { RescaledDistance } from './polynomials.ts';
import { POWERS, powerSumsOf } from './power-sums.ts';

/** Windows of fewer rows are passed over. */
export const MANY = 2048;

/** Where the nearest row is farther than this share of the farthest, powers of |d| are too much alike. */
const nearest = 1 / 16;
/** A window that is narrower than this share of the side has powers that vanish. */
const narrowest = 1e-6;

/** The window's rows are those nearest to the cut-off, and weights by the kernel alone. */
export interface NearCutoff extends Moments {
  readonly rows: number;
  /** The largest |d| of the window. */
  readonly unit: number;
  /** Kernel weights as a polynomial in |d|/unit. */
  readonly kernel: readonly number[];
  /** t = slope·|d|/unit + shift */
  readonly slope: number;
  readonly shift: number;
}

/** Null for windows with few rows, rows with weights of their own, an order too high for the powers that are kept, and rows that are all far. */
export function nearCutoff(
  { distances, weights }: Pick<Points, 'distances' | 'weights'>,
  { from, to }: RowWindow,
  order: number,
  bandwidth: number,
  name: KernelName,
  { middle, half }: RescaledDistance,
): NearCutoff | null {
  const n = distances.length;
  const { coefficients } = kernels[name];
  if (weights !== null || half === 0 || to - from < MANY || 2 * order + coefficients.length >= POWERS) return null;
  const isLeft = distances[0]! < 0;
  if (isLeft ? to < n || distances[n - 1]! > 0 : from > 0) return null;
  const [near, unit] = isLeft ? [-distances[n - 1]!, -distances[from]!] : [distances[0]!, distances[to - 1]!];
  const range = isLeft ? -distances[0]! : distances[n - 1]!;
  if (near > nearest * unit || unit < narrowest * range) return null;
  const kernel = inUnits({ coefficients }, unit, bandwidth);
  const [slope, shift] = [((isLeft ? -1 : 1) * unit) / half, -middle / half];
  const sums = (column: Float64Array | null, m: number, count: number): Float64Array => {
    const found = powerSumsOf(distances, column).nearest(to - from, unit);
    const weighted = Float64Array.from({ length: count }, (_, j) =>
      kernel.reduce((sum, value, k) => sum + value * found[m + j + k]!, 0),
    );
    return turned(weighted, slope, shift);
  };
  return {
    ...{ rows: to - from, unit, kernel, slope, shift },
    ofPower: (m, count) => {
      let scale = 1;
      for (let j = 0; j < m; j++) scale *= isLeft ? -unit : unit;
      return sums(null, m, count).map((value) => value * scale);
    },
    ofColumn: (column, count) => sums(column, 0, count),
  };
}

/** K(d/h)/h in |d|/unit. */
function inUnits({ coefficients }: Pick<Kernel, 'coefficients'>, unit: number, bandwidth: number): number[] {
  let scale = 1 / bandwidth;
  return coefficients.map((value) => {
    const out = value * scale;
    scale *= unit / bandwidth;
    return out;
  });
}

/** Sums of (slope·v + shift)ʲ from those of vʲ, one factor at a time. */
function turned(sums: Float64Array, slope: number, shift: number): Float64Array {
  const out = new Float64Array(sums.length);
  // Σ v^i·t^j for each i, of which the first is kept
  const row = sums.slice();
  for (let j = 0; j < sums.length; j++) {
    out[j] = row[0]!;
    for (let i = 0; i + 1 < sums.length - j; i++) row[i] = slope * row[i + 1]! + shift * row[i]!;
  }
  return out;
}
