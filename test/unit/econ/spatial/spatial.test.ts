import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { asin, cos, sin } from '../../../../src/base/number/trig.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { estimate } from '../../../../src/econ/estimate.ts';
import { localMoran, moran, permuted } from '../../../../src/econ/spatial/moran.ts';
import {
  contiguity,
  distances,
  eigenvalues,
  gravity,
  inverseDistance,
  linksOf,
  nearest,
  type SpatialWeights,
  standardized,
  summary,
} from '../../../../src/econ/spatial/weights.ts';
import { type SpatialFit, type SpatialOptions, spatialFit } from '../../../../steps/spatial/numbers/fit.ts';
import { spectrumOf } from '../../../../steps/spatial/numbers/spectrum.ts';
import { spatialTests } from '../../../../steps/spatial_tests/numbers/lm-tests.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate as estimateAny } from '../../../support/estimate.ts';

const panel = { unit: 'id', time: 'year' };

/** Places at random on a few degrees, their inverse distances, and a panel in which y follows its neighbours. */
function world(seed: string, n = 12, periods = 5) {
  const draw = createRng(seed).stream('world', 0);
  const units = Array.from({ length: n }, (_, i) => `u${String(i).padStart(2, '0')}`);
  const [lat, lon] = [0, 1].map(() => Float64Array.from({ length: n }, () => 30 + 10 * draw.uniform()));
  const d = distances(units, lat!, lon!);
  const weights = weightsOf(units, inverseDistance(d, units, 1, Number.POSITIVE_INFINITY));
  const rows = units.flatMap((id) =>
    Array.from({ length: periods }, (_, t) => ({
      id,
      year: 2000 + t,
      y: draw.normal(),
      x: draw.normal(),
      z: draw.normal(),
    })),
  );
  for (const row of rows) row.y += row.x - 0.5 * row.z;
  const names = ['id', 'year', 'y', 'x', 'z'] as const;
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  return { units, weights, columns: columns as Record<string, (number | string)[]>, d };
}

function weightsOf(units: readonly string[], raw: Float64Array, how: 'row' | 'none' = 'row'): SpatialWeights {
  const matrix = standardized(raw, units.length, how);
  return { units, matrix, standardize: how, eigen: eigenvalues(matrix, units.length) };
}

const usual: SpatialOptions = {
  model: 'sdm',
  effects: 'unit',
  leeyu: false,
  lagOrder: 'withinOfLag',
  information: 'observed',
};

function fitOf(
  columns: Record<string, (number | string)[]>,
  weights: SpatialWeights,
  more: Partial<SpatialOptions> = {},
): SpatialFit {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
  const { specs } = compileColumn({ fit: 'y ~ x + z' }, null, context);
  return estimate(specs[0]!, dataOf(columns, panel), spatialFit(weights, { ...usual, ...more })) as SpatialFit;
}

const at = (fit: { terms: readonly { term: string; estimate: number }[] }, name: string): number =>
  fit.terms.find(({ term }) => term === name)!.estimate;

it('has sines, cosines and their inverses right to the last digits', () => {
  for (let x = -7; x <= 7; x += 0.037) {
    expect(sin(x)).toBeCloseTo(Math.sin(x), 14);
    expect(cos(x)).toBeCloseTo(Math.cos(x), 14);
  }
  for (let x = 0; x <= 1; x += 0.01) expect(asin(x)).toBeCloseTo(Math.asin(x), 14);
});

describe('weights', () => {
  it('have rows that sum to one, zeros on the diagonal, and the largest eigenvalue 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 8 }), (seed, k) => {
        const { units, d } = world(String(seed));
        const n = units.length;
        const { matrix, eigen } = weightsOf(units, nearest(d, n, k));
        for (let i = 0; i < n; i++) {
          expect(matrix.subarray(i * n, i * n + n).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
          expect(matrix[i * n + i]).toBe(0);
        }
        expect(Math.max(...eigen.real)).toBeCloseTo(1, 9);
      }),
      { numRuns: 20 },
    );
  });

  it('leave islands at zero and name them', () => {
    const units = ['a', 'b', 'c'];
    const weights = weightsOf(
      units,
      contiguity(3, [
        [0, 1],
        [1, 0],
      ]),
    );
    expect(summary(weights)).toMatchObject({ islands: ['c'], links: 2, s0: 2, isSymmetric: true });
  });

  it('refuse two units at one place', () => {
    const units = ['a', 'b'];
    const d = distances(units, Float64Array.of(30, 30), Float64Array.of(100, 100));
    expect(() => inverseDistance(d, units, 1, 9e9)).toThrow(/stand at one place/);
  });
});

