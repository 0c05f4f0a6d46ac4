/** Absorbed effects with slopes by level: the projection on a level's dummy and its variables, and slopes that take up no degree of freedom. */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Effect } from './effects.ts';

/** A variable varies in a level where more than this part of its size there is left by the dummy and the slopes before it. */
const CONSTANT = 1e-9;
const PRECISION = 1e-13;
const MOST_ITERATIONS = 20_000;

/** Columns that are orthonormal within every level and span its dummy and its variables; 0 in levels where one adds nothing. */
interface SlopedBlock {
  readonly codes: Int32Array;
  readonly levels: number;
  readonly columns: readonly Float64Array[];
}

/**
 * The projection of columns on effects, of which some have slopes, weighted where there are weights (length N, above 0). One effect: exact, in one
 * step. Several: the projections on each are applied forth and back, which is symmetric, and what stays of the column is found by conjugate
 * gradients (Hernández-Ramos, Escalante & Raydan 2011, as in `reghdfe`). O(N·columns) each.
 */
export class SlopedEffects {
  readonly #names: readonly string[];
  readonly #blocks: readonly SlopedBlock[];
  readonly #weights: Float64Array | null;

  constructor(effects: readonly Effect[], weights: Float64Array | null) {
    this.#names = effects.map(({ name }) => name);
    this.#weights = weights;
    this.#blocks = effects.map((effect) => blockOf(effect, weights));
  }

  /** The column less its projection; twice, the second time what rounding has left. */
  swept(column: Float64Array): Float64Array {
    return this.#sweep(this.#sweep(column.slice()));
  }

  #sweep(x: Float64Array): Float64Array {
    const [only, ...others] = this.#blocks;
    if (others.length === 0) return takenOff(x, only!, this.#weights);
    const target = PRECISION * this.#norm(x);
    // the first difference takes x into the range of the projections
    const r = difference(x, this.#forthAndBack(x));
    const p = r.slice();
    let squares = this.#product(r, r);
    for (let step = 0; step < MOST_ITERATIONS; step++) {
      if (Math.sqrt(squares) <= target) return x;
      const q = difference(p, this.#forthAndBack(p));
      const curvature = this.#product(p, q);
      // rounding alone is left
      if (!(curvature > 0)) return x;
      const alpha = squares / curvature;
      add(x, p, -alpha);
      add(r, q, -alpha);
      const next = this.#product(r, r);
      const beta = next / squares;
      for (let i = 0; i < p.length; i++) p[i] = r[i]! + beta * p[i]!;
      squares = next;
    }
    throw new Refusal(
      'absorb-no-convergence',
      `the effects ${this.#names.map((name) => `\`${name}\``).join(', ')} could not be absorbed in ${MOST_ITERATIONS} iterations`,
      { param: 'absorb', hint: 'are the effects almost, but not quite, collinear?' },
    );
  }

  #forthAndBack(x: Float64Array): Float64Array {
    const out = x.slice();
    for (const block of this.#blocks) takenOff(out, block, this.#weights);
    for (const block of this.#blocks.slice(0, -1).reverse()) takenOff(out, block, this.#weights);
    return out;
  }

  #norm(x: Float64Array): number {
    return Math.sqrt(this.#product(x, x));
  }

  #product(a: Float64Array, b: Float64Array): number {
    const w = this.#weights;
    if (w === null) return dot(a, b);
    return dot(
      a.map((value, i) => value * w[i]!),
      b,
    );
  }
}

/**
 * Returns the number of levels in which each of the effect's variables is constant. `reghdfe` counts no slope there, and every other,
 * nested or not.
 */
export const constantSlopes = ({ codes, levels, slopes = [] }: Effect): readonly number[] =>
  slopes.map(({ values }) => {
    const least = new Float64Array(levels).fill(Number.POSITIVE_INFINITY);
    const most = new Float64Array(levels).fill(Number.NEGATIVE_INFINITY);
    for (let i = 0; i < values.length; i++) {
      const g = codes[i]!;
      if (values[i]! < least[g]!) least[g] = values[i]!;
      if (values[i]! > most[g]!) most[g] = values[i]!;
    }
    return least.reduce((count, low, g) => {
      const high = most[g]!;
      return count + (high - low <= CONSTANT * Math.max(Math.abs(low), Math.abs(high)) ? 1 : 0);
    }, 0);
  });

function blockOf({ codes, levels, slopes = [] }: Effect, w: Float64Array | null): SlopedBlock {
  const columns: Float64Array[] = [];
  for (const values of [new Float64Array(codes.length).fill(1), ...slopes.map((slope) => slope.values)]) {
    const before = sumsBy(values, values, codes, levels, w);
    const left = values.slice();
    for (let pass = 0; pass < 2; pass++) takenOff(left, { codes, levels, columns }, w);
    const after = sumsBy(left, left, codes, levels, w);
    for (let i = 0; i < left.length; i++) {
      const g = codes[i]!;
      const varies = Math.sqrt(after[g]!) > CONSTANT * Math.sqrt(before[g]!);
      left[i] = varies ? left[i]! / Math.sqrt(after[g]!) : 0;
    }
    columns.push(left);
  }
  return { codes, levels, columns };
}

/** Takes the projection on a block off x, in place. */
function takenOff(x: Float64Array, { codes, levels, columns }: SlopedBlock, w: Float64Array | null): Float64Array {
  for (const z of columns) {
    const sums = sumsBy(z, x, codes, levels, w);
    for (let i = 0; i < x.length; i++) x[i] = x[i]! - z[i]! * sums[codes[i]!]!;
  }
  return x;
}

/** Sums of w·a·b by level. */
function sumsBy(a: Float64Array, b: Float64Array, codes: Int32Array, levels: number, w: Float64Array | null) {
  const sums = new Float64Array(levels);
  for (let i = 0; i < a.length; i++) {
    const g = codes[i]!;
    sums[g] = sums[g]! + (w === null ? a[i]! : w[i]! * a[i]!) * b[i]!;
  }
  return sums;
}

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!);

function add(out: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + factor * x[i]!;
}
