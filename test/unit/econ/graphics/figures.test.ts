/** What figures compute, against base R 4.5: the calls stand beside the values. */
import { describe, expect, it } from 'vitest';
import { binscatter } from '../../../../src/econ/graphics/binscatter.ts';
import { box } from '../../../../src/econ/graphics/box.ts';
import { naturalClasses, quantileClasses } from '../../../../src/econ/graphics/classes.ts';
import { histogram, roundBreaks } from '../../../../src/econ/graphics/histogram.ts';
import { combine, jointTest } from '../../../../src/econ/regression/combinations.ts';

const values = Float64Array.of(3.1, 4.7, 4.9, 5.2, 5.8, 6.0, 6.1, 7.5, 9.3, 12.4);

const near = (actual: readonly number[], expected: readonly number[], digits = 12): void => {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i]!, digits);
};

describe('histogram', () => {
  it('is `hist(x, breaks = "FD")`', () => {
    const bins = histogram(Float64Array.of(...values, Number.NaN));
    expect(bins.map(({ from }) => from)).toEqual([2, 4, 6, 8, 10, 12]);
    expect(bins.map(({ count }) => count)).toEqual([1, 5, 2, 1, 0, 1]);
    near(
      bins.map(({ density }) => density),
      [0.05, 0.25, 0.1, 0.05, 0, 0.05],
    );
  });

  it('counts a value on an end on its left, as R does', () => {
    const skewed = Float64Array.of(0.013, 0.018, 0.022, 0.031, 0.031, 0.044, 0.052, 0.067, 0.081, 0.11, 0.12, 0.4);
    expect(histogram(skewed).map(({ count }) => count)).toEqual([6, 3, 2, 0, 0, 0, 0, 1]);
  });

  it.each([
    [
      [0, 1, 7],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [-3.2, 17.9, 5],
      [-5, 0, 5, 10, 15, 20],
    ],
    [
      [1999, 2022, 9],
      [1998, 2000, 2002, 2004, 2006, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022],
    ],
    [
      [-1e-5, 3e-5, 4],
      [-1e-5, 0, 1e-5, 2e-5, 3e-5],
    ],
  ] as const)('has the ends of `pretty(%j, min.n = 0)`', ([low, high, count], ends) => {
    near(roundBreaks(low, high, count), ends, 15);
  });

  it('shows equal values in one bin, and refuses none', () => {
    expect(histogram(Float64Array.of(3, 3, 3))).toEqual([{ from: 2.5, to: 3.5, count: 3, density: 1 }]);
    expect(() => histogram(Float64Array.of(Number.NaN))).toThrow('no value');
  });
});

describe('box', () => {
  it('is `boxplot.stats(x)`', () => {
    const { lower, q1, median, q3, upper, outliers } = box(Float64Array.of(...values, 20, -3));
    near([lower, q1, median, q3, upper], [3.1, 4.8, 5.9, 8.4, 12.4]);
    expect(outliers).toEqual([-3, 20]);
    const odd = box(Float64Array.of(1, 2, 3, 4, 5, 6, 7));
    near([odd.q1, odd.median, odd.q3], [2.5, 4, 5.5]);
  });
});

const id = Array.from({ length: 24 }, (_, i) => Math.floor(i / 4));
const z = Float64Array.of(
  ...[-0.626, 0.184, -0.836, 1.595, 0.33, -0.82, 0.487, 0.738, 0.576, -0.305, 1.512, 0.39],
  ...[-0.621, -2.215, 1.125, -0.045, -0.016, 0.944, 0.821, 0.594, 0.919, 0.782, 0.075, -1.989],
);
const x = Float64Array.of(
  ...[0.494, 0.628, -0.492, 0.624, 0.852, 0.598, 2.846, 1.635, 2.464, 1.141, 1.635, 1.475],
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: a value of the data, no e
  ...[0.985, -0.274, 4.225, 2.718, 2.319, 3.191, 4.018, 3.651, 3.23, 3.075, 3.44, 1.78],
);
const y = Float64Array.of(
  ...[2.502, 2.953, 1.25, 0.041, 3.715, 2.887, 8.638, 6.512, 6.985, 4.543, 5.328, 5.425],
  ...[8.993, 5.628, 12.015, 9.509, 8.911, 10.627, 10.41, 13.174, 11.694, 13.541, 13.281, 10.839],
);

