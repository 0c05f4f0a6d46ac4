import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { IvDesign, IvStyle, NamedCodes, NamedColumn, VcovSpec } from '../../../../src/econ/design.ts';
import type { Fit, Stat } from '../../../../src/econ/fit.ts';
import { stockYogo } from '../../../../src/econ/iv/stock-yogo.ts';
import { fitIv } from '../../../../src/econ/iv/tsls.ts';
import { clusterOn, column, fitOn, simulate, term, withDummies } from '../panels.ts';

interface Options {
  readonly vcov?: VcovSpec;
  readonly small?: IvStyle;
  readonly clusters?: readonly NamedCodes[];
  readonly time?: Float64Array;
}

function ivOn(design: IvDesign, options: Options = {}): Fit {
  const { vcov = { is: 'iid' }, small = 'asymptotic', clusters = [], time = null } = options;
  return fitIv(design, { vcov, small, clusters, time });
}

interface Simulated {
  readonly design: IvDesign;
  readonly unit: NamedCodes;
  readonly time: NamedCodes;
  readonly times: Float64Array;
}

/** An unbalanced panel: `x1` and `x2` of the panel are endogenous or exogenous, instruments made from them and noise. */
function simulateIv(seed: string, endogenous: number, instruments: number, units = 12, periods = 6): Simulated {
  const { design, unit, time, times } = simulate(seed, units, periods, 0.15);
  const draw = createRng(seed).stream('instruments', 0);
  const terms = [
    ...design.terms,
    column(
      'x3',
      Float64Array.from(unit.codes, () => draw.normal()),
    ),
  ];
  const made = Array.from({ length: instruments }, (_, j) => {
    const from = terms[j % endogenous]!.values;
    return column(
      `z${j + 1}`,
      from.map((value) => value * (0.6 + 0.2 * j) + draw.normal()),
    );
  });
  const { nobs, outcome, constant, absorb } = design;
  return {
    design: {
      nobs,
      outcome,
      endogenous: terms.slice(0, endogenous),
      exogenous: terms.slice(endogenous),
      instruments: made,
      constant,
      absorb,
    },
    unit,
    time,
    times,
  };
}

const number = (value: Stat | undefined): number => {
  if (typeof value !== 'number') throw new Error(`not a number: ${JSON.stringify(value)}`);
  return value;
};
const close = (a: Stat | undefined, b: Stat | undefined, relative = 1e-9): void => {
  expect(Math.abs(number(a) - number(b))).toBeLessThanOrEqual(relative * Math.abs(number(b)));
};
const test = (fit: Fit, name: string) => fit.tests.find((entry) => entry.name === name)!;

const seeds = fc.integer({ min: 1, max: 1e6 }).map(String);
const few = { numRuns: 12 };

/** Every covariance there is, pooled and under absorbed effects. */
function covariances({ unit, time, times }: Simulated): readonly (readonly [string, Options])[] {
  return [
    ['iid', {}],
    ['robust', { vcov: { is: 'hc', type: 'HC1' } }],
    ['cluster', clusterOn(unit)],
    ['dk', { vcov: { is: 'dk', lag: 1 }, time: times }],
    ['two-way', clusterOn(unit, time)],
  ];
}