describe('Moran’s I', () => {
  it('is the slope of the scatter, the mean of the local ones, and moves with nothing but the pattern', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { weights, columns } = world(String(seed), 12, 1);
        const x = Float64Array.from(columns.x as number[]);
        const links = linksOf(weights.matrix, 12);
        const { i } = moran(x, links, summary(weights));
        const local = localMoran(x, links, weights);
        expect(local.reduce((total, each) => total + each.i, 0) / 12).toBeCloseTo(i, 10);
        const [top, bottom] = local.reduce(([a, b], each) => [a + each.x * each.lag, b + each.x * each.x], [0, 0]);
        expect(top! / bottom!).toBeCloseTo(i, 10);
        expect(
          moran(
            x.map((value) => 5 - 100 * value),
            links,
            summary(weights),
          ).i,
        ).toBeCloseTo(i, 10);
      }),
      { numRuns: 30 },
    );
  });

  it('has permutation p values that more draws only narrow', () => {
    const { weights, columns } = world('p', 12, 1);
    const x = Float64Array.from(columns.x as number[]);
    const links = linksOf(weights.matrix, 12);
    const rng = createRng('1');
    const p = (draws: number) => permuted(x, links, draws, (draw) => rng.stream('p', draw));
    expect(Math.abs(p(4000) - p(2000))).toBeLessThan(0.05);
    expect(p(99) * 100).toBeCloseTo(Math.round(p(99) * 100), 9);
  });
});

describe('spatial models', () => {
  it.each(['sar', 'sdm'] as const)('%s: direct and indirect effects add up to the total', (model) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom('unit', 'time', 'both', 'none'),
        (seed, effects) => {
          const { weights, columns } = world(String(seed));
          const fit = fitOf(columns, weights, { model, effects: effects as 'unit' });
          for (const name of ['x', 'z']) {
            const [direct, indirect, total] = ['direct', 'indirect', 'total'].map((kind) =>
              at(fit, `${kind}(${name})`),
            );
            expect(direct! + indirect!).toBeCloseTo(total!, 9);
            const own = at(fit, name) + (model === 'sdm' ? at(fit, `W.${name}`) : 0);
            expect(total).toBeCloseTo(own / (1 - at(fit, 'rho')), 8);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('of a cross-section: the error model is nested where the rows of W sum to one', () => {
    const { weights, columns, units, d } = world('nested', 20, 1);
    const of = (fit: SpatialFit, name: string) => fit.tests.find((test) => test.name === name);
    const [sdm, sem] = (['sdm', 'sem'] as const).map((model) => fitOf(columns, weights, { model, effects: 'none' }));
    const ratio = 2 * ((sdm!.stats.ll as number) - (sem!.stats.ll as number));
    expect(of(sdm!, 'lr-sem')).toMatchObject({ df: [2], statistic: expect.closeTo(ratio, 9) });
    const raw = weightsOf(units, inverseDistance(d, units, 1, Number.POSITIVE_INFINITY), 'none');
    const other = fitOf(columns, raw, { model: 'sdm', effects: 'none' });
    expect(of(other, 'lr-sem')).toBeUndefined();
    expect(of(other, 'wald-sem')).toBeDefined();
  });

  it('are least squares where ρ is 0: the score is that of the regression', () => {
    const { weights, columns } = world('ols', 12, 40);
    const sar = fitOf(columns, weights, { model: 'sar', effects: 'unit' });
    const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
    const { specs } = compileColumn({ fit: 'y ~ x + z | id' }, null, context);
    const ols = estimateAny(specs[0]!, dataOf(columns, panel));
    // y has no lag: ρ is near 0, and slopes move by as little
    expect(Math.abs(at(sar, 'rho'))).toBeLessThan(0.3);
    for (const name of ['x', 'z']) expect(at(sar, name)).toBeCloseTo(at(ols, name), 1);
  });

  it('do not hang on the order of rows, nor on units', () => {
    const { weights, columns } = world('order');
    const before = fitOf(columns, weights, { effects: 'both' });
    const order = columns.id!.map((_, i) => i).sort((i, j) => (columns.x![i] as number) - (columns.x![j] as number));
    const shuffled = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]),
    );
    expect(fitOf(shuffled, weights, { effects: 'both' }).terms).toEqual(before.terms);
    const scaled = fitOf({ ...columns, x: columns.x!.map((value) => (value as number) * 1000) }, weights, {
      effects: 'both',
    });
    for (const [i, { statistic }] of before.terms.entries())
      expect(scaled.terms[i]!.statistic as number).toBeCloseTo(statistic as number, 5);
  });

  it('refuse what is missing or has other units, by name', () => {
    const { weights, columns } = world('gaps');
    const drop = (keep: (i: number) => boolean) =>
      Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.filter((_, i) => keep(i))]));
    expect(() =>
      fitOf(
        drop((i) => i !== 7),
        weights,
      ),
    ).toThrow(/no row used for u01 in 2002/);
    expect(() =>
      fitOf(
        drop((i) => i >= 5),
        weights,
      ),
    ).toThrow(/of which the data has no row: `u00`/);
    const constant = { ...columns, x: columns.id!.map((id) => (id as string).length) };
    expect(() => fitOf(constant, weights)).toThrow(/`x` does not vary within effects `unit`/);
  });

  it('refuse a maximum at the bound of ρ', () => {
    const { weights, columns, units } = world('bound', 12, 5);
    // every unit has the outcome of its period: the lag explains all
    const y = columns.id!.map((_, i) => (i % 5) + 1e-9 * units.length * i);
    expect(() => fitOf({ ...columns, y }, weights, { model: 'sar', effects: 'unit' })).toThrow();
  });
});

