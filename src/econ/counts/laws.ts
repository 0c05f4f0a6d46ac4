/** The two distributions of counts, as their rows have them: logarithms of probabilities and their derivatives, and those of a count of 0. */
import { logGamma } from '../distributions/special-functions.ts';

/** A value with its derivatives by the index η = ln μ and by ln α. */
export interface Sloped {
  readonly value: number;
  readonly byIndex: number;
  readonly byAlpha: number;
}

/** A distribution with its α. */
export interface CountLaw {
  /** ln P(y) of row i at the index; counts are those that the law was made for. */
  row(i: number, index: number): Sloped;
  /** ln P(0). */
  zero(index: number): Sloped;
}

/** Makes the law of counts at further parameters, which are ln α or none; null outside their range. */
export type LawOf = (further: readonly number[]) => CountLaw | null;

/** P(y) = exp(−μ)μ^y/y!. */
export function poissonLaw(y: Float64Array): LawOf {
  const logFactorials = y.map((value) => logGamma(value + 1));
  return () => ({
    row(i, index) {
      const [count, mu] = [y[i]!, Math.exp(index)];
      return { value: count * index - mu - logFactorials[i]!, byIndex: count - mu, byAlpha: 0 };
    },
    zero(index) {
      const mu = Math.exp(index);
      return { value: -mu, byIndex: -mu, byAlpha: 0 };
    },
  });
}

/**
 * The negative binomial with mean μ and variance μ + αμ²: Γ(y + m)/(Γ(m) y!) (m/(m + μ))^m (μ/(m + μ))^y with m = 1/α. Differences of Γ are sums
 * over 0 … y − 1, which lose no digits where m is large. O(max y) for each α. Source: Cameron & Trivedi (1998, section 3.3).
 */
export function negativeBinomialLaw(y: Float64Array): LawOf {
  const logFactorials = y.map((value) => logGamma(value + 1));
  const most = y.reduce((a, b) => Math.max(a, b), 0);
  return ([lnAlpha]) => {
    const m = Math.exp(-lnAlpha!);
    if (!(m > 0) || !Number.isFinite(m)) return null;
    const logs = new Float64Array(most + 1);
    const inverses = new Float64Array(most + 1);
    for (let j = 0; j < most; j++) {
      // ln(m + j) less ln m, so that what is common cancels exactly
      logs[j + 1] = logs[j]! + Math.log1p(j / m);
      inverses[j + 1] = inverses[j]! + 1 / (m + j);
    }
    const at = (count: number, logFactorial: number, index: number): Sloped => {
      const mu = Math.exp(index);
      const total = m + mu;
      const logShare = -Math.log1p(mu / m);
      return {
        value: logs[count]! - logFactorial + m * logShare + count * (index + logShare),
        byIndex: ((count - mu) * m) / total,
        byAlpha: -m * (inverses[count]! + logShare + (mu - count) / total),
      };
    };
    return { row: (i, index) => at(y[i]!, logFactorials[i]!, index), zero: (index) => at(0, 0, index) };
  };
}