describe('2SLS', () => {
  it('with Z = X is OLS, in every finite-sample style', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const made = simulateIv(seed, 1, 1);
        const [x] = made.design.endogenous;
        const same = { ...made.design, instruments: [column('copy', x!.values)] };
        for (const absorb of [[], [made.unit]]) {
          const small = absorb.length === 0 ? 'regress' : 'xtreg';
          const iv = ivOn({ ...same, absorb }, { ...clusterOn(made.unit), small });
          const terms = [...same.endogenous, ...same.exogenous];
          const { nobs, outcome, constant } = same;
          const ols = fitOn({ nobs, outcome, terms, constant, absorb }, { ...clusterOn(made.unit), small });
          for (const row of ols.terms) {
            close(term(iv, row.term).estimate, row.estimate, 1e-8);
            close(term(iv, row.term).stdError, row.stdError, 1e-8);
          }
          close(iv.stats.f, ols.stats.f, 1e-8);
          expect(iv.stats.cdWaldF).toEqual({ invalid: 'the instruments span the endogenous regressors' });
          expect(typeof iv.stats.wuHausmanF).toBe('object');
        }
      }),
      few,
    );
  });

  it('solves Z’e = 0 where it is exactly identified, and is the ratio of reduced form to first stage', () => {
    const { design } = simulateIv('ratio', 1, 1);
    const fit = ivOn(design);
    const ratio = term(fit.reducedForm!, 'z1').estimate / term(fit.firstStage![0]!, 'z1').estimate;
    close(term(fit, 'x1').estimate, ratio);
  });

  it('absorbs as dummies do', () => {
    const { design, unit, time } = simulateIv('dummies', 2, 3);
    for (const effects of [[unit], [unit, time]]) {
      const absorbed = ivOn({ ...design, absorb: effects }, clusterOn(unit));
      const { terms } = withDummies({ ...design, terms: design.exogenous }, effects);
      const dummies = ivOn({ ...design, exogenous: terms }, clusterOn(unit));
      for (const name of ['x1', 'x2', 'x3']) {
        close(term(absorbed, name).estimate, term(dummies, name).estimate, 1e-8);
        close(term(absorbed, name).stdError, term(dummies, name).stdError, 1e-8);
      }
      close(absorbed.stats.kpLm, dummies.stats.kpLm, 1e-7);
      // N − L − absorbed effects is the same number of degrees of freedom however they enter
      close(absorbed.stats.cdWaldF, dummies.stats.cdWaldF, 1e-7);
    }
  });

  it('prints the same F with and without the finite-sample style, as `ivreg2` does', () => {
    const { design, unit, time } = simulateIv('header', 2, 3);
    for (const absorb of [[], [unit], [unit, time]]) {
      const [asymptotic, small] = (['asymptotic', 'regress'] as const).map((style) =>
        ivOn({ ...design, absorb }, { ...clusterOn(unit), small: style }),
      );
      close(asymptotic!.stats.f, small!.stats.f, 1e-10);
    }
  });

  it('keeps its coefficients when the exogenous regressors are partialled out of everything (Frisch–Waugh–Lovell)', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { design } = simulateIv(seed, 1, 2);
        const out = (target: NamedColumn): NamedColumn => {
          const { nobs, exogenous, constant } = design;
          const fit = fitOn({ nobs, outcome: target, terms: exogenous, constant, absorb: [] });
          const values = target.values.map((value, i) =>
            exogenous.reduce(
              (left, x) => left - term(fit, x.name).estimate * x.values[i]!,
              value - term(fit, '_cons').estimate,
            ),
          );
          return column(target.name, values);
        };
        const partialled: IvDesign = {
          ...design,
          outcome: out(design.outcome),
          endogenous: design.endogenous.map(out),
          instruments: design.instruments.map(out),
          exogenous: [],
          constant: false,
        };
        const [a, b] = [ivOn(design), ivOn(partialled)];
        close(term(b, 'x1').estimate, term(a, 'x1').estimate, 1e-7);
        close(b.stats.sargan, a.stats.sargan, 1e-6);
      }),
      few,
    );
  });
});

