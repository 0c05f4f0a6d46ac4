/** Several absorbed effects as one system of equations in their levels: the first swept out row by row, the others found by conjugate gradients. */
import { bytesOf, type KernelMemory } from '../../base/kernels/memory.ts';
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { CrossedPasses } from './crossed-passes.ts';
import { centreRuns, centreRunsAndAdd, takeOffMeansOfRuns } from './crossed-runs.ts';
import { type Effect, standsTogether } from './effects.ts';

const MOST_ITERATIONS = 20_000;
/** Iterations between restarts, which keep rounding from building up along the search directions. */
const STRETCH = 2_000;

/** An effect behind the first. */
interface LaterEffect {
  readonly codes: Int32Array;
  /** By level: sums of the weights, the gradient, the direction of search and what it is multiplied to, what was found. */
  readonly sizes: Float64Array;
  readonly gradient: Float64Array;
  readonly direction: Float64Array;
  readonly product: Float64Array;
  readonly found: Float64Array;
}

/** Arrays as long as the levels that are kept of an effect. */
const PER_LEVEL = 5;

/**
 * The projection of columns on the dummies of one or more effects, weighted where there are weights (above 0). With w the weights, M the
 * sweep of `first` and D the dummies of the others, a column's effects solve D'wMD β = D'wM x, a system in levels. Rows are only passed over for its
 * products, O(N·effects) each, by conjugate gradients scaled with the levels' sizes (Correia 2016, "A feasible estimator for linear
 * models with multi-way fixed effects"). Sums are plain, since columns are swept a second time for what the first has left. Columns and weights
 * are arrays of one room, length N.
 */
export class PlacedEffects {
  readonly #names: readonly string[];
  readonly #passes: CrossedPasses;
  readonly #first: Pick<Effect, 'codes' | 'counts'>;
  readonly #firstSizes: Float64Array;
  readonly #means: Float64Array;
  readonly #foundMeans: Float64Array;
  readonly #rest: readonly LaterEffect[];
  /** The sum of the levels' values in each row, where there are several other effects. */
  readonly #row: Float64Array | null;
  readonly #isInRuns: boolean;
  #weights: Float64Array | null = null;
  /** The codes of the rows, effect by effect. */
  readonly codes: readonly Int32Array[];

  /** Returns the bytes of kernel memory that the effects take, without columns and weights. */
  static bytes(effects: readonly Effect[]): number {
    const n = effects[0]!.codes.length;
    const own = effects.map(({ levels }) => bytesOf(4 * n) + PER_LEVEL * bytesOf(8 * levels));
    return own.reduce((total, bytes) => total + bytes, effects.length > 2 ? bytesOf(8 * n) : 0);
  }

