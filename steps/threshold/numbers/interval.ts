/** Confidence intervals for a threshold by inverting the likelihood ratio (Hansen 1999, section 5). */
import type { Stat } from '../../../src/econ/fit.ts';
import { criticalLr } from './profile.ts';

export interface Profile {
  /** Candidates, ascending. */
  readonly gamma: readonly number[];
  /** Position of the estimate. */
  readonly at: number;
  /** RSS less that of the estimate, and that of the estimate. */
  readonly excess: readonly number[];
  readonly rss: number;
}

/** (S(γ) − S(γ̂)) / (S(γ̂)/d); undefined where the fit is perfect. */
export function likelihoodRatios({ excess, rss }: Profile, d: number): readonly number[] | null {
  return rss > 0 && d > 0 ? excess.map((value) => (value / rss) * d) : null;
}

const perfect: Stat = { invalid: 'the likelihood ratio is not defined: the fit is perfect' };

/** Least and largest candidate that the likelihood ratio does not reject; d = n(T−1). O(grid). */
export function hansenInterval(profile: Profile, d: number, level: number): readonly [Stat, Stat] {
  const lr = likelihoodRatios(profile, d);
  if (lr === null) return [perfect, perfect];
  const inside = profile.gamma.filter((_, i) => lr[i]! <= criticalLr(level));
  return [inside[0]!, inside.at(-1)!];
}

/**
 * Returns the interval that `xthreg` prints; d = nT − T − number of regressors. Its upper bound is the right neighbour of the estimate. Its
 * lower bound is the left neighbour where the likelihood ratio rejects it. Otherwise it is halfway from it to the nearest rejected
 * candidate on the left, where there is one (read off its output; Hansen 1999, J. Econometrics 93:345, section 4.2). It is undefined where
 * the estimate is the first or last candidate. O(grid).
 */
export function xthregInterval(profile: Profile, d: number, level: number): readonly [Stat, Stat] {
  const { gamma, at } = profile;
  const lr = likelihoodRatios(profile, d);
  if (lr === null) return [perfect, perfect];
  if (at === 0 || at === gamma.length - 1) {
    const end: Stat = { invalid: 'the estimate is at an end of the grid' };
    return [end, end];
  }
  const left = gamma[at - 1]!;
  let rejected = at - 1;
  while (rejected >= 0 && lr[rejected]! <= criticalLr(level)) rejected--;
  return [rejected < 0 ? left : (gamma[rejected]! + left) / 2, gamma[at + 1]!];
}

/**
 * Says whether output of `xthreg` was never compared with `xthregInterval` for such likelihood ratios. It was where both neighbours of the estimate
 * lie in Hansen's set, and where both lie outside of it with nothing of the set behind them. O(grid).
 */
export function isUnseenByXthreg(profile: Profile, d: number, level: number): boolean {
  const { at } = profile;
  const kept = likelihoodRatios(profile, d)?.map((lr) => lr <= criticalLr(level)) ?? [];
  if (at === 0 || at >= kept.length - 1) return false;
  if (kept[at - 1] !== kept[at + 1]) return true;
  return !kept[at - 1] && kept.filter(Boolean).length > 1;
}
