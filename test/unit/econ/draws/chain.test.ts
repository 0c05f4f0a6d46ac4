import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { chainByRows, chainOf, type RegressionChain } from '../../../../src/econ/draws/chain.ts';
import { compact } from '../../../../src/econ/panel/effects.ts';
import { fitLinear } from '../../../../src/econ/regression/ols.ts';
import { column, named, type Panel, simulate } from '../panels.ts';

/** x2 on x1, and y on x2 with x1 held, in draws of the clusters. */
function chain(
  { design, unit, time, region }: Panel,
  absorbed: 'none' | 'unit' | 'both',
  by: 'unit' | 'region',
): RegressionChain {
  const effects = { none: [], unit: [unit], both: [unit, time] }[absorbed];
  const draw = createRng('chain').stream('w', 0);
  const extra = Float64Array.from({ length: design.nobs }, () => 100 + draw.normal());
  return {
    regressors: [extra],
    links: [design.terms[0]!.values, design.terms[1]!.values, design.outcome.values],
    constant: true,
    effects: effects.map(compact),
    clusters: compact(by === 'unit' ? unit : region),
  };
}

const panel = simulate('chain', 24, 7, 0.2);
const drawsOf = (levels: number, i: number): Int32Array => {
  const times = new Int32Array(levels);
  for (const at of createRng('draws').stream('times', i).sample(levels, levels)) times[at]!++;
  return times;
};

describe('a chain of regressions on drawn clusters', () => {
  it.each([
    ['none', 'unit'],
    ['unit', 'unit'],
    ['both', 'unit'],
    ['both', 'region'],
  ] as const)('with effects %s and clusters %s agrees with regressions on the rows of each draw', (absorbed, by) => {
    const asked = chain(panel, absorbed, by);
    const [sums, rows] = [chainOf(asked), chainByRows(asked)];
    for (let i = 0; i < 20; i++) {
      const times = drawsOf(asked.clusters.levels, i);
      const [a, b] = [sums(times)!, rows(times)!];
      for (const j of [0, 1]) expect(Math.abs(a[j]! / b[j]! - 1)).toBeLessThan(1e-9);
    }
  });

  it('is the regression itself where every cluster is drawn once', () => {
    const asked = chain(panel, 'both', 'region');
    const once = new Int32Array(asked.clusters.levels).fill(1);
    const { design, unit, time } = panel;
    const fit = fitLinear(
      {
        ...design,
        terms: [column('w', asked.regressors[0]!), ...design.terms],
        absorb: [unit, time],
      },
      { vcov: { is: 'iid' }, small: 'regress', clusters: [], time: null },
    );
    expect(chainOf(asked)(once)![1]).toBeCloseTo(fit.terms[2]!.estimate, 10);
  });

  it('fails where a draw does not identify a link', () => {
    const treated = panel.unit.codes.map((code) => (code === 3 ? 1 : 0));
    const asked: RegressionChain = {
      ...chain(panel, 'none', 'unit'),
      links: [Float64Array.from(treated), panel.design.terms[1]!.values, panel.design.outcome.values],
    };
    const times = new Int32Array(asked.clusters.levels).fill(1);
    expect(chainOf(asked)(times)).not.toBeNull();
    times[3] = 0;
    expect(chainOf(asked)(times)).toBeNull();
    expect(chainByRows(asked)(times)).toBeNull();
  });

  it('leaves a regressor out that a draw makes constant, as the rows do', () => {
    const dummy = Float64Array.from(panel.unit.codes, (code) => (code === 3 ? 1 : 0));
    const asked: RegressionChain = { ...chain(panel, 'none', 'unit'), regressors: [dummy] };
    const times = new Int32Array(asked.clusters.levels).fill(1);
    times[3] = 0;
    const [a, b] = [chainOf(asked)(times)!, chainByRows(asked)(times)!];
    for (const j of [0, 1]) expect(Math.abs(a[j]! / b[j]! - 1)).toBeLessThan(1e-9);
  });

  it('solves designs with more common levels than are carried as columns by their rows', () => {
    const { design } = simulate('many', 40, 12, 0.1);
    const n = design.nobs;
    const many = compact(
      named(
        'many',
        Array.from({ length: n }, (_, i) => (i * 7) % Math.floor(n / 1.6)),
      ),
    );
    const asked: RegressionChain = {
      regressors: [],
      links: [design.terms[0]!.values, design.outcome.values],
      constant: true,
      effects: [many],
      clusters: compact(
        named(
          'row',
          Array.from({ length: n }, (_, i) => i),
        ),
      ),
    };
    const times = new Int32Array(n).fill(1);
    expect(chainOf(asked)(times)).toEqual(chainByRows(asked)(times));
  });
});
