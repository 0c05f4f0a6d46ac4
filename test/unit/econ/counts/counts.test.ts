/** Zero-inflated counts: slopes against differences, limits, invariance to order and units, frequencies as rows, effects through both equations, predictions, refusals. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { negativeBinomialLaw, poissonLaw } from '../../../../src/econ/counts/laws.ts';
import { inflatedSlopes } from '../../../../src/econ/counts/likelihood.ts';
import { highest } from '../../../../src/econ/counts/maximum.ts';
import { inflatedMean } from '../../../../src/econ/counts/means.ts';
import type { Estimate, Fit } from '../../../../src/econ/fit.ts';
import { predict as predicted } from '../../../../src/econ/predict.ts';
import type { PredictionName } from '../../../../src/econ/predictions.ts';
import { fit as zinbFit } from '../../../../src/econ/zinb/fit.ts';
import { predict as zinbPredict } from '../../../../src/econ/zinb/predict.ts';
import { fit as zipFit } from '../../../../src/econ/zip/fit.ts';
import { predict as zipPredict } from '../../../../src/econ/zip/predict.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const N = 400;
const random = createRng('inflated counts').stream('rows', 0);
const x = Array.from({ length: N }, () => random.normal());
const d = Array.from({ length: N }, () => (random.uniform() < 0.4 ? 1 : 0));
const z = Array.from({ length: N }, () => random.uniform());
const e = Array.from({ length: N }, () => 0.5 + random.uniform());
function counted(mean: number): number {
  let [count, chance] = [0, Math.exp(-mean)];
  for (let left = random.uniform(); left > chance && count < 200; ) {
    left -= chance;
    count++;
    chance *= mean / count;
  }
  return count;
}
const stays = x.map((value, i) => random.uniform() < 1 / (1 + Math.exp(0.8 - z[i]! + 0.7 * value)));
const mean = x.map((value, i) => e[i]! * Math.exp(0.8 + 0.4 * value - 0.3 * d[i]!));
const y = mean.map((value, i) => (stays[i]! ? 0 : counted(value)));
const spread = mean.map((value, i) => (stays[i]! ? 0 : counted(value * -Math.log(random.uniform()))));
const f = Array.from({ length: N }, (_, i) => 1 + (i % 3));
const g = Array.from({ length: N }, (_, i) => i % 40);
const a = Array.from({ length: N }, (_, i) => i % 3);
const columns: Readonly<Record<string, Cells>> = { x, d, z, e, y, spread, f, g, a, w: z.map((v) => 0.5 + v) };

const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: null };
const compiled = (keys: object) =>
  compileColumn({ fit: 'y ~ x + d', estimator: { is: 'zip', inflate: ['x', 'z'] }, ...keys }, null, context);

function fitted(keys: object = {}, rows: Readonly<Record<string, Cells>> = columns): Fit {
  const { specs, problems } = compiled(keys);
  expect(problems).toEqual([]);
  return estimate(specs[0]!, dataOf(rows));
}

const zinb = { fit: 'spread ~ x + d', estimator: { is: 'zinb', inflate: ['x', 'z'] } };

const valuesOf = (rows: readonly Estimate[], key: 'estimate' | 'stdError' = 'estimate') =>
  Object.fromEntries(rows.map((each) => [each.term, each[key] as number]));

function close(got: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>, digits = 7): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, value] of Object.entries(wanted)) expect(got[name], name).toBeCloseTo(value, digits);
}

const refusal = (keys: object, rows: Readonly<Record<string, Cells>> = columns): Refusal => {
  try {
    fitted(keys, rows);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('likelihoods of zero-inflated counts', () => {
  const counts = Float64Array.of(0, 3, 1, 0, 7);
  const indices = [Float64Array.of(0.3, 1, -2, 3, 0.4), Float64Array.of(-1, 0.4, 2, -30, 1.1)];
  it.each([
    ['inflated Poisson', inflatedSlopes, poissonLaw, []],
    ['inflated negative binomial', inflatedSlopes, negativeBinomialLaw, [-0.7]],
  ] as const)('%s has the slopes of its differences', (_, slopes, law, further) => {
    const rows = { y: counts, law: law(counts), offset: null, weights: Float64Array.of(1, 2, 0.5, 1, 3) };
    const llAt = (at: readonly Float64Array[], more: readonly number[]): number => slopes(rows, at, more)!.ll;
    const { indices: found, further: byFurther } = slopes(rows, indices, further)!;
    const h = 1e-5;
    for (const e of [0, 1])
      for (const i of counts.keys()) {
        const moved = (by: number) =>
          indices.map((index, at) => index.map((value, j) => (at === e && j === i ? value + by : value)));
        const slope = (llAt(moved(h), further) - llAt(moved(-h), further)) / (2 * h);
        expect(found[e]![i]).toBeCloseTo(slope, 7);
      }
    for (const [k, values] of byFurther.entries()) {
      const moved = (by: number) => further.map((value, at) => (at === k ? value + by : value));
      const slope = (llAt(indices, moved(h)) - llAt(indices, moved(-h))) / (2 * h);
      expect(values.reduce((total, value) => total + value, 0)).toBeCloseTo(slope, 6);
    }
  });

  it('have probabilities that sum to 1', () => {
    const all = Float64Array.from({ length: 400 }, (_, i) => i);
    for (const [law, further] of [
      [poissonLaw(all), []],
      [negativeBinomialLaw(all), [-0.4]],
    ] as const) {
      const total = [...all].reduce((sum, _, i) => {
        const only = Float64Array.from(all, (__, j) => (i === j ? 1 : 0));
        const at = [new Float64Array(400).fill(1.2), new Float64Array(400).fill(-0.3)];
        return sum + Math.exp(inflatedSlopes({ y: all, law, offset: null, weights: only }, at, further)!.ll);
      }, 0);
      expect(total).toBeCloseTo(1, 9);
    }
  });

  it('have means with the derivatives of their differences', () => {
    const h = 1e-4;
    const at = (index: number, zero: number) => inflatedMean(index, zero, []);
    for (const [index, zero] of [
      [0.4, -1],
      [-2, 0.7],
    ] as const) {
      const { first, second } = at(index, zero);
      const by = (of: (m: ReturnType<typeof at>) => number, i: number, j: number) =>
        (of(at(index + i * h, zero + j * h)) - of(at(index - i * h, zero - j * h))) / (2 * h);
      expect(first[0]).toBeCloseTo(
        by(({ value }) => value, 1, 0),
        7,
      );
      expect(first[1]).toBeCloseTo(
        by(({ value }) => value, 0, 1),
        7,
      );
      expect(second[0]).toBeCloseTo(
        by((m) => m.first[0], 1, 0),
        7,
      );
      expect(second[1]).toBeCloseTo(
        by((m) => m.first[0], 0, 1),
        7,
      );
      expect(second[2]).toBeCloseTo(
        by((m) => m.first[1], 0, 1),
        7,
      );
    }
  });
});

describe('zero-inflated counts', () => {
  it('have the counts, their constant, the terms of inflation with theirs last, and ln α', () => {
    expect(fitted().terms.map(({ term }) => term)).toEqual([
      ...['x', 'd', '_cons', 'x | inflate', 'z | inflate', '_cons | inflate'],
    ]);
    expect(fitted(zinb).terms.map(({ term }) => term)).toEqual([
      ...['x', 'd', '_cons', 'x | inflate', 'z | inflate', '_cons | inflate', '/lnalpha'],
    ]);
  });

  it('with constants alone have the share of zeros and the mean of the data', () => {
    const { terms } = fitted({ fit: 'y ~ 1', estimator: { is: 'zip', inflate: [] } });
    const [mu, p] = [Math.exp(terms[0]!.estimate), 1 / (1 + Math.exp(-terms[1]!.estimate))];
    expect((1 - p) * mu).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / N, 9);
    expect(p + (1 - p) * Math.exp(-mu)).toBeCloseTo(y.filter((value) => value === 0).length / N, 9);
  });

  it.each([
    ['Poisson', {}],
    ['negative binomial', zinb],
  ])('%s: depend neither on the order of rows nor on the units of a regressor', (_, keys) => {
    const fit = fitted(keys);
    const back = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, [...cells].reverse()]));
    const turned = fitted(keys, back);
    const scaled = fitted(keys, { ...columns, x: x.map((value) => 20 + value / 100) });
    for (const key of ['estimate', 'stdError'] as const) {
      close(valuesOf(turned.terms, key), valuesOf(fit.terms, key));
      for (const name of ['x', 'x | inflate'])
        expect(valuesOf(scaled.terms, key)[name]! / 100).toBeCloseTo(valuesOf(fit.terms, key)[name]!, 6);
    }
    expect(turned.stats.ll).toBeCloseTo(fit.stats.ll as number, 8);
  });

  it('take frequencies as rows', () => {
    const copies = (cells: Cells): Cells => cells.flatMap((cell, i) => new Array(f[i]!).fill(cell));
    const rows = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, copies(cells)]));
    for (const more of [{}, zinb])
      for (const vcov of ['iid', 'HC1', 'cluster(g)']) {
        const weighted = fitted({ ...more, vcov, weights: { frequency: 'f' }, margins: true });
        const written = fitted({ ...more, vcov, margins: true }, rows);
        for (const key of ['estimate', 'stdError'] as const) {
          close(valuesOf(weighted.terms, key), valuesOf(written.terms, key));
          close(valuesOf(weighted.margins!, key), valuesOf(written.margins!, key));
        }
        expect(weighted.stats.nZeros).toBe(written.stats.nZeros);
      }
  });

  it('have an exposure as an offset that is its logarithm', () => {
    const exposed = fitted({ estimator: { is: 'zip', inflate: ['z'], exposure: 'e' } });
    const rows = { ...columns, o: e.map(Math.log) };
    close(
      valuesOf(exposed.terms),
      valuesOf(fitted({ estimator: { is: 'zip', inflate: ['z'], offset: 'o' } }, rows).terms),
      10,
    );
  });

  it('with negative binomial counts test that α is 0, and say where it is', () => {
    const wide = fitted(zinb);
    const plain = fitted({ ...zinb, estimator: { is: 'zip', inflate: ['x', 'z'] } });
    expect(wide.stats.alphaLr).toBeCloseTo(2 * ((wide.stats.ll as number) - (plain.stats.ll as number)), 6);
    expect(wide.stats.alpha).toBeCloseTo(Math.exp(wide.terms.at(-1)!.estimate), 10);
    expect(fitted({ ...zinb, vcov: 'HC1' }).stats.alphaLr).toBeUndefined();
    // counts of fewer spread than Poisson's
    const even = y.map((value, i) => (value === 0 ? 0 : Math.max(1, Math.round(mean[i]!))));
    const limit = fitted({ estimator: { is: 'zinb', inflate: ['x', 'z'] } }, { ...columns, y: even });
    expect(limit.warnings.map(({ code }) => code)).toEqual(['poisson-limit']);
    const own = fitted({}, { ...columns, y: even });
    close(valuesOf(limit.terms), valuesOf(own.terms), 10);
    expect(limit.stats.alpha).toBe(0);
  });

  it.each([
    ['zip', {}],
    ['zinb', zinb],
  ])(
    '%s: have effects that are differences of the mean through both equations, with errors by the delta method',
    (_, keys) => {
      const asked = { ...keys, margins: { dummies: ['d'], predict: true } };
      const fit = fitted(asked);
      const b = valuesOf(fit.terms);
      const meanAt = (of: Readonly<Record<string, number>>, by = 0, forced?: number) =>
        x.reduce((sum, value, i) => {
          const own = value + by;
          const dummy = forced ?? d[i]!;
          const mu = Math.exp(of._cons! + of.x! * own + of.d! * dummy);
          const p =
            1 / (1 + Math.exp(-(of['_cons | inflate']! + of['x | inflate']! * own + of['z | inflate']! * z[i]!)));
          return sum + ((1 - p) * mu) / N;
        }, 0);
      const h = 1e-4;
      const effects: Readonly<Record<string, (of: Readonly<Record<string, number>>) => number>> = {
        x: (of) => (meanAt(of, h) - meanAt(of, -h)) / (2 * h),
        d: (of) => meanAt(of, 0, 1) - meanAt(of, 0, 0),
        'predict()': (of) => meanAt(of),
      };
      const margins = valuesOf(fit.margins!);
      const errors = valuesOf(fit.margins!, 'stdError');
      expect(Object.keys(margins).sort()).toEqual(['d', 'predict()', 'x', 'z']);
      for (const [name, of] of Object.entries(effects)) {
        expect(margins[name], name).toBeCloseTo(of(b), 6);
        const names = Object.keys(b);
        const gradient = names.map(
          (each) => (of({ ...b, [each]: b[each]! + h }) - of({ ...b, [each]: b[each]! - h })) / (2 * h),
        );
        const variance = gradient.reduce(
          (sum, u, i) => sum + gradient.reduce((s, v, j) => s + u * v * fit.vcov[i]![j]!, 0),
          0,
        );
        expect(errors[name], name).toBeCloseTo(Math.sqrt(variance), 5);
      }
    },
  );

  it('have effects at means and places, of factors and of what one equation has, over an exposure', () => {
    const estimator = { is: 'zip', inflate: ['x', 'i(a)'], exposure: 'e' };
    const fit = fitted({ estimator, fit: 'y ~ x*d', margins: { at: 'means', predict: true } });
    const b = valuesOf(fit.terms);
    const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / N;
    const [mx, md, ma1, ma2] = [
      average(x),
      average(d),
      average(a.map((v) => +(v === 1))),
      average(a.map((v) => +(v === 2))),
    ];
    const zero =
      b['_cons | inflate']! + b['x | inflate']! * mx + b['i(a)::1 | inflate']! * ma1 + b['i(a)::2 | inflate']! * ma2;
    const eta = b._cons! + b.x! * mx + b.d! * md + b['x:d']! * mx * md;
    expect(valuesOf(fit.margins!)['predict()']).toBeCloseTo((average(e) * Math.exp(eta)) / (1 + Math.exp(zero)), 8);
    const level = fitted({ estimator, fit: 'y ~ x*d', margins: true });
    const at = (one: number | undefined) =>
      average(
        x.map((value, i) => {
          const which = one ?? a[i]!;
          const t =
            b['_cons | inflate']! + b['x | inflate']! * value + (which === 0 ? 0 : b[`i(a)::${which} | inflate`]!);
          return (
            (e[i]! * Math.exp(b._cons! + b.x! * value + b.d! * d[i]! + b['x:d']! * value * d[i]!)) / (1 + Math.exp(t))
          );
        }),
      );
    expect(valuesOf(level.margins!)['i(a)::2']).toBeCloseTo(at(2) - at(0), 8);
  });

  it('predict the mean, the probability of 0 and of inflation, and residuals', () => {
    for (const [keys, numerics, outcome] of [
      [{}, { fitModel: zipFit, predict: zipPredict }, y],
      [zinb, { fitModel: zinbFit, predict: zinbPredict }, spread],
    ] as const) {
      const fit = fitted(keys);
      const b = valuesOf(fit.terms);
      const names: readonly PredictionName[] = ['index', 'fitted', 'zero', 'inflation', 'residual'];
      const { values } = predicted(
        compiled(keys).specs[0]!,
        dataOf(columns),
        numerics,
        names.map((name) => ({ name })),
      );
      const [index, mu, none, inflation, residual] = values;
      for (const i of [0, 7, 199]) {
        const eta = b._cons! + b.x! * x[i]! + b.d! * d[i]!;
        const p = 1 / (1 + Math.exp(-(b['_cons | inflate']! + b['x | inflate']! * x[i]! + b['z | inflate']! * z[i]!)));
        const alpha = b['/lnalpha'] === undefined ? 0 : Math.exp(b['/lnalpha']);
        const f0 = alpha === 0 ? Math.exp(-Math.exp(eta)) : (1 + alpha * Math.exp(eta)) ** (-1 / alpha);
        expect(index![i]).toBeCloseTo(eta, 10);
        expect(inflation![i]).toBeCloseTo(p, 10);
        expect(mu![i]).toBeCloseTo((1 - p) * Math.exp(eta), 10);
        expect(none![i]).toBeCloseTo(p + (1 - p) * f0, 10);
        expect(residual![i]).toBeCloseTo(outcome[i]! - mu![i]!, 10);
      }
    }
  });

  it.each([
    ['no zeros', 'no-inflation', {}, { y: y.map((value) => value + 1) }],
    [
      'no more zeros than Poisson counts have',
      'no-inflation',
      { estimator: { is: 'zip', inflate: [] } },
      { y: y.map((value, i) => (value === 0 ? (i % 9 === 0 ? 0 : 1) : 1)) },
    ],
    ['no counts', 'not-counts', {}, { y: x }],
    ['only zeros', 'zero-outcome', {}, { y: y.map(() => 0) }],
    [
      'counts that a term tells from zeros',
      'separation',
      { fit: 'y ~ x + b' },
      { b: y.map((value, i) => (value === 0 && i % 2 === 0 ? 1 : 0)) },
    ],
    ['an exposure below 0', 'bad-exposure', { estimator: { is: 'zip', inflate: [], exposure: 'x' } }, {}],
    [
      'a term that one equation dropped',
      'margin-one-sided',
      { fit: 'y ~ x + b', estimator: { is: 'zip', inflate: ['b'] }, margins: true },
      { b: x.map((value) => 2 * value) },
    ],
    [
      'a term that makes inflation certain',
      'separation',
      { fit: 'y ~ x', estimator: { is: 'zip', inflate: ['b'] } },
      { b: y.map((value, i) => (value === 0 && i % 2 === 0 ? 1 : 0)) },
    ],
  ])('refuse %s', (_, code, keys, more) => {
    expect(refusal(keys, { ...columns, ...more }).code).toBe(code);
  });

  it.each([
    ['a formula without a constant', { fit: 'y ~ x - 1' }],
    ['effects', { fit: 'y ~ x | g' }],
    ['errors of linear models', { vcov: 'HC3' }],
    ['two offsets', { estimator: { is: 'zip', inflate: [], offset: 'z', exposure: 'e' } }],
  ])('do not compile with %s', (_, keys) => {
    expect(compiled(keys).problems.length).toBeGreaterThan(0);
  });
});

describe('the highest summit', () => {
  // a summit of ½ at −1, and a rise towards `top` without an end
  const of = (top: number) => ({
    rows: { y: Float64Array.of(0), law: () => null, offset: null, weights: null },
    lists: [[Float64Array.of(1)], [Float64Array.of(1)]] as const,
    slopes: (_: unknown, [count, zero]: readonly Float64Array[]) => {
      const [a, b] = [count![0]!, zero![0]!];
      const hill = Math.exp(-((b + 1) ** 2)) / 2;
      const share = 1 / (1 + Math.exp(8 - b));
      return {
        ll: hill + top * share - a * a,
        indices: [Float64Array.of(-2 * a), Float64Array.of(-2 * (b + 1) * hill + top * share * (1 - share))],
        further: [],
      };
    },
    separated: (zeros: Float64Array) => (zeros[0]! > 15 ? new Refusal('separation', 'it rises for ever') : null),
  });
  const starts = [-1.1, 12].map((b) => ({ indices: [Float64Array.of(0.1), Float64Array.of(b)] as const, further: [] }));

  it.each([[starts], [[...starts].reverse()]])('is not told where the likelihood rises above it for ever', (from) => {
    expect(() => highest(of(2), from)).toThrow('it rises for ever');
  });

  it('is told where a rise without an end stays below it', () => {
    expect(highest(of(0.2), starts).indices[1]![0]).toBeCloseTo(-1, 3);
  });
});
