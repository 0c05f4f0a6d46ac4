import { describe, expect, it } from 'vitest';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se } from '../../../support/likelihood.ts';

/** Twenty units in five periods, half of them treated from period 3 on; regions and treatment do not vary within units. */
const data: Columns = drawn('factors', 100, (draw, i) => {
  const [id, year] = [i % 20, 1 + Math.floor(i / 20)];
  const [treat, post, g] = [id % 2, year >= 3 ? 1 : 0, 1 + (id % 3)];
  const [x, z] = [draw.normal(), draw.normal()];
  const w = x + 0.5 * z + g * z + draw.normal();
  const y = 1 + 2 * treat * post + 0.3 * treat + 0.5 * post + x * g + w + draw.normal();
  const d = y + 3 * draw.normal() > 3 ? 1 : 0;
  return { one: 1, half: 3 - treat / 2, y, x, z, w, id, year, treat, post, g, d, n: Math.floor(20 * draw.uniform()) };
});
const panel = { unit: 'id', time: 'year' };
const fitted = (keys: SpecKeys): Fit => fitOf(data, keys, panel);
const names = (fit: Fit): string[] => fit.terms.map(({ term }) => term).filter((term) => term !== '_cons');
const slopes = (g: readonly number[]): string[] => g.map((level) => `i(g)::${level}:x`);
const years = (of: readonly number[]): string[] => of.map((year) => `i(year)::${year}:treat`);

