/** The rank statistic against its formula written out in full with Kronecker products (Kleibergen & Paap 2006, section 2). */
import { CholeskyDecomposition, inverse, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import type { IvDesign, NamedCodes, NamedColumn } from '../../../../src/econ/design.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { fitIv } from '../../../../src/econ/iv/tsls.ts';
import { column, fitOn, simulate, term } from '../panels.ts';

function made(endogenous: number, instruments: number): { design: IvDesign; unit: NamedCodes } {
  const { design, unit } = simulate('rank', 25, 6, 0.1);
  const wave = (i: number, j: number) => Math.sin(1 + i * (j + 1.7) + j * j);
  const extra = column(
    'x0',
    design.outcome.values.map((_, i) => wave(i, 9)),
  );
  const terms = [extra, ...design.terms];
  const zs = Array.from({ length: instruments }, (_, j) =>
    column(
      `z${j}`,
      design.outcome.values.map(
        (_, i) => wave(i, j) + 0.4 * terms[1 + (j % 2)]!.values[i]! + (j % 3) * extra.values[i]!,
      ),
    ),
  );
  const { nobs, outcome } = design;
  const pool = [...design.terms, extra];
  return {
    design: {
      nobs,
      outcome,
      endogenous: pool.slice(0, endogenous),
      exogenous: pool.slice(endogenous),
      instruments: zs,
      constant: true,
      absorb: [],
    },
    unit,
  };
}

function partialled({ nobs, exogenous }: IvDesign, columns: readonly NamedColumn[]): Matrix {
  const residuals = columns.map((target) => {
    const fit = fitOn({ nobs, outcome: target, terms: exogenous, constant: true, absorb: [] });
    return Array.from(target.values, (value, i) =>
      exogenous.reduce(
        (left, x) => left - term(fit, x.name).estimate * x.values[i]!,
        value - term(fit, '_cons').estimate,
      ),
    );
  });
  return new Matrix(residuals).transpose();
}

/** A^(1/2) of A A' for square A, by its eigenvalues; here through the singular values of A. */
function symmetricRoot(a: Matrix): Matrix {
  const svd = new SingularValueDecomposition(a);
  const u = svd.leftSingularVectors;
  return u.mmul(Matrix.diag(svd.diagonal)).mmul(u.transpose());
}

const vec = (a: Matrix): Matrix => Matrix.columnVector(a.transpose().to1DArray());

function rk(y: Matrix, z: Matrix, errors: 'wald' | 'lm', groups: readonly number[]): number {
  const [l1, k1] = [z.columns, y.columns];
  const zz = z.transpose().mmul(z);
  const pi = inverse(zz).mmul(z.transpose().mmul(y));
  const f = new CholeskyDecomposition(zz).lowerTriangularMatrix.transpose();
  const g = inverse(new CholeskyDecomposition(y.transpose().mmul(y)).lowerTriangularMatrix.transpose());
  const theta = f.mmul(pi).mmul(g);
  const svd = new SingularValueDecomposition(theta.mmul(theta.transpose()));
  const u = svd.leftSingularVectors;
  const v = new SingularValueDecomposition(theta.transpose().mmul(theta)).leftSingularVectors;
  const q = k1 - 1;
  const u22 = u.subMatrix(q, l1 - 1, q, l1 - 1);
  const v22 = v.subMatrix(q, k1 - 1, q, k1 - 1);
  const a = u
    .subMatrix(0, l1 - 1, q, l1 - 1)
    .mmul(inverse(u22))
    .mmul(symmetricRoot(u22));
  const b = symmetricRoot(v22)
    .mmul(inverse(v22.transpose()))
    .mmul(v.subMatrix(0, k1 - 1, q, k1 - 1).transpose());
  const outer = b.kroneckerProduct(a.transpose());
  const lambda = outer.mmul(vec(theta));
  const e = errors === 'lm' ? y : Matrix.sub(y, z.mmul(pi));
  const sums = new Map<number, Matrix>();
  for (let i = 0; i < y.rows; i++) {
    const score = Matrix.columnVector(e.getRow(i)).kroneckerProduct(Matrix.columnVector(z.getRow(i)));
    const there = sums.get(groups[i]!);
    sums.set(groups[i]!, there ? Matrix.add(there, score) : score);
  }
  let s = Matrix.zeros(l1 * k1, l1 * k1);
  for (const sum of sums.values()) s = Matrix.add(s, sum.mmul(sum.transpose()));
  const map = g.transpose().kroneckerProduct(inverse(f).transpose());
  const omega = outer.mmul(map.mmul(s).mmul(map.transpose())).mmul(outer.transpose());
  return lambda.transpose().mmul(inverse(omega)).mmul(lambda).get(0, 0);
}

const relative = (a: Stat | undefined, b: number): number => Math.abs((a as number) - b) / b;

describe.each([
  [1, 2],
  [2, 2],
  [2, 4],
  [3, 5],
])('%i endogenous regressors, %i instruments', (endogenous, instruments) => {
  const { design, unit } = made(endogenous, instruments);
  const y = partialled(design, design.endogenous);
  const z = partialled(design, design.instruments);
  const n = design.nobs;
  const l = 1 + design.exogenous.length + instruments;

  it('robust', () => {
    const rows = Array.from({ length: n }, (_, i) => i);
    const fit = fitIv(design, { vcov: { is: 'hc', type: 'HC1' }, small: 'asymptotic', clusters: [], time: null });
    expect(relative(fit.stats.kpLm, rk(y, z, 'lm', rows))).toBeLessThan(1e-8);
    const f = ((rk(y, z, 'wald', rows) / n) * (n - l)) / instruments;
    expect(relative(fit.stats.kpWaldF, f)).toBeLessThan(1e-8);
    expect(fit.tests.find(({ name }) => name === 'kp-lm')!.df).toEqual([instruments - endogenous + 1]);
  });

  it('clustered', () => {
    const groups = Array.from(unit.codes);
    const g = unit.levels.length;
    const vcov = { is: 'cluster', by: ['unit'] } as const;
    const fit = fitIv(design, { vcov, small: 'asymptotic', clusters: [unit], time: null });
    expect(relative(fit.stats.kpLm, rk(y, z, 'lm', groups))).toBeLessThan(1e-8);
    const f = ((rk(y, z, 'wald', groups) / (n - 1)) * (n - l) * (g - 1)) / g / instruments;
    expect(relative(fit.stats.kpWaldF, f)).toBeLessThan(1e-8);
  });
});