describe('weak instruments', () => {
  // long enough for the two-way covariance to need no mending
  const made = simulateIv('weak', 1, 1, 16, 16);

  it.each(covariances(made))(
    'with one instrument the KP F is t² of the instrument, and F of the first stage, %s',
    (name, options) => {
      for (const [absorb, small] of [
        [[], 'asymptotic'],
        [[], 'regress'],
        [[made.unit], 'asymptotic'],
        [[made.unit], 'xtivreg2'],
        ...(name === 'two-way' ? [] : [[[made.unit], 'xtreg'] as const]),
      ] as const) {
        const fit = ivOn({ ...made.design, absorb }, { ...options, small });
        const [stage] = fit.firstStage!;
        const f = name === 'iid' ? fit.stats.cdWaldF : fit.stats.kpWaldF;
        const t = number(stage!.terms[0]!.statistic);
        expect(stage!.terms[0]!.term).toBe('z1');
        close(f, t * t, 1e-8);
        close(f, stage!.f, 1e-8);
      }
    },
  );

  it('with several instruments the KP F is F of the first stage', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const many = simulateIv(seed, 1, 3);
        for (const [name, options] of covariances(many).slice(0, 4)) {
          const fit = ivOn(many.design, options);
          close(name === 'iid' ? fit.stats.cdWaldF : fit.stats.kpWaldF, fit.firstStage![0]!.f, 1e-7);
        }
      }),
      few,
    );
  });

  it('statistics do not change when regressors or instruments are replaced by independent combinations', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { design, unit } = simulateIv(seed, 2, 4);
        const mix = (columns: readonly NamedColumn[]) =>
          columns.map((each, j) =>
            column(
              `m${each.name}`,
              each.values.map((value, i) => 3 * value - columns[(j + 1) % columns.length]!.values[i]! + 5),
            ),
          );
        const mixed = { ...design, endogenous: mix(design.endogenous), instruments: mix(design.instruments) };
        const [a, b] = [design, mixed].map((each) => ivOn(each, clusterOn(unit)));
        for (const name of ['kpWaldF', 'kpLm', 'cdWaldF', 'hansenJ', 'wuHausmanF'] as const)
          close(b!.stats[name], a!.stats[name], 1e-6);
        close(test(b!, 'c-statistic').statistic, test(a!, 'c-statistic').statistic, 1e-6);
      }),
      few,
    );
  });

  describe('that hang on one direction', () => {
    const hc = { vcov: { is: 'hc', type: 'HC1' } } as const;
    const spanned = { invalid: 'the instruments span the endogenous regressors' };

    it('are refused where the instruments span several regressors; LM is not where they span one', () => {
      const { design, unit } = simulateIv('span', 2, 2);
      const [a, b] = design.endogenous.map(({ values }) => values);
      const instruments = [
        column(
          'z1',
          a!.map((value, i) => 3 * value - b![i]!),
        ),
        column(
          'z2',
          b!.map((value, i) => 3 * value - a![i]!),
        ),
      ];
      for (const options of [hc, clusterOn(unit)]) {
        const several = ivOn({ ...design, instruments }, options);
        expect(several.stats).toMatchObject({ kpLm: spanned, kpLmP: spanned, kpWaldF: spanned, cdWaldF: spanned });
        expect(test(several, 'kp-lm').statistic).toEqual(spanned);
        const [first, second] = design.endogenous;
        const one = { ...design, endogenous: [first!], exogenous: [second!, ...design.exogenous] };
        const exact = ivOn({ ...one, instruments: [column('copy', a!)] }, options);
        expect(exact.stats.kpWaldF).toEqual(spanned);
        const near = column(
          'near',
          a!.map((value, i) => value + 1e-6 * Math.sin(i)),
        );
        close(exact.stats.kpLm, ivOn({ ...one, instruments: [near] }, options).stats.kpLm, 1e-4);
      }
    });

    it('are refused where canonical correlations are equal', () => {
      // columns of signs, orthogonal to one another
      const sign = (...bits: readonly number[]) =>
        Float64Array.from({ length: 32 }, (_, i) =>
          bits.reduce((sum, bit) => sum + ((i >> bit) & 1), 0) % 2 ? -1 : 1,
        );
      const [z1, z2, e1, e2] = [sign(0), sign(1), sign(2, 3), sign(1, 3)];
      const sum = (name: string, x: Float64Array, y: Float64Array) =>
        column(
          name,
          x.map((value, i) => value + y[i]!),
        );
      const endogenous = [sum('x1', z1!, e1!), sum('x2', z2!, e2!)];
      const outcome = column(
        'y',
        Float64Array.from({ length: 32 }, (_, i) => Math.sin(i * i)),
      );
      const instruments = [column('z1', z1!), column('z2', z2!)];
      const fit = ivOn({ nobs: 32, outcome, endogenous, exogenous: [], instruments, constant: true, absorb: [] }, hc);
      const invalid = 'the two smallest canonical correlations are equal: rounding would choose what is tested';
      expect(fit.stats).toMatchObject({ kpLm: { invalid }, kpWaldF: { invalid } });
      close(fit.stats.cdWaldF, 29 / 2, 1e-12);
    });
  });

  it('carry Stock and Yogo’s critical values where there are any', () => {
    expect(test(ivOn(made.design), 'cragg-donald').critical).toEqual({
      bias: {},
      size: { '10%': 16.38, '15%': 8.96, '20%': 6.66, '25%': 5.53 },
    });
    expect(stockYogo(1, 3).size['10%']).toBe(22.3);
    expect(stockYogo(2, 4)).toEqual({
      bias: { '5%': 11.04, '10%': 7.56, '20%': 5.57, '30%': 4.73 },
      size: { '10%': 16.87, '15%': 9.93, '20%': 7.54, '25%': 6.28 },
    });
    expect(stockYogo(3, 5).size).toEqual({});
    expect(stockYogo(4, 9)).toEqual({ bias: {}, size: {} });
    expect(stockYogo(1, 101)).toEqual({ bias: {}, size: {} });
  });
});