describe('bounds of ρ', () => {
  /** Three units that each have the next for their neighbour, with eigenvalues 1 and −1/2 ± 0.87i; and `n` that are all neighbours: 1, −1/(n − 1). */
  const ringAnd = (n: number): SpatialWeights => {
    const units = Array.from({ length: 3 + n }, (_, i) => `u${i}`);
    const isLink = (i: number, j: number): boolean => (i < 3 ? j === (i + 1) % 3 : j >= 3 && j !== i);
    return weightsOf(
      units,
      Float64Array.from({ length: (3 + n) ** 2 }, (_, at) => (isLink(Math.floor(at / (3 + n)), at % (3 + n)) ? 1 : 0)),
    );
  };

  it('are of real eigenvalues, since complex ones make no I − ρW singular', () => {
    const [low, high] = spectrumOf(ringAnd(5).eigen).bounds;
    expect([low, high]).toEqual([expect.closeTo(-4, 9), expect.closeTo(1, 9)]);
    expect(spectrumOf(ringAnd(0).eigen).bounds).toEqual([expect.closeTo(-2, 9), expect.closeTo(1, 9)]);
  });

  it('take a double eigenvalue that rounding has parted for a real one', () => {
    const eigen = { real: Float64Array.of(1, -0.8, -0.8, -0.25), imaginary: Float64Array.of(0, 1e-8, -1e-8, 0) };
    expect(spectrumOf(eigen).bounds).toEqual([-1.25, 1]);
  });

  it('hold an estimate far below −1', () => {
    const weights = ringAnd(5);
    const draw = createRng('far below').stream('bounds', 0);
    const columns: Record<string, (number | string)[]> = { id: [], year: [], y: [], x: [], z: [] };
    for (let year = 0; year < 60; year++) {
      const [x, z] = [0, 1].map(() => weights.units.map(() => draw.normal())) as [number[], number[]];
      const e = weights.units.map((_, i) => x[i]! + z[i]! + 0.5 * draw.normal());
      // y + 3Wy = e: by what it says of each group
      const mean = (3 / 4) * (e.slice(3).reduce((sum, each) => sum + each, 0) / 4);
      const rest = e.slice(3).map((each) => (each - mean) / (1 - 3 / 4));
      const ring = [0, 1, 2].map((i) => (e[i]! - 3 * e[(i + 1) % 3]! + 9 * e[(i + 2) % 3]!) / (1 + 27));
      for (const [i, id] of weights.units.entries())
        for (const [name, value] of Object.entries({ id, year, y: [...ring, ...rest][i]!, x: x[i]!, z: z[i]! }))
          columns[name]!.push(value);
    }
    const fit = fitOf(columns, weights, { model: 'sar', effects: 'none' });
    expect(at(fit, 'rho')).toBeCloseTo(-3, 1);
  });
});

