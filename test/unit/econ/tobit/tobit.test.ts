import { describe, expect, it } from 'vitest';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';
import { separatedExactly } from '../../../support/separated-exactly.ts';
import { smallPanel } from '../../../support/small-panels.ts';

const data: Columns = drawn('tobit', 150, (draw, i) => {
  const x = draw.normal();
  const latent = 0.5 + x + draw.normal();
  return { y: Math.min(2, Math.max(0, latent)), latent, x, g: i % 15 };
});
const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);
const keys = { fit: 'y ~ x', estimator: { is: 'tobit', lower: 0, upper: 2 } } as const;

it('is least squares where nothing is censored, with N in the place of N − K', () => {
  const fit = fitOf(data, { fit: 'latent ~ x', estimator: { is: 'tobit', lower: -100 } });
  const plain = fitOf(data, { fit: 'latent ~ x' });
  near(b(fit, 'x'), b(plain, 'x'));
  near(fit.stats.sigma, Math.sqrt((plain.stats.rss as number) / 150));
  expect(fit.dfResid).toBe(149);
});

it('does not depend on order, and follows the units of the outcome', () => {
  const fit = fitOf(data, { ...keys, vcov: 'cluster(g)', margins: true });
  const other = fitOf(shuffled(data, 'rows'), { ...keys, vcov: 'cluster(g)' });
  near(b(other, 'x'), b(fit, 'x'));
  near(se(other, '/lnsigma'), se(fit, '/lnsigma'));
  const scaled = { ...data, y: data.y!.map((y) => 1000 * (y as number)) };
  const thousand = fitOf(scaled, {
    fit: 'y ~ x',
    estimator: { is: 'tobit', lower: 0, upper: 2000 },
    vcov: 'cluster(g)',
    margins: true,
  });
  near(b(thousand, 'x'), 1000 * b(fit, 'x'));
  near(thousand.margins![0]!.stdError, 1000 * (fit.margins![0]!.stdError as number));
  expect(fit.stats.f).toBeDefined();
});

it('turned over changes signs', () => {
  const turned = { ...data, y: data.y!.map((y) => 2 - (y as number)) };
  near(b(fitOf(turned, keys), 'x'), -b(fitOf(data, keys), 'x'));
});

it('counts what is censored, and repeats rows by frequencies', () => {
  const fit = fitOf(data, keys);
  expect((fit.stats.nLeft as number) + (fit.stats.nRight as number) + (fit.stats.nUncensored as number)).toBe(150);
  const f = data.y!.map((_, i) => 1 + (i % 2));
  const repeated = Object.fromEntries(
    Object.entries(data).map(([name, cells]) => [name, cells.flatMap((cell, i) => new Array(f[i]!).fill(cell))]),
  );
  near(se(fitOf({ ...data, f }, { ...keys, weights: { frequency: 'f' } }), 'x'), se(fitOf(repeated, keys), 'x'));
});

it('refuses limits that are none, and data that are censored throughout', () => {
  expect(problemsOf({ fit: 'y ~ x', estimator: 'tobit' })).toEqual([
    '`tobit` needs a limit at which the outcome is censored',
  ]);
  expect(problemsOf({ fit: 'y ~ x', estimator: { is: 'tobit', lower: 1, upper: 1 } })).toHaveLength(1);
  expect(refusalOf({ y: [0, 0, 0], x: [1, 2, 3] }, { fit: 'y ~ x', estimator: { is: 'tobit', lower: 0 } }).code).toBe(
    'all-censored',
  );
});

describe('a likelihood without a maximum', () => {
  const y = [0, 0, 0, 1.2, 0.7, 2, 1.5, 0.4, 0, 0.9];
  const x = [1, 3, 2, 5, 4, 2, 3, 1, 4, 2];

  it('is told by its variables and rows', () => {
    const d = [1, 0, 1, 0, 0, 0, 0, 0, 0, 0];
    expect(refusalOf({ y, x, d }, { fit: 'y ~ x + d', estimator: { is: 'tobit', lower: 0 } })).toMatchObject({
      code: 'separation',
      message: 'the likelihood has no maximum: `d` tells 2 censored rows from all that are not (separation)',
    });
    const mixed = x.map((value, i) => value - 3 * d[i]!);
    expect(
      refusalOf({ y, x, mixed }, { fit: 'y ~ x + mixed', estimator: { is: 'tobit', lower: 0 } }).message,
    ).toContain('a combination of `x`, `mixed` tells 2 censored rows');
    const exact = y.map((value, i) => (value > 0 ? 2 * value + 1 : 0.5 - i / 10));
    expect(refusalOf({ y, exact }, { fit: 'y ~ exact', estimator: { is: 'tobit', lower: 0 } })).toMatchObject({
      code: 'perfect-fit',
      message: 'the likelihood has no maximum: the terms fit `y` without error wherever it is not censored',
    });
  });

  it('is what the exact linear programme says, with one limit and with two', () => {
    const met = { separated: 0, kept: 0 };
    for (let i = 0; i < 300; i++) {
      const panel = smallPanel(`tobit ${i}`, 0);
      const upper = i % 2 === 0 ? Number.POSITIVE_INFINITY : 3;
      const rows = [...panel.y.keys()];
      const side = (row: number): number => (panel.y[row] === 0 ? -1 : panel.y[row]! >= upper ? 1 : 0);
      if (rows.every((row) => side(row) !== 0)) continue;
      // of x'β and τ, in rows and for τ itself
      const ofRow = (row: number): number[] => [
        1,
        ...panel.x.map((values) => values[row]!),
        -Math.min(panel.y[row]!, upper),
      ];
      const fixed = rows.filter((row) => side(row) === 0).map(ofRow);
      const free = rows.filter((row) => side(row) !== 0).map((row) => ofRow(row).map((value) => side(row) * value));
      const expected = separatedExactly(fixed, [...free, [...panel.x.map(() => 0), 0, 1]]).length > 0;
      const columns = Object.fromEntries([['y', panel.y], ...panel.x.map((values, j) => [`x${j}`, values])]);
      const estimator = { is: 'tobit', lower: 0, ...(upper === 3 ? { upper } : {}) };
      const keys = { fit: `y ~ ${panel.x.map((_, j) => `x${j}`).join(' + ')}`, estimator } as const;
      met[expected ? 'separated' : 'kept']++;
      if (expected) expect(['separation', 'perfect-fit'], `${i}`).toContain(refusalOf(columns, keys).code);
      else expect(fitOf(columns, keys).terms.length, `${i}`).toBeGreaterThan(0);
    }
    expect(Math.min(met.separated, met.kept)).toBeGreaterThan(50);
  });
});
