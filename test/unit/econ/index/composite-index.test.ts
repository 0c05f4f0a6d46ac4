import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { Codes } from '../../../../src/econ/data.ts';
import { correlate } from '../../../../src/econ/describe/correlate.ts';
import { describe as statistics } from '../../../../src/econ/describe/describe.ts';
import { compositeIndex } from '../../../../src/econ/index/composite-index.ts';
import { type IndexMethod, indexMethodNames } from '../../../../src/econ/index/index-methods.ts';
import type { Direction } from '../../../../src/econ/index/index-scale.ts';
import { entropyOf } from '../../../../src/econ/index/index-weights.ts';
import type { IndexOptions } from '../../../../src/econ/index/spec.ts';
import { symmetricEigen } from '../../../../src/econ/linalg/symmetric-eigen.ts';

type Columns = readonly (readonly number[])[];

interface More {
  readonly directions?: readonly Direction[];
  readonly dimensions?: readonly string[];
  readonly periods?: Codes;
}

function indexOf(columns: Columns, options: Partial<IndexOptions> = {}, more: More = {}) {
  const specs = columns.map((_, j) => ({
    indicator: `x${j}`,
    dimension: more.dimensions?.[j] ?? 'all',
    direction: more.directions?.[j] ?? ('positive' as const),
  }));
  const named = columns.map((values, j) => ({ name: `x${j}`, values: Float64Array.from(values) }));
  const full: IndexOptions = { method: 'entropy', zero: { is: 'limit' }, weights: 'flat', ...options };
  return compositeIndex(specs, named, more.periods ?? null, full);
}

const weights = (result: ReturnType<typeof indexOf>): number[] => result.weights.map((row) => row.weight);
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-10): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i]!)));
  }
}

/** Whole numbers with at least two values a column, so that no scale is lost to rounding. */
const data = fc
  .integer({ min: 4, max: 12 })
  .chain((n) =>
    fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: n, maxLength: n }), {
      minLength: 2,
      maxLength: 5,
    }),
  )
  .filter((columns) => columns.every((column) => new Set(column).size > 2));
const methods = fc.constantFrom(...indexMethodNames.filter((name) => name !== 'pca' && name !== 'critic'));
const runs = { numRuns: 60 };

describe('contributions by period', () => {
  const columns = [
    [1, 5, 2, 8, 3, 9],
    [4, 1, 7, 2, 6, 3],
    [2, 2, 9, 1, 5, 4],
  ];
  const times = { codes: Int32Array.of(0, 0, 1, 1, 2, -1), levels: ['2019', '2020', '2021', '2022'] };
  const specs = columns.map((_, j) => ({
    indicator: `x${j}`,
    dimension: j < 2 ? 'a' : 'b',
    direction: 'positive' as const,
  }));
  const named = columns.map((values, j) => ({ name: `x${j}`, values: Float64Array.from(values) }));
  const made = (method: IndexOptions['method'], periods: typeof times | null = null) =>
    compositeIndex(specs, named, periods, { method, zero: { is: 'limit' }, weights: 'flat' }, times);

  it('add up to the mean index of the period', () => {
    const { contributions, scores } = made('entropy');
    expect(contributions.map(({ time, dimension }) => `${time} ${dimension}`)).toEqual(
      ['2019', '2020', '2021'].flatMap((time) => [`${time} a`, `${time} b`]),
    );
    const sums = ['2019', '2020', '2021'].map((time) =>
      total(contributions.filter((each) => each.time === time).map(({ contribution }) => contribution)),
    );
    expectClose(sums, [(scores[0]! + scores[1]!) / 2, (scores[2]! + scores[3]!) / 2, scores[4]!]);
  });

  it('are none of TOPSIS', () => {
    expect(made('topsis').contributions).toEqual([]);
  });
});

