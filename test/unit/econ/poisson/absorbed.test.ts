import { describe, expect, it } from 'vitest';
import type { RandomStream } from '../../../../src/base/number/rng.ts';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

function count(draw: RandomStream, mean: number): number {
  let found = -1;
  for (let waited = 0; waited <= mean; found++) waited -= Math.log(draw.uniform());
  return found;
}

const trade = (seed: string, n = 160): Columns =>
  drawn(seed, n, (draw, i) => {
    const [x, z] = [draw.normal(), draw.normal()];
    const [from, to] = [i % 8, Math.floor(i / 8) % 10];
    const mean = Math.exp(0.2 * from - 0.1 * to + 0.4 * x - 0.3 * z);
    return { y: count(draw, mean), x, z, from, to, third: (i * 7) % 5, e: 1 + draw.uniform() };
  });
const data = trade('trade');
const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-12);
const both = { fit: 'y ~ x + z | from + to', estimator: 'poisson' } as const;

describe('absorbed effects', () => {
  it('are dummies: the same slopes, errors and likelihood', () => {
    for (const vcov of ['iid', 'robust', 'cluster(from)']) {
      const fit = fitOf(data, { ...both, vcov });
      const dummies = fitOf(data, { fit: 'y ~ x + z + i(from) + i(to)', estimator: 'poisson', vcov });
      for (const term of ['x', 'z']) {
        near(b(fit, term), b(dummies, term));
        near(se(fit, term), se(dummies, term), 1e-6);
      }
      near(fit.stats.ll, dummies.stats.ll as number);
      near(fit.stats.deviance, dummies.stats.deviance as number);
    }
  });

  it('leave residuals that add up to 0 in every level and are orthogonal to the regressors', () => {
    const fit = fitOf(data, { fit: 'y ~ x | from', estimator: 'poisson' });
    const sums = new Map<number, number>();
    const weights = new Map<number, number>();
    data.y!.forEach((y, i) => {
      const level = data.from![i] as number;
      sums.set(level, (sums.get(level) ?? 0) + (y as number));
      weights.set(level, (weights.get(level) ?? 0) + Math.exp(b(fit, 'x') * (data.x![i] as number)));
    });
    const moment = data.y!.reduce<number>((total, y, i) => {
      const level = data.from![i] as number;
      const x = data.x![i] as number;
      return total + x * ((y as number) - (sums.get(level)! / weights.get(level)!) * Math.exp(b(fit, 'x') * x));
    }, 0);
    expect(Math.abs(moment)).toBeLessThan(1e-8);
  });

  it('do not depend on order or units, and may be three', () => {
    const keys = { fit: 'y ~ x + z | from + to + third', estimator: 'poisson' } as const;
    const fit = fitOf(data, keys);
    const other = fitOf(shuffled(data, 'rows'), { ...keys, fit: 'y ~ z + x | third + to + from' });
    near(b(other, 'x'), b(fit, 'x'));
    near(se(other, 'x'), se(fit, 'x'), 1e-7);
    expect(fit.absorbed.map(({ name }) => name)).toEqual(['from', 'to', 'third']);
    const big = { ...data, x: data.x!.map((x) => 1e6 * (x as number)) };
    near(b(fitOf(big, keys), 'x') * 1e6, b(fit, 'x'));
  });

  it('have robust errors where nothing is written, and those that are written', () => {
    expect(fitOf(data, both).vcovInfo.type).toBe('HC1');
    expect(fitOf(data, { ...both, vcov: 'iid' }).vcovInfo.type).toBe('iid');
  });

  it('count repeated rows by their frequencies', () => {
    const f = data.y!.map((_, i) => 1 + (i % 3));
    const repeated = Object.fromEntries(
      Object.entries(data).map(([name, cells]) => [name, cells.flatMap((cell, i) => new Array(f[i]!).fill(cell))]),
    );
    const [one, two] = [fitOf({ ...data, f }, { ...both, weights: { frequency: 'f' } }), fitOf(repeated, both)];
    near(b(one, 'x'), b(two, 'x'));
    near(se(one, 'x'), se(two, 'x'), 1e-7);
    near(one.stats.ll, two.stats.ll as number);
  });

  it('of very many rows, from sums of products, are what half of them are that count twice', () => {
    const many = trade('many', 26_000);
    const twice = Object.fromEntries(Object.entries(many).map(([name, cells]) => [name, [...cells, ...cells]]));
    const [whole, half] = [
      fitOf(twice, { ...both, vcov: 'cluster(from)' }),
      fitOf({ ...many, two: many.y!.map(() => 2) }, { ...both, vcov: 'cluster(from)', weights: { frequency: 'two' } }),
    ];
    for (const term of ['x', 'z', '_cons']) {
      near(b(whole, term), b(half, term), 1e-11);
      near(se(whole, term), se(half, term), 1e-10);
    }
    near(whole.stats.ll, half.stats.ll as number, 1e-12);
    const v = twice.x!.map((x, i) => (x as number) + (twice.from![i] as number));
    const spanned = fitOf({ ...twice, v }, { ...both, fit: 'y ~ x + v + z | from + to' });
    expect(spanned.dropped.map(({ term, why }) => [term, why])).toEqual([['v', 'collinear']]);
    near(b(spanned, 'x'), b(whole, 'x'), 1e-11);
  });

  it('take an exposure, with the slopes of an offset', () => {
    const keys = { fit: 'y ~ x | from', estimator: { is: 'poisson', exposure: 'e' } } as const;
    near(b(fitOf(data, keys), 'x'), b(fitOf(data, { ...keys, fit: 'y ~ x + i(from)' }), 'x'));
    const conditional = fitOf(data, { ...keys, estimator: { is: 'poisson', exposure: 'e', conditional: true } });
    near(b(conditional, 'x'), b(fitOf(data, keys), 'x'));
    expect(conditional.terms.map(({ term }) => term)).toEqual(['x']);
    expect(conditional.vcovInfo.type).toBe('iid');
  });

  it('drop singletons and levels of zeros, and count them', () => {
    const columns = {
      y: [...data.y!, 3, 0, 0],
      x: [...data.x!, 1, 2, 3],
      z: [...data.z!, 1, 1, 2],
      from: [...data.from!, 90, 91, 91],
      to: [...data.to!, 1, 2, 3],
    };
    const fit = fitOf(columns, both);
    near(b(fit, 'x'), b(fitOf(data, both), 'x'));
    expect(fit.stats).toMatchObject({ n: data.y!.length, nDroppedFe: 3, nSingletons: 1, nSeparated: 0 });
  });
});