describe('tests', () => {
  it('of overidentification and endogeneity: by hand for iid errors', () => {
    const { design } = simulateIv('hand', 1, 3);
    const fit = ivOn(design);
    // Sargan is N R² of the residuals on all instruments; they are exogenous regressors there
    const residuals = design.outcome.values.map((y, i) =>
      [...design.endogenous, ...design.exogenous].reduce(
        (left, x) => left - term(fit, x.name).estimate * x.values[i]!,
        y - term(fit, '_cons').estimate,
      ),
    );
    const { nobs } = design;
    const terms = [...design.exogenous, ...design.instruments];
    const auxiliary = fitOn({ nobs, outcome: column('e', residuals), terms, constant: true, absorb: [] });
    close(fit.stats.sargan, nobs * number(auxiliary.stats.r2), 1e-8);
    expect(test(fit, 'sargan').df).toEqual([2]);
    expect(fit.stats.hansenJ).toEqual({ invalid: 'reported as `sargan` for this covariance' });
  });

  it('C equals the sum of squares that the instruments gain, over the restricted variance (Durbin)', () => {
    const { design } = simulateIv('durbin', 1, 1);
    const { nobs, outcome, constant, exogenous, endogenous, instruments } = design;
    const stage = fitOn({ nobs, outcome: endogenous[0]!, terms: [...exogenous, ...instruments], constant, absorb: [] });
    const v = endogenous[0]!.values.map((x, i) =>
      [...exogenous, ...instruments].reduce(
        (left, z) => left - term(stage, z.name).estimate * z.values[i]!,
        x - term(stage, '_cons').estimate,
      ),
    );
    const terms = [...exogenous, ...endogenous];
    const ols = fitOn({ nobs, outcome, terms, constant, absorb: [] });
    const augmented = fitOn({ nobs, outcome, terms: [...terms, column('v', v)], constant, absorb: [] });
    const fit = ivOn(design);
    const [rss, less] = [number(ols.stats.rss), number(augmented.stats.rss)];
    close(test(fit, 'c-statistic').statistic, (rss - less) / (rss / nobs), 1e-7);
    close(fit.stats.wuHausmanF, (rss - less) / (less / (nobs - 5)), 1e-7);
    expect(test(fit, 'wu-hausman').df).toEqual([1, nobs - 5]);
  });

  it('are not defined for an exactly identified equation, or for fewer clusters than moments', () => {
    const { design, unit } = simulateIv('few', 1, 4, 5);
    expect(ivOn({ ...design, instruments: design.instruments.slice(0, 1) }).stats.sargan).toEqual({
      invalid: 'exactly identified',
    });
    const fit = ivOn(design, clusterOn(unit));
    expect(fit.stats.hansenJ).toEqual({
      invalid: 'the covariance of the moments is not positive definite: 5 clusters, 7 moments',
    });
  });
});

