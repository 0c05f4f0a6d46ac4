/** Estimators of the k-class: between least squares (k = 0) and two-stage least squares (k = 1), and beyond where the likelihood says so. */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { chiSquared, fisherF } from '../distributions/distributions.ts';
import type { Fit, Stat, TestResult } from '../fit.ts';
import { scaledCholesky } from '../linalg/matrix.ts';
import { householder, orthonormalColumns, type QR, solveR, solveRTransposed } from '../linalg/qr.ts';
import { symmetricEigen } from '../linalg/symmetric-eigen.ts';
import { RegressionByRows } from '../vcov/regression.ts';
import { makeOrthonormal } from '../vcov/score-meat.ts';
import type { IvEquations } from './iv-equations.ts';
import type { StockYogoTables } from './stock-yogo.ts';

/** A member of the k-class, and the name of its fits. */
export interface KClass {
  /** The name of its fits. */
  readonly estimator: string;
  /** k itself, or κ of the likelihood less this constant over N − L (Fuller 1977, Econometrica 45:939). */
  readonly k: { readonly is: number } | { readonly less: number };
  /** Critical values of its own. */
  readonly tables: StockYogoTables;
}

export interface KClassEquation {
  /** The regression in the form of a second stage: y − Xb with its own b, whose bread is H^−1. */
  readonly second: RegressionByRows;
  readonly stats: Fit['stats'];
  readonly tests: readonly TestResult[];
}

const perfect: Stat = { invalid: 'the fit is perfect' };

/** The part of a canonical correlation that is left, below which it is rounding. */
const NOISE = 1e-13;

/**
 * b = H^−1 X'(I − kM)y with H = X'(I − kM)X and M = I − P_Z. From 2SLS, whose residuals are e and whose first stages leave V: H = X̂'X̂ + (1 − k)V'V and
 * b = b_2SLS + (1 − k)H^−1 V'e. Scores are x̂e with e = y − Xb. With `less`, κ is the least root of |Y'M_1 Y − κ Y'M_Z Y| = 0 for Y the outcome and the
 * endogenous regressors (Anderson & Rubin 1949), 1 where the equation is exactly identified. Refuses a k for which H is not positive definite.
 * `nobs` is N. O(N(K + L)²). Source: Davidson & MacKinnon (1993, ch. 18); Stata [R] ivregress.
 */
export function kClassEquation(equations: IvEquations, { k: asked }: KClass, nobs: number): KClassEquation {
  const { second, constants, exogenous, instruments, endogenous } = equations;
  if (second.perfect) return { second, stats: { kappa: perfect }, tests: [] };
  const columns = constants + exogenous.length + instruments.length;
  if ('is' in asked) return { second: withK(equations, asked.is), stats: { kappa: asked.is }, tests: [] };
  const kappa = leastRoot(equations);
  const left = nobs - columns;
  const k = kappa - (left > 0 ? asked.less / left : 0);
  const df = instruments.length - endogenous.length;
  const tests = overidentification(kappa, nobs, df, left);
  const [ratio, basmann] = tests;
  const own = { arOverid: ratio!.statistic, basmannF: basmann!.statistic };
  const stats: Fit['stats'] = { kappa: k, ...(asked.less === 0 ? {} : { kappaLiml: kappa }), ...own };
  return { second: withK(equations, k), stats, tests };
}

/** κ = 1/(1 − r²) with r the smallest canonical correlation of Y and the instruments, both partialled out. */
function leastRoot({ structural, firstStages, instruments, endogenous }: IvEquations): number {
  const [l1, k1] = [instruments.length, endogenous.length];
  if (l1 === k1) return 1;
  const qr = householder([...structural.columns, structural.y], structural.y.length, () => 0);
  const qy = orthonormalColumns(qr).slice(-(k1 + 1));
  const qz = orthonormalColumns(firstStages[0]!.fit.qr).slice(-l1);
  const theta = qy.map((y) => Float64Array.from(qz, (z) => dot(z, y)));
  const gram = Float64Array.from(theta.flatMap((a) => theta.map((b) => dot(a, b))));
  const rest = 1 - Math.max(0, symmetricEigen(gram, k1 + 1).values[k1]!);
  if (rest > NOISE) return 1 / rest;
  throw new Refusal('no-kappa', 'the instruments span the outcome and the endogenous regressors: κ has no bound', {
    param: 'iv',
    hint: 'name fewer instruments than rows',
  });
}

