/** Local polynomials at the cut-off from one side, by weighted least squares (Fan & Gijbels 1996, section 3.1). */
import { dot } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { kernels } from './kernels.ts';
import { evaluate, inDistances, lineOf, orthonormalPolynomials, type RescaledDistance } from './polynomials.ts';
import type { Side } from './side.ts';
import type { KernelName } from './spec.ts';

/** The parts of a side that a polynomial reads. */
export type Points = Pick<Side, 'name' | 'distances' | 'weights'>;

/** Rows of a side: positions from `from` on, before `to`. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * The polynomial of one order and bandwidth, for any column of its side. Everything is over the rows of `window`, those with a positive weight. Polynomials
 * are combinations of such as are orthonormal under the weights, in t, which runs from −1 to 1 over the window.
 */
export class LocalFit {
  readonly window: RowWindow;
  readonly order: number;
  readonly bandwidth: number;
  readonly #side: Points;
  /** K(d/h)/h · w */
  readonly #weights: Float64Array;
  readonly #line: RescaledDistance;
  /** Orthonormal polynomials by their coefficients of t^0, t^1, … */
  readonly #basis: readonly Float64Array[];

  /** Refuses a bandwidth within which fewer distances differ than there are coefficients. */
  constructor(side: Points, order: number, bandwidth: number, kernel: KernelName) {
    const window = windowOf(side, bandwidth, kernel);
    const line = lineOf(side.distances, window);
    const weights = weightsOf(side, window, bandwidth, kernel);
    const places = { distances: side.distances, from: window.from, weights, line };
    const basis = line.half > 0 || order === 0 ? orthonormalPolynomials(places, order) : null;
    if (basis === null || window.to === window.from) throw tooFew(side, window, order);
    this.window = window;
    this.order = order;
    this.bandwidth = bandwidth;
    this.#side = side;
    this.#weights = weights;
    this.#line = line;
    this.#basis = basis;
  }

