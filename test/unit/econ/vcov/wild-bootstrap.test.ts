import { describe, expect, it } from 'vitest';
import type { Design, NamedCodes, WildSpec } from '../../../../src/econ/design.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { clusterOn, column, fitOn, named, simulate, term } from '../panels.ts';

const { design, unit, time } = simulate('wild', 7, 5, 0.15);
const sevens: WildSpec = { weights: 'rademacher', reps: 999, seed: '1' };

const wildOn = (cluster: NamedCodes, wild: WildSpec, level = 0.95) => ({
  vcov: { is: 'cluster' as const, by: [cluster.name], wild },
  clusters: [cluster],
  level,
});

/** Share of sign changes whose t, from a full refit, reaches the sample's: H0 is that `name` has the coefficient `null`. */
function bruteForce(model: Design, cluster: NamedCodes, name: string, nullValue: number): number {
  const x = model.terms.find((each) => each.name === name)!;
  const shifted = (y: Float64Array) => y.map((value, i) => value - nullValue * x.values[i]!);
  const refit = (y: Float64Array): number => {
    const result = fitOn({ ...model, outcome: column('y', y) }, clusterOn(cluster));
    return term(result, name).statistic as number;
  };
  const y = shifted(model.outcome.values);
  const target = Math.abs(refit(y));
  // restricted residuals: of the outcome on the effects' dummies and the other terms
  const dummies = model.absorb.flatMap(({ name: effect, codes, levels }) =>
    levels.slice(1).map((level, at) =>
      column(
        `${effect}${level}`,
        Array.from(codes, (c) => (c === at + 1 ? 1 : 0)),
      ),
    ),
  );
  const others = [...model.terms.filter((each) => each !== x), ...dummies];
  const restricted = fitOn({ ...model, outcome: column('y', y), terms: others, absorb: [] });
  const fitted = y.map((_, i) => {
    const parts = others.map(({ name: other, values }) => term(restricted, other).estimate * values[i]!);
    return parts.reduce((a, b) => a + b, term(restricted, '_cons').estimate);
  });
  const groups = cluster.levels.length;
  let reached = 0;
  for (let draw = 0; draw < 2 ** groups; draw++) {
    const star = y.map((value, i) => {
      const weight = (draw >> cluster.codes[i]!) & 1 ? 1 : -1;
      return fitted[i]! + weight * (value - fitted[i]!);
    });
    if (Math.abs(refit(star)) >= target * (1 - 1e-8)) reached++;
  }
  return reached / 2 ** groups;
}

function test(result: Fit, name: string) {
  return result.tests.find((entry) => entry.name === 'wild-bootstrap' && entry.term === name)!;
}

describe.each<[string, Design]>([
  ['pooled', design],
  ['with effects nested in the clusters', { ...design, absorb: [unit] }],
  ['with effects that cross them', { ...design, absorb: [unit, time] }],
])('the fast algorithm equals refitting every sign change, %s', (_, model) => {
  const result = fitOn(model, wildOn(unit, sevens));

  it('in the p-value', () => {
    for (const name of ['x1', 'x2']) {
      expect(term(result, name).pValue).toBe(bruteForce(model, unit, name, 0));
      expect(test(result, name)).toMatchObject({ reps: 128, enumerated: true, weights: 'rademacher' });
    }
  });

  it('in the ends of the interval, where p crosses 5 %', () => {
    const { confLow, confHigh, stdError } = term(result, 'x2');
    const step = 1e-6 * (stdError as number);
    for (const [end, out] of [
      [confLow as number, -step],
      [confHigh as number, step],
    ] as const) {
      expect(bruteForce(model, unit, 'x2', end - out)).toBeGreaterThanOrEqual(0.05);
      expect(bruteForce(model, unit, 'x2', end + out)).toBeLessThan(0.05);
    }
  });
});

