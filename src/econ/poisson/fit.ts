/** Poisson regression: from the sample to the record of a fit. */
import { sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { termsInShort } from '../../base/text/term-names.ts';
import { aside } from '../../base/value.ts';
import { type NamedColumn, observations } from '../design.ts';
import { chiSquared, normal } from '../distributions/distributions.ts';
import { logGamma } from '../distributions/special-functions.ts';
import type { FitModel } from '../estimator.ts';
import type { Estimate, Fit, Stat, TestResult, Warning } from '../fit.ts';
import { offsetOf } from '../likelihood/offset-values.ts';
import { separation } from '../likelihood/separation.ts';
import { quadraticForm, toRows, trailing } from '../linalg/matrix.ts';
import { weightedMean } from '../linalg/weighted.ts';
import { compact } from '../panel/effects.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { informationCriteria } from '../regression/information-criteria.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { saysFewClusters } from '../vcov/few-clusters.ts';
import { estimateRow } from '../vcov/inference.ts';
import { mendedWarning, notDefinite } from '../vcov/mended.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { onlyRounding } from '../vcov/zero-variance.ts';
import { fitAbsorbed } from './absorbed.ts';
import { type PoissonCovariance, poissonCovariance } from './covariance.ts';
import { maximum, type PoissonMaximum } from './irls.ts';
import { withPoissonMargins } from './margins.ts';

/**
 * Estimates ln E(y|x) = x'b + offset by maximum likelihood on N rows and K columns, for any y that is not negative: it asks for no more than
 * that this mean is right (Gourieroux, Monfort & Trognon 1984, Econometrica 52:701). z throughout. The constant, last, is `_cons`.
 * Collinear terms are dropped, later ones first, and reported. Refuses a negative outcome, an exposure that is not positive, and a
 * likelihood without a maximum. Weights weigh the log likelihood as they are. O(NK²) a step, of which there are about six. Source: Stata [R] poisson.
 */
export const fit: FitModel = (sample) => {
  const { spec, design, clusters } = sample;
  const y = design.outcome.values;
  requireCounts(design.outcome);
  const offset = offsetOf(sample);
  if (design.absorb.length > 0 || spec.estimator?.separation === 'drop') return fitAbsorbed(sample, offset);
  const { weights, ...unweighted } = design;
  // The same terms are spanned by others under any weights.
  const { terms, columns: kept, constants, dropped } = regress(unweighted, [], design.constant);
  requireOwnNames(terms);
  const names = [...(constants === 1 ? ['_cons'] : []), ...terms.map(({ name }) => name)];
  requireMaximum(kept, y, names, design.outcome.name);
  const w = weights?.raw ?? null;
  const at = maximum(kept, y, offset, w);
  const groups = clusters.map(compact);
  const cov = poissonCovariance(at, spec.vcov, groups, design);
  const order = constantLast(kept.length, constants);
  const found = likelihoods(at, y, offset, constants, w);
  const test = overall(at, cov, found, constants);
  const mended =
    cov.mended === null
      ? []
      : [
          mendedWarning(
            cov.info.text,
            cov.mended,
            names.map((name, j) => (j < constants ? null : name)),
          ),
        ];
  const warnings = [...notCounts(design.outcome, spec.vcov.is === 'iid'), ...fewClusters(cov, test), ...mended];
  const record: Fit = {
    estimator: 'poisson',
    outcome: design.outcome.name,
    terms: order.map((j) => rowOf(names[j]!, j, at, cov)),
    vcov: toRows(reordered(cov.matrix, order), order.length),
    vcovInfo: cov.info,
    nobs: observations(design),
    ngroups: null,
    nclusters: cov.groupDf === null ? null : cov.groupDf + 1,
    dfResid: null,
    inference: 'z',
    absorbed: [],
    stats: {
      ...informationCriteria(found.ll, kept.length, observations(design)),
      chi2: test.statistic,
      chi2Df: test.df,
      chi2P: test.pValue,
      deviance: deviance(at, y, w),
      kCounted: kept.length,
      ll: found.ll,
      ll0: found.ll0,
      n: observations(design),
      pseudoR2: found.pseudoR2,
      ymean: weightedMean(y, weights),
    },
    tests: [testResult(test)],
    dropped,
    rowsLost: [],
    warnings,
  };
  const solution = {
    rows: null,
    equation: design.terms,
    terms,
    effects: [],
    constants,
    at,
    covariance: cov,
    weights: w,
  };
  return withPoissonMargins(requireFinite(Object.freeze(record)), sample, solution);
};

function requireCounts({ name, values }: NamedColumn): void {
  let least = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < least) least = values[i]!;
    if (values[i]! > most) most = values[i]!;
  }
  if (least < 0) {
    const negative = values.filter((value) => value < 0);
    const rows = negative.length === 1 ? '1 row' : `${negative.length} rows`;
    const message = `expected an outcome of 0 or more, got \`${name}\` below 0 in ${rows}${aside(name, `, the least ${least}`)}`;
    const hint = 'a Poisson mean is positive: was the outcome logged, differenced or standardised?';
    throw new Refusal('negative-outcome', message, { param: 'outcome', hint });
  }
  if (most > 0) return;
  const message = `\`${name}\` is 0 in all ${values.length} rows used, and no Poisson mean is`;
  throw new Refusal('zero-outcome', message, { param: 'outcome' });
}

