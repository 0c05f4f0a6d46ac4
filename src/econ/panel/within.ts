/** The within transformation: residuals of a column on the dummies of one or more absorbed effects. */

import { groupSums } from '../../base/number/sum.ts';
import { CrossedEffects } from './crossed-effects.ts';
import { type Effect, isNested, standsTogether } from './effects.ts';
import { SlopedEffects } from './sloped-effects.ts';

/**
 * x less its projection on the effects; x is not changed. One effect: exact, two passes, O(N). Two effects that cross
 * every level exactly once: exact, O(N). Otherwise to 1e-13 of the norm by the equations of the levels, twice (crossed-effects.ts):
 * O(N·effects) per iteration. An effect whose levels are whole levels of another adds nothing to that one and is left out.
 * Means, norms and projections are by `weights` where there are some (length N, above 0), and then only one effect is exact.
 * Refuses when the iterations do not converge.
 */
export function withinTransform(
  x: Float64Array,
  given: readonly Effect[],
  weights: Float64Array | null = null,
): Float64Array {
  return withinTransforms([x], given, weights)[0]!;
}

/** Applies the within transform to several columns, for which the effects are prepared once. */
export function withinTransforms(
  columns: readonly Float64Array[],
  given: readonly Effect[],
  weights: Float64Array | null = null,
): readonly Float64Array[] {
  return columns.map(withinBy(given, weights));
}

/** The transformation itself, which may be given any number of columns. */
export function withinBy(
  given: readonly Effect[],
  weights: Float64Array | null = null,
): (x: Float64Array) => Float64Array {
  if (given.some(({ slopes }) => slopes !== undefined)) {
    const sloped = new SlopedEffects(given, weights);
    return (x) => sloped.swept(x);
  }
  const [first, ...rest] = spanning(given);
  if (!first) return (x) => x;
  const [second] = rest;
  if (second !== undefined && !(weights === null && rest.length === 1 && crossesOnce(first, second))) {
    const crossed = new CrossedEffects([first, ...rest], weights);
    return (x) => crossed.swept(x);
  }
  const sizes = sizesOf(first, weights);
  return (x) => {
    const out = x.slice();
    // the second sweep works on what rounding left of the first, so that columns with a large offset keep their digits
    sweep(out, first, sizes, weights);
    sweep(out, first, sizes, weights);
    if (second === undefined) return out;
    sweep(out, second, second.counts, null);
    sweep(out, first, sizes, weights);
    return out;
  };
}

/** Without effects whose dummies are spanned by another's; the finest first. */
export function spanning(effects: readonly Effect[]): readonly Effect[] {
  const finest = effects.filter((effect, at) => !effects.some((other, i) => i !== at && spans(other, effect, i < at)));
  return finest.sort((a, b) => b.levels - a.levels);
}

/** Rows, or the sum of their weights, of each level. */
const sizesOf = ({ codes, levels, counts }: Effect, weights: Float64Array | null): ArrayLike<number> =>
  weights === null ? counts : groupSums(weights, codes, levels);

/** x times the weights. */
function weighed(x: Float64Array, weights: Float64Array | null): Float64Array {
  if (weights === null) return x;
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = x[i]! * weights[i]!;
  return out;
}

/** The dummies of `finer` span those of `coarser`; of two that span each other, the one listed `earlier` does. */
const spans = (finer: Effect, coarser: Effect, earlier: boolean): boolean =>
  (finer.levels > coarser.levels || (finer.levels === coarser.levels && earlier)) && isNested(finer, coarser);

/** Every level of one meets every level of the other in exactly one row: sweeping one after the other is then exact. */
function crossesOnce(a: Effect, b: Effect): boolean {
  if (a.levels * b.levels !== a.codes.length) return false;
  const seen = new Uint8Array(a.codes.length);
  for (let i = 0; i < a.codes.length; i++) {
    const cell = a.codes[i]! * b.levels + b.codes[i]!;
    if (seen[cell] === 1) return false;
    seen[cell] = 1;
  }
  return true;
}

/** Takes the means by level off x, in place. */
function sweep(x: Float64Array, effect: Effect, sizes: ArrayLike<number>, weights: Float64Array | null): void {
  const { codes, levels, counts } = effect;
  if (weights === null && standsTogether(effect)) {
    for (let from = 0; from < x.length; from += counts[codes[from]!]!) centre(x, from, counts[codes[from]!]!);
    return;
  }
  const means = groupSums(weighed(x, weights), codes, levels);
  for (let g = 0; g < means.length; g++) means[g] = means[g]! / sizes[g]!;
  for (let i = 0; i < x.length; i++) x[i] = x[i]! - means[codes[i]!]!;
}

/** Takes the mean of rows that stand together off them, with the bits of `groupSums`. */
function centre(x: Float64Array, from: number, n: number): void {
  const to = from + n;
  let total = 0;
  let rest = 0;
  for (let i = from; i < to; i++) {
    const value = x[i]!;
    const next = total + value;
    const taken = next - total;
    rest += total - (next - taken) + (value - taken);
    total = next;
  }
  const mean = (total + rest) / n;
  for (let i = from; i < to; i++) x[i] = x[i]! - mean;
}
