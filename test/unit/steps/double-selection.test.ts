/** The lasso by the plug-in penalty and double selection: conditions of the optimum, closed forms, values of glmnet, and what changes no choice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubleSelection } from '../../../steps/experiment/numbers/chosen/double-selection.ts';
import { lasso, lassoProducts } from '../../../steps/experiment/numbers/chosen/lasso.ts';
import { plugInLasso } from '../../../steps/experiment/numbers/chosen/plug-in.ts';

/** Numbers between 0 and 1 without any order that could be seen. */
const wobble = (i: number, j: number): number => {
  const x = Math.sin(i * 12.9898 + j * 78.233 + 4.1414) * 43758.5453;
  return x - Math.floor(x);
};

const centred = (x: Float64Array): Float64Array => {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return x.map((value) => value - mean);
};
const column = (n: number, of: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => of(i));

/** Columns about their means, each with half of the one before, and an outcome of the first and the fourth. */
function drawn(n: number, p: number, seed = 0): { readonly x: Float64Array[]; readonly y: Float64Array } {
  const x = Array.from({ length: p }, (_, j) =>
    centred(column(n, (i) => wobble(i, j + 1 + seed) + (j > 0 ? 0.5 * wobble(i, j + seed) : 0))),
  );
  const y = centred(column(n, (i) => 2 * x[0]![i]! - 1.5 * x[Math.min(3, p - 1)]![i]! + wobble(i, 9 + seed)));
  return { x, y };
}

/** 2x_j'(y − Xb) of every regressor. */
const gradients = (x: readonly Float64Array[], y: Float64Array, b: Float64Array): number[] =>
  x.map((own) =>
    own.reduce((sum, value, i) => sum + 2 * value * (y[i]! - x.reduce((f, each, m) => f + b[m]! * each[i]!, 0)), 0),
  );

describe('the lasso', () => {
  it('has the coefficients of glmnet 4.1-8, with a penalty for each regressor', () => {
    const { x, y } = drawn(40, 6);
    const b = lasso(lassoProducts(x, y), Float64Array.of(4, 6, 5, 3, 8, 2));
    const expected = [1.09985541475266, 0, 0, -0.977521744242665, 0, 0];
    for (const [j, value] of expected.entries()) expect(b[j]).toBeCloseTo(value, 9);
  });

  it('pulls every coefficient of orthogonal regressors towards zero by itself', () => {
    const signs = [1, 1, 1, 1, -1, -1, -1, -1];
    const x = [
      Float64Array.from(signs),
      Float64Array.of(1, 1, -1, -1, 1, 1, -1, -1),
      Float64Array.of(1, -1, 1, -1, 1, -1, 1, -1),
    ];
    const y = Float64Array.of(5, 4, 1, 2, -1, -3, -2, -6);
    const b = lasso(lassoProducts(x, y), Float64Array.of(8, 8, 8));
    for (const [j, own] of x.entries()) {
      const alone = own.reduce((sum, value, i) => sum + value * y[i]!, 0);
      const size = Math.max(0, Math.abs(alone) - 4);
      expect(b[j]).toBeCloseTo((Math.sign(alone) * size) / 8, 12);
    }
  });

  it('meets the conditions of its optimum whatever the data are', () => {
    const cases = fc.record({
      n: fc.integer({ min: 12, max: 60 }),
      p: fc.integer({ min: 1, max: 25 }),
      seed: fc.integer({ min: 0, max: 9999 }),
    });
    fc.assert(
      fc.property(cases, ({ n, p, seed }) => {
        const { x, y } = drawn(n, p, seed);
        const { coefficients: b, penalty, loadings, chosen } = plugInLasso(x, y);
        const size = Math.sqrt(y.reduce((sum, value) => sum + value * value, 0));
        for (const [j, gradient] of gradients(x, y, b).entries()) {
          const own = penalty * loadings[j]!;
          const rounding = 1e-8 * size * Math.sqrt(n);
          if (chosen.includes(j)) expect(Math.abs(gradient - own * Math.sign(b[j]!))).toBeLessThan(rounding);
          else expect(Math.abs(gradient)).toBeLessThan(own + rounding);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('double selection', () => {
  const n = 120;
  const named = (x: readonly Float64Array[]) => x.map((values, j) => ({ name: `x${j}`, values }));
  const { x, y } = drawn(n, 12);
  const arm = { name: 'treat', values: column(n, (i) => (wobble(i, 77) + 0.8 * x[6]![i]! > 0.5 ? 1 : 0)) };
  const grounds = { nobs: n, absorb: null, weights: null, clusters: null };
  const found = doubleSelection(y, [arm], [], named(x), grounds);

  it('chooses what the outcome is made of, and what tells the arm', () => {
    expect(found.byOutcome).toEqual(expect.arrayContaining(['x0', 'x3']));
    expect(found.byArms).toContain('x6');
    expect(found.candidates).toBe(12);
  });

  it('chooses the same in other units, another order of rows and of candidates', () => {
    const scaled = named(x).map((each, j) => ({
      ...each,
      values: each.values.map((value) => value * 10 ** (j - 5) + 3),
    }));
    expect(
      doubleSelection(
        y.map((value) => 7 - 1000 * value),
        [arm],
        [],
        scaled,
        grounds,
      ),
    ).toEqual(found);
    const turned = (values: Float64Array): Float64Array => values.slice().reverse();
    const rows = doubleSelection(
      turned(y),
      [{ ...arm, values: turned(arm.values) }],
      [],
      named(x.map(turned)),
      grounds,
    );
    expect(rows).toEqual(found);
    const backwards = doubleSelection(y, [arm], [], named(x).reverse(), grounds);
    expect(backwards.byOutcome.toSorted()).toEqual(found.byOutcome.toSorted());
  });

  it('leaves out what strata and covariates span already', () => {
    const codes = Int32Array.from({ length: n }, (_, i) => i % 4);
    const strata = { name: 's', codes, levels: ['a', 'b', 'c', 'd'] };
    const stratum = { name: 'level', values: Float64Array.from(codes, (code) => code * 3) };
    const double = { name: 'double', values: x[0]!.map((value) => 2 * value) };
    const [first, ...rest] = named(x);
    const own = doubleSelection(y, [arm], [first!], [stratum, double, ...rest], { ...grounds, absorb: strata });
    expect(own.candidates).toBe(rest.length);
    expect(own.byOutcome).not.toContain('double');
  });
});
