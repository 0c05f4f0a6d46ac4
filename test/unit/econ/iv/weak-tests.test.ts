/** Tests for weak instruments against the formulas written out with matrices, and what must be true of them. `PAPERMAKE_FUZZ` draws more. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { chiSquared, fisherF } from '../../../../src/econ/distributions/distributions.ts';
import { noncentralSf, noncentralUpperQuantile } from '../../../../src/econ/distributions/noncentral.ts';
import type { TestedSet } from '../../../../src/econ/iv/weak/anderson-rubin.ts';
import { conditionalP } from '../../../../src/econ/iv/weak/conditional-ratio.ts';
import type { ConfidenceSet } from '../../../../src/econ/iv/weak/confidence-set.ts';
import { tfCritical } from '../../../../src/econ/iv/weak/tf.ts';
import { column, named } from '../panels.ts';
import { ByMatrices, type Drawn, drawn, fitOf, testOf } from './two-stage-draws.ts';

const FUZZ = Number(process.env.PAPERMAKE_FUZZ ?? 400);
const SPECS = Math.max(300, FUZZ / 8);
/** Draws of a simulation. */
const DRAWS = Math.max(150, FUZZ / 4);

const setOf = (test: object): ConfidenceSet => (test as TestedSet).set as ConfidenceSet;

const isInside = ({ pieces }: ConfidenceSet, b: number): boolean =>
  pieces.some(([low, high]) => (low === null || b >= low) && (high === null || b <= high));

const relative = (a: unknown, b: number): number => Math.abs((a as number) - b) / Math.max(1e-12, Math.abs(b));

it('noncentral chi-squared is that of R', () => {
  expect(relative(noncentralUpperQuantile(0.05, 1, 20), 37.4175615456975)).toBeLessThan(1e-13);
  expect(relative(noncentralUpperQuantile(0.05, 2.7, 54.3), 83.1280480954133)).toBeLessThan(1e-12);
  expect(relative(noncentralUpperQuantile(0.05, 40, 800), 935.866550843279)).toBeLessThan(1e-12);
  expect(relative(noncentralSf(3, 4, 2.5), 0.788294774344309)).toBeLessThan(1e-13);
  expect(relative(noncentralSf(2000, 100, 2000), 0.8658352309255)).toBeLessThan(1e-11);
});

it('tF takes the values of its table, is linear in the root of F between them, and has none up to 4', () => {
  expect(tfCritical(4)).toBeNull();
  expect(tfCritical(2.1 * 2.1)).toBeCloseTo(9.74, 10);
  expect(tfCritical(2.05 * 2.05)).toBeCloseTo((18.66 + 9.74) / 2, 10);
  expect(tfCritical(10)).toBeCloseTo(3.39 + (Math.sqrt(10) - 3.2) * -1, 1);
  expect(tfCritical(10.29 * 10.29)).toBeGreaterThan(1.96);
  expect(tfCritical(10.3 * 10.3)).toBe(1.96);
  expect(tfCritical(1e9)).toBe(1.96);
});

