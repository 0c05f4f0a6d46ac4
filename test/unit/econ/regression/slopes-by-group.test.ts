import { describe, expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { b, type Columns, drawn, fitOf, problemsOf, se, shuffled } from '../../../support/likelihood.ts';

/** Twelve units with trends of their own, of 4 to 9 periods with gaps; `first` does not vary in unit 0. */
const data: Columns = drawn('slopes', 108, (draw, i) => {
  const [id, t] = [i % 12, Math.floor(i / 12)];
  const x = draw.normal() + 0.1 * id * t;
  const [z, v] = [draw.normal(), draw.normal()];
  const isMissing = t > 3 && draw.uniform() < 0.2;
  const y = 0.5 * x + 0.3 * v + id + 0.2 * id * t + 0.1 * t * t + draw.normal();
  const more = { w: 0.2 + draw.uniform(), copies: 1 + (i % 3), region: id % 4, first: id === 0 ? 7 : z };
  return { y: isMissing ? Number.NaN : y, x, v, z, id, t, year: 2010 + t, ...more };
});
const fitted = (keys: SpecKeys): Fit => fitOf(data, keys);
const near = (value: unknown, expected: unknown, relative = 1e-9): void =>
  expect(Math.abs((value as number) - (expected as number))).toBeLessThanOrEqual(
    relative * Math.abs(expected as number),
  );

/** Coefficients and errors of x and v, and what is said of the fit. */
function same(absorbed: Fit, dummies: Fit): void {
  for (const term of ['x', 'v']) {
    near(b(absorbed, term), b(dummies, term));
    near(se(absorbed, term), se(dummies, term));
  }
  for (const stat of ['rss', 'r2', 'rmse'] as const) near(absorbed.stats[stat], dummies.stats[stat]);
  expect(absorbed.dfResid).toBe(dummies.dfResid);
}

describe('slopes by group, absorbed', () => {
  it.each(['iid', 'HC1', 'cluster(region^t)'])('are the regression on dummies and their products: %s', (vcov) => {
    const fit = fitted({ fit: 'y ~ x + v | id[t]', vcov });
    same(fit, fitted({ fit: 'y ~ x + v + i(id) + i(id):t', vcov }));
    expect(fit.absorbed).toEqual([
      { name: 'id', levels: 12, nested: false, redundant: 0 },
      { name: 'id[t]', levels: 12, nested: false, redundant: 0 },
    ]);
    expect(fit.terms.map(({ term }) => term)).toEqual(['x', 'v', '_cons']);
    expect(fitted({ fit: 'y ~ x + v | id + id[t]', vcov })).toEqual(fit);
  });

  it.each([undefined, 'w', { frequency: 'copies' }])(
    'with weights %j, several variables and other effects',
    (weights) => {
      const more = weights === undefined ? {} : { weights };
      const fit = fitted({ fit: 'y ~ x + v | id[t, z^2] + region^t', ...more });
      const dummies = fitted({ fit: 'y ~ x + v + i(id):t + i(id):z^2 | id + region^t', ...more });
      for (const term of ['x', 'v']) near(b(fit, term), b(dummies, term), 1e-8);
      near(fit.stats.rss, dummies.stats.rss, 1e-8);
    },
  );

  it('absorb slopes of two effects, and count what these have in common, as reghdfe', () => {
    const fit = fitted({ fit: 'y ~ x + v | id[t] + t[z]' });
    const dummies = fitted({ fit: 'y ~ x + v + i(id):t + i(t):z | id + t', small: 'reghdfe' });
    for (const term of ['x', 'v']) near(b(fit, term), b(dummies, term));
    near(fit.stats.rss, dummies.stats.rss);
    // the effects of t span the sum of the units' slopes of t
    expect(fit.dfResid).toBe(dummies.dfResid! - 1);
  });

  it('count slopes where clusters hold the groups, and the groups not, as reghdfe', () => {
    const fit = fitted({ fit: 'y ~ x + v | id[t]', vcov: 'cluster(id)' });
    const dummies = fitted({ fit: 'y ~ x + v + i(id):t | id', small: 'reghdfe', vcov: 'cluster(id)' });
    for (const term of ['x', 'v']) near(se(fit, term), se(dummies, term));
    expect(fit.stats).toMatchObject({ dfAbsorbed: 12, dfAbsorbedNested: 12, kCounted: 15 });
  });

  it('have robust errors at their word, as reghdfe, where xtreg would cluster', () => {
    const fit = fitted({ fit: 'y ~ x + v | id[t]', vcov: 'robust' });
    expect(fit.vcovInfo.type).toBe('HC1');
    same(fit, fitted({ fit: 'y ~ x + v + i(id) + i(id):t', vcov: 'robust' }));
  });

  it('count no slope in a group where the variable is constant', () => {
    const fit = fitted({ fit: 'y ~ x + v | id[first]' });
    same(fit, fitted({ fit: 'y ~ x + v + i(id) + i(id):first' }));
    expect(fit.absorbed[1]).toMatchObject({ redundant: 1 });
  });

  it('do not depend on the order of rows or on where the variable has its zero', () => {
    const fit = fitted({ fit: 'y ~ x + v | id[year]', vcov: 'cluster(id)' });
    const plain = fitted({ fit: 'y ~ x + v | id[t]', vcov: 'cluster(id)' });
    const other = fitOf(shuffled(data, 'rows'), { fit: 'y ~ x + v | id[t]', vcov: 'cluster(id)' });
    for (const term of ['x', 'v', '_cons']) {
      near(se(fit, term), se(plain, term), 1e-8);
      near(se(other, term), se(plain, term));
      near(b(other, term), b(plain, term));
    }
  });

  it('drop rows without a value of the variable, and terms that the slopes span', () => {
    const holes = { ...data, t: (data.t as number[]).map((t, i) => (i % 17 === 3 ? Number.NaN : t)) };
    const lost = fitOf(holes, { fit: 'y ~ x | id[t]' }).rowsLost;
    expect(lost).toContainEqual(expect.objectContaining({ cause: 'missing', detail: 't' }));
    expect(fitted({ fit: 'y ~ x + t | id[t]' }).dropped).toMatchObject([{ term: 't', why: 'absorbed' }]);
  });
});

it.each<[SpecKeys, string]>([
  [{ fit: 'y ~ x | id[t] | v ~ z' }, 'slopes by group, `id[t]`, are not supported with `iv`'],
  [{ fit: 'y ~ x | id[t]', estimator: 'poisson' }, 'slopes by group, `id[t]`, are not supported with `poisson`'],
  [{ fit: 'y ~ x | id[t]', small: 'xtreg' }, 'small-sample style `xtreg` has no slopes by group, as `id[t]`'],
  [{ fit: 'y ~ x | id[t]', vcov: 'HC3' }, 'HC3 is not supported with slopes by group, as `id[t]`'],
  [{ fit: 'y ~ x | id[t]', vcov: 'wild(id)' }, 'the wild bootstrap is not supported with slopes by group, as `id[t]`'],
  [
    { fit: 'y ~ x | id[t]', winsorize: { at: [1, 99] } },
    '`winsorize` without `vars` is not supported with slopes by group, whose t is a variable of the regression too',
  ],
  [{ fit: 'y ~ x | id[[t]]' }, 'slopes by group are absorbed with the effects of the groups only'],
  [{ fit: 'y ~ x | id[i(t)]' }, 'expected a variable whose slope each group has'],
])('what slopes by group do not go with: %j', (keys, message) => {
  expect(problemsOf(keys)).toContain(message);
});

it('an edit of a column keeps its slopes by group, unless it has other effects', () => {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const written = compileColumn({ fit: 'y ~ x | id[t]' }, null, context);
  const edited = (keys: SpecKeys) =>
    compileColumn(keys, { spec: written.specs[0]!, written: written.written }, context).specs[0]!;
  expect(edited({ add: ['v'] })).toMatchObject({ terms: ['x', 'v'], absorb: ['id'], slopes: [{ by: 'id', of: 't' }] });
  expect(edited({ fe: 'id' })).not.toHaveProperty('slopes');
  expect(edited({ fe: ['region[x]'] })).toMatchObject({ absorb: ['region'], slopes: [{ by: 'region', of: 'x' }] });
});
