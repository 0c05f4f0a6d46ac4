/** Stochastic frontiers: from the sample to the record of a fit. */
import { dot, mean, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { chiSquared } from '../distributions/distributions.ts';
import { LOG_ROOT_TWO_PI } from '../distributions/special-functions.ts';
import type { FitModel, Sample } from '../estimator.ts';
import type { Dropped, Fit, TestResult, Warning } from '../fit.ts';
import { maximumBySlopes, type SlopedMaximum } from '../likelihood/by-slopes.ts';
import { byObservedInformation, likelihoodCovariance } from '../likelihood/covariance.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { compact, eachRow, isNested } from '../panel/effects.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { type Frontier, type FrontierPoint, frontierSlopes, inefficiencies } from './likelihood.ts';

/**
 * Estimates y = x'b + v − u, v normal, u ≥ 0 half-normal, exponential or of a normal that is truncated at zero, by maximum likelihood in (b, δ, ln σ_u, ln σ_v, η). In a panel
 * u_it = exp(−η(t − T)) u_i, T the last period of all (Battese & Coelli 1992), or the mean is z'δ in every row (1995). z throughout. That there is no inefficiency is tested by
 * the likelihood ratio against least squares, whose distribution is half χ²(q − 1) and half χ²(q) (Kodde & Palm 1986, Econometrica 54:1243). Residuals that are skewed the other
 * way have their maximum at σ_u = 0 (Waldman 1982, J. Econometrics 18:275), which is said. Source: Aigner, Lovell & Schmidt (1977, J. Econometrics 6:21). O(NK²) a step.
 */
export const fit: FitModel = (sample) => {
  const { design, spec } = sample;
  const solved = solvedFrontier(sample);
  const { maximum, names, terms, dropped, frontier, point, llOls } = solved;
  const { units } = frontier;
  const clusters = sample.clusters.map(compact);
  const cut = sample.clusters.find((_, k) => units.levels < design.nobs && !isNested(units, clusters[k]!));
  if (cut !== undefined)
    throw new Refusal(
      'units-cut',
      `rows of one unit have several levels of \`${cut.name}\`, and share their inefficiency`,
      {
        param: 'vcov',
        hint: 'cluster on the unit, or on what holds whole units',
      },
    );
  const covariance = byObservedInformation(likelihoodCovariance(maximum, spec.vcov, clusters, design));
  const none = point === null;
  const found = none ? null : inefficiencies(frontier, point);
  const restrictions = names.length - terms.length - 2;
  const lr = none ? 0 : Math.max(0, 2 * (maximum.ll - llOls));
  const test: TestResult = {
    name: 'no-inefficiency',
    statistic: lr,
    pValue: mixedTail(lr, restrictions),
    df: [restrictions],
  };
  const record = likelihoodRecord({
    estimator: 'sfa',
    design,
    names,
    constants: 1,
    slopes: terms.length,
    values: maximum.values,
    covariance,
    df: null,
    ll: maximum.ll,
    ll0: { invalid: 'it is not computed' },
    ratio: false,
    dropped,
    warnings: none ? [wrongSkewness(spec.estimator!.cost)] : uncertainMean(names, covariance.matrix, maximum),
    tests: [test],
    stats: {
      ...varianceStats(names, maximum.values, covariance.matrix),
      meanEfficiency: found === null ? 1 : mean(found.efficiency),
      minEfficiency: found === null ? 1 : found.efficiency.reduce((a, b) => Math.min(a, b)),
      maxEfficiency: found === null ? 1 : found.efficiency.reduce((a, b) => Math.max(a, b)),
      llOls,
      lrInefficiency: lr,
      lrInefficiencyP: test.pValue,
    },
  });
  const { ll0: _, pseudoR2: __, ...stats } = record.stats;
  const ngroups = units.levels < design.nobs ? units.levels : null;
  return Object.freeze({ ...record, ngroups, stats });
};

const wrongSkewness = (cost: unknown): Warning => ({
  code: 'wrong-skewness',
  message:
    'residuals of least squares are skewed the other way, so that the likelihood is largest without inefficiency',
  hint: cost === true ? 'is it a frontier of production, without `cost`?' : 'is it a frontier of `cost`?',
});

/** ½P(χ²(q − 1) > x) + ½P(χ²(q) > x). */
function mixedTail(x: number, q: number): number {
  if (x <= 0 || q < 1) return 1;
  return 0.5 * chiSquared(q).sf(x) + (q > 1 ? 0.5 * chiSquared(q - 1).sf(x) : 0);
}

interface SolvedFrontier {
  readonly frontier: Frontier;
  /** Null where there is no inefficiency at the maximum. */
  readonly point: FrontierPoint | null;
  readonly maximum: SlopedMaximum;
  readonly names: readonly string[];
  readonly terms: readonly { readonly name: string }[];
  readonly dropped: readonly Dropped[];
  readonly llOls: number;
}

/** The maximum, from least squares on. */
export function solvedFrontier(sample: Sample): SolvedFrontier {
  const { design, spec } = sample;
  const { distribution, cost, course } = spec.estimator!;
  const { terms, columns, dropped, fit: ols } = regress(design, [], true);
  requireOwnNames(terms);
  const n = design.nobs;
  const y = design.outcome.values;
  const sign = cost === true ? -1 : 1;
  const frontier: Frontier = {
    y,
    sign,
    distribution: distribution === 'exponential' ? 'exponential' : 'normal',
    units: course === undefined ? eachRow(n) : compact(sample.levels('unit')[0]!),
    until: course === 'decay' ? periodsUntilLast(sample) : null,
  };
  const m2 = dot(ols.residuals, ols.residuals) / n;
  if (!(m2 > 1e-20 * (dot(y, y) / n)))
    throw new Refusal('perfect-fit', 'least squares leave nothing over, and a frontier has no errors to part', {
      param: 'terms',
    });
  const llOls = -n * (LOG_ROOT_TWO_PI + 0.5 * Math.log(m2) + 0.5);
  const names = ['_cons', ...terms.map(({ name }) => name)];
  const lists = meanOf(sample);
  const skewness = (sign * sum(ols.residuals.map((e) => e * e * e))) / n;
  const fitted = y.map((value, i) => value - ols.residuals[i]!);
  const isSimple = lists === null && course === undefined;
  if (isSimple && skewness >= 0) {
    const maximum = withoutInefficiency(columns, y, fitted, m2);
    return {
      frontier,
      point: null,
      maximum,
      names: [...names, '/lnsigma_v'],
      terms,
      dropped,
      llOls,
    };
  }
  const [su, sv, rise] = startOf(skewness, m2, frontier.distribution);
  const index = fitted.map((value) => value + sign * rise);
  const isMeanAlone = lists !== null && spec.estimator!.terms?.mean === undefined;
  const means = lists === null ? [] : [new Float64Array(n)];
  const span =
    frontier.until === null
      ? 1
      : Math.max(
          1,
          frontier.until.reduce((a, b) => Math.max(a, b), 0),
        );
  const maximum = maximumBySlopes({
    lists: [columns, ...(lists === null ? [] : [lists.columns])],
    start: {
      indices: [index, ...means],
      further: [Math.log(su), Math.log(sv), ...(frontier.until === null ? [] : [0])],
    },
    at: ([at, mean], further) => frontierSlopes(frontier, { index: at!, mean: mean ?? null, further }),
    ...(isMeanAlone ? { hint: nearExponential } : {}),
    sizes: ([lnU, lnV]) => {
      const [u, v] = [Math.exp(lnU!), Math.exp(lnV!)];
      return [v, ...means.map(() => u), 1, 1, 1 / span];
    },
  });
  const point = { index: maximum.indices[0]!, mean: maximum.indices[1] ?? null, further: maximum.further };
  const further = ['/lnsigma_u', '/lnsigma_v', ...(frontier.until === null ? [] : ['/eta'])];
  return {
    frontier,
    point,
    maximum,
    names: [...names, ...(lists?.names ?? []), ...further],
    terms,
    dropped: [...dropped, ...(lists?.dropped ?? [])],
    llOls,
  };
}

const nearExponential =
  'a truncated normal far below zero comes near the exponential: `distribution: exponential` or `half-normal` asks for less';

/** The columns of the mean of inefficiency, a constant first; null where it is zero. */
function meanOf(sample: Sample) {
  const { estimator } = sample.spec;
  const written = estimator?.terms?.mean;
  if (written === undefined && estimator?.distribution !== 'truncated-normal') return null;
  const { nobs, outcome } = sample.design;
  const terms = sample.columns(written ?? [], { constant: true });
  const found = regress({ nobs, outcome, terms, constant: true, absorb: [] }, [], true);
  return {
    columns: found.columns,
    names: ['u:_cons', ...found.terms.map(({ name }) => `u:${name}`)],
    dropped: found.dropped.map((each) => ({ ...each, term: `u:${each.term}` })),
  };
}

/** Periods of each row up to the last of all. */
function periodsUntilLast(sample: Sample): Float64Array {
  const [time, ...others] = sample.columns(sample.spec.estimator!.terms!.time!, 'every');
  if (time === undefined || others.length > 0)
    throw new Refusal('text-column', 'the time of the panel is no number, and decay counts periods', {
      param: 'estimator',
      hint: 'declare a numeric `time`',
    });
  const last = time.values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return time.values.map((value) => last - value);
}

/** σ_u, σ_v and the mean of u by the second and third moments of residuals (Olson, Schmidt & Waldman 1980), or where these say nothing, of equal shares. */
function startOf(
  skewness: number,
  m2: number,
  distribution: Frontier['distribution'],
): readonly [number, number, number] {
  const isExponential = distribution === 'exponential';
  const root = Math.sqrt(2 / Math.PI);
  const third = isExponential ? 2 : root * (4 / Math.PI - 1);
  const [share, rise] = isExponential ? [1, 1] : [1 - 2 / Math.PI, root];
  const told = skewness < 0 ? Math.exp(Math.log(-skewness / third) / 3) : 0;
  const most = Math.sqrt((0.9 * m2) / share);
  const su = told > 0 ? Math.min(told, most) : Math.sqrt(m2 / 2);
  const sv = Math.sqrt(Math.max(0.1 * m2, m2 - share * su * su));
  return [su, sv, rise * su];
}

/** Least squares as the maximum of a normal likelihood in (b, ln σ_v). */
function withoutInefficiency(
  columns: readonly Float64Array[],
  y: Float64Array,
  fitted: Float64Array,
  m2: number,
): SlopedMaximum {
  return maximumBySlopes({
    lists: [columns],
    start: { indices: [fitted], further: [0.5 * Math.log(m2)] },
    at: ([index], [lnV]) => {
      const vv = Math.exp(2 * lnV!);
      if (!(vv > 0) || !Number.isFinite(vv)) return null;
      const e = y.map((value, i) => value - index![i]!);
      const slope = e.map((value) => (value * value) / vv - 1);
      return {
        ll: -y.length * (LOG_ROOT_TWO_PI + lnV!) - dot(e, e) / (2 * vv),
        indices: [e.map((value) => value / vv)],
        further: [slope],
      };
    },
    sizes: ([lnV]) => [Math.exp(lnV!), 1],
  });
}

/** σ², γ = σ_u²/σ² and both deviations, with errors by the delta method. */
function varianceStats(names: readonly string[], values: Float64Array, covariance: Float64Array): Fit['stats'] {
  const size = names.length;
  const [at, bt] = [names.indexOf('/lnsigma_u'), names.indexOf('/lnsigma_v')];
  const [su, sv] = [at < 0 ? 0 : Math.exp(values[at]!), Math.exp(values[bt]!)];
  const [uu, vv] = [su * su, sv * sv];
  const gamma = uu / (uu + vv);
  const errorOf = (byU: number, byV: number): number => {
    const entry = (i: number, j: number): number => (i < 0 || j < 0 ? 0 : covariance[i * size + j]!);
    const variance = byU * byU * entry(at, at) + 2 * byU * byV * entry(at, bt) + byV * byV * entry(bt, bt);
    return Math.sqrt(Math.max(0, variance));
  };
  const turn = 2 * gamma * (1 - gamma);
  return {
    sigmaU: su,
    sigmaV: sv,
    sigma2: uu + vv,
    sigma2Se: errorOf(2 * uu, 2 * vv),
    gamma,
    gammaSe: at < 0 ? { invalid: 'there is no inefficiency at the maximum' } : errorOf(turn, -turn),
  };
}

/** A constant mean of inefficiency is often hardly told from its deviation. */
function uncertainMean(names: readonly string[], covariance: Float64Array, { values }: SlopedMaximum): Warning[] {
  const [at, u] = [names.indexOf('u:_cons'), names.indexOf('/lnsigma_u')];
  const isAlone = at >= 0 && !names.some((name, k) => k !== at && name.startsWith('u:'));
  if (!isAlone || Math.sqrt(covariance[at * names.length + at]!) < 10 * Math.exp(values[u]!)) return [];
  const message =
    'the data hardly tell the mean of inefficiency from its deviation: its error is more than ten of these';
  return [{ code: 'uncertain-mean', message, hint: 'a half-normal distribution asks for less' }];
}
