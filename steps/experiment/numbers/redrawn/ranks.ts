/** Statistics of an outcome's order: differences of mean ranks, and the largest distance of two distribution functions. */
import type { RedrawnDesign } from './redrawn-design.ts';

/** Ranks from 1, means of those of ties; NaN where a value is missing. O(N log N). */
export function midranks(values: Float64Array): Float64Array {
  const order = Float64Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
  order.sort((a, b) => values[a]! - values[b]!);
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) out[order[i]!] = (from + 1 + to) / 2;
  }
  return out;
}

/**
 * The largest distance between the distribution functions of each arm and the first (Kolmogorov–Smirnov), in one assignment after another; NaN where an arm
 * has no value. `arms`: those that are compared. O(N) an assignment.
 */
export function distances(
  values: Float64Array,
  { units }: RedrawnDesign,
  arms: readonly number[],
): (arm: Float64Array) => Float64Array {
  const order = Int32Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
  order.sort((a, b) => values[a]! - values[b]!);
  return (arm) =>
    Float64Array.from(arms, (compared) => {
      const [n, control] = sizesOf(order, units.codes, arm, compared);
      let [own, base, most] = [0, 0, 0];
      for (let i = 0; i < order.length; i++) {
        const at = arm[units.codes[order[i]!]!]!;
        if (at === compared) own++;
        else if (at === 0) base++;
        const isLast = i + 1 === order.length || values[order[i + 1]!] !== values[order[i]!];
        if (isLast) most = Math.max(most, Math.abs(own / n - base / control));
      }
      return n > 0 && control > 0 ? most : Number.NaN;
    });
}

function sizesOf(
  order: Int32Array,
  codes: Int32Array,
  arm: Float64Array,
  compared: number,
): [own: number, base: number] {
  let [own, base] = [0, 0];
  for (const row of order) {
    const at = arm[codes[row]!]!;
    if (at === compared) own++;
    else if (at === 0) base++;
  }
  return [own, base];
}
