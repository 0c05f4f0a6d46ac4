/** The within transformation: residuals of a column on the dummies of one or more absorbed effects. */

import { dot, groupSums } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { type Effect, isNested } from './effects.ts';

/**
 * x less its projection on the effects; x is not changed. One effect: exact, two passes, O(N). Two effects that cross
 * every level exactly once: exact, O(N). Otherwise the first effect is swept out and the others are found by
 * conjugate gradients to 1e-13 of the norm, twice: O(N·effects) per iteration (Correia 2016, "A feasible estimator for linear
 * models with multi-way fixed effects"). An effect whose levels are whole levels of another adds nothing to that one and is left out.
 * Means, norms and projections are by `weights` where there are some (length N, above 0), and then only one effect is exact.
 * `precision`: the part of the norm to which several effects are swept out. Refuses when the gradients do not converge.
 */
export function withinTransform(
  x: Float64Array,
  given: readonly Effect[],
  weights: Float64Array | null = null,
  precision = tolerance,
): Float64Array {
  const effects = given.map((effect): Swept => ({ ...effect, sizes: sizesOf(effect, weights) }));
  const finest = effects.filter((effect, at) => !effects.some((other, i) => i !== at && spans(other, effect, i < at)));
  const [first, ...rest] = finest.sort((a, b) => b.levels - a.levels);
  if (!first) return x;
  // every sweep is done twice: the second works on what rounding left of the first, so that columns with a large
  // offset keep their digits
  const sweepFirst = (r: Float64Array): Float64Array => sweep(r, first, weights);
  const swept = sweepFirst(sweepFirst(x));
  if (rest.length === 0) return swept;
  if (weights === null && rest.length === 1 && crossesOnce(first, rest[0]!)) {
    return sweepFirst(sweep(swept, rest[0]!, null));
  }
  const size = Math.sqrt(squares(swept, weights));
  const once = conjugateGradients(swept, first, rest, weights, precision * size);
  if (precision > tolerance) return once;
  // what is left may be small beside what was there: then to its own precision, down to the rounding of the whole
  const left = Math.sqrt(squares(once, weights));
  return conjugateGradients(once, first, rest, weights, Math.max(tolerance * left, (tolerance / 10) * size));
}

interface Swept extends Effect {
  /** Rows, or the sum of their weights, of each level. */
  readonly sizes: ArrayLike<number>;
}

const sizesOf = ({ codes, levels, counts }: Effect, weights: Float64Array | null): ArrayLike<number> =>
  weights === null ? counts : groupSums(weights, codes, levels);

/** x times the weights. */
function weighed(x: Float64Array, weights: Float64Array | null): Float64Array {
  if (weights === null) return x;
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = x[i]! * weights[i]!;
  return out;
}

const squares = (x: Float64Array, weights: Float64Array | null): number => dot(weighed(x, weights), x);

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

/** x less its means by level. */
function sweep(x: Float64Array, effect: Swept, weights: Float64Array | null): Float64Array {
  const means = groupSums(weighed(x, weights), effect.codes, effect.levels);
  for (let g = 0; g < means.length; g++) means[g] = means[g]! / effect.sizes[g]!;
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = x[i]! - means[effect.codes[i]!]!;
  return out;
}

const tolerance = 1e-13;
const mostIterations = 20_000;
/** Iterations between restarts, which keep rounding from building up along the search directions. */
const stretch = 2_000;

/**
 * CGLS on min |r − M D S a|: D the dummies of `rest`, M the sweep of `first`, S = diag(1/√size). `r` is already
 * swept, and every iterate stays so, hence (M D S)'r = S D'r. Stops when |S D'r| is at most `target`.
 */
function conjugateGradients(
  swept: Float64Array,
  first: Swept,
  rest: readonly Swept[],
  weights: Float64Array | null,
  target: number,
): Float64Array {
  let r: Float64Array = Float64Array.from(swept);
  for (let step = 0; step < mostIterations; step += stretch) {
    let s = gather(r, rest, weights);
    let gamma = dot(s, s);
    const p = Float64Array.from(s);
    for (let inner = 0; inner < stretch; inner++) {
      if (Math.sqrt(gamma) <= target) return r;
      const q = sweep(scatter(p, rest, r.length), first, weights);
      const alpha = gamma / squares(q, weights);
      for (let i = 0; i < r.length; i++) r[i] = r[i]! - alpha * q[i]!;
      s = gather(r, rest, weights);
      const next = dot(s, s);
      const beta = next / gamma;
      for (let i = 0; i < p.length; i++) p[i] = s[i]! + beta * p[i]!;
      gamma = next;
    }
    r = sweep(r, first, weights);
  }
  const names = [first, ...rest].map((effect) => `\`${effect.name}\``).join(', ');
  throw new Refusal(
    'absorb-no-convergence',
    `the effects ${names} could not be absorbed in ${mostIterations} iterations`,
    { param: 'absorb', hint: 'are the effects almost, but not quite, collinear?' },
  );
}

/** S D'r, the effects one after another. */
function gather(r: Float64Array, effects: readonly Swept[], weights: Float64Array | null): Float64Array {
  const out = new Float64Array(effects.reduce((n, effect) => n + effect.levels, 0));
  const own = weighed(r, weights);
  let from = 0;
  for (const effect of effects) {
    const sums = groupSums(own, effect.codes, effect.levels);
    for (let g = 0; g < sums.length; g++) out[from + g] = sums[g]! / Math.sqrt(effect.sizes[g]!);
    from += effect.levels;
  }
  return out;
}

/** D S a */
function scatter(a: Float64Array, effects: readonly Swept[], nobs: number): Float64Array {
  const out = new Float64Array(nobs);
  let from = 0;
  for (const effect of effects) {
    const scaled = new Float64Array(effect.levels);
    for (let g = 0; g < effect.levels; g++) scaled[g] = a[from + g]! / Math.sqrt(effect.sizes[g]!);
    for (let i = 0; i < nobs; i++) out[i] = out[i]! + scaled[effect.codes[i]!]!;
    from += effect.levels;
  }
  return out;
}
