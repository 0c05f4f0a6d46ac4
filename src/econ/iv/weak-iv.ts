/**
 * Tests whether the instruments explain the endogenous regressors: Cragg & Donald (1993), Anderson (1951), Kleibergen & Paap
 * (2006, J. Econometrics 133:97), in the forms of `ivreg2` and `ranktest` (Baum, Schaffer & Stillman 2007, SJ 7:465).
 */
import { dot, dots } from '../../base/number/sum.ts';
import { chiSquared } from '../distributions/distributions.ts';
import type { Stat, TestResult } from '../fit.ts';
import { combine } from '../linalg/combine.ts';
import { quadraticForm } from '../linalg/matrix.ts';
import { applyQ, householder, orthonormalColumns } from '../linalg/qr.ts';
import { symmetricEigen } from '../linalg/symmetric-eigen.ts';
import type { IvEquations } from './iv-equations.ts';
import { isGrouped, type MomentContext, momentCovariance } from './moments.ts';
import { type StockYogo, type StockYogoTables, stockYogo } from './stock-yogo.ts';

export interface WeakIv {
  readonly cdWaldF: Stat;
  readonly andersonLm: Stat;
  readonly kpWaldF: Stat;
  readonly kpLm: Stat;
  readonly kpLmP: Stat;
  readonly tests: readonly TestResult[];
}

/** The scale of the first stage's covariance: its finite-sample factor and N − L − absorbed effects. */
export interface FirstStageScale {
  readonly factor: number;
  readonly residualDf: number;
}

const perfect: Stat = { invalid: 'the instruments span the endogenous regressors' };
const tied: Stat = {
  invalid: 'the two smallest canonical correlations are equal: rounding would choose what is tested',
};

/** Squared canonical correlations closer to one another, or to 1, than this differ by rounding only. */
const noise = 1e-13;

/**
 * Canonical correlations of the partialled-out regressors and instruments are the singular values of Θ = Qz'Qy, Q their
 * orthonormal bases. The rank test is invariant to the bases of the null directions, so with v the last right singular
 * vector and U2 a basis of what the first K1 − 1 left ones leave, λ = U2'Θv are the moments of y* = Qy v and z* = Qz U2, and rk = λ'S^−1 λ
 * with S from z*(y* − Qz Θ v) (Wald) or z*y* (LM). Where the last two singular values are equal v is any of a plane, and rk is refused
 * since rounding would pick one: so it is where the instruments span several regressors. Spanning one of them leaves the
 * Wald form nothing to divide by, but LM, whose S holds no first-stage residual, as good as ever. O(N(L + K)² + NL1²).
 */
export function weakIv(
  equations: IvEquations,
  context: MomentContext,
  scale: FirstStageScale,
  tables?: StockYogoTables,
): WeakIv {
  const { nobs } = context;
  const [l1, k1] = [equations.instruments.length, equations.endogenous.length];
  const qz = orthonormalColumns(equations.firstStages[0]!.fit.qr).slice(-l1);
  const qy = orthonormalColumns(equations.structural.fit.qr).slice(-k1);
  const theta = dots(qz, qy);
  const { vectors, values } = symmetricEigen(gram(theta), k1);
  const square = Math.max(0, values[k1 - 1]!);
  const rest = 1 - square;
  const spanned = rest <= noise;
  const cdWaldF: Stat = spanned ? perfect : ((square / rest) * scale.residualDf) / l1;
  const andersonLm = (nobs - context.absorbed) * square;
  const df = l1 - k1 + 1;
  const critical = stockYogo(k1, l1, tables);
  const cd = criticalTest('cragg-donald', cdWaldF, [l1, scale.residualDf], critical, 'for iid errors');
  if (context.vcov.is === 'iid') {
    const invalid: Stat = { invalid: 'robust or clustered errors only; see `cdWaldF` and `andersonLm`' };
    const lm: TestResult = {
      name: 'anderson-lm',
      statistic: andersonLm,
      pValue: chiSquared(df).sf(andersonLm),
      df: [df],
    };
    return { cdWaldF, andersonLm, kpWaldF: invalid, kpLm: invalid, kpLmP: invalid, tests: [lm, cd] };
  }
  const y = combine(qy, vectors[k1 - 1]!);
  const lambda = combine(theta, vectors[k1 - 1]!);
  const basis = leftNull(theta, vectors.slice(0, k1 - 1), l1);
  const z = basis.map((u) => combine(qz, u));
  const moments = Float64Array.from(basis, (u) => dot(u, lambda));
  const fitted = combine(qz, lambda);
  const errors = y.map((value, i) => value - fitted[i]!);
  const rk = (e: Float64Array) => quadraticForm(momentCovariance(z, e, context), moments);
  const singular: Stat = { invalid: `the covariance of the ${df} moments is not positive definite` };
  const single = k1 === 1 || values[k1 - 2]! - square > noise;
  const chi2: Stat = spanned ? perfect : single ? (rk(errors) ?? singular) : tied;
  const kpWaldF = typeof chi2 === 'number' ? chi2 / scale.factor / l1 : chi2;
  const lm: Stat = single ? (rk(y) ?? singular) : spanned ? perfect : tied;
  const kpLm = typeof lm !== 'number' || isGrouped(context) ? lm : (lm * (nobs - context.absorbed)) / nobs;
  const kpLmP: Stat = typeof kpLm === 'number' ? chiSquared(df).sf(kpLm) : kpLm;
  const kp = criticalTest(
    'kp-wald',
    kpWaldF,
    [l1, scale.residualDf],
    critical,
    'Stock and Yogo derived them for iid errors; for this F they are a guide',
  );
  const tests: TestResult[] = [{ name: 'kp-lm', statistic: kpLm, pValue: kpLmP, df: [df] }, { ...kp, chi2 }, cd];
  return { cdWaldF, andersonLm: { invalid: 'iid errors only; see `kpLm`' }, kpWaldF, kpLm, kpLmP, tests };
}

function criticalTest(
  name: string,
  statistic: Stat,
  df: readonly number[],
  critical: StockYogo,
  caveat: string,
): TestResult {
  const pValue: Stat = { invalid: 'compared with critical values (Stock & Yogo 2005)' };
  return { name, statistic, pValue, df, critical: { ...critical }, caveat };
}

function gram(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from(columns.flatMap((a) => columns.map((b) => dot(a, b))));
}

/** An orthonormal basis of what Θ maps the given right singular vectors not to. */
function leftNull(theta: readonly Float64Array[], vectors: readonly Float64Array[], l1: number): Float64Array[] {
  const taken = householder(
    vectors.map((v) => combine(theta, v)),
    l1,
    () => 0,
  );
  const rank = taken.kept.length;
  return Array.from({ length: l1 - rank }, (_, j) => {
    const unit = new Float64Array(l1);
    unit[rank + j] = 1;
    applyQ(taken, unit);
    return unit;
  });
}