it(`of ${SPECS} random specifications agree with a second engine`, () => {
  const draw = createRng(process.env.PAPERMAKE_SEED ?? '1').stream('weak', 0);
  const types = new Set<string>();
  for (let k = 0; k < SPECS; k++) {
    const given = drawn(draw);
    const second = new ByMatrices(given);
    const fit = fitOf(given);
    const where = `specification ${k}: ${given.vcov.is}, ${second.l} instruments`;
    expect(relative(fit.stats.effectiveF, second.effectiveF()), where).toBeLessThan(1e-9);
    if (second.l === 1)
      expect(relative(fit.stats.effectiveF, fit.firstStage![0]!.f as number), where).toBeLessThan(1e-9);
    const ar = testOf(fit, 'anderson-rubin');
    expect(relative(ar.statistic, second.f(0)), where).toBeLessThan(1e-8);
    const set = setOf(ar);
    types.add(set.type);
    const critical = fisherF(second.l, second.df).upperQuantile(0.05);
    for (const end of set.bounds) expect(relative(second.f(end), critical), `${where}, end ${end}`).toBeLessThan(1e-6);
    const values = Array.from({ length: 60 }, () => Math.tan(3 * (draw.uniform() - 0.5)) * 2);
    for (const b of values) {
      const f = second.f(b);
      if (relative(f, critical) > 1e-8) expect(isInside(set, b), `${where}, AR at ${b}`).toBe(f <= critical);
    }
    const worst = second.worstBias([...values, 1e9]);
    const found = testOf(fit, 'effective-f').worstBias as number;
    expect(found, where).toBeGreaterThan(worst - 1e-7);
    expect(found, where).toBeLessThan(second.l === 1 ? 1.000001 : worst + 0.1);
    const clr = testOf(fit, 'clr');
    if (given.vcov.is !== 'iid') {
      const why = second.l === 1 ? 'it is the Anderson–Rubin test' : 'iid errors';
      expect(clr.statistic, where).toEqual({ invalid: expect.stringContaining(why) });
      continue;
    }
    if (second.l === 1) {
      expect(setOf(clr).type, where).toBe(set.type);
      for (const [i, end] of set.bounds.entries()) expect(relative(setOf(clr).bounds[i], end)).toBeLessThan(1e-10);
      continue;
    }
    const own = second.clr(0);
    expect(Math.abs((clr.statistic as number) - own.lr), where).toBeLessThan(1e-7 * (1 + own.lr));
    expect(Math.abs((clr.pValue as number) - own.p), where).toBeLessThan(1e-6);
    for (const end of setOf(clr).bounds) expect(second.clr(end).p, `${where}, end ${end}`).toBeCloseTo(0.05, 6);
    for (const b of values.slice(0, 3)) {
      const { p } = second.clr(b);
      if (Math.abs(p - 0.05) > 1e-6) expect(isInside(setOf(clr), b), `${where}, CLR at ${b}`).toBe(p > 0.05);
    }
  }
  for (const type of ['interval', 'two_rays', 'whole_line']) expect(types).toContain(type);
});

describe('what changes nothing, or shifts and scales', () => {
  const draw = createRng('weak').stream('metamorphic', 0);
  const of = (kind: 'iid' | 'hc' | 'cluster', strength: number): Drawn =>
    drawn(draw, { n: 90, kind, strength, instruments: 3, beta: 0.7 });
  const cases = (['iid', 'hc', 'cluster'] as const).flatMap((kind) =>
    [0.1, 0.8].map((s) => [kind, s, of(kind, s)] as const),
  );
  const numbersOf = (given: Drawn): number[] => {
    const fit = fitOf(given);
    const sets = [setOf(testOf(fit, 'anderson-rubin')), setOf(testOf(fit, 'clr'))];
    return [fit.stats.effectiveF as number, ...sets.flatMap((set) => set.bounds ?? [])];
  };
  const close = (a: readonly number[], b: readonly number[]): void => {
    expect(a).toHaveLength(b.length);
    for (const [i, value] of a.entries()) expect(relative(value, b[i]!)).toBeLessThan(1e-7);
  };

  it.each(cases)('%s errors at strength %d', (_, __, given) => {
    const { design, cluster } = given;
    const before = numbersOf(given);
    const order = draw.shuffle([...Array(design.nobs).keys()]);
    const moved = ({ name, values }: { name: string; values: Float64Array }) =>
      column(
        name,
        order.map((i) => values[i]!),
      );
    const shuffled = {
      ...design,
      outcome: moved(design.outcome),
      endogenous: design.endogenous.map(moved),
      exogenous: design.exogenous.map(moved),
      instruments: design.instruments.map(moved),
    };
    close(
      numbersOf({
        ...given,
        design: shuffled,
        cluster:
          cluster &&
          named(
            'g',
            order.map((i) => cluster.codes[i]!),
          ),
      }),
      before,
    );
    const [a, b, c] = design.instruments as [typeof design.outcome, typeof design.outcome, typeof design.outcome];
    const mixed = [
      column(
        'a',
        a.values.map((value, i) => 1e6 * (value - b.values[i]!)),
      ),
      column(
        'b',
        b.values.map((value, i) => 5 + value + c.values[i]!),
      ),
      column(
        'c',
        c.values.map((value) => value / 1e5),
      ),
    ];
    close(numbersOf({ ...given, design: { ...design, instruments: mixed } }), before);
    const d = design.endogenous[0]!.values;
    const [shift, up, down] = [3, 1e4, 1e-3];
    const other = {
      ...design,
      outcome: column(
        'y',
        design.outcome.values.map((value, i) => up * (value + shift * d[i]!)),
      ),
      endogenous: [
        column(
          'd',
          d.map((value) => down * value),
        ),
      ],
    };
    close(numbersOf({ ...given, design: other }), [
      before[0]!,
      ...before.slice(1).map((value) => ((value + shift) * up) / down),
    ]);
  });
});