  /** `first` should be the finest: iterations are then over the fewest levels. Without weights until `weigh`. */
  constructor(room: KernelMemory, effects: readonly [Effect, ...Effect[]]) {
    const [first, ...rest] = effects;
    const codesOf = ({ codes }: Effect): Int32Array => {
      const placed = room.int32(codes.length);
      placed.set(codes);
      return placed;
    };
    this.#names = effects.map(({ name }) => name);
    this.#passes = new CrossedPasses(room);
    this.#first = { codes: codesOf(first), counts: first.counts };
    this.#firstSizes = room.float64(first.levels);
    this.#means = room.float64(first.levels);
    this.#foundMeans = room.float64(first.levels);
    this.#rest = rest.map((effect) => ({
      codes: codesOf(effect),
      sizes: room.float64(effect.levels),
      gradient: room.float64(effect.levels),
      direction: room.float64(effect.levels),
      product: room.float64(effect.levels),
      found: room.float64(effect.levels),
    }));
    this.#row = rest.length > 1 ? room.float64(first.codes.length) : null;
    this.#isInRuns = standsTogether(first);
    this.codes = [this.#first.codes, ...this.#rest.map(({ codes }) => codes)];
    this.#firstSizes.set(first.counts);
    for (const [e, { counts }] of rest.entries()) this.#rest[e]!.sizes.set(counts);
  }

  /** Weighs rows by w from now on; w may not change before the next call. */
  weigh(w: Float64Array): void {
    this.#weights = w;
    this.#passes.addByCode(this.#firstSizes.fill(0), this.#first.codes, w, null);
    for (const { sizes, codes } of this.#rest) this.#passes.addByCode(sizes.fill(0), codes, w, null);
  }

  /** Sweeps the effects out of x in place, once, until the gradient is at most `target` of what the first effect leaves of it, whose norm it returns. */
  sweep(x: Float64Array, target: (size: number) => number): number {
    const size = this.#sweepFirst(x, this.#rest);
    if (this.#rest.length > 0) this.#solve(x, target(size));
    return size;
  }

  /** Sweeps the first effect alone out of x in place. */
  centre(x: Float64Array): void {
    this.#sweepFirst(x, []);
  }

  /** Takes the means by level of the first effect off x, and returns the norm of what is left; adds that up by the levels of the others, as their gradient. */
  #sweepFirst(x: Float64Array, [second, ...others]: readonly LaterEffect[]): number {
    const { codes } = this.#first;
    const w = this.#weights;
    if (w === null && others.length === 0 && this.#isInRuns) {
      if (second === undefined) return Math.sqrt(centreRuns(x, this.#first));
      return Math.sqrt(centreRunsAndAdd(x, this.#first, second.codes, second.gradient.fill(0)));
    }
    const means = this.#means.fill(0);
    this.#passes.addByCode(means, codes, x, w);
    for (let g = 0; g < means.length; g++) means[g] = means[g]! / this.#firstSizes[g]!;
    if (second === undefined) return Math.sqrt(this.#passes.shift(x, codes, means, w));
    const squares = this.#passes.shiftAndAdd(x, codes, means, w, second.codes, second.gradient.fill(0));
    for (const { gradient, codes: own } of others) this.#passes.addByCode(gradient.fill(0), own, x, w);
    return Math.sqrt(squares);
  }

  /** Takes off x, of which the first effect is swept out, the others: until the norm of the gradient in units of the levels' sizes is at most `target`. */
  #solve(x: Float64Array, target: number): void {
    for (let step = 0; step < MOST_ITERATIONS; step += STRETCH) {
      const { hasFound, isSolved } = this.#conjugateGradients(target);
      if (hasFound) this.#takeOff(x, 'found', this.#foundMeans);
      if (isSolved) return;
      this.#sweepFirst(x, this.#rest);
    }
    const names = this.#names.map((name) => `\`${name}\``).join(', ');
    throw new Refusal(
      'absorb-no-convergence',
      `the effects ${names} could not be absorbed in ${MOST_ITERATIONS} iterations`,
      { param: 'absorb', hint: 'are the effects almost, but not quite, collinear?' },
    );
  }

  #conjugateGradients(target: number): { readonly hasFound: boolean; readonly isSolved: boolean } {
    const total = (of: (own: LaterEffect) => number): number => this.#rest.reduce((sum, own) => sum + of(own), 0);
    this.#foundMeans.fill(0);
    for (const { direction, found } of this.#rest) {
      direction.fill(0);
      found.fill(0);
    }
    let last = 0;
    for (let inner = 0; inner < STRETCH; inner++) {
      const gamma = total(({ gradient, sizes }) => scaledSquares(gradient, sizes));
      if (Math.sqrt(gamma) <= target) return { hasFound: inner > 0, isSolved: true };
      const beta = inner === 0 ? 0 : gamma / last;
      for (const { direction, gradient, sizes } of this.#rest) direct(direction, gradient, sizes, beta);
      this.#multiply();
      const curvature = total(({ direction, product }) => dot(direction, product));
      // rounding alone is left
      if (!(curvature > 0)) return { hasFound: inner > 0, isSolved: true };
      const alpha = gamma / curvature;
      addMultiple(this.#foundMeans, this.#means, alpha);
      for (const { found, direction, gradient, product } of this.#rest) {
        addMultiple(found, direction, alpha);
        addMultiple(gradient, product, -alpha);
      }
      last = gamma;
    }
    return { hasFound: true, isSolved: false };
  }

  /** Writes D'wMD p of the direction p, and the means of D p by level of the first effect. */
  #multiply(): void {
    const w = this.#weights;
    const { codes: first } = this.#first;
    const [second, ...others] = this.#rest as [LaterEffect, ...LaterEffect[]];
    if (this.#row !== null) {
      this.#writeMeans();
      const row = this.#row.fill(0);
      this.#takeOff(row, 'direction', this.#means);
      for (let i = 0; i < row.length; i++) row[i] = -row[i]!;
      for (const { product, codes } of [second, ...others]) this.#passes.addByCode(product.fill(0), codes, row, w);
      return;
    }
    const { direction, product, sizes, codes } = second;
    for (let h = 0; h < product.length; h++) product[h] = sizes[h]! * direction[h]!;
    if (w === null && this.#isInRuns) takeOffMeansOfRuns(product, this.#first, codes, direction, this.#means);
    else {
      this.#writeMeans();
      this.#passes.takeOffLevels(product, codes, this.#means, first, w);
    }
  }

  /** Means by level of the first effect of the others' direction. */
  #writeMeans(): void {
    const means = this.#means.fill(0);
    for (const { direction, codes } of this.#rest) {
      this.#passes.addLevels(means, this.#first.codes, direction, codes, this.#weights);
    }
    for (let g = 0; g < means.length; g++) means[g] = means[g]! / this.#firstSizes[g]!;
  }

  /** x − M D β, with β levels of the others and `means` what rows have of these in the mean of each level of the first effect. */
  #takeOff(x: Float64Array, levels: 'direction' | 'found', means: Float64Array): void {
    const [second, ...others] = this.#rest as [LaterEffect, ...LaterEffect[]];
    this.#passes.takeOffCentred(x, second.codes, second[levels], this.#first.codes, means);
    for (const own of others) this.#passes.takeOffRows(x, own.codes, own[levels]);
  }
}

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
