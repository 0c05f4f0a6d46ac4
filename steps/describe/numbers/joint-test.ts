/** The test that the means of two groups are equal in all variables: by the scores of the differences, stacked over the variables. */
import { dot, norm } from '../../../src/base/number/sum.ts';
import { chiSquared, fisherF } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { leastSquaresBy } from '../../../src/econ/linalg/least-squares.ts';
import { householder, type QR, solveRTransposed } from '../../../src/econ/linalg/qr.ts';

/** A difference with a standard error. */
export interface ScoredDifference {
  readonly variable: string;
  readonly difference: number;
  /** The influence of each row or cluster, the same ones for all variables. The squares add up to the variance of the difference. */
  readonly influence: Float64Array;
  /** Values, or clusters, that the difference rests on. */
  readonly units: number;
}

/** χ² of the Wald test; F of clusters is the Wald statistic over the hypotheses; of equal variances it is Hotelling's. */
export type TestDistribution = 'chi2' | 'clusters' | 'hotelling';

interface TestedHypotheses {
  /** Differences that are tested together. */
  readonly hypotheses: number;
  readonly pValue: Stat;
  /** Variables whose differences are not tested, and the reason. */
  readonly left: readonly { readonly variable: string; readonly why: string }[];
}
export type GroupJointTest =
  | (TestedHypotheses & { readonly chi2: Stat; readonly df: number })
  | (TestedHypotheses & { readonly f: Stat; readonly df1: number; readonly df2: number });

/** A difference is left out where what is left of its influences beside earlier ones is this small, as terms of a regression are. */
const SPANNED = 1e-9;
/** A difference that is left out is the combination of earlier ones to this much. */
const IMPLIED = 1e-6;

/**
 * Wald's test that all differences are zero, d'V⁻¹d with V the products of the influences (Weesie 1999, STB 52, for stacked scores). Equal variances:
 * Hotelling's T² (Anderson 2003, section 5.2), whose F is exact for normal values; its values are those of the variable with the fewest. Clusters: F(q, G − 1).
 * A difference that earlier ones imply is no hypothesis of its own. O(NK²).
 */
export function jointTest(
  scored: readonly ScoredDifference[],
  by: TestDistribution,
  absent: TestedHypotheses['left'] = [],
): GroupJointTest {
  const columns = scored.map(({ influence }) => influence);
  const qr = householder(columns, columns[0]?.length ?? 0, (j) => SPANNED * norm(columns[j]!));
  const tested = qr.kept.map((j) => scored[j]!);
  const common = {
    hypotheses: tested.length,
    left: [...absent, ...qr.dropped.map((j) => ({ variable: scored[j]!.variable, why: 'collinear' }))],
  };
  const units = Math.min(...tested.map((each) => each.units));
  if (tested.length === 0) return undefinedTest(by, common, units, 'no differences to test');
  if (!areImplied(qr, scored)) return untested(scored, by, absent);
  const z = solveRTransposed(
    qr,
    Float64Array.from(tested, ({ difference }, i) => difference / qr.scale[i]!),
  );
  return byWald(dot(z, z), by, common, units);
}

function byWald(
  wald: number,
  by: TestDistribution,
  common: Pick<TestedHypotheses, 'hypotheses' | 'left'>,
  units: number,
): GroupJointTest {
  const q = common.hypotheses;
  if (by === 'chi2') return { ...common, chi2: wald, df: q, pValue: chiSquared(q).sf(wald) };
  const [df, df2] = [by === 'clusters' ? units - 1 : units - 2, degrees(by, q, units)];
  // restrictions that fill the residual space fit by chance alone
  if (df2 < 1 || df < q)
    return undefinedTest(by, common, units, `${q} restrictions are more than ${df} degrees of freedom can test`);
  const f = by === 'clusters' ? wald / q : (wald * df2) / (df * q);
  return { ...common, f, df1: q, df2, pValue: fisherF(q, df2).sf(f) };
}

/** Influences span fewer dimensions than there are differences, which then fit by chance or are apart beyond any error. */
function untested(
  scored: readonly ScoredDifference[],
  by: TestDistribution,
  left: TestedHypotheses['left'],
): GroupJointTest {
  const units = Math.min(...scored.map((each) => each.units));
  const [q, most] = [scored.length, by === 'clusters' ? units - 1 : units - 2];
  const why =
    q > most ? `${q} restrictions are more than ${most} degrees of freedom can test` : 'the covariance is singular';
  return undefinedTest(by, { hypotheses: q, left }, units, why);
}

const degrees = (by: TestDistribution, q: number, units: number): number =>
  by === 'clusters' ? units - 1 : units - 1 - q;

function undefinedTest(
  by: TestDistribution,
  common: Pick<TestedHypotheses, 'hypotheses' | 'left'>,
  units: number,
  why: string,
): GroupJointTest {
  const [q, invalid] = [common.hypotheses, { invalid: why }];
  if (by === 'chi2') return { ...common, chi2: invalid, df: q, pValue: invalid };
  return { ...common, f: invalid, df1: q, df2: Number.isFinite(units) ? degrees(by, q, units) : 0, pValue: invalid };
}

/** Says whether the differences left out are the combinations of those kept that their influences are; if not, no finite statistic tests them. */
function areImplied(qr: QR, scored: readonly ScoredDifference[]): boolean {
  if (qr.dropped.length === 0) return true;
  const solve = leastSquaresBy(
    qr,
    scored.map(({ influence }) => influence),
  );
  return qr.dropped.every((j) => {
    const { difference, influence } = scored[j]!;
    const parts = Array.from(solve(influence).coefficients, (b, k) => b * scored[qr.kept[k]!]!.difference);
    const size = parts.reduce((total, part) => total + Math.abs(part), norm(influence));
    return Math.abs(parts.reduce((total, part) => total + part, -difference)) <= IMPLIED * size;
  });
}