describe('drawn weights', () => {
  const model = { ...design, absorb: [unit] };
  const webb = (seed: string, reps = 1999): WildSpec => ({ weights: 'webb', reps, seed });

  it('give the same result for the same seed, and a near one for another', () => {
    const [a, again, b] = ['1', '1', '2'].map((seed) => fitOn(model, wildOn(unit, webb(seed))));
    expect(a).toEqual(again);
    expect(b).not.toEqual(a);
    const [p, q] = [term(a!, 'x2').pValue as number, term(b!, 'x2').pValue as number];
    expect(Math.abs(p - q)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 1999) + 1e-12);
  });

  it('do not hang on the order of the rows or the names of the clusters', () => {
    const order = Array.from({ length: design.nobs }, (_, i) => design.nobs - 1 - i);
    const turned = (codes: NamedCodes): NamedCodes => ({
      ...codes,
      codes: Int32Array.from(order, (i) => codes.codes[i]!),
    });
    const pick = ({ name, values }: { name: string; values: Float64Array }) =>
      column(
        name,
        order.map((i) => values[i]!),
      );
    const there = { ...model, outcome: pick(model.outcome), terms: model.terms.map(pick), absorb: [turned(unit)] };
    const [a, b] = [fitOn(model, wildOn(unit, webb('3'))), fitOn(there, wildOn(turned(unit), webb('3')))];
    expect(term(b, 'x1').pValue).toBe(term(a, 'x1').pValue);
    expect(term(b, 'x1').confLow).toBeCloseTo(term(a, 'x1').confLow as number, 8);
  });

  it('leave estimates and standard errors as they are', () => {
    const [plain, wild] = [fitOn(model, clusterOn(unit)), fitOn(model, wildOn(unit, webb('1')))];
    for (const row of plain.terms) {
      const { estimate, stdError, statistic } = term(wild, row.term);
      expect({ estimate, stdError, statistic }).toEqual({
        estimate: row.estimate,
        stdError: row.stdError,
        statistic: row.statistic,
      });
    }
    expect(wild.vcovInfo.text).toBe('wild(unit)');
    expect(wild.vcovInfo.small).toContain('wild cluster bootstrap');
    expect(wild.warnings).toEqual([]);
    const [few] = fitOn(model, wildOn(unit, webb('1', 9))).warnings;
    expect(few).toMatchObject({ code: 'few-replications', hint: '`reps = 9999` is usual' });
    expect(few!.message).toContain('p-values come in steps of 1/9');
    expect(plain.warnings[0]?.hint).toContain('`vcov: wild(unit)`');
  });
});

it('with five clusters no interval is bounded at 5 %, since 2 of 32 sign changes always reach the statistic', () => {
  const five = named(
    'five',
    Array.from(unit.codes, (code) => code % 5),
  );
  const result = fitOn(design, wildOn(five, sevens));
  expect(term(result, 'x1').confLow).toEqual({ invalid: 'unbounded: too few clusters' });
  expect(term(result, 'x1').pValue).toBeGreaterThanOrEqual(2 / 32);
});

describe('with few clusters', () => {
  const few = simulate('few', 4, 12, 0);
  const model: Design = { ...few.design, absorb: [] };

  it('no interval has an end where no sign change can reject', () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      const { design: drawn, unit: four } = simulate(seed, 4, 12, 0);
      for (const absorb of [[], [four]]) {
        const result = fitOn({ ...drawn, absorb }, wildOn(four, sevens));
        for (const name of ['x1', 'x2']) {
          expect(term(result, name).pValue).toBeGreaterThanOrEqual(2 / 16);
          for (const end of ['confLow', 'confHigh'] as const)
            expect(term(result, name)[end]).toEqual({ invalid: 'unbounded: too few clusters' });
        }
      }
    }
  });

  it('a regressor far from zero changes nothing', () => {
    const far = model.terms.map((each, j) =>
      j === 0
        ? column(
            each.name,
            each.values.map((v) => v + 2 ** 24),
          )
        : each,
    );
    const six = simulate('six', 6, 8, 0);
    const moved = six.design.terms.map((each) =>
      column(
        each.name,
        each.values.map((v) => v + 2 ** 24),
      ),
    );
    const near = fitOn({ ...six.design, absorb: [] }, wildOn(six.unit, sevens));
    const shifted = fitOn({ ...six.design, absorb: [], terms: moved }, wildOn(six.unit, sevens));
    for (const name of ['x1', 'x2']) expect(term(shifted, name).pValue).toBe(term(near, name).pValue);
    const result = fitOn({ ...model, terms: far }, wildOn(few.unit, sevens));
    expect(term(result, 'x2').confLow).toEqual({ invalid: 'unbounded: too few clusters' });
  });

  it('nothing is tested where scores cancel in every cluster', () => {
    // differs within the first cluster only, which then fits both of its means
    const treated = few.unit.codes.map((code, i) => (code === 0 && i % 2 === 0 ? 1 : 0));
    const design: Design = { ...model, terms: [column('treated', treated)], absorb: [few.unit] };
    for (const options of [wildOn(few.unit, sevens), clusterOn(few.unit)]) {
      const result = fitOn(design, options);
      const invalid = { invalid: 'only rounding is left of its variance' };
      expect(term(result, 'treated')).toMatchObject({ stdError: invalid, statistic: invalid, pValue: invalid });
      expect(result.stats.f).toEqual({ invalid: 'the covariance is singular' });
      expect(result.warnings.map(({ code }) => code)).toContain('zero-standard-error');
    }
  });
});
