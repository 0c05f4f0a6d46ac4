/** Unit-root tests of panels: Fisher's combinations of the units' p values, Im, Pesaran & Shin, Levin, Lin & Chu. */
import { power } from '../../../../src/base/number/power.ts';
import { dot, mean, sum } from '../../../../src/base/number/sum.ts';
import { chiSquared, normal, studentT } from '../../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { type Adf, adf, type Lags, residualsOn, type Undefined } from './adf.ts';
import { normalScore } from './mackinnon.ts';
import { ipsMoments, llcAdjustments } from './moments.ts';
import { phillipsPerron } from './phillips-perron.ts';
import { type Deterministic, deterministicColumns, type Series } from './series.ts';

export type UnitRootTest = 'llc' | 'ips' | 'fisher-adf' | 'fisher-pp';

export interface UnitRootOptions {
  readonly lags: Lags;
  readonly deterministic: Deterministic;
}

/** The tests of a model's variables, as a node's key has them. */
export interface UnitRootSpec extends UnitRootOptions {
  readonly tests: readonly UnitRootTest[];
  /** Names of the outcome and of terms. */
  readonly of: readonly string[];
  /** True where the means of periods are subtracted before the test. */
  readonly demean: boolean;
}

/** A statistic of one test. */
export interface UnitRootRow {
  readonly name: string;
  readonly statistic: Stat;
  readonly df?: number;
  readonly pValue: Stat;
  /** The mean of the units' t, where the statistic is made of it. */
  readonly tBar?: number;
}

/** A unit's own test. */
export interface UnitRootOfUnit {
  readonly t: number;
  /** Lags of its regression and rows in it, where it is an augmented Dickey–Fuller regression. */
  readonly lags?: number;
  readonly rows?: number;
  /** The p value by MacKinnon's surface, where the test is made of it. */
  readonly pValue?: number;
}

export interface UnitRootResult {
  readonly rows: readonly UnitRootRow[];
  /** In the order of the series; empty where one is not defined. */
  readonly units: readonly UnitRootOfUnit[];
}

type TestFunction = (series: readonly Series[], options: UnitRootOptions) => UnitRootResult;

const without = (names: readonly string[], invalid: string): UnitRootResult => ({
  rows: names.map((name) => ({ name, statistic: { invalid }, pValue: { invalid } })),
  units: [],
});

/** Returns the result of each unit, or the reason why one has none. */
function each<T extends object>(
  series: readonly Series[],
  make: (own: Series) => T | Undefined,
): readonly T[] | Undefined {
  const made: T[] = [];
  for (const own of series) {
    const one = make(own);
    if ('invalid' in one) return one as Undefined;
    made.push(one);
  }
  return made;
}

const ofRegression = ({ t, lags, level }: Adf): UnitRootOfUnit => ({ t, lags, rows: level.length });

const isUndefined = (found: object): found is Undefined => 'invalid' in found;

const ofFisher = (program: string): readonly string[] =>
  ['inverse χ² P', 'inverse normal Z', 'inverse logit L*', 'modified inverse χ² Pm'].map(
    (name) => `Fisher–${program} ${name}`,
  );

/**
 * Choi (2001, Journal of International Money and Finance 20:249) of the units' p, as `xtunitroot fisher`: P = −2 Σ ln p ~ χ²(2n); Z = Σ Φ⁻¹(p)/√n;
 * L* = k Σ ln(p/(1 − p)) ~ t(5n + 4), k² = 3(5n + 4)/(π² n(5n + 2)); Pm = (P − 2n)/√(4n). P and Pm reject where large, Z and L* where small.
 */
function fisher(program: string, units: readonly UnitRootOfUnit[], which: Deterministic): UnitRootResult {
  const scores = units.map(({ t }) => normalScore(t, which));
  const n = scores.length;
  const logs = scores.map((z) => Math.log(normal.sf(-z)));
  const p = -2 * sum(logs);
  const z = sum(scores) / Math.sqrt(n);
  const k = Math.sqrt((3 * (5 * n + 4)) / (Math.PI * Math.PI * n * (5 * n + 2)));
  const l = k * sum(logs.map((log, i) => log - Math.log(normal.sf(scores[i]!))));
  const pm = (p - 2 * n) / Math.sqrt(4 * n);
  const df = 5 * n + 4;
  const names = ofFisher(program);
  return {
    rows: [
      { name: names[0]!, statistic: p, df: 2 * n, pValue: chiSquared(2 * n).sf(p) },
      { name: names[1]!, statistic: z, pValue: normal.sf(-z) },
      { name: names[2]!, statistic: l, df, pValue: studentT(df).sf(-l) },
      { name: names[3]!, statistic: pm, pValue: normal.sf(pm) },
    ],
    units: units.map((unit, i) => ({ ...unit, pValue: normal.sf(-scores[i]!) })),
  };
}

const fisherAdf: TestFunction = (series, { deterministic, lags }) => {
  const found = each(series, (own) => adf(own, deterministic, lags));
  if (isUndefined(found)) return without(ofFisher('ADF'), found.invalid);
  return fisher('ADF', found.map(ofRegression), deterministic);
};

