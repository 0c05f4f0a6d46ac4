/** Weights by their sign and by period, and how weights, estimates and first stages go together (Goldsmith-Pinkham, Sorkin & Swift 2020, Table 3). */
import { mean, sum, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import type { Stat } from '../../../src/econ/fit.ts';

export interface Weighed {
  readonly alpha: number;
  readonly beta: Stat;
}

export interface SignPart {
  readonly sum: number;
  /** Part of the sum of |α|. */
  readonly share: number;
  readonly mean: Stat;
  readonly n: number;
  /** The mean of the estimates by weight, Σ αβ/Σ α. */
  readonly estimate: Stat;
}

export function bySign(records: readonly Weighed[]): { readonly positive: SignPart; readonly negative: SignPart } {
  const size = sum(records.map(({ alpha }) => Math.abs(alpha)));
  const part = (own: readonly Weighed[]): SignPart => {
    const alphas = own.map(({ alpha }) => alpha);
    const none: Stat = { invalid: 'no weight has this sign' };
    const total = sum(alphas);
    return {
      sum: total,
      share: sum(alphas.map(Math.abs)) / size,
      mean: own.length === 0 ? none : mean(alphas),
      n: own.length,
      estimate: own.length === 0 ? none : sum(own.map(({ alpha, beta }) => alpha * (beta as number))) / total,
    };
  };
  return {
    positive: part(records.filter(({ alpha, beta }) => alpha > 0 && typeof beta === 'number')),
    negative: part(records.filter(({ alpha, beta }) => alpha < 0 && typeof beta === 'number')),
  };
}

const names = ['alpha', 'shock', 'beta', 'f', 'share'] as const;
type Name = (typeof names)[number];

/** Correlation of each two of weight, shock, estimate, F and share, over the records that have all of them; `n` counts these. */
export type Correlations = { readonly n: number } & Readonly<Record<Name, Readonly<Record<Name, Stat>>>>;

export function correlations(records: readonly Readonly<Record<Name, Stat>>[]): Correlations {
  const whole = records.filter((record) => names.every((name) => typeof record[name] === 'number'));
  const column = (name: Name): number[] => whole.map((record) => record[name] as number);
  const of = (a: Name) => Object.fromEntries(names.map((b) => [b, correlated(column(a), column(b))]));
  const all = Object.fromEntries(names.map((name) => [name, of(name)]));
  return { n: whole.length, ...(all as Record<Name, Record<Name, Stat>>) };
}

export function correlated(a: readonly number[], b: readonly number[]): Stat {
  if (a.length < 2) return { invalid: 'fewer than two values' };
  const [ca, cb] = [mean(a), mean(b)];
  const spread = Math.sqrt(sumSquaresAbout(a, ca) * sumSquaresAbout(b, cb));
  if (!(spread > 0)) return { invalid: 'no variation' };
  return sum(a.map((value, i) => (value - ca) * (b[i]! - cb))) / spread;
}
