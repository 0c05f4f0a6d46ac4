/** Several absorbed effects as one system of equations in their levels: the first swept out row by row, the others found by conjugate gradients. */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { centreRuns, centreRunsAndAdd, takeOffMeansOfRuns } from './crossed-runs.ts';
import { type Effect, standsTogether } from './effects.ts';

/** The precision to which effects are swept out, as a part of a column's norm, where nothing else is asked for. */
export const finePrecision = 1e-13;

const mostIterations = 20_000;
/** Iterations between restarts, which keep rounding from building up along the search directions. */
const stretch = 2_000;

/**
 * The projection of columns on the dummies of one or more effects, weighted where there are weights (length N, above 0). With w the weights, M the
 * sweep of `first` and D the dummies of the others, a column's effects solve D'wMD β = D'wM x, a system in levels: rows are only passed over for its
 * products, O(N·effects) each, by conjugate gradients scaled with the levels' sizes (Correia 2016, "A feasible estimator for linear
 * models with multi-way fixed effects"). Sums are plain, since columns are swept a second time for what the first has left.
 */
export class CrossedEffects {
  readonly #first: Effect;
  readonly #rest: readonly Effect[];
  readonly #weights: Float64Array | null;
  /** Sums of the weights by level, of the first effect and of each other. */
  readonly #firstSizes: Float64Array;
  readonly #sizes: readonly Float64Array[];

  /** `first` should be the finest: iterations are then over the fewest levels. */
  constructor([first, ...rest]: readonly [Effect, ...Effect[]], weights: Float64Array | null) {
    this.#first = first;
    this.#rest = rest;
    this.#weights = weights;
    this.#firstSizes = sizesOf(first, weights);
    this.#sizes = rest.map((effect) => sizesOf(effect, weights));
  }