describe('entropy weights', () => {
  it('are computed as their definition says', () => {
    const z = [0, 0.25, 1, 0.5];
    const p = z.map((value) => value / total(z));
    const entropy = -total(p.map((x) => (x === 0 ? 0 : x * Math.log(x)))) / Math.log(4);
    const found = entropyOf(Float64Array.from(z));
    expect(found.entropy).toBeCloseTo(entropy, 14);
    expect(found.divergence).toBeCloseTo(1 - entropy, 14);
  });

  it('keep their digits where the column is nearly uniform', () => {
    const [t, n] = [1e-7, 100];
    const z = Float64Array.from({ length: n }, (_, i) => 1 + (i % 2 === 0 ? t : -t));
    expect(entropyOf(z).divergence / ((t * t) / 2 / Math.log(n))).toBeCloseTo(1, 6);
  });

  it('of the flagship’s indicators give the index of its Table 1', () => {
    const text = readFileSync(new URL('../../../../data/indicators.csv', import.meta.url), 'utf8').trim();
    const [head, ...rows] = text.split('\n').map((line) => line.split(','));
    const names = head!.slice(2);
    const columns = names.map((_, j) => rows.map((row) => Number(row[j + 2])));
    const directions = names.map((name) =>
      ['energy_intensity', 'so2_per_gdp'].includes(name) ? ('negative' as const) : ('positive' as const),
    );
    const result = indexOf(columns, {}, { directions });
    const { mean, sd, min, max } = statistics(result.scores);
    expect([mean, sd, min, max].map((x) => (x as number).toFixed(3))).toEqual(['0.183', '0.081', '0.046', '0.551']);
    expectClose([min as number, max as number], [0.046, 0.551], 1e-12);
    expect(weights(result)[1]).toBeCloseTo(0.145999, 6);
    expect(weights(result)[6]).toBeCloseTo(0.012105, 6);
  });
});

describe('any index', () => {
  it('has weights that sum to 1, and dimensions whose contributions do', () => {
    fc.assert(
      fc.property(data, fc.constantFrom<IndexMethod>('entropy', 'equal', 'topsis'), (columns, method) => {
        const dimensions = columns.map((_, j) => (j % 2 === 0 ? 'a' : 'b'));
        for (const kind of ['flat', 'hierarchical'] as const) {
          const result = indexOf(columns, { method, weights: kind }, { dimensions });
          expect(total(weights(result))).toBeCloseTo(1, 12);
          expect(total(result.dimensions.map((row) => row.weight))).toBeCloseTo(1, 12);
          if (method === 'topsis') continue;
          expect(total(result.dimensions.map((row) => row.contribution as number))).toBeCloseTo(1, 12);
        }
      }),
      runs,
    );
  });

  it('does not depend on the order of rows, nor on units and origins of indicators', () => {
    fc.assert(
      fc.property(data, methods, fc.integer({ min: 1, max: 9 }), (columns, method, unit) => {
        const { scores } = indexOf(columns, { method });
        const turned = indexOf(
          columns.map((column) => [...column].reverse()),
          { method },
        );
        expectClose([...turned.scores].reverse(), scores);
        const rescaled = indexOf(
          columns.map((column) => column.map((x) => unit * x - 7)),
          { method },
        );
        expectClose(rescaled.scores, scores);
      }),
      runs,
    );
  });

  it('is the same for a negative indicator as for its mirror image', () => {
    fc.assert(
      fc.property(data, methods, (columns, method) => {
        const mirrored = columns.map((column, j) => (j === 0 ? column.map((x) => -x) : column));
        const negative = columns.map((_, j) => (j === 0 ? ('negative' as const) : ('positive' as const)));
        const [a, b] = [indexOf(columns, { method }), indexOf(mirrored, { method }, { directions: negative })];
        expectClose(b.scores, a.scores);
        const plain = indexOf(columns, { method }, { directions: negative });
        // And the direction does matter.
        expect(plain.scores.some((x, i) => Math.abs(x - a.scores[i]!) > 1e-6)).toBe(true);
      }),
      runs,
    );
  });

  it('by period is, in each period, the pooled index of that period’s rows', () => {
    fc.assert(
      fc.property(data, methods, (columns, method) => {
        const n = columns[0]!.length;
        const double = columns.map((column) => [...column, ...column.map((x, i) => 2 * x + (i % 3))]);
        const periods = { codes: Int32Array.from({ length: 2 * n }, (_, i) => (i < n ? 0 : 1)), levels: ['1', '2'] };
        const all = indexOf(double, { method }, { periods });
        expectClose(all.scores.slice(0, n), indexOf(columns, { method }).scores);
        const later = indexOf(
          double.map((column) => column.slice(n)),
          { method },
        );
        expectClose(all.scores.slice(n), later.scores);
        expect(all.weights.filter((row) => row.time === '2').map((row) => row.weight)).toEqual(weights(later));
      }),
      runs,
    );
  });
});

