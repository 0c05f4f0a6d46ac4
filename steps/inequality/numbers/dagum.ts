/** Dagum's decomposition of the Gini coefficient by groups. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Stat } from '../../../src/econ/fit.ts';

export interface Dagum {
  readonly g: number;
  /** Within groups, net between them, and the intensity of transvariation: they sum to g. */
  readonly gw: number;
  readonly gnb: number;
  readonly gt: number;
  readonly shareW: Stat;
  readonly shareNb: Stat;
  readonly shareT: Stat;
  /** The Gini of each group. */
  readonly gjj: readonly number[];
  /** The contribution of each group to `gw`. */
  readonly within: readonly number[];
  readonly pairs: readonly DagumPair[];
}

/** Two groups, by their numbers: the Gini between them and their relative affluence. */
export interface DagumPair {
  readonly j: number;
  readonly h: number;
  readonly gjh: number;
  readonly djh: number;
}

/** Σ|x_i − x_j|/(2n²x̄) (Stata's `inequal`, `ineqdeco`). Refuses values whose mean is not positive. O(n log n). */
export function gini(x: Float64Array): number {
  const sorted = x.slice().sort();
  const n = sorted.length;
  const total = positiveTotal(sorted);
  // Σ_i Σ_j |x_i − x_j| = 2 Σ (2i − n − 1) x_(i)
  let spread = 0;
  for (let i = 0; i < n; i++) spread += (2 * (i + 1) - n - 1) * sorted[i]!;
  return spread / (n * total);
}

function positiveTotal(x: Float64Array): number {
  const total = x.reduce((sum, value) => sum + value, 0);
  if (x.some((value) => value < 0) || !(total > 0)) {
    const message = 'inequality is of values that are not negative, and not all 0';
    throw new Refusal('negative-values', message, { param: 'variable', hint: 'is the variable in logarithms?' });
  }
  return total;
}

/** Dagum (1997, Empirical Economics 22:515). `groups`: the values of each group, none empty. O(n(log n + groups)). */
export function dagum(groups: readonly Float64Array[]): Dagum {
  const all = Float64Array.from(groups.flatMap((group) => [...group]));
  const total = positiveTotal(all);
  const means = groups.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length);
  const p = groups.map(({ length }) => length / all.length);
  const s = groups.map((group, j) => (group.length * means[j]!) / total);
  const gjj = groups.map((group, j) => (means[j]! > 0 ? gini(group) : 0));
  const within = gjj.map((own, j) => own * p[j]! * s[j]!);
  const gw = within.reduce((sum, own) => sum + own, 0);
  // differences are of deviations, whose sums round at the size of the spread
  const centre = total / all.length;
  const sorted = groups.map((group) => group.map((value) => value - centre).sort());
  const pairs: DagumPair[] = [];
  let [gnb, gt] = [0, 0];
  for (let h = 1; h < groups.length; h++) {
    for (let j = 0; j < h; j++) {
      const [above, below] = crossed(sorted[j]!, sorted[h]!);
      const gjh = (above + below) / (means[j]! + means[h]!);
      const affluence = above + below === 0 ? 0 : Math.abs(above - below) / (above + below);
      const weight = gjh * (p[j]! * s[h]! + p[h]! * s[j]!);
      gnb += weight * affluence;
      gt += weight * (1 - affluence);
      pairs.push({ j, h, gjh, djh: affluence });
    }
  }
  const g = gini(all);
  const share = (part: number): Stat => partOf(part, g);
  return { g, gw, gnb, gt, shareW: share(gw), shareNb: share(gnb), shareT: share(gt), gjj, within, pairs };
}

/** Returns the share of a part in the whole. It is undefined where all values are equal, which leaves only rounding. */
export const partOf = (part: number, whole: number): Stat =>
  whole > 1e-14 ? part / whole : { invalid: 'values that are all alike have no inequality to divide' };

/** Means over pairs of max(a − b, 0) and of max(b − a, 0), of rising values near 0. O(n). */
function crossed(a: Float64Array, b: Float64Array): [above: number, below: number] {
  const pairs = a.length * b.length;
  return [excess(a, b) / pairs, excess(b, a) / pairs];
}

/** Σ max(x − y, 0) over the pairs of two rising lists: each x with the count and the sum of those y that lie below it. */
function excess(a: Float64Array, b: Float64Array): number {
  let [count, sum, total] = [0, 0, 0];
  for (const x of a) {
    for (; count < b.length && b[count]! < x; count++) sum += b[count]!;
    total += count * x - sum;
  }
  return total;
}
