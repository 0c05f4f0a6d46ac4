import { describe, expect, it } from 'vitest';
import { estimatorNamed } from '../../../../src/econ/registry.ts';
import { b, fitOf, problemsOf, refusalOf, se } from '../../../support/likelihood.ts';

const e = [
  1.841, 1.909, 1.141, 1.757, 1.959, 1.279, 1.657, 1.989, 1.412, 1.544, 2.0, 1.537, 1.42, 1.991, 1.65, 1.288, 1.961,
  1.751, 1.15, 1.913, 1.837, 1.009, 1.846, 1.906,
];
const y = [0, 3, 1, 2, 0, 4, 2, 1, 5, 0, 2, 3, 1, 6, 0, 2, 4, 1, 3, 2, 0, 5, 2, 7];
const rows = {
  x: [
    1.487, -0.383, -1.389, 0.741, 1.198, -1.05, -0.927, 1.289, 0.595, -1.452, -0.223, 1.5, -0.163, -1.458, 0.539, 1.319,
    -0.878, -1.093, 1.16, 0.794, -1.365, -0.442, 1.478, 0.061,
  ],
  z: [
    0.672, -0.127, -0.754, -0.697, 0.039, 0.935, 1.35, 1.008, 0.206, -0.411, -0.339, 0.406, 1.298, 1.699, 1.345, 0.54,
    -0.068, 0.019, 0.772, 1.66, 2.049, 1.681, 0.874, 0.276,
  ],
  e,
  o: e.map((value) => value - 1.5),
  le: e.map(Math.log),
  id: y.map((_, i) => (i % 4) + 1),
  y,
  bin: y.map((value) => (value > 1 ? 1 : 0)),
};

// of R 4.5: glm(…, offset = o) with epsilon 1e-15, and MASS::glm.nb(… + offset(o))
describe('an offset has the coefficient 1, as in R', () => {
  it.each([
    [
      'poisson',
      'y',
      [0.6019864350524413, -0.11675119953505235, 0.07589858002432091],
      [0.1708843792856686, 0.12644748664422736, 0.16386796938992187],
      -52.32158575452849,
      -52.88680842491349,
    ],
    [
      'logit',
      'bin',
      [0.3277079557258117, 0.21421038511023263, 0.05333029423921578],
      [0.5374949457669026, 0.4068488341865121, 0.5391755683940846],
      -16.21905447937529,
      -16.36436052180441,
    ],
    // the errors of R are of the expected information
    [
      'probit',
      'bin',
      [0.13878288379291234, 0.10824767299927435, 0.03569834511894797],
      null,
      -16.812053839576546,
      -16.91534268673218,
    ],
    ['negbin', 'y', [0.6222205158629404, -0.08936592329252506, 0.13475543185175465], null, -49.16804092278732, null],
  ] as const)('%s', (is, outcome, coefficients, errors, ll, ll0) => {
    const fit = fitOf(rows, { fit: `${outcome} ~ x + z`, estimator: { is, offset: 'o' } });
    for (const [j, term] of ['_cons', 'x', 'z'].entries()) {
      expect(b(fit, term)).toBeCloseTo(coefficients[j]!, is === 'negbin' ? 5 : 8);
      if (errors !== null) expect(se(fit, term)).toBeCloseTo(errors[j]!, 9);
    }
    expect(fit.stats.ll).toBeCloseTo(ll, 8);
    if (ll0 !== null) expect(fit.stats.ll0).toBeCloseTo(ll0, 8);
  });

  it('beside absorbed effects', () => {
    const fit = fitOf(rows, { fit: 'y ~ x + z | id', estimator: { is: 'poisson', offset: 'o' }, vcov: 'iid' });
    expect(b(fit, 'x')).toBeCloseTo(-0.07429860379919144, 8);
    expect(b(fit, 'z')).toBeCloseTo(0.09230716433567433, 8);
    expect(fit.stats.ll).toBeCloseTo(-50.053016531552714, 8);
  });
});

it.each(['poisson', 'negbin'] as const)('is the logarithm of an exposure: %s', (is) => {
  for (const fit of ['y ~ x + z', ...(is === 'poisson' ? ['y ~ x + z | id'] : [])]) {
    const given = { fit, margins: { at: 'means' as const } };
    const offset = fitOf(rows, { ...given, estimator: { is, offset: 'le' } });
    const exposure = fitOf(rows, { ...given, estimator: { is, exposure: 'e' } });
    expect(offset.terms).toEqual(exposure.terms);
    expect(offset.margins).toEqual(exposure.margins);
    expect(offset.terms).not.toEqual(fitOf(rows, { fit, estimator: is }).terms);
  }
});

it('loses the rows without a value, and those whose outcome is predicted', () => {
  const o = rows.o.map((value, i) => (i === 3 ? null : value));
  expect(fitOf({ ...rows, o }, { fit: 'bin ~ x', estimator: { is: 'logit', offset: 'o' } }).nobs).toBe(23);
  const d = rows.bin.map((value, i) => (value === 1 && i < 6 ? 1 : 0));
  const kept = { fit: 'bin ~ x + d', estimator: { is: 'logit', offset: 'o' } } as const;
  const without = rows.bin.flatMap((_, i) => (d[i] === 1 ? [] : [i]));
  const picked = Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, without.map((i) => all[i]!)]));
  expect(b(fitOf({ ...rows, d }, kept), 'x')).toBeCloseTo(b(fitOf(picked, { ...kept, fit: 'bin ~ x' }), 'x'), 10);
});

it('is refused beside an exposure, where its tails are cut, and of other estimators', () => {
  const both = { is: 'poisson', exposure: 'e', offset: 'o' };
  expect(problemsOf({ fit: 'y ~ x', estimator: both })).toEqual(['expected either `exposure` or `offset`, got both']);
  for (const option of [{ exposure: 'e' }, { offset: 'o' }]) {
    for (const is of ['poisson', 'negbin']) {
      expect(problemsOf({ fit: 'y ~ x', estimator: { is, ...option }, winsorize: [1, 99] })).toEqual([
        expect.stringContaining('`winsorize` without `vars` is not supported with an'),
      ]);
    }
  }
  const negative = refusalOf(rows, { fit: 'y ~ x', estimator: { is: 'negbin', exposure: 'o' } });
  expect(negative.code).toBe('bad-exposure');
  expect(Object.keys(estimatorNamed('logit')!.keys)).toEqual(['offset']);
  expect(Object.keys(estimatorNamed('linear')!.keys)).not.toContain('offset');
});

it('is named in the note of the fit, in both languages', () => {
  const note = (estimator: { is: string; [option: string]: string }) => {
    const { is, ...options } = estimator;
    const terms = Object.fromEntries(Object.entries(options).map(([name, of]) => [name, [of]]));
    return estimatorNamed(is)!.noteOf!({ estimator: { is, terms } } as never);
  };
  expect(note({ is: 'poisson', exposure: 'pop' })).toEqual({
    en: 'Poisson regression by maximum likelihood, exposure `pop`',
    zh: '泊松回归（最大似然估计），暴露量为 `pop`',
  });
  expect(note({ is: 'logit', offset: 'o' }).zh).toContain('偏移量为 `o`');
  expect(note({ is: 'negbin' }).en).toBe('Negative binomial regression by maximum likelihood');
});
