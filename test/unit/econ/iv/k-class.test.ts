import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };

function sample(seed: string, n = 90): Record<string, number[]> {
  const draw = createRng(seed).stream('rows', 0);
  const rows = Array.from({ length: n }, (_, i) => {
    const [u, z1, z2, z3, w] = [draw.normal(), draw.normal(), draw.normal(), draw.normal(), draw.normal()];
    const x = 0.5 * z1 + 0.4 * z2 + 0.1 * z3 + 0.3 * w + u + draw.normal();
    return { y: 1 + 0.7 * x - w + u + draw.normal(), x, w, z1, z2, z3, g: i % 9, id: i % 15, v: 0.5 + draw.uniform() };
  });
  return Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'y'])]));
}

function fitOf(columns: Record<string, number[]>, keys: SpecKeys): Fit {
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, dataOf(columns));
}

function expectTerms(a: Fit, b: Fit, digits = 9): void {
  expect(a.terms.map(({ term }) => term)).toEqual(b.terms.map(({ term }) => term));
  for (const [j, row] of a.terms.entries()) {
    expect(row.estimate).toBeCloseTo(b.terms[j]!.estimate, digits);
    expect(row.stdError as number).toBeCloseTo(b.terms[j]!.stdError as number, digits);
  }
}

const formulas = ['y ~ w | x ~ z1 + z2 + z3', 'y ~ w | id | x ~ z1 + z2'];
const errors = ['iid', 'robust', 'cluster(g)'];

describe('the k-class', () => {
  it('is two-stage least squares at k = 1', () => {
    const columns = sample('one');
    for (const fit of formulas) {
      for (const vcov of errors) {
        for (const keys of [
          { fit, vcov },
          { fit, vcov, small: true, weights: 'v' },
        ] as SpecKeys[])
          expectTerms(fitOf(columns, { ...keys, estimator: { is: 'kclass', k: 1 } }), fitOf(columns, keys), 12);
      }
    }
  });

  it('is least squares at k = 0', () => {
    const columns = sample('zero');
    const [a, b] = [
      fitOf(columns, { fit: formulas[0]!, small: true, estimator: { is: 'kclass', k: 0 } }),
      fitOf(columns, { fit: 'y ~ x + w' }),
    ];
    expectTerms(a, b, 11);
    expect(a.stats.rss as number).toBeCloseTo(b.stats.rss as number, 9);
  });

  it('refuses a k for which nothing is minimised', () => {
    expect(() => fitOf(sample('large'), { fit: formulas[0]!, estimator: { is: 'kclass', k: 40 } })).toThrow(
      "k = 40 is too large for these instruments: X'(I − kM)X is not positive definite",
    );
  });

  it('needs instruments, and a k', () => {
    const message = (keys: SpecKeys) => compileColumn(keys, null, context).problems.map((problem) => problem.message);
    expect(message({ fit: 'y ~ x', estimator: 'liml' })).toEqual([
      '`liml` needs instruments, and the formula has none',
    ]);
    expect(message({ fit: formulas[0]!, estimator: 'kclass' })).toEqual(['`kclass` needs its `k`']);
  });
});

describe('limited-information maximum likelihood', () => {
  it('has the least ratio of residual sums of squares that any coefficients of the outcome and the endogenous give', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (seed, shift) => {
          const columns = sample(`${seed}`);
          const fit = fitOf(columns, { fit: formulas[0]!, estimator: 'liml' });
          const b = fit.terms.find(({ term }) => term === 'x')!.estimate;
          const kappa = fit.stats.kappa as number;
          // the outcome less the effect of x: on w alone, and on all instruments
          const ratio = (slope: number): number => {
            const left = { ...columns, left: columns.y!.map((y, i) => y - slope * columns.x![i]!) };
            const rss = (of: string) => fitOf(left, { fit: `left ~ ${of}` }).stats.rss as number;
            return rss('w') / rss('w + z1 + z2 + z3');
          };
          expect(ratio(b)).toBeCloseTo(kappa, 9);
          expect(ratio(b + shift)).toBeGreaterThanOrEqual(kappa - 1e-9);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('does not hang on which of the variables is the outcome', () => {
    const columns = sample('normalised');
    const there = fitOf(columns, { fit: formulas[0]!, estimator: 'liml' });
    const back = fitOf(columns, { fit: 'x ~ w | y ~ z1 + z2 + z3', estimator: 'liml' });
    expect(there.terms[0]!.estimate * back.terms[0]!.estimate).toBeCloseTo(1, 9);
    expect(there.stats.arOverid as number).toBeCloseTo(back.stats.arOverid as number, 9);
  });

  it('is two-stage least squares where the equation is exactly identified', () => {
    const columns = sample('exact');
    for (const vcov of errors) {
      const keys: SpecKeys = { fit: 'y ~ w | x ~ z1', vcov };
      const fit = fitOf(columns, { ...keys, estimator: 'liml' });
      expectTerms(fit, fitOf(columns, keys), 12);
      expect(fit.stats).toMatchObject({ kappa: 1, arOverid: { invalid: 'exactly identified' } });
    }
  });

  it("is Fuller's with a constant of 0, which takes it over N − L from κ", () => {
    const columns = sample('fuller');
    const of = (alpha: number) => fitOf(columns, { fit: formulas[0]!, estimator: { is: 'fuller', alpha } });
    const liml = fitOf(columns, { fit: formulas[0]!, estimator: 'liml' });
    expectTerms(of(0), liml, 12);
    const kappa = liml.stats.kappa as number;
    expect(of(4).stats.kappa as number).toBeCloseTo(kappa - 4 / (90 - 5), 12);
    expectTerms(of(4), fitOf(columns, { fit: formulas[0]!, estimator: { is: 'kclass', k: kappa - 4 / 85 } }), 11);
    expect(fitOf(columns, { fit: formulas[0]!, estimator: 'fuller' }).stats.kappa).toBe(of(1).stats.kappa);
  });

  it('does not hang on units or the order of rows', () => {
    const columns = sample('units');
    const scaled = { ...columns, y: columns.y!.map((y) => 1e3 * y), x: columns.x!.map((x) => 1e-3 * x) };
    const mixed = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.toReversed()]));
    for (const fit of formulas) {
      for (const vcov of errors) {
        const own = fitOf(columns, { fit, vcov, estimator: 'liml' });
        const of = fitOf(scaled, { fit, vcov, estimator: 'liml' });
        expect(of.terms[0]!.estimate / own.terms[0]!.estimate).toBeCloseTo(1e6, 2);
        expect(of.terms[0]!.statistic as number).toBeCloseTo(own.terms[0]!.statistic as number, 8);
        expectTerms(fitOf(mixed, { fit, vcov, estimator: 'liml' }), own);
      }
    }
  });
});