const fisherPp: TestFunction = (series, { deterministic, lags }) => {
  const found = each(series, (own) => phillipsPerron(own, deterministic, typeof lags === 'number' ? lags : undefined));
  if (isUndefined(found)) return without(ofFisher('PP'), found.invalid);
  return fisher('PP', found, deterministic);
};

/**
 * Im, Pesaran & Shin (2003): t̄ of the units' augmented Dickey–Fuller t, W = √n (t̄ − mean E)/√(mean Var) ~ N(0, 1) with the moments of units of as many
 * rows and lags, rejecting where small.
 */
const ips: TestFunction = (series, { deterministic, lags }) => {
  const names = ['IPS W-t-bar'];
  if (deterministic === 'none') return without(names, 'the test has an intercept at least');
  if (!series.every(({ isWhole }) => isWhole)) return without(names, 'a unit has gaps');
  const found = each(series, (own) => adf(own, deterministic, lags));
  if (isUndefined(found)) return without(names, found.invalid);
  const units = found.map(ofRegression);
  const tBar = mean(units.map(({ t }) => t));
  const ofStatistic = (statistic: Stat, pValue: Stat): UnitRootResult => ({
    rows: [{ name: names[0]!, statistic, pValue, tBar }],
    units,
  });
  const moments = found.map(({ level, lags: p }) => ipsMoments(deterministic, level.length, p));
  if (moments.includes(undefined)) {
    const none = { invalid: 'a unit has fewer periods than the table of moments' };
    return ofStatistic(none, none);
  }
  const expected = mean(moments.map((each) => each!.mean));
  const variance = mean(moments.map((each) => each!.variance));
  const statistic = (Math.sqrt(units.length) * (tBar - expected)) / Math.sqrt(variance);
  return ofStatistic(statistic, normal.sf(-statistic));
};

/** √ of the long-run variance of Δy, by Bartlett's kernel with ⌊3.21 T^(1/3)⌋ lags (Levin, Lin & Chu 2002, section 2). */
function longRun({ times, values }: Series, which: Deterministic): number {
  const periods = values.length;
  const n = periods - 1;
  const differences = values.slice(1).map((y, t) => y - values[t]!);
  const d = residualsOn(deterministicColumns(which, times.slice(1)), differences);
  const q = Math.min(Math.floor(3.21 * power(periods, 1 / 3) + 1e-12), n - 1);
  let total = dot(d, d) / n;
  for (let j = 1; j <= q; j++) total += 2 * (1 - j / (q + 1)) * (dot(d, d, j, 0, n - j) / n);
  return Math.sqrt(total);
}

/**
 * Levin, Lin & Chu (2002): Δy and y_{t−1} of every unit less what lags and deterministic terms say, divided by the unit's σ, pooled:
 * t* = (t_ρ − n T̃ S̄ se(ρ) μ* / σ̂²) / σ* ~ N(0, 1), T̃ = T − mean lags − 1, S̄ the mean of long-run over short-run deviations. Balanced panels. `xtunitroot llc`.
 */
const llc: TestFunction = (series, { deterministic, lags }) => {
  const names = ['LLC t*'];
  const periods = series[0]!.values.length;
  const starts = series[0]!.times[0]!;
  if (!series.every(({ values, times, isWhole }) => isWhole && values.length === periods && times[0] === starts))
    return without(names, 'the panel is not balanced');
  const found = each(series, (own) => adf(own, deterministic, lags));
  if (isUndefined(found)) return without(names, found.invalid);
  const n = found.length;
  const pooled = (of: (one: Adf) => Float64Array): Float64Array =>
    Float64Array.from(found.flatMap((one) => Array.from(of(one), (value) => value / one.sigma)));
  const [level, difference] = [pooled((one) => one.level), pooled((one) => one.difference)];
  const size = dot(level, level);
  const rho = dot(level, difference) / size;
  const left = difference.map((d, i) => d - rho * level[i]!);
  const rss = dot(left, left);
  const reach = n * (periods - mean(found.map((one) => one.lags)) - 1);
  const error = Math.sqrt(rss / (level.length - 1) / size);
  const ratio = mean(series.map((own, i) => longRun(own, deterministic) / found[i]!.sigma));
  const { mu, sigma } = llcAdjustments(deterministic, periods);
  const statistic = (rho / error - ((reach * ratio) / (rss / reach)) * error * mu) / sigma;
  return { rows: [{ name: names[0]!, statistic, pValue: normal.sf(-statistic) }], units: found.map(ofRegression) };
};

/** THE list of unit-root tests. */
const tests: Readonly<Record<UnitRootTest, TestFunction>> = {
  llc,
  ips,
  'fisher-adf': fisherAdf,
  'fisher-pp': fisherPp,
};

/** One test of the units' series; every row says why where it is not defined. O(N) for given lags. */
export const unitRoot = (test: UnitRootTest, series: readonly Series[], options: UnitRootOptions): UnitRootResult =>
  tests[test](series, options);