describe('binscatter', () => {
  const effect = { name: 'id', levels: ['1', '2', '3', '4', '5', '6'], codes: Int32Array.from(id) };

  // rx = resid(lm(x ~ z + factor(id))) + mean(x), ry likewise, cut at quantile(rx, type = 2); lm(y ~ x + z + factor(id))
  it('averages what R’s residuals are', () => {
    const { points, slope, n } = binscatter(y, x, [z], [effect], 4);
    expect(n).toBe(24);
    expect(slope).toBeCloseTo(1.8136936798825269, 12);
    near(
      points.map((point) => point.x),
      [1.1756479372097739, 1.6410516108689535, 2.1724124828513958, 2.7205546357365433],
    );
    near(
      points.map((point) => point.y),
      [5.9753145759777642, 7.0982079862655771, 8.2182750445626382, 8.6083690598606886],
    );
    expect(points.map((point) => point.n)).toEqual([6, 6, 6, 6]);
  });

  it('leaves incomplete rows out, and refuses an x without variation', () => {
    const withGap = Float64Array.from(y, (value, i) => (i === 0 ? Number.NaN : value));
    expect(binscatter(withGap, x, [], [], 4).n).toBe(23);
    const constant = Float64Array.from(id, (unit) => unit / 10);
    expect(() => binscatter(y, constant, [], [effect], 4)).toThrow('does not vary');
  });
});

describe('combinations of coefficients', () => {
  const term = (name: string, estimate: number) => ({ term: name, estimate }) as never;
  const fit = {
    terms: [term('x', 1.8136936798825269), term('z', -0.46325354684108461)],
    vcov: [
      [0.13604337679760137, -0.10512201395825631],
      [-0.10512201395825631, 0.14580856288215971],
    ],
    dfResid: 16,
  };

  it('have the standard error √(w’Vw)', () => {
    const { estimate, stdError } = combine(
      fit,
      new Map([
        ['x', 1],
        ['z', 3],
      ]),
    );
    expect(estimate).toBeCloseTo(0.42393303935927307, 12);
    expect(stdError).toBeCloseTo(0.90420592731274496, 12);
  });

  it('are tested jointly as R’s quadratic form', () => {
    const { statistic, pValue, df } = jointTest(fit, ['x', 'z']);
    expect(statistic).toBeCloseTo(18.904883831847883, 10);
    expect((pValue as number) / 6.1104180818750275e-5).toBeCloseTo(1, 10);
    expect(df).toEqual([2, 16]);
  });

  it('say why a test is not defined', () => {
    expect(jointTest(fit, []).pValue).toEqual({ invalid: 'no terms' });
    expect(
      jointTest(
        {
          ...fit,
          vcov: [
            [1, 1],
            [1, 1],
          ],
        },
        ['x', 'z'],
      ).pValue,
    ).toEqual({
      invalid: 'their covariance is singular',
    });
  });
});

describe('classes of a map', () => {
  const ordered = Float64Array.of(1, 2, 2, 3, 8, 9, 9.5, 20, 21, 21.5, 30);

  it('are quantiles, `quantile(v, 0:3/3)`', () => {
    near(quantileClasses(ordered, 3), [1, 14 / 3, 16.5, 30]);
    expect(quantileClasses(Float64Array.of(1, 1, 1, 1, 5), 4)).toEqual([1, 5]);
  });

  it('are the natural ones, by the least of all sums of squares', () => {
    expect(naturalClasses(ordered, 3)).toEqual([1, 3, 9.5, 30]);
    expect(naturalClasses(Float64Array.of(2, 2, 7), 5)).toEqual([2, 2, 7]);
  });
});