describe('zero rules', () => {
  const columns = [
    [0, 1, 4, 9],
    [3, 1, 2, 8],
  ];

  it('shift every score by the shift, but for what the weights change', () => {
    const shifted = indexOf(columns, { method: 'equal', zero: { is: 'shift', by: 0.25 } });
    expectClose(
      shifted.scores,
      indexOf(columns, { method: 'equal' }).scores.map((x) => x + 0.25),
    );
    const entropy = indexOf(columns, { zero: { is: 'shift', by: 0.25 } });
    expect(weights(entropy)[0]).not.toBeCloseTo(weights(indexOf(columns))[0]!, 3);
  });

  it('affine is 0.998 z + 0.002', () => {
    const affine = indexOf(columns, { method: 'equal', zero: { is: 'affine' } });
    expectClose(
      affine.scores,
      indexOf(columns, { method: 'equal' }).scores.map((x) => 0.998 * x + 0.002),
    );
  });
});

describe('other methods', () => {
  it('TOPSIS runs from 0, worst in everything, to 1, best in everything', () => {
    const { scores } = indexOf(
      [
        [0, 1, 2],
        [5, 7, 9],
      ],
      { method: 'topsis' },
    );
    expectClose(scores, [0, 0.5, 1]);
  });

  it('CRITIC gives more to what differs from the others', () => {
    const x = [1, 2, 3, 4, 5, 6];
    const result = indexOf([x, x.map((v) => 3 * v), [2, 6, 1, 5, 4, 3]], { method: 'critic' });
    expect(total(weights(result))).toBeCloseTo(1, 12);
    expect(weights(result)[0]).toBeCloseTo(weights(result)[1]!, 12);
    expect(weights(result)[2]).toBeGreaterThan(weights(result)[0]!);
    expect(() => indexOf([x, x.map((v) => 3 * v)], { method: 'critic' })).toThrow(/perfectly correlated/);
    expect(weights(indexOf([x], { method: 'critic' }))).toEqual([1]);
  });

  it('PCA is an affine function of the first component’s score', () => {
    const columns = [
      [1, 2, 4, 3, 6, 8],
      [2, 3, 3, 5, 5, 9],
      [9, 4, 6, 5, 8, 20],
    ];
    const result = indexOf(columns, { method: 'pca' });
    // R: prcomp(scale. = TRUE)
    const loadings = [0.57899943808, 0.594469687633, 0.558001291386];
    expect(total(weights(result))).toBeCloseTo(1, 12);
    const scores = result.scores;
    const pc1 = columns[0]!.map((_, i) =>
      total(
        columns.map((column, j) => {
          const { mean, sd } = statistics(Float64Array.from(column));
          return (loadings[j]! * (column[i]! - (mean as number))) / (sd as number);
        }),
      ),
    );
    const slope = (scores[5]! - scores[0]!) / (pc1[5]! - pc1[0]!);
    for (let i = 0; i < 6; i++) expect(scores[i]! - scores[0]!).toBeCloseTo(slope * (pc1[i]! - pc1[0]!), 9);
  });

  it('PCA says when an indicator runs against the others, and refuses a component that is not unique', () => {
    const columns = [
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 6],
      [5, 4, 3, 2, 2],
    ];
    const result = indexOf(columns, { method: 'pca' });
    expect(result.warnings).toMatchObject([{ code: 'negative-weight', message: expect.stringContaining('`x2`') }]);
    const crossed = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    expect(() => indexOf(crossed, { method: 'pca' })).toThrow(/not unique/);
  });

  it('by period, the weight of a dimension is the sum of its indicators’, periods of unequal size or not', () => {
    const periods = { codes: Int32Array.from([0, 0, 0, 0, 0, 1, 1]), levels: ['2011', '2012'] };
    const columns = [
      [1, 5, 2, 9, 4, 1, 8],
      [3, 1, 7, 2, 2, 5, 6],
    ];
    const result = indexOf(columns, {}, { periods, dimensions: ['A', 'B'] });
    for (const { dimension, weight } of result.dimensions) {
      const own = result.weights.filter((row) => row.dimension === dimension).map((row) => row.weight);
      expect(weight).toBeCloseTo(total(own) / 2, 14);
    }
  });

  it('are compared by rank, scores that are equal but for rounding sharing one', () => {
    const random = createRng('ties').stream('index', 0);
    const columns = Array.from({ length: 4 }, () => [0, 5, ...Array.from({ length: 58 }, () => random.int(6))]);
    const { methods: correlations } = indexOf(columns, { method: 'equal' });
    const sums = columns[0]!.map((_, i) => columns.reduce((sum, values) => sum + values[i]!, 0));
    const alone = indexOf([sums], { method: 'equal' }).scores;
    const at = correlations.variables.indexOf('equal');
    // in whole numbers nothing is rounded
    const ranks = correlate(
      [
        { name: 'equal', values: alone },
        {
          name: 'pca',
          values: Float64Array.from(indexOf(columns, { method: 'pca' }).scores, (x) => Math.round(x * 1e9)),
        },
      ],
      'spearman',
      'pairwise',
    );
    expect(correlations.correlation[at]![correlations.variables.indexOf('pca')]).toBeCloseTo(
      ranks.correlation[0]![1] as number,
      12,
    );
  });

  it('are compared by rank, those that are not defined having no correlation', () => {
    const { methods: compared } = indexOf([
      [1, 2, 3, 5],
      [2, 4, 6, 10],
    ]);
    const at = (a: string, b: string) =>
      compared.correlation[compared.variables.indexOf(a)]![compared.variables.indexOf(b)];
    expect(at('entropy', 'equal')).toBe(1);
    expect(at('entropy', 'critic')).toEqual({ invalid: 'no rows' });
  });
});

