/**
 * Intervals that hold where trends part after treatment, between two periods, by no more than M̄ times their largest change before it: the conditional
 * least-favourable test of moment inequalities (Rambachan & Roth 2023, REStud 90:2555, sections 2.4 and 3.3; Andrews, Roth & Pakes 2023, REStud 90:2763).
 */
import type { Rng } from '../../../src/base/number/rng.ts';
import { normal } from '../../../src/econ/distributions/distributions.ts';
import { scaledCholesky } from '../../../src/econ/linalg/matrix.ts';
import { bilinear, type EventStudy, inner } from './event-study.ts';
import { bisected } from './folded-normal.ts';
import type { Band } from './smoothness.ts';

/** Draws of the least favourable distribution. */
const DRAWS = 5000;
/** Values of the effect that are tested before the ends of the interval are found by halving. */
const STEPS = 200;

/**
 * A vertex of the dual programme: a'b − θe is at most 0 wherever the restriction holds. `sign`: e times the scale. Rows of the restriction that only
 * nuisance effects connect cancel out, so that all vertices are known: a pair of rows of one change, or a row of every change that l weighs.
 */
interface Vertex {
  readonly a: Float64Array;
  readonly e: number;
}

/** One part of the restriction: the largest change is that of one pair of periods, with its sign. */
interface Part {
  readonly vertices: readonly Vertex[];
  /** a'Va of each pair of vertices. */
  readonly products: readonly Float64Array[];
  /** The first stage's critical value. */
  readonly leastFavourable: number;
}

/** The test of one M̄: whether an effect θ = l'τ is rejected, and bounds of those that are not. */
interface Test {
  rejects(theta: number): boolean;
  readonly bounds: readonly [low: number, high: number];
}

/**
 * For every M̄ the hull of the effects l'τ that are not rejected at `alpha`. `weights`: l, one for each period after the reference.
 * O(D P (P + Q)²) for D draws of the least favourable distribution, whose tail is a tenth of `alpha`.
 */
export function relativeTests(study: EventStudy, weights: readonly number[], alpha: number, rng: Rng) {
  const draws = drawsOf(study, rng);
  const test = (m: number): Test => testOf(study, weights, alpha, m, draws);
  return {
    rejects: (m: number, theta: number): boolean => test(m).rejects(theta),
    band: (m: number): Band => hullOf(test(m)),
  };
}

/** Normal draws with the covariance of the estimates. */
function drawsOf({ vcov, events }: EventStudy, rng: Rng): readonly Float64Array[] {
  const k = events.length;
  const { lower, scale } = scaledCholesky(vcov, k)!;
  const stream = rng.stream('least favourable', 0);
  return Array.from({ length: DRAWS }, () => {
    const z = Float64Array.from({ length: k }, () => stream.normal());
    return z.map((_, i) => scale[i]! * inner(lower.subarray(i * k, i * k + i + 1), z));
  });
}

function testOf(
  study: EventStudy,
  weights: readonly number[],
  alpha: number,
  m: number,
  draws: readonly Float64Array[],
): Test {
  const { estimates, vcov, before } = study;
  const kappa = alpha / 10;
  const parts = verticesOf(study, weights, m).map((vertices): Part => {
    const maxima = Float64Array.from(draws, (draw) =>
      vertices.reduce((most, { a }) => Math.max(most, inner(a, draw)), Number.NEGATIVE_INFINITY),
    ).sort();
    return {
      vertices,
      products: vertices.map(({ a }) => Float64Array.from(vertices, (other) => bilinear(a, vcov, other.a))),
      leastFavourable: maxima[Math.ceil(maxima.length * (1 - kappa)) - 1]!,
    };
  });
  const level = (alpha - kappa) / (1 - kappa);
  const centre = inner(weights, estimates.subarray(before));
  // Beyond these the two vertices that hold θ are above the first stage's critical value in every part.
  const reach = (side: 1 | -1): number =>
    parts.reduce((far, { vertices, leastFavourable }) => {
      const own = vertices.find(({ e }) => Math.sign(e) === -side)!;
      const end = (inner(own.a, estimates) - leastFavourable) / own.e;
      return side * Math.max(side * far, side * end);
    }, centre);
  return {
    rejects: (theta) => parts.every((part) => isRejected(part, estimates, theta, level)),
    bounds: [reach(-1), reach(1)],
  };
}