function requireMaximum(
  columns: readonly Float64Array[],
  y: Float64Array,
  names: readonly string[],
  outcome: string,
): void {
  const found = separation(columns, y);
  if (found === null) return;
  const all = found.columns.map((j) => names[j]!).filter((name) => name !== '_cons');
  const what = all.length > 1 ? `a combination of ${termsInShort(all)}` : `\`${all[0]}\``;
  const rows = found.rows.length === 1 ? '1 row' : `${found.rows.length} rows`;
  const message = `the likelihood has no maximum: ${what} tells ${rows} with \`${outcome}\` = 0 from all that have more (separation)`;
  const hint = `leave ${all.length > 1 ? 'one of them' : 'it'} out, or those rows with \`exclude\`, as \`ppmlhdfe\` does`;
  throw new Refusal('separation', message, { param: 'terms', hint });
}

/** Positions of the columns as they are reported. */
const constantLast = (k: number, constants: 0 | 1): readonly number[] =>
  Array.from({ length: k }, (_, j) => (j + constants) % k);

function reordered(matrix: Float64Array, order: readonly number[]): Float64Array {
  const k = order.length;
  const out = new Float64Array(k * k);
  for (const [a, i] of order.entries()) for (const [b, j] of order.entries()) out[a * k + b] = matrix[i * k + j]!;
  return out;
}

const critical = normal.upperQuantile(0.025);

function rowOf(
  name: string,
  j: number,
  { coefficients }: PoissonMaximum,
  { matrix, cancelled }: PoissonCovariance,
): Estimate {
  const variance = cancelled[j] ? null : matrix[j * coefficients.length + j]!;
  return estimateRow(name, coefficients[j]!, variance, onlyRounding, normal, critical);
}

interface Likelihoods {
  readonly ll: number;
  readonly ll0: Stat;
  readonly pseudoR2: Stat;
  /** The likelihood-ratio statistic 2 (ll − ll0). */
  readonly ratio: Stat;
}

