/** System and difference GMM: from the sample to the record of a fit. */
import { mean } from '../../base/number/sum.ts';
import { chiSquared, fisherF } from '../distributions/distributions.ts';
import type { FitModel, Sample } from '../estimator.ts';
import type { Fit, Stat, TestResult, VcovInfo } from '../fit.ts';
import { toRows } from '../linalg/matrix.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';
import { withoutCollinear } from './collinear.ts';
import { countRows, type PanelCounts } from './counts.ts';
import { estimated, type GmmEstimate } from './estimated.ts';
import { type Overall, overallTest } from './header.ts';
import { type LagBounds, lagBounds } from './lag-bounds.ts';
import { differenceTests, restrictions } from './overidentification.ts';
import { type SerialTest, serialTests } from './serial.ts';
import { stackOf } from './stack.ts';
import { warningsOf } from './warnings.ts';

/**
 * Estimates y_it = x_it'b + u_i + e_it by GMM on the transformed equation or, as a system, on it and the level equation (Arellano & Bond
 * 1991; Blundell & Bond 1998), as Roodman's `xtabond2` (2009, Stata Journal 9:86). Regressors that are collinear after the transformation
 * are dropped and reported, and stay among the instruments. Refuses fewer instruments than regressors. `nobs` counts level rows of a
 * system, and transformed rows otherwise. O(N T J² + J³) for J instruments.
 */
export const fit: FitModel = (sample) => {
  const { design } = sample;
  requireOwnNames(design.terms);
  const { stack, dropped } = withoutCollinear(stackOf(sample));
  const found = estimated(stack, sample);
  const counts = countRows(stack);
  const { options } = stack;
  const serial = serialTests(found, options.artests);
  const tests = testsOf(found, serial);
  const overall = overallTest(found);
  const bounds = lagBounds(stack, sample);
  const distribution = referenceDistribution(overall.dfResid);
  const critical = distribution.upperQuantile(0.025);
  const { b, vcov } = found;
  const k = b.length;
  const record: Fit = {
    estimator: options.model === 'system' ? 'systemGmm' : 'differenceGmm',
    outcome: design.outcome.name,
    terms: stack.x.map(({ name }, j) => estimateRow(name, b[j]!, vcov[j * k + j]!, '', distribution, critical)),
    vcov: toRows(vcov, k),
    vcovInfo: vcovInfoOf(found, sample),
    nobs: counts.rows,
    ngroups: counts.units,
    nclusters: found.isRobust ? found.clusters : null,
    dfResid: overall.dfResid,
    inference: overall.dfResid === null ? 'z' : 't(G-1)',
    absorbed: [],
    stats: statistics(found, counts, serial, overall, bounds, mean(design.outcome.values)),
    tests,
    dropped,
    rowsLost: lostRows(design.nobs, counts.rows),
    warnings: warningsOf({ found, serial, tests, bounds, units: counts.units }),
  };
  return requireFinite(Object.freeze(record));
};

const lostRows = (candidates: number, rows: number): Fit['rowsLost'] =>
  candidates > rows ? [{ cause: 'transformed', count: candidates - rows, detail: '' }] : [];

function vcovInfoOf({ isRobust, clusters, stack }: GmmEstimate, { spec: { vcov }, whole }: Sample): VcovInfo {
  const { small } = stack.options;
  if (!isRobust) return { type: 'iid', text: 'iid', clusters: [], small: small ? 'N/(N − K)' : '' };
  const name = vcov.is === 'cluster' ? vcov.by[0]! : whole().unit.name;
  return {
    type: 'CRV1',
    text: vcov.is === 'cluster' ? `cluster(${name})` : 'robust',
    clusters: [{ name, count: clusters }],
    small: small ? '(N − 1)/(N − K) · G/(G − 1)' : '',
  };
}

function testsOf(found: GmmEstimate, serial: readonly SerialTest[]): TestResult[] {
  const { stack, products, first, independent, covariance, instruments, sargan, hansen } = found;
  const df = instruments - found.b.length;
  const own = (name: string, value: number): TestResult => {
    const test = restrictions(value, df);
    return { name, statistic: test.statistic, pValue: test.pValue, df: [df] };
  };
  const criterion = hansen ?? sargan;
  const inputs = { stack, products, first, independent, covariance, criterion };
  return [
    own('sargan', sargan),
    ...(hansen === null ? [] : [own('hansen', hansen)]),
    ...serial.map(({ order, z, p }): TestResult => ({ name: `ar(${order})`, statistic: z, pValue: p })),
    ...differenceTests(inputs),
  ];
}

function statistics(
  { instruments, b, sargan, hansen, sig2, stack }: GmmEstimate,
  counts: PanelCounts,
  serial: readonly SerialTest[],
  overall: Overall,
  bounds: LagBounds | undefined,
  ymean: number,
): Fit['stats'] {
  const df = instruments - b.length;
  const s = restrictions(sargan, df);
  const h = hansen === null ? undefined : restrictions(hansen, df);
  return {
    n: counts.rows,
    nGroups: counts.units,
    groupMin: counts.fewest,
    groupAvg: counts.rows / counts.units,
    groupMax: counts.most,
    nInst: instruments,
    kCounted: b.length,
    sig2,
    ymean,
    ...Object.fromEntries(
      serial.flatMap(({ order, z, p }) => [
        [`ar${order}`, z],
        [`ar${order}P`, p],
      ]),
    ),
    sargan: s.statistic,
    sarganDf: df,
    sarganP: s.pValue,
    ...(h === undefined ? {} : { hansen: h.statistic, hansenDf: df, hansenP: h.pValue }),
    ...waldStatistics(overall, stack.options.small),
    ...(bounds === undefined ? {} : { lagLower: bounds.lower, lagUpper: bounds.upper }),
  };
}

/** χ² or F of the slopes, and what `xtabond2` prints in their place, which tests the constant with them. */
function waldStatistics({ slopes, all, df, dfResid }: Overall, small: boolean): Record<string, Stat> {
  const tail = (value: Stat): Stat => {
    if (typeof value !== 'number') return value;
    return dfResid === null ? chiSquared(df).sf(value) : fisherF(df, dfResid).sf(value);
  };
  if (!small || dfResid === null)
    return { chi2: slopes, chi2Df: df, chi2P: tail(slopes), chi2All: all, chi2AllP: tail(all) };
  return { f: slopes, fDf1: df, fDf2: dfResid, fP: tail(slopes), fAll: all, fAllP: tail(all) };
}
