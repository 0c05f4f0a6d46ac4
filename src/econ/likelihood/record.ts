/** From the maximum of a likelihood to the record of a fit: rows, the test of all slopes, pseudo R², what a reader is told. */
import { type Design, observations } from '../design.ts';
import { chiSquared, fisherF } from '../distributions/distributions.ts';
import type { Dropped, Estimate, Fit, RowsLost, Stat, TestResult, Warning } from '../fit.ts';
import { quadraticForm, toRows } from '../linalg/matrix.ts';
import { weightedMean } from '../linalg/weighted.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { informationCriteria } from '../regression/information-criteria.ts';
import { saysFewClusters } from '../vcov/few-clusters.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';
import { mendedWarning, notDefinite } from '../vcov/mended.ts';
import { onlyRounding } from '../vcov/zero-variance.ts';
import type { LikelihoodCovariance } from './covariance.ts';

export interface RecordInputs {
  readonly estimator: string;
  readonly design: Design;
  /** Names of the parameters as solved: the constant first where there is one, then slopes, then further parameters. */
  readonly names: readonly string[];
  readonly constants: 0 | 1;
  /** Slopes. */
  readonly slopes: number;
  readonly values: ArrayLike<number>;
  readonly covariance: LikelihoodCovariance;
  /** Degrees of freedom of t and F; null for z and χ². */
  readonly df: number | null;
  readonly ll: number;
  /** The log likelihood of a constant alone; undefined where it says nothing. */
  readonly ll0: Stat;
  /** Is true where the slopes may be tested by the likelihood ratio. */
  readonly ratio: boolean;
  readonly dropped: readonly Dropped[];
  readonly rowsLost?: readonly RowsLost[];
  readonly stats?: Fit['stats'];
  readonly tests?: readonly TestResult[];
  readonly warnings?: readonly Warning[];
  readonly more?: Partial<Fit>;
}

/** The record; terms stand as listed, then the constant, then further parameters. */
export function likelihoodRecord(inputs: RecordInputs): Fit {
  const { covariance, names, constants, slopes, df, design } = inputs;
  const order = [
    ...Array.from({ length: slopes }, (_, j) => j + constants),
    ...(constants === 1 ? [0] : []),
    ...names.map((_, j) => j).slice(constants + slopes),
  ];
  const overall = overallTest(inputs);
  const pseudo = pseudoR2(inputs);
  const record: Fit = {
    estimator: inputs.estimator,
    outcome: design.outcome.name,
    terms: rowsOf(order, inputs),
    vcov: toRows(reordered(covariance.matrix, order), order.length),
    vcovInfo: covariance.info,
    nobs: observations(design),
    ngroups: null,
    nclusters: covariance.groupDf === null ? null : covariance.groupDf + 1,
    dfResid: df,
    inference: df === null ? 'z' : 't(N-K)',
    absorbed: [],
    stats: {
      ...overallStats(overall, df),
      ...informationCriteria(inputs.ll, names.length, observations(design)),
      kCounted: names.length,
      ll: inputs.ll,
      ll0: inputs.ll0,
      n: observations(design),
      pseudoR2: pseudo,
      ymean: weightedMean(design.outcome.values, design.weights),
      ...inputs.stats,
    },
    tests: [testResult(overall), ...(inputs.tests ?? [])],
    dropped: inputs.dropped,
    rowsLost: inputs.rowsLost ?? [],
    warnings: [...(inputs.warnings ?? []), ...fewClusters(covariance, overall), ...mendedWarnings(inputs)],
    ...inputs.more,
  };
  return requireFinite(Object.freeze(record));
}

function rowsOf(order: readonly number[], { names, values, covariance, df }: RecordInputs): readonly Estimate[] {
  const distribution = referenceDistribution(df);
  const critical = distribution.upperQuantile(0.025);
  const k = names.length;
  return order.map((j) => {
    const variance = covariance.cancelled[j] ? null : covariance.matrix[j * k + j]!;
    return estimateRow(names[j]!, values[j]!, variance, onlyRounding, distribution, critical);
  });
}

