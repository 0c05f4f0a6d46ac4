import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { luOf } from '../../../../src/econ/linalg/lu.ts';
import { symmetricValues } from '../../../../src/econ/linalg/symmetric-values.ts';

const random = (n: number, seed: string): Float64Array => {
  const draw = createRng(seed).stream('matrix', 0);
  return Float64Array.from({ length: n * n }, () => draw.normal());
};

it.each([1, 2, 3, 8, 40])('eigenvalues of a symmetric matrix of %i rows are those of the library', (n) => {
  const a = random(n, 'symmetric');
  const symmetric = a.map((value, at) => value + a[(at % n) * n + Math.floor(at / n)]!);
  const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, symmetric), {
    assumeSymmetric: true,
  });
  const found = symmetricValues(symmetric, n);
  for (const [i, value] of realEigenvalues.sort((x, y) => x - y).entries()) expect(found[i]).toBeCloseTo(value, 10);
});

it('finds eigenvalues that are alike, and of a matrix that is diagonal or zero', () => {
  expect([...symmetricValues(Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, -1), 3)]).toEqual([-1, 2, 2]);
  expect([...symmetricValues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
  const ones = symmetricValues(new Float64Array(25).fill(1), 5);
  expect(ones[4]).toBeCloseTo(5, 12);
  for (const value of ones.subarray(0, 4)) expect(value).toBeCloseTo(0, 12);
});

it('solves with a matrix and with its transpose', () => {
  const n = 12;
  const a = random(n, 'lu');
  const lu = luOf(a, n);
  const v = random(n, 'v').slice(0, n);
  const exact = inverse(Matrix.from1DArray(n, n, a));
  const [x, t] = [lu.solve(v), lu.solveTransposed(v)];
  for (let i = 0; i < n; i++) {
    const [row, column] = [exact.getRow(i), exact.getColumn(i)];
    expect(x[i]).toBeCloseTo(
      row.reduce((total, value, j) => total + value * v[j]!, 0),
      8,
    );
    expect(t[i]).toBeCloseTo(
      column.reduce((total, value, j) => total + value * v[j]!, 0),
      8,
    );
  }
});
