/** Local polynomials at the cut-off from one side, by weighted least squares (Fan & Gijbels 1996, section 3.1). */
import { Refusal } from '../../../src/base/problem.ts';
import {
  applyQTransposed,
  householder,
  orthonormalColumns,
  type QR,
  solveR,
  solveRTransposed,
} from '../../../src/econ/linalg/qr.ts';
import { kernels } from './kernels.ts';
import type { Side } from './side.ts';
import type { KernelName } from './spec.ts';

/** If less than this share of a power of the distance is left, the rest is rounding. */
const spanned = 1e-11;

/** What of a side a polynomial reads. */
export type Points = Pick<Side, 'name' | 'distances' | 'weights'>;

/** Rows of a side: positions from `from` on, before `to`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The polynomial of one order and bandwidth, for any column of its side. Everything is over the rows of `window`, those with a positive weight. */
export class LocalFit {
  readonly window: Window;
  readonly order: number;
  readonly bandwidth: number;
  readonly #side: Points;
  readonly #qr: QR;
  readonly #powers: readonly Float64Array[];
  /** √(K(d/h)/h · w) */
  readonly #roots: Float64Array;

  /** Refuses a bandwidth within which fewer distances differ than there are coefficients. */
  constructor(side: Points, order: number, bandwidth: number, kernel: KernelName) {
    const window = windowOf(side, bandwidth, kernel);
    const { distances, weights } = side;
    const { from, to } = window;
    const size = to - from;
    const { weight } = kernels[kernel];
    const roots = new Float64Array(size);
    const powers = Array.from({ length: order + 1 }, () => new Float64Array(size));
    for (let i = 0; i < size; i++) {
      const u = distances[from + i]! / bandwidth;
      const root = Math.sqrt((weight(u) / bandwidth) * (weights === null ? 1 : weights[from + i]!));
      roots[i] = root;
      let value = root;
      for (let j = 0; j <= order; j++) {
        powers[j]![i] = value;
        value *= u;
      }
    }
    this.#qr = householder(powers, size, (j) => spanned * Math.sqrt(sumOfSquares(powers[j]!)));
    if (this.#qr.kept.length <= order) throw tooFew(side, window, order);
    this.window = window;
    this.order = order;
    this.bandwidth = bandwidth;
    this.#side = side;
    this.#roots = roots;
    this.#powers = powers;
  }

  /** Coefficients of d^0, d^1, … of a column of the side. */
  coefficients(column: Float64Array): Float64Array {
    const { bandwidth } = this;
    const scaled = this.#scaledCoefficients(column);
    let power = 1;
    return scaled.map((value) => {
      const coefficient = value / power;
      power *= bandwidth;
      return coefficient;
    });
  }

  /** The column less the polynomial, over rows that may lie beyond the own window. */
  residuals(column: Float64Array, { from, to }: Window = this.window): Float64Array {
    const b = this.#scaledCoefficients(column);
    const { distances } = this.#side;
    const out = new Float64Array(to - from);
    for (let i = from; i < to; i++) {
      const u = distances[i]! / this.bandwidth;
      let fitted = 0;
      for (let j = b.length - 1; j >= 0; j--) fitted = fitted * u + b[j]!;
      out[i - from] = column[i]! - fitted;
    }
    return out;
  }

  /** a with Σ a_i·y_i the coefficient of d^nu. */
  influence(nu: number): Float64Array {
    const { scale } = this.#qr;
    const unit = new Float64Array(this.order + 1);
    unit[nu] = 1 / scale[nu]!;
    const v = solveR(this.#qr, solveRTransposed(this.#qr, unit));
    let power = 1;
    for (let j = 0; j < nu; j++) power *= this.bandwidth;
    return this.#roots.map((root, i) => {
      let sum = 0;
      for (let j = 0; j < v.length; j++) sum += (v[j]! / scale[j]!) * this.#powers[j]![i]!;
      return (sum * root) / power;
    });
  }

  /** Diagonal of the hat matrix; zero beyond the own window. */
  leverages({ from, to }: Window): Float64Array {
    const out = new Float64Array(to - from);
    const shift = this.window.from - from;
    for (const q of orthonormalColumns(this.#qr)) {
      for (let i = 0; i < q.length; i++) out[i + shift] = out[i + shift]! + q[i]! * q[i]!;
    }
    return out;
  }

  /** √weight times a column, so that products of two are weighted. */
  weighted(column: Float64Array): Float64Array {
    const { from } = this.window;
    return this.#roots.map((root, i) => root * column[from + i]!);
  }

  /** √weight times the residuals of a column. */
  weightedResiduals(column: Float64Array): Float64Array {
    return this.residuals(column).map((e, i) => e * this.#roots[i]!);
  }

  #scaledCoefficients(column: Float64Array): Float64Array {
    const y = this.weighted(column);
    applyQTransposed(this.#qr, y);
    return solveR(this.#qr, y).map((value, j) => value / this.#qr.scale[j]!);
  }
}

/** Rows with a positive kernel weight. */
export function windowOf({ distances }: Points, bandwidth: number, kernel: KernelName): Window {
  const { weight } = kernels[kernel];
  const isIn = (d: number): boolean => Math.abs(d / bandwidth) <= 1 && weight(d / bandwidth) > 0;
  let from = 0;
  while (from < distances.length && !isIn(distances[from]!)) from++;
  let to = distances.length;
  while (to > from && !isIn(distances[to - 1]!)) to--;
  return { from, to };
}

function sumOfSquares(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  return sum;
}

function tooFew({ name, distances }: Points, { from, to }: Window, order: number): Refusal {
  const found = new Set(distances.subarray(from, to)).size;
  const message = `there is no mass near the cut-off: ${name} of it are ${found} distinct values within the bandwidth, and a polynomial of order ${order} needs ${order + 2}`;
  return new Refusal('no-mass', message, { param: 'h', hint: 'take a wider bandwidth or a lower order' });
}
