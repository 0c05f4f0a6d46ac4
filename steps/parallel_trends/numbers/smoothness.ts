/**
 * Intervals that hold where the trend between groups bends by at most M a period: the affine estimator whose interval is the shortest
 * (Rambachan & Roth 2023, REStud 90:2555, section 3.2; Armstrong & Kolesár 2018, Econometrica 86:655).
 */
import { bilinear, distances, type EventStudy, inner } from './event-study.ts';
import { foldedQuantile } from './folded-normal.ts';
import { penaltyPath } from './penalty-path.ts';

export interface Band {
  /** The middle of the interval, an estimate whose largest bias is the least for its length; absent where the interval has none. */
  readonly estimate?: number;
  readonly low: number;
  readonly high: number;
}

/** Minima of the length between two kinks are found by so many sections. */
const SECTIONS = 80;

/**
 * For every M the 1 − `alpha` interval of l'τ, M in units of the outcome a period squared. The estimator l'b + v'b of periods after and before
 * lets a straight trend pass; the second differences of a trend are at most M, so that its bias is M Σ|c|, c its weights on bends.
 * `weights`: l, one for each period after the reference. O(P⁴) once, then O(P³) an M.
 */
export function smoothBands(study: EventStudy, weights: readonly number[], alpha: number): (m: number) => Band {
  const { estimates, vcov, before } = study;
  const times = distances(study);
  const after = times.slice(before);
  const level = inner(weights, after);
  // Bends after the reference have weights that no choice moves: Σ l (t − s)₊, s = 0 … Q − 1.
  const fixed = after.reduce(
    (total, s) =>
      total +
      Math.abs(
        inner(
          weights,
          after.map((t) => Math.max(0, t - s + 1)),
        ),
      ),
    0,
  );
  const { v, start, bends } = fromBends(before, level, weights);
  const k = before - 1;
  const square = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) square[i * k + j] = bilinear(bends[i]!, vcov, bends[j]!);
  const kinks = penaltyPath(
    square,
    Float64Array.from(bends, (bend) => bilinear(bend, vcov, start)),
  );
  const at = (c: Float64Array, m: number): { readonly estimator: Float64Array; readonly half: number } => {
    const estimator = v(c);
    const sd = Math.sqrt(bilinear(estimator, vcov, estimator));
    const bias = m * (fixed + c.reduce((total, each) => total + Math.abs(each), 0));
    return { estimator, half: sd * foldedQuantile(1 - alpha, bias / sd) };
  };
  return (m) => {
    let best = at(kinks.at(-1)!.c, m);
    for (let i = 1; i < kinks.length; i++) {
      const [from, to] = [kinks[i - 1]!.c, kinks[i]!.c];
      const between = (share: number): Float64Array => from.map((each, j) => each + share * (to[j]! - each));
      const found = at(between(minimum((share) => at(between(share), m).half)), m);
      if (found.half < best.half) best = found;
    }
    const estimate = inner(best.estimator, estimates);
    return { estimate, low: estimate - best.half, high: estimate + best.half };
  };
}

/** The estimator by its weights on bends before the reference, c at −1, −2, …: their second differences, and what lets a straight trend pass. */
function fromBends(before: number, level: number, weights: readonly number[]) {
  const n = before + weights.length;
  const start = new Float64Array(n);
  start[before - 1] = level;
  for (const [i, weight] of weights.entries()) start[before + i] = weight;
  // The bend at −s, s = 1 …, is that of the period before it, less twice its own, and that of the period after it.
  const bends = Array.from({ length: before - 1 }, (_, i) => {
    const bend = new Float64Array(n);
    const place = before - 1 - i;
    bend[place - 1] = 1;
    bend[place] = -2;
    if (i > 0) bend[place + 1] = 1;
    return bend;
  });
  const v = (c: Float64Array): Float64Array =>
    start.map((value, t) => bends.reduce((total, bend, i) => total + c[i]! * bend[t]!, value));
  return { v, start, bends };
}

/** The place in 0 … 1 of the least value of a function that falls and then rises, by golden sections (Kiefer 1953). */
function minimum(of: (x: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  let [a, b] = [high - ratio, low + ratio];
  let [atA, atB] = [of(a), of(b)];
  for (let i = 0; i < SECTIONS && high - low > 1e-12; i++) {
    if (atA <= atB) {
      [high, b, atB] = [b, a, atA];
      a = high - ratio * (high - low);
      atA = of(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + ratio * (high - low);
      atB = of(b);
    }
  }
  return (low + high) / 2;
}
