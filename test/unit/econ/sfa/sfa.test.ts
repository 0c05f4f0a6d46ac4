/** Stochastic frontiers: slopes against differences, what residuals tell of inefficiency against integrals, models that are special cases of each other, and refusals. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { sum } from '../../../../src/base/number/sum.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { estimate } from '../../../../src/econ/estimate.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { fit as leastSquares } from '../../../../src/econ/linear/fit.ts';
import { compact, eachRow } from '../../../../src/econ/panel/effects.ts';
import { predict } from '../../../../src/econ/predict.ts';
import { fit } from '../../../../src/econ/sfa/fit.ts';
import { type Frontier, frontierSlopes, inefficiencies } from '../../../../src/econ/sfa/likelihood.ts';
import { predict as predictions } from '../../../../src/econ/sfa/predict.ts';
import { dataOf } from '../../../support/data.ts';

const N = 240;
const T = 4;
const UNITS = N / T;
const random = createRng('frontier').stream('rows', 0);
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());
const [x, v, z] = [normals(N), normals(N), normals(N)];
const u = normals(N).map((value) => 0.8 * Math.abs(value));
const ofUnit = normals(UNITS).map((value) => 0.8 * Math.abs(value));
const id = Array.from({ length: N }, (_, i) => Math.floor(i / T));
const year = Array.from({ length: N }, (_, i) => 2000 + (i % T));
const y = x.map((value, i) => 1 + 0.5 * value + 0.3 * v[i]! - u[i]!);
const columns = {
  id,
  year,
  x,
  z,
  y,
  minus: y.map((value) => -value),
  decaying: x.map((value, i) => 1 + 0.5 * value + 0.3 * v[i]! - Math.exp(-0.2 * ((i % T) - T + 1)) * ofUnit[id[i]!]!),
};
const PANEL = { unit: 'id', time: 'year' };

function compiled(estimator: object, more: object = {}, panel: typeof PANEL | null = PANEL) {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel };
  return compileColumn({ fit: 'y ~ x', ...more, estimator: { is: 'sfa', ...estimator } }, null, context);
}

function fitted(estimator: object = {}, more: object = {}, rows: Record<string, number[]> = columns): Fit {
  const { specs, problems } = compiled(estimator, more);
  expect(problems).toEqual([]);
  return estimate(specs[0]!, dataOf(rows, PANEL), fit);
}

const told = (estimator: object, more: object = {}, panel: typeof PANEL | null = PANEL): string[] =>
  compiled(estimator, more, panel).problems.map(({ message }) => message);

const valuesOf = ({ terms }: Fit) => Object.fromEntries(terms.map(({ term, estimate: value }) => [term, value]));

const rows = eachRow(N);
const units = compact({ name: 'id', codes: Int32Array.from(id), levels: id.map(String) });
const base: Frontier = { y: Float64Array.from(y), sign: 1, distribution: 'normal', units: rows, until: null };
const until = Float64Array.from(year, (at) => 2003 - at);
const frontiers: readonly (readonly [string, Frontier, readonly number[], boolean])[] = [
  ['half-normal', base, [-0.3, -1], false],
  ['of cost', { ...base, sign: -1 }, [-0.3, -1], false],
  ['exponential', { ...base, distribution: 'exponential' }, [-0.3, -1], false],
  ['of an explained mean', base, [-0.3, -1], true],
  ['of units', { ...base, units }, [-0.3, -1], false],
  ['that decays', { ...base, units, until }, [-0.3, -1, 0.1], false],
];

describe('the likelihood of a frontier', () => {
  it.each(frontiers)('%s has the slopes of its differences', (_, frontier, further, hasMean) => {
    const index = Float64Array.from(x, (value) => 0.9 + 0.4 * value);
    const mean = hasMean ? Float64Array.from(z, (value) => 0.2 + 0.3 * value) : null;
    const at = (of: { index?: Float64Array; mean?: Float64Array; further?: readonly number[] }): number =>
      frontierSlopes(frontier, { index, mean, further, ...of })!.ll;
    const { indices, further: byFurther } = frontierSlopes(frontier, { index, mean, further })!;
    const moved = (values: Float64Array, i: number, h: number) =>
      values.map((value, j) => (i === j ? value + h : value));
    const h = 1e-5;
    for (const i of [0, 1, 6, 101]) {
      const byIndex = (at({ index: moved(index, i, h) }) - at({ index: moved(index, i, -h) })) / (2 * h);
      expect(indices[0]![i]!).toBeCloseTo(byIndex, 6);
      if (mean === null) continue;
      const byMean = (at({ mean: moved(mean, i, h) }) - at({ mean: moved(mean, i, -h) })) / (2 * h);
      expect(indices[1]![i]!).toBeCloseTo(byMean, 6);
    }
    for (const [k, slope] of byFurther.entries()) {
      const by = (step: number) => at({ further: further.map((value, j) => (j === k ? value + step : value)) });
      expect(sum(slope) / ((by(h) - by(-h)) / (2 * h))).toBeCloseTo(1, 7);
    }
  });

  it.each(frontiers)('%s is the integral over inefficiency, and tells its moments', (_, frontier, further, hasMean) => {
    const [su, sv] = further.slice(0, 2).map(Math.exp) as [number, number];
    const index = Float64Array.from(x, (value) => 0.9 + 0.4 * value);
    const mean = hasMean ? Float64Array.from(z, (value) => 0.2 + 0.3 * value) : null;
    const found = inefficiencies(frontier, { index, mean, further });
    const own = Array.from(frontier.units.codes.keys()).filter(
      (i) => frontier.units.codes[i] === frontier.units.codes[5],
    );
    const mu = mean?.[5] ?? 0;
    const step = 0.002;
    const normal = (value: number, sd: number): number =>
      Math.exp((-value * value) / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
    const [i, shareOf] = [
      own.at(-1)!,
      (row: number) => (frontier.until === null ? 1 : Math.exp(further[2]! * until[row]!)),
    ];
    let [total, efficiency, inefficiency, prior] = [0, 0, 0, 0];
    for (let at = step / 2; at < 8; at += step) {
      const law = frontier.distribution === 'exponential' ? Math.exp(-at / su) / su : normal(at - mu, su);
      prior += law * step;
      const seen = own.map((row) => normal(frontier.sign * (y[row]! - index[row]!) + shareOf(row) * at, sv));
      const joint = law * seen.reduce((a, b) => a * b, 1) * step;
      total += joint;
      efficiency += joint * Math.exp(-shareOf(i) * at);
      inefficiency += joint * shareOf(i) * at;
    }
    expect(found.efficiency[i]!).toBeCloseTo(efficiency / total, 4);
    expect(found.inefficiency[i]!).toBeCloseTo(inefficiency / total, 4);
    const alone = {
      ...frontier,
      y: Float64Array.from(own, (row) => y[row]!),
      units:
        frontier.units === units
          ? compact({ name: 'id', codes: new Int32Array(own.length), levels: ['a'] })
          : eachRow(1),
      until: frontier.until && Float64Array.from(own, (row) => until[row]!),
    };
    const at = (values: Float64Array | null) => values && Float64Array.from(own, (row) => values[row]!);
    expect(frontierSlopes(alone, { index: at(index)!, mean: at(mean), further })!.ll).toBeCloseTo(
      Math.log(total / prior),
      4,
    );
  });
});

describe('a stochastic frontier', () => {
  it('finds what data were drawn by', () => {
    const { x: slope, _cons: constant, '/lnsigma_u': lnU, '/lnsigma_v': lnV } = valuesOf(fitted());
    expect(slope).toBeCloseTo(0.5, 0);
    expect(Math.abs(constant! - 1)).toBeLessThan(0.2);
    expect(Math.abs(Math.exp(lnU!) - 0.8)).toBeLessThan(0.2);
    expect(Math.abs(Math.exp(lnV!) - 0.3)).toBeLessThan(0.15);
    const decay = valuesOf(fitted({ over_time: 'decay' }, { fit: 'decaying ~ x' }));
    expect(Math.abs(decay['/eta']! - 0.2)).toBeLessThan(0.08);
  });

  it('of cost is that of production of the outcome with its sign turned', () => {
    const [plain, turned] = [fitted(), fitted({ cost: true }, { fit: 'minus ~ x' })];
    expect(turned.stats.ll as number).toBeCloseTo(plain.stats.ll as number, 9);
    expect(turned.stats.gamma as number).toBeCloseTo(plain.stats.gamma as number, 7);
    expect(turned.terms[0]!.estimate).toBeCloseTo(-plain.terms[0]!.estimate, 7);
    expect(turned.stats.meanEfficiency as number).toBeCloseTo(plain.stats.meanEfficiency as number, 7);
  });

  it('that stays over one period, and one whose mean hardly moves, are the plain one', () => {
    const once = Object.fromEntries(
      Object.entries(columns).map(([name, all]) => [name, all.filter((_, i) => i % T === 0)]),
    );
    expect(fitted({ over_time: 'constant' }, {}, once).stats.ll).toBeCloseTo(
      fitted({}, {}, once).stats.ll as number,
      9,
    );
    const [plain, mean] = [fitted(), fitted({ inefficiency: ['z'] })];
    expect(mean.stats.ll as number).toBeGreaterThanOrEqual(plain.stats.ll as number);
    expect(mean.terms.map(({ term }) => term)).toEqual(['x', '_cons', 'u:_cons', 'u:z', '/lnsigma_u', '/lnsigma_v']);
  });

  it('without inefficiency is least squares, and says so', () => {
    const found = fitted({ cost: true });
    const { specs } = compileColumn({ fit: 'y ~ x' }, null, {
      sets: {},
      samples: {},
      frame: 'data',
      columns: undefined,
      panel: null,
    });
    const ols = estimate(specs[0]!, dataOf(columns), leastSquares);
    expect(found.warnings.map(({ code }) => code)).toEqual(['wrong-skewness']);
    expect(found.terms.map(({ term }) => term)).toEqual(['x', '_cons', '/lnsigma_v']);
    for (const k of [0, 1]) expect(found.terms[k]!.estimate).toBeCloseTo(ols.terms[k]!.estimate, 8);
    expect(found.stats).toMatchObject({
      gamma: 0,
      sigmaU: 0,
      lrInefficiency: 0,
      lrInefficiencyP: 1,
      meanEfficiency: 1,
    });
    expect(found.stats.ll as number).toBeCloseTo(found.stats.llOls as number, 8);
  });

  it('tests inefficiency by half a χ² of one restriction, and by a mixture of several', () => {
    const [plain, decay] = [fitted(), fitted({ over_time: 'decay' }, { fit: 'decaying ~ x' })];
    const test = ({ tests }: Fit) => tests.find(({ name }) => name === 'no-inefficiency')!;
    expect(test(plain)).toMatchObject({
      df: [1],
      statistic: 2 * ((plain.stats.ll as number) - (plain.stats.llOls as number)),
    });
    expect(test(decay).df).toEqual([2]);
  });

  it('hangs neither on units nor on the order of rows', () => {
    const scaled = fitted({}, { fit: 'y ~ x' }, { ...columns, x: x.map((value) => 1000 * value) });
    const turned = Object.fromEntries(Object.entries(columns).map(([name, all]) => [name, [...all].reverse()]));
    const [plain, reversed] = [fitted({ over_time: 'constant' }), fitted({ over_time: 'constant' }, {}, turned)];
    for (const [k, { estimate: value, stdError }] of plain.terms.entries()) {
      expect(reversed.terms[k]!.estimate).toBeCloseTo(value, 7);
      expect(reversed.terms[k]!.stdError as number).toBeCloseTo(stdError as number, 7);
    }
    expect(1000 * scaled.terms[0]!.estimate).toBeCloseTo(fitted().terms[0]!.estimate, 8);
  });

  it('has robust errors of rows, and in a panel of units', () => {
    expect(fitted({}, { vcov: 'robust' }).vcovInfo.type).toBe('HC1');
    const ofUnits = fitted({ over_time: 'constant' }, { vcov: 'robust' });
    expect(ofUnits.vcovInfo).toMatchObject({ type: 'CRV1', text: 'cluster(id)' });
    expect(ofUnits.ngroups).toBe(UNITS);
    expect(() => fitted({ over_time: 'constant' }, { vcov: 'cluster(year)' })).toThrow('share their inefficiency');
  });

  it('predicts efficiency of its rows, the mean of which it prints', () => {
    const { specs } = compiled({});
    const numerics = { fitModel: fit, predict: predictions };
    const found = predict(specs[0]!, dataOf(columns), numerics, [{ name: 'efficiency' }, { name: 'inefficiency' }]);
    const [efficiency, inefficiency] = found.values as [Float64Array, Float64Array];
    expect(sum(efficiency) / N).toBeCloseTo(fitted().stats.meanEfficiency as number, 12);
    // Jensen's inequality
    for (const [i, value] of efficiency.entries()) expect(value).toBeGreaterThan(Math.exp(-inefficiency[i]!));
  });

  it.each([
    [{ over_time: 'decay', inefficiency: ['z'] }, '`over_time` lets a unit keep its inefficiency'],
    [{ over_time: 'constant', distribution: 'exponential' }, '`over_time` is not built in with exponential'],
    [{ distribution: 'exponential', inefficiency: ['z'] }, '`inefficiency` explains the mean of a truncated normal'],
  ])('%j is refused', (estimator, says) => {
    expect(told(estimator)).toEqual([expect.stringContaining(says)]);
  });

  it('refuses effects, errors of rows in a panel, panels that are none, and what fits perfectly', () => {
    expect(told({}, { fit: 'y ~ x | id' })).toEqual(['`sfa` with an absorbed effect is not defined']);
    expect(told({}, { fit: 'y ~ x - 1' })).toEqual(['`sfa` without a constant is not defined']);
    expect(told({ over_time: 'constant' }, { vcov: 'HC1' })).toEqual([
      expect.stringContaining('share their inefficiency'),
    ]);
    expect(told({ over_time: 'decay' }, {}, null)).toEqual(['`over_time` needs a panel, and the data declare none']);
    expect(() => fitted({}, { fit: 'x ~ x2' }, { ...columns, x2: x })).toThrow('nothing over');
  });
});
