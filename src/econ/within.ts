/** The within transformation: residuals of a column on the dummies of one or more absorbed effects. */
import { Refusal } from '../base/problem.ts';
import { dot, groupSums } from '../base/sum.ts';
import type { Effect } from './effects.ts';

/**
 * x less its projection on the effects; x is not changed. One effect: exact, two passes, O(N). Two effects that cross
 * every level exactly once: exact, O(N). Otherwise the first effect is swept out and the others are found by
 * conjugate gradients to 1e-13 of the norm: O(N·effects) per iteration (Correia 2016, "A feasible estimator for linear
 * models with multi-way fixed effects"). Refuses when that does not converge.
 */
export function withinTransform(x: Float64Array, effects: readonly Effect[]): Float64Array {
  if (effects.length === 0) return x;
  const solve = chooseSolver(effects);
  // the second pass works on what rounding left of the first: columns with a large offset keep their digits
  return solve(solve(x));
}

type Solver = (x: Float64Array) => Float64Array;

function chooseSolver(effects: readonly Effect[]): Solver {
  const largestFirst = [...effects].sort((a, b) => b.levels - a.levels);
  const [first, ...rest] = largestFirst;
  if (rest.length === 0) return (x) => sweep(x, first!);
  if (rest.length === 1 && crossesOnce(first!, rest[0]!)) return (x) => sweep(sweep(x, first!), rest[0]!);
  return (x) => conjugateGradients(sweep(x, first!), first!, rest);
}

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
function sweep(x: Float64Array, effect: Effect): Float64Array {
  const means = groupSums(x, effect.codes, effect.levels);
  for (let g = 0; g < means.length; g++) means[g] = means[g]! / effect.counts[g]!;
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = x[i]! - means[effect.codes[i]!]!;
  return out;
}

const tolerance = 1e-13;
const mostIterations = 10_000;

/**
 * CGLS on min |r − M D S a|: D the dummies of `rest`, M the sweep of `first`, S = diag(1/√count). `r` is already
 * swept, and every iterate stays so, hence (M D S)'r = S D'r.
 */
function conjugateGradients(r: Float64Array, first: Effect, rest: readonly Effect[]): Float64Array {
  const size = Math.sqrt(dot(r, r));
  if (size === 0) return r;
  let s = gather(r, rest);
  let p = Float64Array.from(s);
  let gamma = dot(s, s);
  for (let step = 0; Math.sqrt(gamma) > tolerance * size; step++) {
    if (step === mostIterations) {
      throw new Refusal(
        'absorb-no-convergence',
        `the effects ${[first, ...rest].map((e) => `\`${e.name}\``).join(', ')} could not be absorbed in ${mostIterations} iterations`,
        { param: 'absorb', hint: 'are the effects almost, but not quite, collinear?' },
      );
    }
    const q = sweep(scatter(p, rest, r.length), first);
    const alpha = gamma / dot(q, q);
    for (let i = 0; i < r.length; i++) r[i] = r[i]! - alpha * q[i]!;
    s = gather(r, rest);
    const next = dot(s, s);
    const beta = next / gamma;
    for (let i = 0; i < p.length; i++) p[i] = s[i]! + beta * p[i]!;
    gamma = next;
    // restarting now and then keeps rounding from building up along the search directions
    if (step % 200 === 199) p = Float64Array.from(s);
  }
  return r;
}

/** S D'r, the effects one after another. */
function gather(r: Float64Array, effects: readonly Effect[]): Float64Array {
  const out = new Float64Array(effects.reduce((n, effect) => n + effect.levels, 0));
  let from = 0;
  for (const effect of effects) {
    const sums = groupSums(r, effect.codes, effect.levels);
    for (let g = 0; g < sums.length; g++) out[from + g] = sums[g]! / Math.sqrt(effect.counts[g]!);
    from += effect.levels;
  }
  return out;
}

/** D S a */
function scatter(a: Float64Array, effects: readonly Effect[], nobs: number): Float64Array {
  const out = new Float64Array(nobs);
  let from = 0;
  for (const effect of effects) {
    const scaled = new Float64Array(effect.levels);
    for (let g = 0; g < effect.levels; g++) scaled[g] = a[from + g]! / Math.sqrt(effect.counts[g]!);
    for (let i = 0; i < nobs; i++) out[i] = out[i]! + scaled[effect.codes[i]!]!;
    from += effect.levels;
  }
  return out;
}