describe('what cannot be estimated is refused by name, what adds nothing is dropped', () => {
  const { design, unit } = simulateIv('refuse', 2, 3);

  it('fewer instruments than endogenous regressors', () => {
    const short = { ...design, instruments: design.instruments.slice(0, 1) };
    expect(() => ivOn(short)).toThrow(/under-identified: 2 endogenous regressors need as many instruments, got 1/);
    const twice = column(
      'twice',
      design.instruments[0]!.values.map((z) => 2 * z),
    );
    expect(() => ivOn({ ...short, instruments: [...short.instruments, twice] })).toThrow(
      /got 1 \(`twice` spanned by `z1`\)/,
    );
  });

  it('instruments that explain one combination only', () => {
    const [x1, x2] = design.endogenous;
    const z = design.instruments[0]!;
    const other = column(
      'other',
      x1!.values.map((_, i) => (i % 2 === 0 ? 1 : -1)),
    );
    // x2 is twice x1 as far as the instruments can tell
    const stage = fitOn({ ...design, outcome: x1!, terms: [z, other], absorb: [] });
    const projected = (i: number) =>
      term(stage, '_cons').estimate +
      term(stage, 'z1').estimate * z.values[i]! +
      term(stage, 'other').estimate * other.values[i]!;
    const left = fitOn({ ...design, outcome: x2!, terms: [z, other], absorb: [] });
    const noise = x2!.values.map(
      (x, i) =>
        x -
        term(left, '_cons').estimate -
        term(left, 'z1').estimate * z.values[i]! -
        term(left, 'other').estimate * other.values[i]!,
    );
    const same = column(
      'x2',
      noise.map((e, i) => e + 2 * projected(i)),
    );
    const spoilt = { ...design, exogenous: [], endogenous: [x1!, same], instruments: [z, other] };
    expect(() => ivOn(spoilt)).toThrow(/do not identify `x2`: the rank condition fails/);
  });

  it('no endogenous regressor, HC3, ivregress with effects, the bootstrap', () => {
    const level = column(
      'level',
      Array.from(unit.codes, (code) => code),
    );
    const absorbed = { ...design, endogenous: [level], absorb: [unit] };
    expect(() => ivOn(absorbed)).toThrow(/no endogenous regressor is left: `level` does not vary within `unit`/);
    expect(() => ivOn(design, { vcov: { is: 'hc', type: 'HC3' } })).toThrow(/`HC3` is not defined for instrumental/);
    expect(() => ivOn({ ...design, absorb: [unit] }, { small: 'ivregress' })).toThrow(/absorbs no effects/);
    const wild = { weights: 'webb', reps: 99, seed: '1' } as const;
    const vcov = { is: 'cluster', by: ['unit'], wild } as const;
    expect(() => ivOn(design, { vcov, clusters: [unit] })).toThrow(/`wild` is not defined here/);
  });

  it('collinear and constant columns of every role', () => {
    const sum = column(
      'sum',
      design.instruments[0]!.values.map((z, i) => z + design.exogenous[0]!.values[i]!),
    );
    const one = column('one', new Float64Array(design.nobs).fill(1));
    const fit = ivOn({ ...design, exogenous: [...design.exogenous, one], instruments: [...design.instruments, sum] });
    expect(fit.dropped).toEqual([
      { term: 'one', why: 'constant', detail: 'takes one value in all rows used' },
      { term: 'sum', why: 'collinear', detail: 'spanned by `x3`, `z1`' },
    ]);
    expect(fit.terms.map((row) => row.term)).toEqual(['x1', 'x2', 'x3', '_cons']);
    expect(test(fit, 'sargan').df).toEqual([1]);
  });
});

describe('invariance', () => {
  const { design, unit } = simulateIv('invariance', 2, 3);
  const fit = ivOn({ ...design, absorb: [unit] }, clusterOn(unit));

  it('to the order of rows', () => {
    const order = Array.from({ length: design.nobs }, (_, i) => (i * 7) % design.nobs);
    expect(new Set(order).size).toBe(design.nobs);
    const turn = (each: NamedColumn) =>
      column(
        each.name,
        order.map((i) => each.values[i]!),
      );
    const turned = { ...unit, codes: Int32Array.from(order, (i) => unit.codes[i]!) };
    const there: IvDesign = {
      ...design,
      outcome: turn(design.outcome),
      endogenous: design.endogenous.map(turn),
      exogenous: design.exogenous.map(turn),
      instruments: design.instruments.map(turn),
      absorb: [turned],
    };
    same(ivOn(there, clusterOn(turned)), fit, 1);
  });

  it('to shifts, and to scale but for units', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        (size, shift) => {
          const scale = Math.exp(size);
          const move = (each: NamedColumn) =>
            column(
              each.name,
              each.values.map((value) => scale * (value + shift)),
            );
          const moved: IvDesign = {
            ...design,
            outcome: design.outcome,
            endogenous: design.endogenous.map(move),
            exogenous: design.exogenous.map(move),
            instruments: design.instruments.map(move),
            absorb: [unit],
          };
          same(ivOn(moved, clusterOn(unit)), fit, scale);
        },
      ),
      few,
    );
  });

  function same(other: Fit, first: Fit, scale: number): void {
    for (const row of first.terms) {
      close(term(other, row.term).estimate, row.estimate / scale, 1e-7);
      close(term(other, row.term).stdError, number(row.stdError) / scale, 1e-7);
    }
    for (const name of ['kpWaldF', 'kpLm', 'cdWaldF', 'hansenJ', 'wuHausmanF', 'r2', 'f'] as const)
      close(other.stats[name], first.stats[name], 1e-6);
  }
});