/** Rows and columns of a square matrix in another order. */
export function reordered(matrix: Float64Array, order: readonly number[]): Float64Array {
  const k = Math.sqrt(matrix.length);
  const out = new Float64Array(order.length * order.length);
  for (const [a, i] of order.entries())
    for (const [b, j] of order.entries()) out[a * order.length + b] = matrix[i * k + j]!;
  return out;
}

/** McFadden's 1 − ll/ll₀. */
function pseudoR2({ ll, ll0 }: RecordInputs): Stat {
  if (typeof ll0 !== 'number') return ll0;
  return ll0 === 0 ? { invalid: 'the likelihood of a constant alone is 1' } : 1 - ll / ll0;
}

interface Overall {
  readonly name: 'likelihood-ratio' | 'wald';
  readonly statistic: Stat;
  readonly df: readonly number[];
  readonly pValue: Stat;
}

/** Tests that all slopes are zero: by the likelihood ratio where errors are conventional, else by Wald, as χ² or, with degrees of freedom, F. */
function overallTest(inputs: RecordInputs): Overall {
  const { covariance, slopes: q, df, ll, ll0, constants, ratio } = inputs;
  const byRatio = ratio && covariance.info.type === 'iid';
  const name = byRatio ? 'likelihood-ratio' : 'wald';
  const isF = !byRatio && df !== null;
  const dfs = isF ? [q, df] : [q];
  if (q === 0) return { name, statistic: { invalid: 'no regressors' }, df: dfs, pValue: { invalid: 'no regressors' } };
  if (byRatio) {
    const statistic = typeof ll0 === 'number' ? Math.max(0, 2 * (ll - ll0)) : ll0;
    return {
      name,
      statistic,
      df: dfs,
      pValue: typeof statistic === 'number' ? chiSquared(q).sf(statistic) : statistic,
    };
  }
  const found = wald(
    inputs,
    Array.from({ length: q }, (_, j) => j + constants),
    isF,
  );
  if (typeof found !== 'number') return { name, statistic: found, df: dfs, pValue: found };
  const statistic = isF ? found / q : found;
  const pValue = isF ? fisherF(q, df).sf(statistic) : chiSquared(q).sf(statistic);
  return { name, statistic, df: dfs, pValue };
}

/** The Wald statistic of the parameters at these positions being zero. */
function wald(inputs: RecordInputs, at: readonly number[], isF: boolean): Stat {
  const { groupDf, cancelled, matrix, mended } = inputs.covariance;
  const q = at.length;
  if (groupDf !== null && groupDf < q) {
    const clusters = groupDf + 1;
    return isF
      ? { invalid: `F(.): ${clusters} clusters cannot test ${q} restrictions` }
      : { invalid: `chi2(.): ${clusters} clusters cannot test ${q} restrictions` };
  }
  if (at.some((j) => cancelled[j])) return { invalid: 'the covariance is singular' };
  const tested = Float64Array.from(at, (j) => inputs.values[j]!);
  if (mended !== null && quadraticForm(reordered(mended.from, at), tested) === null) return notDefinite;
  const form = quadraticForm(reordered(matrix, at), tested);
  return form ?? { invalid: 'the covariance is singular' };
}

function overallStats({ statistic, df, pValue, name }: Overall, t: number | null): Fit['stats'] {
  if (t !== null && name === 'wald') return { f: statistic, fDf1: df[0]!, fDf2: df[1]!, fP: pValue };
  return { chi2: statistic, chi2Df: df[0]!, chi2P: pValue };
}

const testResult = ({ name, statistic, pValue, df }: Overall): TestResult => ({ name, statistic, pValue, df });

function fewClusters({ info }: LikelihoodCovariance, { statistic }: Overall): Warning[] {
  const isLacking = typeof statistic === 'object' && statistic.invalid.includes('clusters cannot test');
  const message = isLacking ? statistic.invalid : saysFewClusters(info);
  return message === undefined ? [] : [{ code: 'few-clusters', message }];
}

function mendedWarnings({ covariance: { info, mended }, names, constants }: RecordInputs): Warning[] {
  return mended === null
    ? []
    : [
        mendedWarning(
          info.text,
          mended,
          names.map((name, j) => (j < constants ? null : name)),
        ),
      ];
}