/** The vertices of every part, for each pair of neighbouring periods before treatment and either sign. */
export function verticesOf({ events, vcov, before }: EventStudy, weights: readonly number[], m: number): Vertex[][] {
  const n = events.length;
  /** The change from the period before a place to it, as weights of the estimates; the reference stands between `before − 1` and `before`. */
  const changes = Array.from({ length: n }, (_, t) => {
    const change = new Float64Array(n);
    if (t < before) {
      change[t] = -1;
      if (t + 1 < before) change[t + 1] = 1;
    } else {
      change[t] = 1;
      if (t > before) change[t - 1] = -1;
    }
    return change;
  });
  const later = changes.slice(before);
  /** Weight of each change after the reference in l'δ. */
  const shares = weights.map((_, t) => weights.slice(t).reduce((sum, weight) => sum + weight, 0));
  const deviation = (a: Float64Array): number => Math.sqrt(bilinear(a, vcov, a));
  return changes.slice(0, before).flatMap((largest) =>
    [1, -1].map((sign): Vertex[] => {
      const row = (change: Float64Array, side: number): Float64Array =>
        change.map((value, i) => side * value - m * sign * largest[i]!);
      const pairs = later.map((change) => {
        const [up, down] = [row(change, 1), row(change, -1)];
        const scale = 1 / (deviation(up) + deviation(down));
        return { a: up.map((value, i) => (value + down[i]!) * scale), e: 0 };
      });
      const chains = [1, -1].map((side) => {
        const rows = later.map((change, t) => row(change, side * Math.sign(shares[t]!)));
        const total = rows.reduce((sum, a, t) => sum + Math.abs(shares[t]!) * deviation(a), 0);
        const a = largest.map(
          (_, i) => rows.reduce((sum, each, t) => sum + Math.abs(shares[t]!) * each[i]!, 0) / total,
        );
        return { a, e: side / total };
      });
      return [...pairs, ...chains];
    }),
  );
}

/** Two stages: the least favourable one, then the conditional one, truncated where the same vertex stays the largest. */
function isRejected(part: Part, estimates: Float64Array, theta: number, level: number): boolean {
  const { vertices, products, leastFavourable } = part;
  const y = vertices.map(({ a, e }) => inner(a, estimates) - theta * e);
  const best = y.reduce((at, value, i) => (value > y[at]! ? i : at), 0);
  const eta = y[best]!;
  if (eta > leastFavourable) return true;
  const variance = products[best]![best]!;
  if (!(variance > 0) || eta <= 0) return false;
  let [low, high] = [Number.NEGATIVE_INFINITY, leastFavourable];
  for (const [k, value] of y.entries()) {
    const b = products[best]![k]! / variance;
    const end = (value - b * eta) / (1 - b);
    if (1 - b > 1e-9) low = Math.max(low, end);
    else if (b - 1 > 1e-9) high = Math.min(high, end);
  }
  const sd = Math.sqrt(variance);
  // Upper tails keep their digits where the truncation lies far out.
  const [below, above] = [normal.sf(low / sd), normal.sf(high / sd)];
  return normal.sf(eta / sd) - above < level * (below - above);
}

function hullOf({ rejects, bounds }: Test): Band {
  const [low, high] = bounds;
  const at = (i: number): number => low + ((high - low) * i) / STEPS;
  const places = Array.from({ length: STEPS + 1 }, (_, i) => i);
  const first = places.find((i) => !rejects(at(i)));
  const last = places.findLast((i) => !rejects(at(i)));
  if (first === undefined || last === undefined) return { low: Number.NaN, high: Number.NaN };
  return {
    low: first === 0 ? low : bisected(rejects, at(first - 1), at(first), 1e-9),
    high: last === STEPS ? high : bisected((theta) => !rejects(theta), at(last), at(last + 1), 1e-9),
  };
}
