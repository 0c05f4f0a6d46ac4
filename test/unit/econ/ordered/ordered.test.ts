/** Ordered outcomes: slopes against differences, invariance to order, units and labels, weights as rows, effects on probabilities, and refusals. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { latent as complementary } from '../../../../src/econ/ocloglog/fit.ts';
import { latent as logistic } from '../../../../src/econ/ologit/fit.ts';
import { latent as gaussian } from '../../../../src/econ/oprobit/fit.ts';
import { probabilityOfOutcome } from '../../../../src/econ/ordered/latent.ts';
import { orderedLikelihood } from '../../../../src/econ/ordered/likelihood.ts';
import { predict } from '../../../../src/econ/predict.ts';
import { estimatorNamed } from '../../../../src/econ/registry.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const N = 300;
const random = createRng('ordered').stream('rows', 0);
const x = Array.from({ length: N }, () => random.normal());
const d = Array.from({ length: N }, () => (random.uniform() < 0.4 ? 1 : 0));
const y = x.map((value, i) => {
  const u = random.uniform();
  const latent = 0.8 * value - 0.5 * d[i]! + Math.log(u / (1 - u));
  return 1 + [-1, 0.2, 1.5].filter((cut) => latent > cut).length;
});
const g = Array.from({ length: N }, (_, i) => i % 30);
const f = Array.from({ length: N }, (_, i) => 1 + (i % 3));
const columns: Readonly<Record<string, Cells>> = { x, d, y, g, f, row: y.map((_, i) => i) };
const names = ['ologit', 'oprobit', 'ocloglog'];
const latents = { ologit: logistic, oprobit: gaussian, ocloglog: complementary } as const;

const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: null };
const compiled = (keys: object) => compileColumn({ fit: 'y ~ x + d', ...keys }, null, context);

function fitted(keys: object, rows: Readonly<Record<string, Cells>> = columns): Fit {
  const { specs, problems } = compiled(keys);
  expect(problems).toEqual([]);
  return estimate(specs[0]!, dataOf(rows));
}

const valuesOf = ({ terms }: Fit, key: 'estimate' | 'stdError' = 'estimate') =>
  Object.fromEntries(terms.map((each) => [each.term, each[key] as number]));

function close(got: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>, digits = 8): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, value] of Object.entries(wanted)) expect(got[name], name).toBeCloseTo(value, digits);
}

const refusal = (keys: object, rows: Readonly<Record<string, Cells>>): Refusal => {
  try {
    fitted(keys, rows);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the likelihood of ordered outcomes', () => {
  it.each(Object.entries(latents))('of %s has the slopes and the curvature of its differences', (_, latent) => {
    const codes = Int32Array.of(0, 1, 2, 3, 1, 3);
    const index = Float64Array.of(-0.4, 0.9, -3, 4, 5, -3);
    const further = [0.7, 1.9];
    const w = Float64Array.of(1, 2, 1, 0.5, 1, 1);
    const likelihood = orderedLikelihood(codes, 4, w, latent);
    const h = 1e-5;
    const found = likelihood(index, further)!;
    const moved = (at: number, by: number) => further.map((value, j) => (j === at ? value + by : value));
    for (const i of codes.keys()) {
      const at = (by: number) =>
        likelihood(
          Float64Array.from(index, (value, j) => (j === i ? value + by : value)),
          further,
        )!;
      const [up, down] = [at(h), at(-h)];
      expect(found.slope[i]!).toBeCloseTo((up.ll - down.ll) / (2 * h), 6);
      expect(found.curvature[i]!).toBeCloseTo(-(up.slope[i]! - down.slope[i]!) / (2 * h), 6);
      for (const [j, { cross }] of found.further.entries())
        expect(cross[i]!).toBeCloseTo(-(up.further[j]!.slope[i]! - down.further[j]!.slope[i]!) / (2 * h), 6);
    }
    const total = (slope: Float64Array) => slope.reduce((a, b) => a + b, 0);
    for (const j of further.keys()) {
      const [up, down] = [likelihood(index, moved(j, h))!, likelihood(index, moved(j, -h))!];
      expect(total(found.further[j]!.slope)).toBeCloseTo((up.ll - down.ll) / (2 * h), 5);
      for (const k of further.keys())
        expect(found.furtherCurvature[j * 2 + k]!).toBeCloseTo(
          -(total(up.further[k]!.slope) - total(down.further[k]!.slope)) / (2 * h),
          5,
        );
    }
    expect(likelihood(index, [1.9, 0.7])).toBeNull();
  });

  it.each(Object.entries(latents))('of %s keeps its digits far out, and its probabilities sum to 1', (_, latent) => {
    for (const index of [-20, -3, 0, 2, 20]) {
      const cuts = [-1, 0.5, 0.500001];
      const each = [0, 1, 2, 3].map((at) => probabilityOfOutcome(latent, at)(index, cuts));
      expect(each.reduce((total, { value }) => total + value, 0)).toBeCloseTo(1, 12);
      for (const { value, slope } of each) expect(value >= 0 && Number.isFinite(slope)).toBe(true);
    }
    const far = orderedLikelihood(Int32Array.of(1), 3, null, latent)(Float64Array.of(-30), [1])!;
    expect(far.ll).toBeLessThan(-25);
    expect(Number.isFinite(far.ll) || latent === complementary).toBe(true);
  });
});

describe.each(names)('%s', (is) => {
  const fit = fitted({ estimator: is });

  it('with cut points alone has the shares of outcomes', () => {
    const { terms, stats } = fitted({ estimator: is, fit: 'y ~ 1' });
    const shares = [1, 2, 3].map((at) => y.filter((value) => value <= at).length / N);
    const latent = latents[is as keyof typeof latents];
    expect(terms.map(({ term }) => term)).toEqual(['/cut1', '/cut2', '/cut3']);
    for (const [j, { estimate: cut }] of terms.entries())
      expect(Math.exp(latent.logCdf(cut))).toBeCloseTo(shares[j]!, 10);
    expect(stats.ll).toBeCloseTo(fit.stats.ll0 as number, 9);
  });

  it('does not depend on the order of rows, the units of a regressor, or the values of outcomes', () => {
    const back = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, [...cells].reverse()]));
    close(valuesOf(fitted({ estimator: is }, back)), valuesOf(fit));
    close(valuesOf(fitted({ estimator: is }, { ...columns, y: y.map((value) => value * value - 7) })), valuesOf(fit));
    const scaled = fitted({ estimator: is }, { ...columns, x: x.map((value) => 2000 + value / 100) });
    const { x: slope, ...others } = valuesOf(scaled);
    const { x: own, ...told } = valuesOf(fit);
    expect(slope! / 100).toBeCloseTo(own!, 8);
    expect(others.d).toBeCloseTo(told.d!, 8);
    for (const cut of ['/cut1', '/cut2', '/cut3']) expect(others[cut]! - 2000 * slope!).toBeCloseTo(told[cut]!, 5);
    expect(valuesOf(scaled, 'stdError').x! / 100).toBeCloseTo(valuesOf(fit, 'stdError').x!, 8);
  });

  it('takes frequencies as rows, and a weight that is the same everywhere as none', () => {
    const copies = (cells: Cells): Cells => cells.flatMap((cell, i) => new Array(f[i]!).fill(cell));
    const rows = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, copies(cells)]));
    for (const vcov of ['iid', 'HC1', 'cluster(g)']) {
      const [weighted, written] = [
        fitted({ estimator: is, vcov, weights: { frequency: 'f' } }),
        fitted({ estimator: is, vcov }, rows),
      ];
      close(valuesOf(weighted), valuesOf(written));
      close(valuesOf(weighted, 'stdError'), valuesOf(written, 'stdError'));
      expect(weighted.nobs).toBe(written.nobs);
    }
    const two = fitted({ estimator: is, weights: { probability: 'w' } }, { ...columns, w: f.map(() => 2) });
    close(valuesOf(two, 'stdError'), valuesOf(fitted({ estimator: is, vcov: 'HC1' }), 'stdError'));
  });

  it('has robust errors that clusters of one row have too', () => {
    close(
      valuesOf(fitted({ estimator: is, vcov: 'cluster(row)' }), 'stdError'),
      valuesOf(fitted({ estimator: is, vcov: 'HC1' }), 'stdError'),
    );
  });

  it('has effects on every probability that are derivatives, cancel over outcomes, and have errors by the delta method', () => {
    const { margins = [] } = fitted({ estimator: is, margins: { dummies: ['d'], predict: true } });
    const latent = latents[is as keyof typeof latents];
    const b = valuesOf(fit);
    const cuts = [b['/cut1']!, b['/cut2']!, b['/cut3']!];
    const share = (at: number, moved: (i: number) => number, of = { x: b.x!, d: b.d!, cuts }): number =>
      x.reduce((total, value, i) => {
        const eta = of.x * (value + moved(i)) + of.d * d[i]!;
        return total + probabilityOfOutcome(latent, at)(eta, of.cuts).value / N;
      }, 0);
    for (const at of [0, 1, 2, 3]) {
      const row = margins.find(({ term }) => term === `x | y=${at + 1}`)!;
      const h = 1e-4;
      expect(row.estimate).toBeCloseTo((share(at, () => h) - share(at, () => -h)) / (2 * h), 7);
      const level = margins.find(({ term }) => term === `predict(y=${at + 1})`)!;
      expect(level.estimate).toBeCloseTo(
        share(at, () => 0),
        10,
      );
      // the gradient of the level by the parameters in the order of the terms
      const moves = fit.terms.map(
        (_, j) => (by: number) =>
          share(at, () => 0, {
            x: b.x! + (j === 0 ? by : 0),
            d: b.d! + (j === 1 ? by : 0),
            cuts: cuts.map((cut, k) => cut + (j === k + 2 ? by : 0)),
          }),
      );
      const gradient = moves.map((move) => (move(h) - move(-h)) / (2 * h));
      const variance = gradient.reduce(
        (total, a, i) => total + gradient.reduce((own, c, j) => own + a * c * fit.vcov[i]![j]!, 0),
        0,
      );
      expect(level.stdError as number).toBeCloseTo(Math.sqrt(variance), 7);
    }
    for (const variable of ['x', 'd']) {
      const rows = margins.filter(({ term }) => term.startsWith(`${variable} | `));
      expect(rows).toHaveLength(4);
      expect(rows.reduce((total, { estimate: effect }) => total + effect, 0)).toBeCloseTo(0, 12);
    }
  });

  it('predicts the index', () => {
    const spec = compiled({ estimator: is }).specs[0]!;
    const entry = estimatorNamed(is)!;
    return Promise.all([entry.load(), entry.predictions!.load()]).then(([fitModel, of]) => {
      const { values } = predict(spec, dataOf(columns), { fitModel, predict: of }, [{ name: 'index' }]);
      const b = valuesOf(fit);
      expect(values[0]![5]!).toBeCloseTo(b.x! * x[5]! + b.d! * d[5]!, 12);
    });
  });

  it('refuses two outcomes, one, a scale, and what predicts perfectly', () => {
    const two = refusal({ estimator: is }, { ...columns, y: y.map((value) => (value > 2 ? 1 : 0)) });
    expect([two.code, two.param]).toEqual(['too-few-outcomes', 'outcome']);
    expect(two.hint).toContain('of two outcomes');
    expect(refusal({ estimator: is }, { ...columns, y: y.map(() => 3) }).code).toBe('no-variation');
    expect(refusal({ estimator: is }, { ...columns, y: x }).code).toBe('too-many-outcomes');
    const last = refusal({ estimator: is }, { ...columns, d: y.map((value, i) => (value === 4 && i % 2 ? 1 : 0)) });
    expect([last.code, last.param]).toEqual(['separation', 'terms']);
    expect(last.message).toMatch(/combination of `?d`? predicts/);
    const all = refusal({ estimator: is, fit: 'y ~ x' }, { ...columns, x: y.map((value, i) => value + (i % 7) / 10) });
    expect(all.code).toBe('separation');
  });

  it('is estimated where a dummy is one in rows of a middle outcome alone', () => {
    const middle = fitted({ estimator: is }, { ...columns, d: y.map((value, i) => (value === 2 && i % 3 ? 1 : 0)) });
    expect(Math.abs(valuesOf(middle).d!)).toBeLessThan(5);
    expect(valuesOf(middle, 'stdError').d!).toBeGreaterThan(0);
  });

  it('refuses a formula without a constant, effects and instruments', () => {
    const told = (keys: object) => compiled({ estimator: is, ...keys }).problems.map(({ message }) => message);
    expect(told({ fit: 'y ~ x - 1' })).toEqual([
      `\`${is}\` without a constant is not defined, for which its cut points stand`,
    ]);
    expect(told({ fit: 'y ~ x | g' })).toEqual([`\`${is}\` with an absorbed effect is not defined`]);
    expect(told({ fit: 'y ~ x', vcov: 'HC3' })).toEqual([`\`HC3\` is not defined for \`${is}\``]);
  });
});

it('outcomes in the other order have the other slopes where the error is symmetric', () => {
  for (const is of ['ologit', 'oprobit']) {
    const [own, other] = [
      valuesOf(fitted({ estimator: is })),
      valuesOf(fitted({ estimator: is }, { ...columns, y: y.map((value) => -value) })),
    ];
    close(other, { x: -own.x!, d: -own.d!, '/cut1': -own['/cut3']!, '/cut2': -own['/cut2']!, '/cut3': -own['/cut1']! });
  }
});
