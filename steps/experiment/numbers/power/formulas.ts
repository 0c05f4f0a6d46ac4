/** Power and minimum detectable effects by formula. */
import { normal, studentT } from '../../../../src/econ/distributions/distributions.ts';
import { noncentralTUpper } from '../../../../src/econ/distributions/noncentral-t.ts';

export interface TwoMeans {
  /** Rows of each arm. */
  readonly n: readonly [number, number];
  /** The standard deviation within arms. */
  readonly sd: number;
  /** The level of a two-sided test. */
  readonly level: number;
}

const errorOf = ({ n: [a, b], sd }: TwoMeans): number => sd * Math.sqrt(1 / a + 1 / b);

/** The chance that a t test finds an effect on the side on which it lies; on either side if `strict`. */
export function powerOfMeans(effect: number, design: TwoMeans, strict = false): number {
  const df = design.n[0] + design.n[1] - 2;
  const critical = studentT(df).upperQuantile(design.level / 2);
  const delta = Math.abs(effect) / errorOf(design);
  const upper = noncentralTUpper(critical, df, delta);
  return strict ? upper + noncentralTUpper(critical, df, -delta) : upper;
}

/** The effect that is found with this chance. */
export function detectableOfMeans(power: number, design: TwoMeans, strict = false): number {
  const found = (effect: number): number => powerOfMeans(effect, design, strict);
  return errorOf(design) * rootOf((ratio) => found(ratio * errorOf(design)), power);
}

/** Finds the place at which an increasing function of x ≥ 0 has a value, to the last digits; 0 where it starts above it. */
function rootOf(of: (x: number) => number, value: number): number {
  if (of(0) >= value) return 0;
  let [low, high] = [0, 1];
  while (of(high) < value) high *= 2;
  for (let i = 0; i < 100 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (of(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export interface Clusters {
  /** Clusters of both arms together, and rows of each. */
  readonly clusters: number;
  readonly size: number;
  /** The share of clusters that is treated. */
  readonly share: number;
  /** The share of the variance that lies between clusters. */
  readonly icc: number;
  readonly sd: number;
  readonly level: number;
}

export interface DetectableOfClusters {
  readonly mde: number;
  /** t of the level and t of the power, together. */
  readonly multiplier: number;
  readonly designEffect: number;
}

/** Bloom 1995, Evaluation Review 19:547; Duflo, Glennerster & Kremer 2007, Handbook of Development Economics 4, equation 12. */
export function detectableOfClusters(power: number, design: Clusters): DetectableOfClusters {
  const { clusters, size, share, icc, sd, level } = design;
  const t = studentT(clusters - 2);
  const multiplier = t.upperQuantile(level / 2) + t.quantile(power);
  const variance = (icc + (1 - icc) / size) / (share * (1 - share) * clusters);
  return { mde: multiplier * sd * Math.sqrt(variance), multiplier, designEffect: 1 + (size - 1) * icc };
}

/** Cohen's h of two shares, and the chance that a normal test finds it on its side (Cohen 1988, chapter 6). */
export function powerOfShares(
  shares: readonly [number, number],
  { n: [a, b], level }: Pick<TwoMeans, 'n' | 'level'>,
): { readonly power: number; readonly h: number } {
  const angle = (p: number): number => 2 * Math.asin(Math.sqrt(p));
  const h = Math.abs(angle(shares[1]) - angle(shares[0]));
  const critical = normal.upperQuantile(level / 2);
  const delta = h * Math.sqrt((a * b) / (a + b));
  return { h, power: normal.sf(critical - delta) + normal.sf(critical + delta) };
}