describe('awkward data', () => {
  it('gives a constant indicator no weight and says so', () => {
    const result = indexOf(
      [
        [1, 2, 4],
        [7, 7, 7],
      ],
      { weights: 'hierarchical' },
      { dimensions: ['a', 'b'] },
    );
    expect(weights(result)).toEqual([1, 0]);
    expect(result.weights[1]!.entropy).toEqual({ invalid: 'the indicator takes one value' });
    expect(result.warnings).toMatchObject([{ code: 'constant-indicator' }]);
    expect(() => indexOf([[3, 3, 3]])).toThrow(/no indicator varies/);
  });

  it('leaves out rows where an indicator is missing, and counts them', () => {
    const columns = [
      [1, 2, Number.NaN, 4],
      [4, 1, 2, 3],
    ];
    const result = indexOf(columns);
    const complete = indexOf(columns.map((column) => column.filter((_, i) => i !== 2)));
    expect(result.scores[2]).toBeNaN();
    expectClose(
      result.scores.filter((x) => !Number.isNaN(x)),
      complete.scores,
    );
    expect(result).toMatchObject({ nobs: 3, warnings: [{ code: 'missing-indicators' }] });
    expect(result.warnings[0]!.message).toContain('1 row of 4');
    expect(() => indexOf([[Number.NaN, Number.NaN]])).toThrow(/no row has values/);
  });

  it('scales values of any size, and refuses infinite ones by name', () => {
    const huge = indexOf([
      [-1e308, 0, 1e308],
      [1, 3, 2],
    ]);
    expectClose(
      huge.scores,
      indexOf([
        [-1, 0, 1],
        [1, 3, 2],
      ]).scores,
    );
    expect(() =>
      indexOf([
        [1, 2],
        [1, Number.POSITIVE_INFINITY],
      ]),
    ).toThrow(/`x1`.*finite/);
  });

  it('refuses a single row, in a period by name', () => {
    expect(() => indexOf([[1]])).toThrow(/at least two rows/);
    const periods = { codes: Int32Array.from([0, 0, 1]), levels: ['2011', '2012'] };
    expect(() => indexOf([[1, 2, 3]], {}, { periods })).toThrow(/period `2012` has one row/);
  });
});

describe('eigenvalues', () => {
  it('of a symmetric matrix reproduce it', () => {
    const a = Float64Array.from([4, 1, -2, 1, 3, 0.5, -2, 0.5, 1]);
    const { values, vectors } = symmetricEigen(a, 3);
    expect(values).toEqual([...values].sort((x, y) => y - x));
    const again = a.map((_, at) => {
      const [i, j] = [Math.floor(at / 3), at % 3];
      return total(values.map((value, k) => value * vectors[k]![i]! * vectors[k]![j]!));
    });
    expectClose(again, a, 1e-14);
  });
});
