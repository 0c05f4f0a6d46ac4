/** Lowess: robust locally weighted regression of a scatter plot (Cleveland 1979, JASA 74:829). */
import { percentile } from '../../distributions/percentile.ts';
import type { Cloud, FitMethod } from './curve.ts';

const USUAL_SPAN = 2 / 3;
/** Rounds in which points far from the curve lose weight. */
const ROUNDS = 3;

/**
 * The curve at each distinct x, as `lowess(x, y, f = span, iter = 3, delta = 0.01 * diff(range(x)))` of R has it. Each value is of a line with tricube weights over
 * the ⌊span·n + 1e−7⌋ nearest points, two at least; places within 1 % of the range of the last are interpolated. Bisquare weights of
 * residuals over six times their median size follow in three rounds. `x` ascending. O(n · span · places).
 */
export function lowess(x: Float64Array, y: Float64Array, span: number = USUAL_SPAN): Float64Array {
  const n = x.length;
  if (n === 1) return y.slice();
  const count = Math.max(2, Math.min(n, Math.floor(span * n + 1e-7)));
  const delta = 0.01 * (x[n - 1]! - x[0]!);
  const robust = new Float64Array(n).fill(1);
  let fitted = new Float64Array(n);
  for (let round = 0; round <= ROUNDS; round++) {
    fitted = onePass(x, y, count, delta, robust, round > 0);
    if (round === ROUNDS) break;
    const sizes = y.map((value, i) => Math.abs(value - fitted[i]!));
    const scale = 6 * percentile(sizes.slice().sort(), 50);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / n;
    if (scale < 1e-7 * mean) break;
    for (let i = 0; i < n; i++) robust[i] = bisquare(sizes[i]!, scale);
  }
  return fitted;
}

const bisquare = (size: number, scale: number): number => {
  if (size <= 0.001 * scale) return 1;
  if (size > 0.999 * scale) return 0;
  const u = size / scale;
  return (1 - u * u) * (1 - u * u);
};

/** The smooth at all places: at those further than delta from the last that was computed, and by lines in between. */
function onePass(
  x: Float64Array,
  y: Float64Array,
  count: number,
  delta: number,
  robust: Float64Array,
  isRobust: boolean,
): Float64Array<ArrayBuffer> {
  const n = x.length;
  const fitted = new Float64Array(n);
  let [left, right] = [0, count - 1];
  let last = -1;
  for (let i = 0; ; ) {
    while (right < n - 1 && x[i]! - x[left]! > x[right + 1]! - x[i]!) {
      left++;
      right++;
    }
    fitted[i] = valueAt(x, y, x[i]!, left, right, isRobust ? robust : null) ?? y[i]!;
    for (let j = last + 1; j < i; j++) {
      const share = (x[j]! - x[last]!) / (x[i]! - x[last]!);
      fitted[j] = share * fitted[i]! + (1 - share) * fitted[last]!;
    }
    last = i;
    const cut = x[last]! + delta;
    let next = last + 1;
    for (; next < n && x[next]! <= cut; next++) {
      if (x[next] !== x[last]) continue;
      fitted[next] = fitted[last]!;
      last = next;
    }
    if (last >= n - 1) return fitted;
    i = Math.max(last + 1, next - 1);
  }
}

/** A line with tricube weights at a place; undefined where no point has a weight. */
function valueAt(
  x: Float64Array,
  y: Float64Array,
  at: number,
  left: number,
  right: number,
  robust: Float64Array | null,
): number | undefined {
  const n = x.length;
  const range = x[n - 1]! - x[0]!;
  const h = Math.max(at - x[left]!, x[right]! - at);
  const weights: number[] = [];
  let total = 0;
  for (let j = left; j < n; j++) {
    const away = Math.abs(x[j]! - at);
    if (away > 0.999 * h) {
      if (x[j]! > at) break;
      weights.push(0);
      continue;
    }
    const u = away <= 0.001 * h ? 0 : away / h;
    const rest = 1 - u * u * u;
    const weight = rest * rest * rest * (robust === null ? 1 : robust[j]!);
    weights.push(weight);
    total += weight;
  }
  if (!(total > 0)) return undefined;
  let centre = 0;
  for (const [k, weight] of weights.entries()) centre += (weight / total) * x[left + k]!;
  let spread = 0;
  for (const [k, weight] of weights.entries()) {
    const away = x[left + k]! - centre;
    spread += (weight / total) * away * away;
  }
  const slope = h > 0 && Math.sqrt(spread) > 0.001 * range ? (at - centre) / spread : 0;
  let value = 0;
  for (const [k, weight] of weights.entries())
    value += (weight / total) * (1 + slope * (x[left + k]! - centre)) * y[left + k]!;
  return value;
}

export const lowessFit: FitMethod = {
  bands: false,
  reads: ['span'],
  fit({ x, y }: Cloud, { span }) {
    const order = Array.from(x.keys()).sort((a, b) => x[a]! - x[b]! || a - b);
    const sorted = Float64Array.from(order, (i) => x[i]!);
    const fitted = lowess(
      sorted,
      Float64Array.from(order, (i) => y[i]!),
      span,
    );
    const first = Array.from(sorted.keys()).filter((i) => i === 0 || sorted[i] !== sorted[i - 1]);
    return { at: Float64Array.from(first, (i) => sorted[i]!), y: Float64Array.from(first, (i) => fitted[i]!) };
  },
};