describe('extreme equations', () => {
  const draw = createRng('weak').stream('extreme', 0);

  it('says why with several endogenous regressors, instruments that span, and a perfect fit', () => {
    const given = drawn(draw, { n: 60, kind: 'iid', instruments: 3, strength: 1 });
    const { design } = given;
    const names = ['effective-f', 'tf', 'clr'] as const;
    const reasons = (endogenous: typeof design.endogenous, outcome = design.outcome): unknown[] => {
      const fit = fitOf({ ...given, design: { ...design, endogenous, outcome } });
      return names.map((name) => testOf(fit, name).statistic);
    };
    const why = (invalid: string): unknown[] => names.map(() => ({ invalid }));
    const extra = column(
      'e',
      design.outcome.values.map(() => draw.normal()),
    );
    expect(reasons([...design.endogenous, extra])).toEqual(why('defined for one endogenous regressor'));
    expect(reasons([design.instruments[0]!])).toEqual(why('the instruments span the endogenous regressors'));
    const d = design.endogenous[0]!;
    expect(
      reasons(
        [d],
        column(
          'y',
          d.values.map((value) => 2 * value),
        ),
      ),
    ).toEqual(why('the fit is perfect'));
  });

  it('is no set where clusters are fewer than instruments, and a strong first stage has a short one about the estimate', () => {
    const few = drawn(draw, { n: 60, kind: 'hc', instruments: 5, strength: 1 });
    const clusters = {
      ...few,
      vcov: { is: 'cluster', by: ['g'] } as const,
      cluster: named(
        'g',
        Array.from({ length: 60 }, (_, i) => i % 4),
      ),
    };
    const invalid = 'the covariance of the moments is not positive definite: 4 clusters, 5 moments';
    expect(testOf(fitOf(clusters), 'anderson-rubin').set).toEqual({ invalid });
    expect(testOf(fitOf(clusters), 'effective-f').statistic).toEqual({ invalid });
    for (const kind of ['iid', 'hc', 'cluster'] as const) {
      const strong = drawn(draw, { n: 100, kind, instruments: 2, strength: 1e6, beta: 0 });
      const second = new ByMatrices(strong);
      const { type, bounds } = setOf(testOf(fitOf(strong), 'anderson-rubin'));
      expect(type === 'interval' || type === 'empty').toBe(true);
      for (const end of bounds)
        expect(relative(second.f(end), fisherF(2, second.df).upperQuantile(0.05))).toBeLessThan(1e-3);
    }
  });

  it('takes the level that intervals have, and tF none but 95 %', () => {
    const given = drawn(draw, { n: 200, kind: 'hc', instruments: 1, strength: 0.6 });
    const [wide, narrow] = [fitOf(given, 0.99), fitOf(given, 0.9)];
    const length = (set: ConfidenceSet): number => set.bounds[1]! - set.bounds[0]!;
    expect(length(setOf(testOf(wide, 'anderson-rubin')))).toBeGreaterThan(
      length(setOf(testOf(narrow, 'anderson-rubin'))),
    );
    const none = testOf(fitOf(drawn(draw, { n: 200, kind: 'hc', instruments: 1, strength: 0 })), 'tf');
    expect([none.low, setOf(none).type]).toEqual([{ invalid: expect.stringContaining('at most 4') }, 'whole_line']);
    expect(testOf(wide, 'tf').critical).toEqual({ invalid: 'its critical values are those at 5 %' });
  });
});

