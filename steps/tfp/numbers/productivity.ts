/** Elasticities of a production function, and the total factor productivity that they leave, as a result beside the data. */
import type { Rng } from '../../../src/base/number/rng.ts';
import { mean, sum, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import { prepared } from '../../../src/econ/estimate.ts';
import type { Estimate, Fit, Stat, VcovInfo, Warning } from '../../../src/econ/fit.ts';
import { lagged, panelIndex } from '../../../src/econ/sample/lag.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { estimateRow, referenceDistribution } from '../../../src/econ/vcov/inference.ts';
import { type Covariance, clustered, covarianceOf, estimatesDrawn, independent } from './errors.ts';
import type { Estimated } from './estimated.ts';
import { methods } from './methods.ts';
import type { Firms } from './sample.ts';
import type { TfpSpec } from './spec.ts';

type Report = (share: number, text: string) => void;

/** The level of all intervals of fits. */
const LEVEL = 0.95;

export function productivity(spec: TfpSpec, data: Data, rng: Rng, report: Report) {
  const sample = prepared(spec.model, data);
  const { design } = sample.sample;
  const firms = firmsOf(
    spec,
    data,
    sample.rows,
    design.outcome.values,
    design.terms.map(({ values }) => values),
  );
  const own = methods[spec.method](firms, spec);
  const { covariance, vcovInfo, draws } = errorsOf(firms, spec, own, rng, report);
  const names = [...spec.free, ...spec.state];
  const reference = referenceOf(spec, own, vcovInfo);
  const terms = termsOf(
    own.estimates.length > names.length ? [...names, '_cons'] : names,
    own,
    covariance,
    reference.dfResid,
  );
  const values = seriesOf(spec, data, own);
  const known = values.filter((value) => !Number.isNaN(value));
  const { stats, tests } = returnsOf(own, names.length, covariance);
  const fit: Fit = {
    estimator: `tfp ${spec.method}`,
    outcome: design.outcome.name,
    terms,
    vcov: covariance ?? [],
    vcovInfo,
    nobs: firms.output.length,
    ngroups: firms.units,
    nclusters: vcovInfo.clusters[0]?.count ?? null,
    ...reference,
    absorbed: [],
    stats: {
      n: firms.output.length,
      ...stats,
      ...(own.dynamic === null ? {} : { nDynamic: own.dynamic }),
      ...(spec.order === null ? {} : { order: spec.order }),
      ...(draws === null ? {} : { draws }),
      meanTfp: mean(known),
      sdTfp:
        known.length > 1
          ? Math.sqrt(sumSquaresAbout(known, mean(known)) / (known.length - 1))
          : { invalid: 'one value has no standard deviation' },
    },
    tests,
    dropped: [],
    rowsLost: sample.lost,
    warnings: [...sample.warnings, ...warningsOf(spec, own, firms, draws)],
  };
  return { fit, values };
}

function firmsOf(
  spec: TfpSpec,
  data: Data,
  rows: Int32Array,
  output: Float64Array,
  columns: readonly Float64Array[],
): Firms {
  const { free, state } = spec;
  const { codes } = data.codes(spec.panel.unit);
  // the place of the earlier row in the data, then among the rows used
  const places = lagged(
    Float64Array.from({ length: data.nrows }, (_, row) => row),
    panelIndex(data),
    1,
  );
  const usedAt = new Map(Array.from(rows, (row, i) => [row, i]));
  const seen = new Map<number, number>();
  const unit = Int32Array.from(rows, (row) => {
    const code = codes[row]!;
    const known = seen.get(code) ?? seen.size;
    seen.set(code, known);
    return known;
  });
  const before = Int32Array.from(rows, (row) => {
    const place = places[row]!;
    return Number.isNaN(place) ? -1 : (usedAt.get(place) ?? -1);
  });
  return {
    output,
    free: columns.slice(0, free.length),
    state: columns.slice(free.length, free.length + state.length),
    proxy: spec.proxy === null ? null : columns[free.length + state.length]!,
    ...{ unit, units: seen.size, before },
  };
}

function errorsOf(firms: Firms, spec: TfpSpec, own: Estimated, rng: Rng, report: Report) {
  const count = own.estimates.length;
  const info = (type: string, clusters: number | null, more: Partial<VcovInfo> = {}): VcovInfo => ({
    ...{ type, text: spec.errors === 'cluster' ? `cluster(${spec.panel.unit})` : spec.errors, small: '' },
    clusters: clusters === null ? [] : [{ name: spec.panel.unit, count: clusters }],
    ...more,
  });
  if (spec.errors === 'none') return { covariance: null, vcovInfo: info('none', null), draws: null };
  if (spec.errors === 'iid')
    return { covariance: independent(own.linear!, count), vcovInfo: info('iid', null), draws: null };
  if (spec.errors === 'cluster') {
    const { covariance, clusters } = clustered(own.linear!, count);
    return { covariance, vcovInfo: info('CRV1', clusters), draws: null };
  }
  const found = estimatesDrawn(firms, spec, own.estimates, rng, (done) =>
    report(done / spec.draws!, `sample ${done + 1} of ${spec.draws!}`),
  );
  if (2 * found.length < spec.draws! || found.length < 2)
    throw new Refusal(
      'failed-draws',
      `elasticities cannot be told in ${spec.draws! - found.length} of ${spec.draws!} samples of firms`,
      { param: 'draws', hint: 'firms may be too few, or have too few neighbouring periods' },
    );
  return {
    covariance: covarianceOf(found),
    vcovInfo: info('Bootstrap', firms.units, { draws: found.length }),
    draws: found.length,
  };
}

/** The distribution of tests: Student's t for one equation with errors of a formula, else the normal one. */
function referenceOf(
  { errors }: TfpSpec,
  { linear }: Estimated,
  { clusters }: VcovInfo,
): Pick<Fit, 'dfResid' | 'inference'> {
  if (errors === 'iid' && linear !== null)
    return { dfResid: linear.residuals.length - linear.counted, inference: 't(N-K)' };
  if (errors === 'cluster' && linear !== null && linear.countedInClusters !== null)
    return { dfResid: clusters[0]!.count - 1, inference: 't(G-1)' };
  return { dfResid: null, inference: 'z' };
}

function termsOf(
  names: readonly string[],
  { estimates }: Estimated,
  covariance: Covariance | null,
  dfResid: number | null,
): readonly Estimate[] {
  const distribution = referenceDistribution(dfResid);
  const critical = distribution.upperQuantile((1 - LEVEL) / 2);
  return names.map((name, j) =>
    estimateRow(
      name,
      estimates[j]!,
      covariance === null ? null : covariance[j]![j]!,
      'no standard errors were asked for',
      distribution,
      critical,
    ),
  );
}

/** The sum of elasticities, and whether it is one, by the normal distribution. */
function returnsOf({ estimates }: Estimated, inputs: number, whole: Covariance | null) {
  const returnsToScale = sum(estimates, 0, inputs);
  const covariance = whole?.slice(0, inputs).map((row) => row.slice(0, inputs)) ?? null;
  const none: Stat = { invalid: 'no standard errors were asked for' };
  const returnsSe: Stat = covariance === null ? none : Math.sqrt(Math.max(0, sum(covariance.map((row) => sum(row)))));
  const z: Stat =
    typeof returnsSe !== 'number'
      ? none
      : returnsSe > 0
        ? (returnsToScale - 1) / returnsSe
        : { invalid: 'the standard error is zero' };
  const returnsP: Stat = typeof z === 'number' ? twoSided(normal, z) : z;
  return {
    stats: { returnsToScale, returnsSe, returnsP },
    tests: [{ name: 'constant returns', statistic: z, pValue: returnsP }],
  };
}

/** Output less what the elasticities make of inputs, by row; missing where a row lacks one of these, or is no part of the sample. */
function seriesOf(spec: TfpSpec, data: Data, { estimates }: Estimated): Float64Array {
  const model: ModelSpec = { ...spec.model, terms: [...spec.free, ...spec.state] };
  const { sample, rows } = prepared(model, data);
  const values = new Float64Array(data.nrows).fill(Number.NaN);
  const { outcome, terms } = sample.design;
  for (const [i, row] of rows.entries())
    values[row] = terms.reduce((rest, term, j) => rest - estimates[j]! * term.values[i]!, outcome.values[i]!);
  return values;
}

function warningsOf(spec: TfpSpec, { others = 0, dynamic }: Estimated, firms: Firms, draws: number | null): Warning[] {
  const warnings: Warning[] = [];
  const gaps = dynamic === null ? 0 : firms.output.length - firms.units - dynamic;
  if (gaps > 0)
    warnings.push({
      code: 'gaps',
      message: `${gaps === 1 ? '1 row follows' : `${gaps} rows follow`} on a gap of its firm, and ${gaps === 1 ? 'tells' : 'tell'} nothing of the motion of productivity`,
    });
  if (others > 0)
    warnings.push({
      code: 'several-solutions',
      message: `the moments have ${others + 1} solutions; the nearest to least squares is taken`,
    });
  if (others < 0)
    warnings.push({
      code: 'unsolved-moments',
      message: 'no elasticities solve the moments; those nearest to a solution are taken',
    });
  if (draws !== null) {
    if (draws < spec.draws!)
      warnings.push({
        code: 'failed-draws',
        message: `${spec.draws! - draws} of ${spec.draws!} samples of firms tell no elasticities, and were left out`,
      });
  }
  return warnings;
}