describe('factors of an equation', () => {
  it.each<[string, readonly string[]]>([
    ['treat*i(post)', ['treat', 'i(post)::1', 'treat:i(post)::1']],
    ['i(post)*treat', ['i(post)::1', 'treat', 'i(post)::1:treat']],
    ['i(treat)*i(post)', ['i(treat)::1', 'i(post)::1', 'i(treat)::1:i(post)::1']],
    ['i(treat, ref=1)*i(post)', ['i(treat)::0', 'i(post)::1', 'i(treat)::0:i(post)::1']],
    ['i(g)*x', ['i(g)::2', 'i(g)::3', 'x', ...slopes([2, 3])]],
    ['i(g, ref=2)*x', ['i(g)::1', 'i(g)::3', 'x', ...slopes([1, 3])]],
    // what one mention says of the base holds for all
    ['i(g, ref=2) + x + i(g):x', ['i(g)::1', 'i(g)::3', 'x', ...slopes([1, 3])]],
    ['i(g)*x + i(g, ref=3)', ['i(g)::1', 'i(g)::2', 'x', ...slopes([1, 2])]],
    ['i(g):x', slopes([1, 2, 3])],
    ['i(g, x)', slopes([1, 2, 3])],
    ['i(g):x + x', [...slopes([2, 3]), 'x']],
    ['i(g):x + x^2', [...slopes([1, 2, 3]), 'x^2']],
    ['x^2 + i(g):x^2', ['x^2', 'i(g)::2:x^2', 'i(g)::3:x^2']],
    ['i(g):x + i(post):x', [...slopes([1, 2, 3]), 'i(post)::1:x']],
    ['i(treat):i(post)', ['i(treat)::0:i(post)::1', 'i(treat)::1:i(post)::0', 'i(treat)::1:i(post)::1']],
    ['i(treat) + i(treat):i(post)', ['i(treat)::1', 'i(treat)::0:i(post)::1', 'i(treat)::1:i(post)::1']],
    // the indicators of a variable span it
    ['i(treat) + treat:i(post)', ['i(treat)::1', 'treat:i(post)::1']],
    ['i(g) - 1', ['i(g)::1', 'i(g)::2', 'i(g)::3']],
    ['i(g) + i(post) - 1', ['i(g)::1', 'i(g)::2', 'i(g)::3', 'i(post)::1']],
    [
      'x + i(g):i(post)*x - x - x:i(g):i(post) - 1',
      [1, 2, 3].flatMap((g) => [0, 1].map((p) => `i(g)::${g}:i(post)::${p}`)),
    ],
    ['i(g):x | id', slopes([1, 2, 3])],
    ['x + i(g):x | id', ['x', ...slopes([2, 3])]],
    ['i(g):x | year[x]', slopes([2, 3])],
    ['i(g):i(post) | g', [1, 2, 3].map((g) => `i(g)::${g}:i(post)::1`)],
    ['i(g):i(post) | id', [1, 2, 3].map((g) => `i(g)::${g}:i(post)::1`)],
    ['i(g):i(post) | id + year', [2, 3].map((g) => `i(g)::${g}:i(post)::1`)],
    ['i(year):treat | id', years([2, 3, 4, 5])],
    ['i(year):treat | id + year', years([2, 3, 4, 5])],
    ['i(year, ref=2):treat | id + year', years([1, 3, 4, 5])],
    ['i(year, treat, ref=4) | id + year', years([1, 2, 3, 5])],
    ['i(treat):i(post) | id + year', ['i(treat)::1:i(post)::1']],
    // margins are held by value too: by variables, by a constant one and by effects
    ['treat + post + i(treat):i(post)', ['treat', 'post', 'i(treat)::1:i(post)::1']],
    ['half + i(year):treat', ['half', ...years([2, 3, 4, 5])]],
    ['i(g):one', ['i(g)::2:one', 'i(g)::3:one']],
    ['one + i(g) - 1', ['one', 'i(g)::2', 'i(g)::3']],
    ['i(treat):i(post):x | id', [0, 1].flatMap((t) => [0, 1].map((p) => `i(treat)::${t}:i(post)::${p}:x`))],
  ])('y ~ %s', (right, expected) => {
    const fit = fitted({ fit: `y ~ ${right}` });
    expect(names(fit)).toEqual(expected);
    expect(fit.dropped).toEqual([]);
    expect(fit.warnings.map(({ code }) => code)).not.toContain('dropped-term');
  });

  it.each(['treat*i(post)', 'i(treat)*i(post)', 'i(treat)*post'])(
    'have the sign of the difference in differences: %s',
    (right) => {
      const plain = fitted({ fit: 'y ~ treat + post + treat:post' });
      const fit = fitted({ fit: `y ~ ${right}` });
      const [term] = names(fit).slice(-1) as [string];
      expect(b(fit, term)).toBeCloseTo(b(plain, 'treat:post'), 10);
      expect(se(fit, term)).toBeCloseTo(se(plain, 'treat:post'), 10);
      expect(b(fit, '_cons')).toBeCloseTo(b(plain, '_cons'), 10);
    },
  );

  it.each(['i(treat)*i(post)', 'treat*i(post)', 'i(treat):i(post)', 'treat:i(post)'])(
    'have it beside effects: %s',
    (right) => {
      const plain = fitted({ fit: 'y ~ treat:post | id + year' });
      const fit = fitted({ fit: `y ~ ${right} | id + year` });
      expect(names(fit)).toHaveLength(1);
      expect(fit.terms[0]!.estimate).toBeCloseTo(b(plain, 'treat:post'), 10);
      // effects that are written and held as well are told
      expect(fit.dropped.map(({ term, why }) => [term, why])).toEqual(
        right.includes('*')
          ? [
              [right.startsWith('i(') ? 'i(treat)::1' : 'treat', 'absorbed'],
              ['i(post)::1', 'absorbed'],
            ]
          : [],
      );
    },
  );

  it('are those of other estimators, by what these take out of the rows', () => {
    const of = (fit: string, estimator: string): readonly [string[], number] => {
      const found = fitted({ fit, estimator });
      return [names(found), found.dropped.length];
    };
    expect(of('n ~ i(year):treat | id + year', 'poisson')).toEqual([years([2, 3, 4, 5]), 0]);
    expect(of('d ~ i(year):treat | id', 'clogit')).toEqual([years([2, 3, 4, 5]), 0]);
    expect(of('d ~ i(year):treat', 'clogit')).toEqual([years([2, 3, 4, 5]), 0]);
    expect(of('d ~ i(g)*x', 'logit')).toEqual([['i(g)::2', 'i(g)::3', 'x', ...slopes([2, 3])], 0]);
    // random effects hold nothing
    expect(of('y ~ i(year):treat | id', 're')).toEqual([years([1, 2, 3, 4, 5]), 0]);
    expect(of('y ~ i(g):i(post) | id', 're')[0]).toHaveLength(5);
  });

  it('are coded among instruments beside the exogenous', () => {
    const instruments = (fit: string): string[] => {
      const { firstStage } = fitted({ fit });
      return names(firstStage![0]!).filter((term) => term.includes('z'));
    };
    expect(instruments('y ~ x | id | w ~ i(g):z')).toEqual(['i(g)::1:z', 'i(g)::2:z', 'i(g)::3:z']);
    expect(instruments('y ~ x + z | id | w ~ i(g):z')).toEqual(['i(g)::2:z', 'i(g)::3:z', 'z']);
    expect(instruments('y ~ x | id | w ~ z + i(g, ref=2):z')).toEqual(['z', 'i(g)::1:z', 'i(g)::3:z']);
    const endogenous = fitted({ fit: 'y ~ i(g) | w + i(g):w ~ z + i(g):z' });
    expect(names(endogenous).filter((term) => term.includes('w'))).toEqual(['w', 'i(g)::2:w', 'i(g)::3:w']);
    expect(endogenous.dropped).toEqual([]);
    // an exogenous interaction of an endogenous variable leaves the base out too
    expect(names(fitted({ fit: 'y ~ i(g):w | w ~ z' }))).toEqual(['w', 'i(g)::2:w', 'i(g)::3:w']);
  });

  it('take nothing out in the levels of a system, and units in differences', () => {
    const terms = (model: 'diff' | 'system'): string[] => {
      const estimator = {
        is: 'gmm',
        model,
        steps: 1,
        instruments: { gmm: [{ of: ['L.y'], lags: [1, 2] }], iv: [{ of: ['i(year):treat'] }] },
      };
      return names(fitted({ fit: 'y ~ L.y + i(year):treat', estimator })).filter((term) => term !== 'L.y');
    };
    expect(terms('diff')).toEqual(years([3, 4, 5]));
    expect(terms('system')).toEqual(years([2, 3, 4, 5]));
  });

  it('of selection are coded by themselves', () => {
    const estimator = { is: 'heckman', select: 'd ~ i(g):z + w' };
    const fit = fitted({ fit: 'y ~ z + i(g):z', estimator }) as Fit & { selection: Fit };
    expect(names(fit)).toEqual(['z', 'i(g)::2:z', 'i(g)::3:z', 'mills:lambda']);
    expect(names(fit.selection)).toEqual(['i(g)::1:z', 'i(g)::2:z', 'i(g)::3:z', 'w']);
  });

  it.each([
    ['i(g, ref=2):x', true],
    ['i(g, ref=2) - 1', true],
    ['i(g, ref=2):x | id', true],
    ['i(g, ref=2)*x', false],
    ['i(year, ref=2):treat | id + year', false],
    ['i(g):x', false],
  ])('warn of a reference that is estimated too: %s', (right, isIdle) => {
    const codes = fitted({ fit: `y ~ ${right}` }).warnings.map(({ code }) => code);
    expect(codes.includes('idle-reference')).toBe(isIdle);
  });

  it('refuse two bases, and one that no row has', () => {
    expect(problemsOf({ fit: 'y ~ i(g, ref=2)*x + i(g, ref=3):z' })).toEqual(['`g` has two references, `2` and `3`']);
    expect(problemsOf({ fit: 'y ~ i(g, ref=2) + i(g, ref=3)' })).toEqual(['`g` has two references, `2` and `3`']);
    expect(refusalOf(data, { fit: 'y ~ i(g, ref=9):x' })).toMatchObject({ code: 'unknown-level', param: 'terms' });
  });
});
