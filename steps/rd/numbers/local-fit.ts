/** Local polynomials at the cut-off from one side, by weighted least squares (Fan & Gijbels 1996, section 3.1). */
import { dot } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { momentsByRows } from './moments/by-rows.ts';
import type { Moments } from './moments/moments.ts';
import { MANY, type NearCutoff, nearCutoff } from './moments/near-cutoff.ts';
import {
  evaluate,
  inDistances,
  lineOf,
  polynomialsByMoments,
  polynomialsByRecurrence,
  product,
  type RescaledDistance,
  valueAt,
} from './moments/polynomials.ts';
import type { KernelName } from './spec.ts';
import { type Points, type RowWindow, weightsOf, windowOf } from './window.ts';

/**
 * The polynomial of one order and bandwidth, for any column of its side. Everything is over the rows of `window`, those with a positive weight. Polynomials
 * are combinations of such as are orthonormal under the weights, in t, which runs from −1 to 1 over the window.
 */
export class LocalFit {
  readonly window: RowWindow;
  readonly order: number;
  /** Sums by which fits of many rows need no pass over them; null elsewhere. */
  readonly near: NearCutoff | null;
  readonly #side: Points;
  readonly #moments: Moments;
  /** K(d/h)/h · w over rows */
  readonly #weights: (window?: RowWindow) => Float64Array;
  readonly #line: RescaledDistance;
  /** Orthonormal polynomials by their coefficients of t^0, t^1, … */
  readonly #basis: readonly Float64Array[];

  /** Refuses a bandwidth within which fewer distances differ than there are coefficients. */
  constructor(side: Points, order: number, bandwidth: number, kernel: KernelName) {
    const window = windowOf(side, bandwidth, kernel);
    const line = lineOf(side.distances, window);
    const rows = window.to - window.from;
    if (rows === 0 || (line.half === 0 && order > 0)) throw tooFew(side, window, order);
    let all: Float64Array | undefined;
    this.#weights = (over = window) => {
      if (over !== window) return weightsOf(side, over, bandwidth, kernel);
      all ??= weightsOf(side, window, bandwidth, kernel);
      return all;
    };
    const near = nearCutoff(side, window, order, bandwidth, kernel, line);
    const quick = near === null ? null : polynomialsByMoments(near.ofPower(0, 2 * order + 1), order);
    this.near = quick === null ? null : near;
    const places = () => ({ distances: side.distances, from: window.from, weights: this.#weights(), line });
    this.#moments = this.near ?? momentsByRows(places());
    const summed = quick ?? (rows < MANY ? null : polynomialsByMoments(this.#moments.ofPower(0, 2 * order + 1), order));
    const basis = summed ?? polynomialsByRecurrence(places(), order);
    if (basis === null) throw tooFew(side, window, order);
    this.window = window;
    this.order = order;
    this.#side = side;
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

  /** The coefficient of d^nu of the column d^m. */
  coefficientOfPower(nu: number, m: number): number {
    return inDistances(this.#projected(this.#moments.ofPower(m, this.order + 1)), this.#line)[nu]!;
  }

  /** a with Σ a_i·y_i the coefficient of d^nu; over rows of the own window. */
  influence(nu: number, window: RowWindow = this.window): Float64Array {
    const weights = this.#weights(window);
    const out = new Float64Array(weights.length);
    evaluate(this.#influenceInT(nu), this.#side.distances, window.from, this.#line, out);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! * weights[i]!;
    return out;
  }

  /** The influence as a polynomial in |d|/unit, where the window is near the cut-off. */
  influencePolynomial(nu: number, { kernel, slope, shift }: NearCutoff): Float64Array {
    const inT = this.#influenceInT(nu);
    let out: Float64Array = new Float64Array(1);
    for (let j = inT.length - 1; j >= 0; j--) {
      out = product(out, [shift, slope]);
      out[0] = out[0]! + inT[j]!;
    }
    return product(out, kernel);
  }

  /** Diagonal of the hat matrix; zero beyond the own window. */
  leverages({ from, to }: RowWindow): Float64Array {
    const out = new Float64Array(to - from);
    const shift = this.window.from - from;
    const weights = this.#weights();
    const values = new Float64Array(weights.length);
    for (const polynomial of this.#basis) {
      evaluate(polynomial, this.#side.distances, this.window.from, this.#line, values);
      for (let i = 0; i < values.length; i++) out[i + shift] = out[i + shift]! + weights[i]! * values[i]! * values[i]!;
    }
    return out;
  }

  /** Robust errors (HC1) of the polynomial's values at distances; 0 where rows are as many as coefficients. O(rows · order). */
  valueErrors(column: Float64Array, at: readonly number[]): Float64Array {
    const { middle, half } = this.#line;
    const size = this.order + 1;
    const weights = this.#weights();
    const n = weights.length;
    const squares = new Float64Array(column.length);
    const { from } = this.window;
    evaluate(this.#fitted(column), this.#side.distances, from, this.#line, squares.subarray(from, from + n));
    for (let i = 0; i < n; i++) {
      const e = column[from + i]! - squares[from + i]!;
      squares[from + i] = weights[i]! * e * e;
    }
    // from Σ (w·e)²·t^j the meat of any two powers is read
    const sums = this.#moments.ofColumn(squares, 2 * this.order + 1);
    const factor = n > size ? n / (n - size) : 0;
    return Float64Array.from(at, (d) => {
      const t = half > 0 ? (d - middle) / half : 0;
      const weights = new Float64Array(size);
      for (const polynomial of this.#basis) {
        const value = valueAt(polynomial, t);
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
    return this.#weights().map((weight, i) => Math.sqrt(weight) * column[from + i]!);
  }

  /** √weight times the residuals of a column. */
  weightedResiduals(column: Float64Array): Float64Array {
    const weights = this.#weights();
    return this.residuals(column).map((e, i) => e * Math.sqrt(weights[i]!));
  }

  /** Coefficients of t^0, t^1, … of a column. */
  #fitted(column: Float64Array): Float64Array {
    return this.#projected(this.#moments.ofColumn(column, this.order + 1));
  }

  /** Coefficients of t^0, t^1, … from weighted sums of a column times these. */
  #projected(sums: Float64Array): Float64Array {
    const out = new Float64Array(this.order + 1);
    for (const polynomial of this.#basis) {
      const along = dot(polynomial, sums);
      for (let j = 0; j < out.length; j++) out[j] = out[j]! + along * polynomial[j]!;
    }
    return out;
  }

  /** The influence on the coefficient of d^nu without weights, by coefficients of t^0, t^1, … */
  #influenceInT(nu: number): Float64Array {
    const sum = new Float64Array(this.order + 1);
    for (const polynomial of this.#basis) {
      const factor = inDistances(polynomial, this.#line)[nu]!;
      for (let j = 0; j < sum.length; j++) sum[j] = sum[j]! + factor * polynomial[j]!;
    }
    return sum;
  }
}

function tooFew({ name, distances }: Points, { from, to }: RowWindow, order: number): Refusal {
  const found = new Set(distances.subarray(from, to)).size;
  const values = found === 1 ? '1 distinct value lies' : `${found} distinct values lie`;
  const message = `there is no mass near the cut-off: ${values} ${name} of it within the bandwidth, and a polynomial of order ${order} needs ${order + 2}`;
  return new Refusal('no-mass', message, { param: 'h', hint: 'take a wider bandwidth or a lower order' });
}
