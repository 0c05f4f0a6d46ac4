/** Code of R and Python for synthetic controls: `d` are the data, `p` their paths by unit, and `m` is what is found. */
import type { ImputedMethod } from '../numbers/spec.ts';
import { factorsInPython } from './factors-in-python.ts';
import { factorsInR } from './factors-in-r.ts';
import { syntheticInPython } from './in-python.ts';
import { syntheticInR } from './in-r.ts';

export interface Code {
  readonly functions: string;
  set(name: string, value: string): string;
  /** 1 in rows that are chosen, from a period on. */
  since(chosen: string, time: string, start: number): string;
  paths(args: string): string;
  windowMean(values: string, window: readonly number[]): string;
  option(name: 'predictors' | 'v' | 'lambda', value: string): string;
  /** Columns beside each other. */
  beside(columns: readonly string[]): string;
  list(values: readonly number[]): string;
  control(first: number, last: number, options: string): string;
  withoutCovariates(names: string): string;
  difference(method: string): string;
  readonly effect: string;
  readonly before: string;
  readonly after: string;
  readonly share: string;
  gap(period: number): string;
  weight(chosen: string): string;
  slope(name: string): string;
  /** `k` counts cohorts from 0. */
  cohort(k: number): string;
  unitWeight(chosen: string, k: number): string;
  periodWeight(period: number, k: number): string;
  readonly jackknife: string;
  /** The line that finds `e`, its error, and its share. */
  readonly placebo: readonly [line: string, error: string, share: string];
  /** A list of texts that stand between quotes. */
  strings(texts: readonly string[]): string;
  /** `amount`: a number of factors, or a penalty. */
  imputed(covariates: string, method: ImputedMethod, amount: number): string;
  gapOfCohort(period: number, k: number): string;
  /** `k` counts covariates from 0. */
  slopeOf(k: number): string;
  member(name: 'rss' | 'sigma2'): string;
  leftOutError(count: number): string;
  readonly jackknifeOfFactors: string;
  /** An element of `e`, counted from 0. */
  errorOf(k: number): string;
}

/** The function of each method, which has one name in both languages. */
const imputing: Readonly<Record<ImputedMethod, string>> = {
  gsc: 'generalised_control',
  ife: 'completed_by_factors',
  mc: 'completed_by_penalty',
};

export const codes: Readonly<Record<'r' | 'python', Code>> = {
  r: {
    functions: syntheticInR + factorsInR,
    set: (name, value) => `${name} <- ${value}`,
    since: (chosen, time, start) => `as.numeric(with(d, ${chosen}) & ${time} >= ${start})`,
    paths: (args) => `unit_paths(d, ${args})`,
    windowMean: (values, window) => `window_mean(p, ${[values, ...window].join(', ')})`,
    option: (name, value) => `, ${name} = ${value}`,
    beside: (columns) => `cbind(${columns.join(', ')})`,
    list: (values) => `c(${values.join(', ')})`,
    control: (first, last, options) => `synthetic_control(p, ${first}, ${last}${options})`,
    withoutCovariates: (names) => `without_covariates(p, d, ${names})`,
    difference: (method) => `synthetic_difference(p, ${method})`,
    effect: 'm$effect',
    before: 'm$before',
    after: 'm$after',
    share: 'rank_share(m)',
    gap: (period) => `gap_at(m, ${period})`,
    weight: (chosen) => `weight_of(m, with(d, ${chosen}))`,
    slope: (name) => `p$slopes[[${name}]]`,
    cohort: (k) => `m$effects[${k + 1}]`,
    unitWeight: (chosen, k) => `unit_weight(m, with(d, ${chosen}), ${k + 1})`,
    periodWeight: (period, k) => `period_weight(m, ${period}, ${k + 1})`,
    jackknife: 'jackknife_error(m)',
    placebo: ['placebo_error(m)', 'e[1]', 'e[2]'],
    strings: (texts) => `c(${texts.join(', ')})`,
    imputed: (covariates, method, amount) => `imputed_by_factors(p, d, ${covariates}, ${imputing[method]}, ${amount})`,
    gapOfCohort: (period, k) => `gap_of_cohort(m, ${period}, ${k + 1})`,
    slopeOf: (k) => `m$slopes[[${k + 1}]]`,
    member: (name) => `m$${name}`,
    leftOutError: (count) => `left_out_error(m, ${count})`,
    jackknifeOfFactors: 'jackknife_of_factors(m)',
    errorOf: (k) => `e[${k + 1}]`,
  },
  python: {
    functions: syntheticInPython + factorsInPython,
    set: (name, value) => `${name} = ${value}`,
    since: (chosen, time, start) => `((${chosen}) & (${time} >= ${start})).astype(float)`,
    paths: (args) => `UnitPaths(d, ${args})`,
    windowMean: (values, window) => `window_mean(p, ${[values, ...window].join(', ')})`,
    option: (name, value) => `, ${name === 'lambda' ? 'lam' : name}=${value}`,
    beside: (columns) => `[${columns.join(', ')}]`,
    list: (values) => `[${values.join(', ')}]`,
    control: (first, last, options) => `SyntheticControl(p, ${first}, ${last}${options})`,
    withoutCovariates: (names) => `without_covariates(p, d, ${names})`,
    difference: (method) => `SyntheticDifference(p, ${method})`,
    effect: 'm.effect',
    before: 'm.before',
    after: 'm.after',
    share: 'm.rank_share()',
    gap: (period) => `m.gap(${period})`,
    weight: (chosen) => `m.weight(${chosen})`,
    slope: (name) => `p.slopes[${name}]`,
    cohort: (k) => `m.effects[${k}]`,
    unitWeight: (chosen, k) => `m.unit_weight(${chosen}, ${k})`,
    periodWeight: (period, k) => `m.period_weight(${period}, ${k})`,
    jackknife: 'm.jackknife_error()',
    placebo: ['m.placebo_error()', 'e[0]', 'e[1]'],
    strings: (texts) => `[${texts.join(', ')}]`,
    imputed: (covariates, method, amount) => `ImputedByFactors(p, d, ${covariates}, ${imputing[method]}, ${amount})`,
    gapOfCohort: (period, k) => `m.gap(${period}, ${k})`,
    slopeOf: (k) => `m.slopes[${k}]`,
    member: (name) => `m.${name}`,
    leftOutError: (count) => `m.left_out_error(${count})`,
    jackknifeOfFactors: 'm.jackknife()',
    errorOf: (k) => `e[${k}]`,
  },
};