/** The log likelihood, that of the model of a constant alone on the same rows and exposure, and McFadden's 1 − ll/ll0. */
function likelihoods(
  at: PoissonMaximum,
  y: Float64Array,
  offset: Float64Array | null,
  constants: 0 | 1,
  w: Float64Array | null,
): Likelihoods {
  const total = (part: (i: number) => number): number => sum(y.map((_, i) => (w?.[i] ?? 1) * part(i)));
  const factorials = total((i) => logGamma(y[i]! + 1));
  const ll = at.kernel - factorials;
  if (constants === 0) {
    const none: Stat = { invalid: 'the model has no constant, and does not hold the one of a constant alone' };
    return { ll, ll0: none, pseudoR2: none, ratio: none };
  }
  if (at.coefficients.length === constants) return { ll, ll0: ll, pseudoR2: 0, ratio: 0 };
  const events = total((i) => y[i]!);
  const exposure = total((i) => (offset === null ? 1 : Math.exp(offset[i]!)));
  const level = Math.log(events / exposure);
  const kernel = total((i) => y[i]! * (level + (offset?.[i] ?? 0))) - events;
  const ll0 = kernel - factorials;
  const pseudoR2 = ll0 === 0 ? { invalid: 'the likelihood of a constant alone is 1' } : 1 - ll / ll0;
  return { ll, ll0, pseudoR2, ratio: Math.max(0, 2 * (at.kernel - kernel)) };
}

/** The deviance 2 Σ w [y ln(y/μ) − (y − μ)]. */
function deviance({ means }: PoissonMaximum, y: Float64Array, w: Float64Array | null): number {
  const part = (value: number, i: number): number =>
    (value > 0 ? value * Math.log(value / means[i]!) : 0) - (value - means[i]!);
  return 2 * sum(y.map((value, i) => (w?.[i] ?? 1) * part(value, i)));
}

interface Overall {
  readonly name: 'likelihood-ratio' | 'wald';
  readonly statistic: Stat;
  readonly df: number;
  readonly pValue: Stat;
}

/** Tests that all slopes are zero: by the likelihood ratio where errors are homoskedastic, as in Stata's header, else by Wald. */
function overall(at: PoissonMaximum, cov: PoissonCovariance, { ratio }: Likelihoods, constants: 0 | 1): Overall {
  const k = at.coefficients.length;
  const df = k - constants;
  const byRatio = cov.info.type === 'iid' && constants === 1;
  const name = byRatio ? 'likelihood-ratio' : 'wald';
  const statistic = df === 0 ? { invalid: 'no regressors' } : byRatio ? ratio : wald(at, cov, constants);
  const pValue = typeof statistic === 'number' ? chiSquared(df).sf(statistic) : statistic;
  return { name, statistic, df, pValue };
}

function wald(
  { coefficients }: PoissonMaximum,
  { matrix, groupDf, cancelled, mended }: PoissonCovariance,
  from: 0 | 1,
): Stat {
  const k = coefficients.length;
  const q = k - from;
  if (groupDf !== null && groupDf < q)
    return { invalid: `chi2(.): ${groupDf + 1} clusters cannot test ${q} restrictions` };
  const tested = coefficients.slice(from);
  if (mended !== null && quadraticForm(trailing(mended.from, k, from), tested) === null) return notDefinite;
  const form = cancelled.slice(from).includes(true) ? null : quadraticForm(trailing(matrix, k, from), tested);
  return form ?? { invalid: 'the covariance is singular' };
}

const testResult = ({ name, statistic, pValue, df }: Overall): TestResult => ({ name, statistic, pValue, df: [df] });

/** Warns of homoskedastic errors for other outcomes than counts: they take the variance to be the mean, for which only counts give a reason. */
function notCounts({ name, values }: NamedColumn, isIid: boolean): Warning[] {
  if (!isIid || values.every(Number.isInteger)) return [];
  const message = `\`${name}\` is no count, and \`iid\` takes its variance to be its mean`;
  return [{ code: 'not-a-count', message, hint: 'use `vcov: robust`, or `cluster(a)`' }];
}

function fewClusters({ info }: PoissonCovariance, { statistic }: Overall): Warning[] {
  const isLacking = typeof statistic === 'object' && statistic.invalid.startsWith('chi2(.)');
  const message = isLacking ? statistic.invalid : saysFewClusters(info);
  return message === undefined ? [] : [{ code: 'few-clusters', message }];
}
