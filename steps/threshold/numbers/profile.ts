/** Likelihood ratios of the thresholds of a panel model, which results hold and figures draw (Hansen 1999, J. Econometrics 93:345). */

/** LR(γ̂) exceeds this with probability 1 − level: −2 ln(1 − √level); 7.3523 at 95 %. */
export function criticalLr(level: number): number {
  return -2 * Math.log(1 - Math.sqrt(level));
}

/** The level of which `lr` is the critical value: (1 − e^(−lr/2))² (Hansen 1999, eq. 8). */
export function levelOfLr(lr: number): number {
  const root = -Math.expm1(-lr / 2);
  return root * root;
}

/** `xthreg`'s names: Th-22 is found given Th-1, Th-21 is Th-1 refined given Th-22, Th-3 given these two. */
export type SearchName = 'Th-1' | 'Th-22' | 'Th-21' | 'Th-3';

export interface ThresholdProfile {
  readonly name: SearchName;
  /** The number of the threshold, in order of discovery. */
  readonly order: number;
  readonly estimate: number;
  readonly rss: number;
  readonly gamma: readonly number[];
  /** Hansen's likelihood ratio at each candidate; null where it is not defined. */
  readonly lr: readonly number[] | null;
  /** The confidence set lies where `lr` is at most this. */
  readonly critical: number;
}