describe(`by simulation, of ${DRAWS} draws`, () => {
  const allowed = (p: number, n: number): number => 4.5 * Math.sqrt((p * (1 - p)) / n) + 0.008;
  const share = (of: (k: number) => boolean, n = DRAWS): number => {
    let count = 0;
    for (let k = 0; k < n; k++) if (of(k)) count++;
    return count / n;
  };

  it.each([
    ['iid', 0.1],
    ['hc', 0.1],
    ['hc', 0.6],
    ['cluster', 0.1],
  ] as const)('sets of Anderson and Rubin and of CLR cover with %s errors at strength %d', (kind, strength) => {
    const draw = createRng(process.env.PAPERMAKE_SEED ?? '1').stream(`coverage ${kind} ${strength}`, 0);
    const covered = { ar: 0, clr: 0 };
    for (let k = 0; k < DRAWS; k++) {
      const fit = fitOf(drawn(draw, { n: 400, kind, strength, instruments: 3, beta: 1 }));
      if (isInside(setOf(testOf(fit, 'anderson-rubin')), 1)) covered.ar++;
      if (kind === 'iid' && isInside(setOf(testOf(fit, 'clr')), 1)) covered.clr++;
    }
    // to fifty clusters F(L, G − 1) is an approximation
    const more = kind === 'cluster' ? 0.02 : 0;
    expect(Math.abs(covered.ar / DRAWS - 0.95)).toBeLessThan(allowed(0.95, DRAWS) + more);
    if (kind === 'iid') expect(Math.abs(covered.clr / DRAWS - 0.95)).toBeLessThan(allowed(0.95, DRAWS));
  });

  it('tF covers at least as often as it says', () => {
    const draw = createRng(process.env.PAPERMAKE_SEED ?? '1').stream('coverage of tF', 0);
    const covers = share(() => {
      const test = testOf(fitOf(drawn(draw, { n: 400, kind: 'hc', strength: 0.12, instruments: 1, beta: 1 })), 'tf');
      return typeof test.low !== 'number' || (test.low <= 1 && 1 <= (test.high as number));
    });
    expect(covers).toBeGreaterThan(0.95 - allowed(0.95, DRAWS));
  });

  it('the effective F exceeds its critical value as often as 5 % at the edge of being weak', () => {
    const draw = createRng(process.env.PAPERMAKE_SEED ?? '1').stream('size of effective F', 0);
    // noncentrality n strength² at each of three instruments, which is 1/τ there
    const strength = Math.sqrt(10 / 400);
    const rejects = share(() => {
      const test = testOf(fitOf(drawn(draw, { n: 400, kind: 'iid', strength, instruments: 3 })), 'effective-f');
      const { simplified } = test.critical as { simplified: Record<string, number> };
      return (test.statistic as number) > simplified['10%']!;
    });
    expect(Math.abs(rejects - 0.05)).toBeLessThan(allowed(0.05, DRAWS) + 0.01);
  });

  it('the conditional p of LR is how often it is exceeded', () => {
    const draw = createRng('lr').stream('conditional', 0);
    const n = 40 * DRAWS;
    for (const [m, qt, l] of [
      [2, 0.5, 3],
      [4, 6, 4],
      [3, 40, 2],
    ] as const) {
      const exceeded = share(() => {
        const s = Array.from({ length: l }, () => draw.normal());
        const qs = s.reduce((sum, value) => sum + value * value, 0);
        const along = s[0]! * s[0]! * qt;
        return (qs - qt + Math.sqrt((qs - qt) * (qs - qt) + 4 * along)) / 2 > m;
      }, n);
      expect(Math.abs(exceeded - conditionalP(m, qt, l))).toBeLessThan(5 * Math.sqrt(0.25 / n));
    }
    expect(conditionalP(0, 3, 4)).toBe(1);
    expect(conditionalP(5, 0, 3)).toBeCloseTo(chiSquared(3).sf(5), 10);
  });
});