  /** The column less its projection, twice. Refuses when the gradients do not converge. */
  swept(column: Float64Array): Float64Array {
    const x = column.slice();
    this.#sweepFirst(x);
    const size = this.sweep(x, (norm) => finePrecision * norm);
    // what is left may be small beside what was there: then to its own precision, down to the rounding of the whole
    if (this.#rest.length > 0) this.sweep(x, (norm) => Math.max(finePrecision * norm, (finePrecision / 10) * size));
    return x;
  }

  /** Sweeps the effects out of x in place, once, until the gradient is at most `target` of what the first effect leaves of it, whose norm it returns. */
  sweep(x: Float64Array, target: (size: number) => number): number {
    const gradient = this.#rest.map(({ levels }) => new Float64Array(levels));
    const size = this.#sweepFirst(x, gradient);
    if (this.#rest.length > 0) this.#solve(x, gradient, target(size));
    return size;
  }

  /** Takes the means by level of the first effect off x, and returns the norm of what is left; adds up its levels of the others in `gradient`. */
  #sweepFirst(x: Float64Array, gradient: readonly Float64Array[] = []): number {
    const { codes } = this.#first;
    const w = this.#weights;
    if (w === null && gradient.length < 2 && standsTogether(this.#first)) {
      const [sums] = gradient;
      if (sums === undefined) return Math.sqrt(centreRuns(x, this.#first));
      return Math.sqrt(centreRunsAndAdd(x, this.#first, this.#rest[0]!.codes, sums));
    }
    const means = new Float64Array(this.#first.levels);
    addByCode(means, codes, x, w);
    for (let g = 0; g < means.length; g++) means[g] = means[g]! / this.#firstSizes[g]!;
    const [own] = gradient;
    if (own === undefined) return Math.sqrt(shift(x, codes, means, w));
    const squares = shiftAndAdd(x, codes, means, w, this.#rest[0]!.codes, own);
    for (let e = 1; e < gradient.length; e++) addByCode(gradient[e]!, this.#rest[e]!.codes, x, w);
    return Math.sqrt(squares);
  }

  /** Takes off x, of which the first effect is swept out, the others: until the norm of the gradient in units of the levels' sizes is at most `target`. */
  #solve(x: Float64Array, gradient: readonly Float64Array[], target: number): void {
    for (let step = 0; step < mostIterations; step += stretch) {
      const { found, isSolved } = this.#conjugateGradients(gradient, target);
      if (found !== null) this.#takeOff(x, found);
      if (isSolved) return;
      for (const own of gradient) own.fill(0);
      this.#sweepFirst(x, gradient);
    }
    const names = [this.#first, ...this.#rest].map(({ name }) => `\`${name}\``).join(', ');
    throw new Refusal(
      'absorb-no-convergence',
      `the effects ${names} could not be absorbed in ${mostIterations} iterations`,
      { param: 'absorb', hint: 'are the effects almost, but not quite, collinear?' },
    );
  }

  #conjugateGradients(r: readonly Float64Array[], target: number): { found: Levels | null; isSolved: boolean } {
    const sizes = this.#sizes;
    const zeros = (): readonly Float64Array[] => r.map(({ length }) => new Float64Array(length));
    const [p, q] = [zeros(), zeros()];
    let found: Levels | null = null;
    let last = 0;
    for (let inner = 0; inner < stretch; inner++) {
      const gamma = total(r, (own, e) => scaledSquares(own, sizes[e]!));
      if (Math.sqrt(gamma) <= target) return { found, isSolved: true };
      const beta = inner === 0 ? 0 : gamma / last;
      for (const [e, own] of r.entries()) direct(p[e]!, own, sizes[e]!, beta);
      const means = this.#multiply(p, q);
      const curvature = total(p, (own, e) => dot(own, q[e]!));
      // rounding alone is left
      if (!(curvature > 0)) return { found, isSolved: true };
      const alpha = gamma / curvature;
      found ??= { levels: zeros(), means: new Float64Array(means.length) };
      addMultiple(found.means, means, alpha);
      for (const [e, own] of r.entries()) {
        addMultiple(found.levels[e]!, p[e]!, alpha);
        addMultiple(own, q[e]!, -alpha);
      }
      last = gamma;
    }
    return { found, isSolved: false };
  }

  /** D'wMD p; returns the means of D p by level of the first effect. */
  #multiply(p: readonly Float64Array[], out: readonly Float64Array[]): Float64Array {
    const w = this.#weights;
    if (p.length === 1) {
      const { codes } = this.#rest[0]!;
      for (let h = 0; h < out[0]!.length; h++) out[0]![h] = this.#sizes[0]![h]! * p[0]![h]!;
      if (w === null && standsTogether(this.#first)) return takeOffMeansOfRuns(out[0]!, this.#first, codes, p[0]!);
      const means = this.#meansOf(p);
      takeOffByCode(out[0]!, codes, means, this.#first.codes, w);
      return means;
    }
    const means = this.#meansOf(p);
    const row = this.#rowsOf({ levels: p, means });
    for (const [e, { codes }] of this.#rest.entries()) addByCode(out[e]!.fill(0), codes, row, w);
    return means;
  }

  /** M D p */
  #rowsOf(of: Levels): Float64Array {
    const row = new Float64Array(this.#first.codes.length);
    this.#takeOff(row, of);
    for (let i = 0; i < row.length; i++) row[i] = -row[i]!;
    return row;
  }

  /** Means by level of the first effect of one other effect's levels. */
  #meansOf(levels: readonly Float64Array[]): Float64Array {
    const means = new Float64Array(this.#first.levels);
    for (const [e, { codes }] of this.#rest.entries()) {
      addLevels(means, this.#first.codes, levels[e]!, codes, this.#weights);
    }
    for (let g = 0; g < means.length; g++) means[g] = means[g]! / this.#firstSizes[g]!;
    return means;
  }

  /** x − M D β */
  #takeOff(x: Float64Array, { levels, means }: Levels): void {
    for (const [e, { codes }] of this.#rest.entries()) {
      const own = levels[e]!;
      if (e > 0) for (let i = 0; i < x.length; i++) x[i] = x[i]! - own[codes[i]!]!;
      else {
        const first = this.#first.codes;
        for (let i = 0; i < x.length; i++) x[i] = x[i]! - (own[codes[i]!]! - means[first[i]!]!);
      }
    }
  }
}

/** Levels of the effects behind the first. */
interface Levels {
  readonly levels: readonly Float64Array[];
  /** What rows have of these, in the mean of each level of the first effect. */
  readonly means: Float64Array;
}

function sizesOf({ codes, levels, counts }: Effect, weights: Float64Array | null): Float64Array {
  if (weights === null) return Float64Array.from(counts);
  const sizes = new Float64Array(levels);
  addByCode(sizes, codes, weights, null);
  return sizes;
}

const total = (list: readonly Float64Array[], of: (own: Float64Array, e: number) => number): number =>
  list.reduce((sum, own, e) => sum + of(own, e), 0);

function scaledSquares(r: Float64Array, sizes: Float64Array): number {
  let squares = 0;
  for (let h = 0; h < r.length; h++) squares += (r[h]! * r[h]!) / sizes[h]!;
  return squares;
}

function direct(p: Float64Array, r: Float64Array, sizes: Float64Array, beta: number): void {
  for (let h = 0; h < p.length; h++) p[h] = r[h]! / sizes[h]! + beta * p[h]!;
}

function addMultiple(out: Float64Array, x: Float64Array, factor: number): void {
  for (let h = 0; h < out.length; h++) out[h] = out[h]! + factor * x[h]!;
}

/** Takes means by level off, and returns the squares of what is left. */
function shift(x: Float64Array, codes: Int32Array, means: Float64Array, w: Float64Array | null): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]! - means[codes[i]!]!;
    x[i] = value;
    squares += (w === null ? value : w[i]! * value) * value;
  }
  return squares;
}

/** The same, adding up what is left by other codes on the way. */
function shiftAndAdd(
  x: Float64Array,
  codes: Int32Array,
  means: Float64Array,
  w: Float64Array | null,
  others: Int32Array,
  out: Float64Array,
): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]! - means[codes[i]!]!;
    const own = w === null ? value : w[i]! * value;
    x[i] = value;
    squares += own * value;
    out[others[i]!] = out[others[i]!]! + own;
  }
  return squares;
}

function addByCode(out: Float64Array, codes: Int32Array, x: Float64Array, w: Float64Array | null): void {
  if (w === null) for (let i = 0; i < x.length; i++) out[codes[i]!] = out[codes[i]!]! + x[i]!;
  else for (let i = 0; i < x.length; i++) out[codes[i]!] = out[codes[i]!]! + w[i]! * x[i]!;
}

/** Adds to each level of `to` what its rows have of `levels`. */
function addLevels(
  out: Float64Array,
  to: Int32Array,
  levels: Float64Array,
  codes: Int32Array,
  w: Float64Array | null,
): void {
  if (w === null) for (let i = 0; i < to.length; i++) out[to[i]!] = out[to[i]!]! + levels[codes[i]!]!;
  else for (let i = 0; i < to.length; i++) out[to[i]!] = out[to[i]!]! + w[i]! * levels[codes[i]!]!;
}

/** The same, taken off. */
function takeOffByCode(
  out: Float64Array,
  to: Int32Array,
  levels: Float64Array,
  codes: Int32Array,
  w: Float64Array | null,
): void {
  if (w === null) for (let i = 0; i < to.length; i++) out[to[i]!] = out[to[i]!]! - levels[codes[i]!]!;
  else for (let i = 0; i < to.length; i++) out[to[i]!] = out[to[i]!]! - w[i]! * levels[codes[i]!]!;
}