describe('separation', () => {
  const columns = {
    y: [0, 0, 1, 2, 3, 4, 2, 1, 5, 3],
    x: [1, 2, 0, 0, 0, 0, 0, 0, 0, 0],
    z: [1, 3, 2, 5, 4, 1, 2, 4, 3, 5],
    id: [1, 2, 1, 1, 2, 2, 1, 2, 1, 2],
  };

  it('drops rows with effects, and is refused without, or where asked', () => {
    const fit = fitOf(columns, { fit: 'y ~ z + x | id', estimator: 'poisson' });
    expect(fit.stats).toMatchObject({ n: 8, nSeparated: 2 });
    expect(fit.dropped.map(({ term }) => term)).toEqual(['x']);
    expect(fit.warnings.map(({ code }) => code)).toContain('separation');
    const kept = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.slice(2)]));
    near(b(fit, 'z'), b(fitOf(kept, { fit: 'y ~ z | id', estimator: 'poisson' }), 'z'));
    expect(refusalOf(columns, { fit: 'y ~ z + x', estimator: 'poisson' }).code).toBe('separation');
    const refusing = { fit: 'y ~ z + x | id', estimator: { is: 'poisson', separation: 'refuse' } };
    expect(refusalOf(columns, refusing).code).toBe('separation');
    expect(
      fitOf(columns, { fit: 'y ~ z + x', estimator: { is: 'poisson', separation: 'drop' } }).stats.nSeparated,
    ).toBe(2);
  });

  it('is found between effects alone: a level that meets the positive ones in one way only', () => {
    // rows of (a, b) with positive outcomes fall into two blocks; a zero leads from one to the other, and none back
    const blocks = {
      y: [1, 2, 3, 1, 2, 3, 0],
      a: [1, 1, 2, 3, 3, 4, 1],
      b: [1, 1, 1, 2, 2, 2, 2],
      x: [1, 2, 4, 3, 1, 2, 2],
    };
    expect(fitOf(blocks, { fit: 'y ~ x | a + b', estimator: { is: 'poisson' } }).stats.nSeparated).toBe(1);
    const back = { y: [...blocks.y, 0], a: [...blocks.a, 3], b: [...blocks.b, 1], x: [...blocks.x, 5] };
    expect(fitOf(back, { fit: 'y ~ x | a + b', estimator: { is: 'poisson' } }).stats.nSeparated).toBe(0);
  });
});

it('refuses what is not defined', () => {
  expect(problemsOf({ fit: 'y ~ x | a + b', estimator: { is: 'poisson', conditional: true } })).toEqual([
    '`conditional` needs one absorbed effect, got 2',
  ]);
  expect(
    refusalOf({ y: [0, 1, 2], x: [1, 2, 3], id: [1, 2, 3] }, { fit: 'y ~ x | id', estimator: 'poisson' }).code,
  ).toBe('empty-sample');
});