/** The likelihood ratio N ln κ ~ χ²(L₁ − K₁) of Anderson & Rubin (1950), and Basmann's (1960) F(L₁ − K₁, N − L). */
function overidentification(kappa: number, nobs: number, df: number, left: number): readonly TestResult[] {
  const test = (name: string, statistic: Stat, pValue: Stat, own: readonly number[]): TestResult => ({
    name,
    statistic,
    pValue,
    df: own,
  });
  if (df === 0) {
    const exact: Stat = { invalid: 'exactly identified' };
    return [test('anderson-rubin-overid', exact, exact, [0]), test('basmann', exact, exact, [0])];
  }
  const ratio = nobs * Math.log(kappa);
  const f = ((kappa - 1) * left) / df;
  return [
    test('anderson-rubin-overid', ratio, chiSquared(df).sf(ratio), [df]),
    test('basmann', f, fisherF(df, left).sf(f), [df, left]),
  ];
}

/** The second stage with another k. */
function withK({ second, structural, firstStages }: IvEquations, k: number): RegressionByRows {
  const own = second.columns.length;
  const from = own - firstStages.length;
  const { qr, coefficients, residuals } = second.fit;
  const left = firstStages.map(({ fit }, j) => fit.residuals.map((value) => value / qr.scale[from + j]!));
  const bread = breadOf(qr, left, k);
  const products = new Float64Array(own);
  for (const [j, v] of left.entries()) products[from + j] = (1 - k) * dot(v, residuals);
  const change = solveR(bread, solveRTransposed(bread, products)).map((value, j) => value / qr.scale[j]!);
  const e = residuals.slice();
  for (const [j, x] of structural.columns.entries()) {
    for (let i = 0; i < e.length; i++) e[i] = e[i]! - change[j]! * x[i]!;
  }
  const scores = second.columns.map((column) => column.slice());
  makeOrthonormal(bread, scores);
  const fit = { qr: bread, coefficients: coefficients.map((b, j) => b + change[j]!), residuals: e };
  return new RegressionByRows({ ...second, fit, scores });
}

/** R of H from that of X̂'X̂: only the last block differs, R₂₂'(I + (1 − k) R₂₂'^−1 V'V R₂₂^−1) R₂₂. `left`: V in the QR's units. */
function breadOf(qr: QR, left: readonly Float64Array[], k: number): QR {
  const size = qr.kept.length;
  const last = left.length;
  const from = size - last;
  const block = new Float64Array(last * last);
  for (let j = 0; j < last; j++) for (let i = 0; i <= j; i++) block[j * last + i] = qr.r[(j + from) * size + i + from]!;
  const turned = left.map((v) => v.slice());
  makeOrthonormal({ ...qr, kept: qr.kept.slice(0, last), r: block, scale: new Float64Array(last).fill(1) }, turned);
  const inner = Float64Array.from(
    turned.flatMap((a, i) => turned.map((b, j) => (i === j ? 1 : 0) + (1 - k) * dot(a, b))),
  );
  const factor = scaledCholesky(inner, last);
  if (factor === null) {
    throw new Refusal(
      'k-too-large',
      `k = ${k} is too large for these instruments: X'(I − kM)X is not positive definite`,
      {
        param: 'estimator',
        hint: 'k = 0 is least squares and k = 1 two-stage least squares',
      },
    );
  }
  const r = qr.r.slice();
  // L'R₂₂, where L is the factor's lower triangle times its scale
  for (let j = 0; j < last; j++) {
    for (let i = 0; i <= j; i++) {
      let value = 0;
      for (let m = i; m <= j; m++) value += factor.lower[m * last + i]! * factor.scale[m]! * block[j * last + m]!;
      r[(j + from) * size + i + from] = value;
    }
  }
  const { columns: _, ...rest } = qr;
  return { ...rest, reflectors: [], r };
}