  /** Coefficients of d^0, d^1, … of a column of the side. */
  coefficients(column: Float64Array): Float64Array {
    return inDistances(this.#fitted(column), this.#line);
  }

  /** The column less the polynomial, over rows that may lie beyond the own window. */
  residuals(column: Float64Array, { from, to }: RowWindow = this.window): Float64Array {
    const b = this.#fitted(column);
    const out = new Float64Array(to - from);
    evaluate(b, this.#side.distances, from, this.#line, out);
    for (let i = 0; i < out.length; i++) out[i] = column[from + i]! - out[i]!;
    return out;
  }

  /** a with Σ a_i·y_i the coefficient of d^nu. */
  influence(nu: number): Float64Array {
    const sum = new Float64Array(this.order + 1);
    for (const polynomial of this.#basis) {
      const factor = inDistances(polynomial, this.#line)[nu]!;
      for (let j = 0; j < sum.length; j++) sum[j] = sum[j]! + factor * polynomial[j]!;
    }
    const out = new Float64Array(this.#weights.length);
    evaluate(sum, this.#side.distances, this.window.from, this.#line, out);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! * this.#weights[i]!;
    return out;
  }

  /** Diagonal of the hat matrix; zero beyond the own window. */
  leverages({ from, to }: RowWindow): Float64Array {
    const out = new Float64Array(to - from);
    const shift = this.window.from - from;
    const values = new Float64Array(this.#weights.length);
    for (const polynomial of this.#basis) {
      evaluate(polynomial, this.#side.distances, this.window.from, this.#line, values);
      for (let i = 0; i < values.length; i++)
        out[i + shift] = out[i + shift]! + this.#weights[i]! * values[i]! * values[i]!;
    }
    return out;
  }

  /** Robust errors (HC1) of the polynomial's values at distances; 0 where rows are as many as coefficients. O(rows · order). */
  valueErrors(column: Float64Array, at: readonly number[]): Float64Array {
    const { middle, half } = this.#line;
    const size = this.order + 1;
    const e = this.residuals(column);
    // Σ (w·e)²·t^j, from which the meat of any two powers is read
    const sums = new Float64Array(2 * this.order + 1);
    for (let i = 0; i < e.length; i++) {
      const t = half > 0 ? (this.#side.distances[this.window.from + i]! - middle) / half : 0;
      const score = this.#weights[i]! * e[i]!;
      let value = score * score;
      for (let j = 0; j < sums.length; j++) {
        sums[j] = sums[j]! + value;
        value *= t;
      }
    }
    const factor = e.length > size ? e.length / (e.length - size) : 0;
    return Float64Array.from(at, (d) => {
      const t = half > 0 ? (d - middle) / half : 0;
      const weights = new Float64Array(size);
      for (const polynomial of this.#basis) {
        const value = polynomial.reduceRight((sum, b) => sum * t + b, 0);
        for (let j = 0; j < size; j++) weights[j] = weights[j]! + value * polynomial[j]!;
      }
      let variance = 0;
      for (let j = 0; j < size; j++)
        for (let k = 0; k < size; k++) variance += weights[j]! * weights[k]! * sums[j + k]!;
      return Math.sqrt(factor * Math.max(0, variance));
    });
  }

  /** √weight times a column, so that products of two are weighted. */
  weighted(column: Float64Array): Float64Array {
    const { from } = this.window;
    return this.#weights.map((weight, i) => Math.sqrt(weight) * column[from + i]!);
  }

  /** √weight times the residuals of a column. */
  weightedResiduals(column: Float64Array): Float64Array {
    return this.residuals(column).map((e, i) => e * Math.sqrt(this.#weights[i]!));
  }

  /** Coefficients of t^0, t^1, … */
  #fitted(column: Float64Array): Float64Array {
    const { from } = this.window;
    const { distances } = this.#side;
    const { middle, half } = this.#line;
    const size = this.order + 1;
    const sums = new Float64Array(size);
    for (let i = 0; i < this.#weights.length; i++) {
      const t = half > 0 ? (distances[from + i]! - middle) / half : 0;
      let value = this.#weights[i]! * column[from + i]!;
      for (let j = 0; j < size; j++) {
        sums[j] = sums[j]! + value;
        value *= t;
      }
    }
    const out = new Float64Array(size);
    for (const polynomial of this.#basis) {
      const along = dot(polynomial, sums);
      for (let j = 0; j < size; j++) out[j] = out[j]! + along * polynomial[j]!;
    }
    return out;
  }
}

function weightsOf(
  { distances, weights }: Points,
  { from, to }: RowWindow,
  bandwidth: number,
  kernel: KernelName,
): Float64Array {
  const { weight } = kernels[kernel];
  const out = new Float64Array(to - from);
  for (let i = 0; i < out.length; i++) out[i] = weight(distances[from + i]! / bandwidth) / bandwidth;
  if (weights !== null) for (let i = 0; i < out.length; i++) out[i] = out[i]! * weights[from + i]!;
  return out;
}

/** Rows with a positive kernel weight. */
export function windowOf({ distances }: Points, bandwidth: number, kernel: KernelName): RowWindow {
  const { weight } = kernels[kernel];
  const isOut = (d: number): boolean => Math.abs(d / bandwidth) > 1 || !(weight(d / bandwidth) > 0);
  const from = firstWhere(distances, (d) => d >= 0 || !isOut(d));
  const to = firstWhere(distances, (d) => d > 0 && isOut(d));
  return { from, to: Math.max(from, to) };
}

/** The first position of ascending numbers from which on all are so. */
function firstWhere(values: Float64Array, isSo: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(values[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tooFew({ name, distances }: Points, { from, to }: RowWindow, order: number): Refusal {
  const found = new Set(distances.subarray(from, to)).size;
  const message = `there is no mass near the cut-off: ${name} of it are ${found} distinct values within the bandwidth, and a polynomial of order ${order} needs ${order + 2}`;
  return new Refusal('no-mass', message, { param: 'h', hint: 'take a wider bandwidth or a lower order' });
}