describe('weights at their edges', () => {
  const invalid = { invalid: expect.any(String) };
  const x = Float64Array.of(1, 4, 2, 8, 5);
  const units = ['a', 'b', 'c', 'd', 'e'];
  const of = (matrix: Float64Array) => ({ links: linksOf(matrix, 5), sums: summary(weightsOf(units, matrix)) });

  it('refuse islands alone', () => {
    const { links, sums } = of(new Float64Array(25));
    expect(() => moran(x, links, sums)).toThrow(/no links/);
    expect(() => spatialTests(x, [new Float64Array(5).fill(1)], links, sums)).toThrow(/no links/);
  });

  it('leave no variance to I where all are neighbours of all alike', () => {
    const everyone = Float64Array.from({ length: 25 }, (_, at) => (at % 6 === 0 ? 0 : 1 / 4));
    const { links, sums } = of(everyone);
    const found = moran(x, links, sums);
    expect(found.i).toBeCloseTo(-1 / 4, 12);
    expect(found).toMatchObject({ zNormal: invalid, zRandom: invalid, pTwoSided: invalid, pOneSidedNormal: invalid });
    const ones = new Float64Array(5).fill(1);
    const tests = spatialTests(x, [ones], links, sums);
    for (const name of ['Robust LM-lag', 'Robust LM-error', 'SARMA', 'Moran’s I of residuals'])
      expect(tests.find((each) => each.name === name)).toMatchObject({ statistic: invalid, pValue: invalid });
    expect(tests[0]!.statistic).toEqual(expect.any(Number));
  });

  it('are not of gravity between means that are not positive', () => {
    const d = distances(units, Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(1, 2, 3, 4, 5));
    expect(() => gravity(Float64Array.of(1, 2, 0, 1, 1), d, units)).toThrow(/positive means, got 0 of `c`/);
  });
});

describe('the pseudo R²', () => {
  /** Means of units taken out; columns stand unit by unit. */
  const within = (v: readonly number[], periods: number): number[] =>
    v.map((value, i) => {
      const from = i - (i % periods);
      return value - v.slice(from, from + periods).reduce((a, b) => a + b) / periods;
    });
  const correlation = (a: readonly number[], b: readonly number[]): number => {
    const centred = (v: readonly number[]) => v.map((value) => value - v.reduce((s, x) => s + x) / v.length);
    const [p, q] = [centred(a), centred(b)];
    const product = (u: readonly number[], v: readonly number[]) => u.reduce((s, value, i) => s + value * v[i]!, 0);
    return product(p, q) / Math.sqrt(product(p, p) * product(q, q));
  };

  it.each(['sar', 'sdm', 'sem'] as const)(
    'of a %s is the squared correlation with the prediction by the powers of ρW, effects taken out',
    (model) => {
      const [n, periods] = [12, 5];
      const { weights, columns } = world('r2', n, periods);
      const fit = fitOf(columns, weights, { model });
      const b = (name: string) => (fit.terms.find(({ term }) => term === name)?.estimate as number | undefined) ?? 0;
      const at = (v: readonly number[], t: number) => Array.from({ length: n }, (_, i) => v[i * periods + t]!);
      const lag = (v: readonly number[]) =>
        v.map((_, i) => v.reduce((total, value, j) => total + weights.matrix[i * n + j]! * value, 0));
      const predicted = new Array<number>(n * periods);
      for (let t = 0; t < periods; t++) {
        const [x, z] = [at(columns.x as number[], t), at(columns.z as number[], t)];
        const [wx, wz] = [lag(x), lag(z)];
        let power = x.map((value, i) => b('x') * value + b('z') * z[i]! + b('W.x') * wx[i]! + b('W.z') * wz[i]!);
        const total = [...power];
        for (let k = 0; model !== 'sem' && k < 400; k++) {
          power = lag(power).map((value) => b('rho') * value);
          power.forEach((value, i) => {
            total[i]! += value;
          });
        }
        total.forEach((value, i) => {
          predicted[i * periods + t] = value;
        });
      }
      const r = correlation(within(columns.y as number[], periods), within(predicted, periods));
      expect(fit.stats.pseudoR2).toBeCloseTo(r * r, 10);
      expect(r * r).toBeGreaterThan(0.1);
    },
  );
});
