/** Tests of whether groups have the same survival function: the log-rank test and its weighted forms. */

import { chiSquared } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { quadraticForm } from '../../../src/econ/linalg/matrix.ts';

/** Spells of n rows, with a time above that of entry each. */
export interface Spells {
  readonly times: Float64Array;
  /** 1 where the spell ends, 0 where it is censored. */
  readonly events: Float64Array;
  /** −∞ of a spell that is observed from the beginning. */
  readonly entries: Float64Array;
}

export const rankTests = ['log-rank', 'wilcoxon', 'tarone-ware', 'fleming-harrington'] as const;
export type RankTest = (typeof rankTests)[number];

export interface TestResult {
  readonly chi2: Stat;
  readonly df: Stat;
  readonly pValue: Stat;
}

export interface Compared {
  readonly tests: Readonly<Record<RankTest, TestResult>>;
  /** Endings that are expected of each group if all had the same hazard, by its code. */
  readonly expected: Float64Array;
}

/** The weight of a time with `n` spells at risk, of which S(t−) of all groups together survive. */
const weights: Readonly<Record<RankTest, (n: number, survival: number) => number>> = {
  'log-rank': () => 1,
  wilcoxon: (n) => n,
  'tarone-ware': (n) => Math.sqrt(n),
  'fleming-harrington': (_, survival) => survival,
};

/**
 * χ² of u'V⁻¹u for u = Σ w (d_j − d n_j/n) over the times at which spells end, with the hypergeometric variance: weights 1 (Mantel 1966, Cancer
 * Chemotherapy Reports 50:163), n (Breslow 1970, Biometrika 57:579), √n (Tarone & Ware 1977, Biometrika 64:156), and S(t−) (Harrington &
 * Fleming 1982, Biometrika 69:553, ρ = 1). Sums run within `strata` and over them. `groups` are codes from 0 to k − 1.
 * Groups in which no ending is expected take no part, and the degrees of freedom are those of the others. O(N log N + T k²) for T times.
 */
export function compareSurvival(spells: Spells, groups: Int32Array, k: number, strata: Int32Array): Compared {
  const expected = new Float64Array(k);
  const sums = rankTests.map(() => ({ u: new Float64Array(k), v: new Float64Array(k * k) }));
  for (const rows of membersOf(strata)) {
    let survival = 1;
    for (const { ended, atRisk } of riskSets(spells, groups, k, rows)) {
      const [d, n] = [total(ended), total(atRisk)];
      for (let j = 0; j < k; j++) expected[j]! += (d * atRisk[j]!) / n;
      const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
      rankTests.forEach((test, t) => {
        const w = weights[test](n, survival);
        const { u, v } = sums[t]!;
        for (let j = 0; j < k; j++) {
          const share = atRisk[j]! / n;
          u[j]! += w * (ended[j]! - d * share);
          for (let m = 0; m < k; m++)
            v[j * k + m]! += w * w * spread * ((j === m ? share : 0) - (share * atRisk[m]!) / n);
        }
      });
      survival *= (n - d) / n;
    }
  }
  const present = [...expected.keys()].filter((j) => expected[j]! > 0);
  const tests = Object.fromEntries(rankTests.map((test, t) => [test, testOf(sums[t]!, k, present)]));
  return { tests: tests as Compared['tests'], expected };
}

function testOf({ u, v }: { u: Float64Array; v: Float64Array }, k: number, present: readonly number[]): TestResult {
  const free = present.slice(1);
  const none = (invalid: string): TestResult => ({ chi2: { invalid }, df: { invalid }, pValue: { invalid } });
  if (free.length === 0) return none('no two groups are at risk where a spell ends');
  const inner = Float64Array.from(free.flatMap((j) => free.map((m) => v[j * k + m]!)));
  const chi2 = quadraticForm(
    inner,
    Float64Array.from(free, (j) => u[j]!),
  );
  if (chi2 === null) return none('the variance of the test is singular');
  return { chi2, df: free.length, pValue: chiSquared(free.length).sf(chi2) };
}

interface RiskSet {
  readonly ended: Float64Array;
  readonly atRisk: Float64Array;
}

/** Endings and spells at risk by group, at each time at which a spell of `rows` ends; both arrays are used again. */
function* riskSets(
  { times, events, entries }: Spells,
  groups: Int32Array,
  k: number,
  rows: readonly number[],
): Generator<RiskSet> {
  const byTime = [...rows].sort((a, b) => times[a]! - times[b]!);
  const byEntry = [...rows].sort((a, b) => compare(entries[a]!, entries[b]!));
  const [atRisk, ended] = [new Float64Array(k), new Float64Array(k)];
  let begun = 0;
  for (let first = 0; first < byTime.length; ) {
    const time = times[byTime[first]!]!;
    for (; begun < byEntry.length && entries[byEntry[begun]!]! < time; begun++) atRisk[groups[byEntry[begun]!]!]!++;
    ended.fill(0);
    let next = first;
    for (; next < byTime.length && times[byTime[next]!] === time; next++)
      ended[groups[byTime[next]!]!]! += events[byTime[next]!]!;
    if (total(ended) > 0) yield { ended, atRisk };
    for (; first < next; first++) atRisk[groups[byTime[first]!]!]!--;
  }
}

/** The order of numbers of which some are −∞, whose difference is none. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function membersOf(codes: Int32Array): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  codes.forEach((code, i) => {
    const own = members.get(code) ?? [];
    own.push(i);
    members.set(code, own);
  });
  return [...members.values()];
}
