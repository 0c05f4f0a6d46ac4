import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { replicator } from '../../../../steps/threshold/numbers/bootstrap.ts';
import { splitColumns } from '../../../../steps/threshold/numbers/geometry.ts';
import { allCandidates, shorten, thresholdGrid } from '../../../../steps/threshold/numbers/grid.ts';
import { hansenInterval, isUnseenByXthreg, xthregInterval } from '../../../../steps/threshold/numbers/interval.ts';
import { criticalLr } from '../../../../steps/threshold/numbers/profile.ts';
import { regimesOf } from '../../../../steps/threshold/numbers/regimes.ts';
import { bootstrapTest, thresholdResult } from '../../../../steps/threshold/numbers/result.ts';
import { foundBy, searchSpace, splitsOf, stepNamed } from '../../../../steps/threshold/numbers/search.ts';
import type { ThresholdTest } from '../../../../steps/threshold/numbers/spec.ts';
import { byLeastOutcome } from '../../../support/drawn.ts';
import { type Columns, type Found, found, refitted, thresholdPanel } from './panels.ts';

const seeds = fc.integer({ min: 0, max: 1e6 }).map(String);
const few = { numRuns: 6 };
const options = { convention: 'xthreg', vcov: { is: 'iid' }, level: 0.95, use: 2 } as const;

/** Largest relative difference between the profiles of all searches and regressions on all columns. */
function profileError(one: Found): number {
  const { search } = one;
  const fixed = { 'Th-1': [], 'Th-22': ['Th-1'], 'Th-21': ['Th-22'], 'Th-3': ['Th-21', 'Th-22'] } as const;
  const errors = search.steps.flatMap((step) => {
    const cuts = fixed[step.name].map((name) => search.grid[foundBy(stepNamed(search, name))]!);
    return step.candidates.map((g, i) => {
      const exact = refitted(one, [...cuts, search.grid[g]!]);
      return Math.abs(step.rss + step.excess[i]! - exact) / exact;
    });
  });
  return Math.max(...errors);
}

describe('running sums', () => {
  it('give the residual sum of squares of every candidate in every search', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), fc.boolean(), (seed, several, ragged) => {
        const columns = thresholdPanel(seed, { units: 7, periods: 8, missing: ragged ? 0.15 : 0 });
        const one = found(columns, several ? { slope: ['r', 's'] } : {});
        expect(profileError(one)).toBeLessThan(1e-9);
        for (const step of one.search.steps) expect(Math.min(...step.excess)).toBe(step.excess[step.at]);
      }),
      few,
    );
  });

  it('keep their digits where the slope variable has a large offset', () => {
    expect(profileError(found(thresholdPanel('offset', { units: 7, periods: 8, offset: 1e5 })))).toBeLessThan(1e-8);
  });

  it.each([
    [['r'], 0],
    [['r', 's'], 0.15],
  ] as const)('make products of split columns to their bits, slopes %s', (slope, missing) => {
    const { space } = found(thresholdPanel('cross', { units: 7, periods: 8, missing }), { slope });
    const { nobs, p, size, k, bin, r, onBasis } = space.geometry;
    for (let f = 0; f < size; f++) {
      const columns = splitColumns(space.geometry, f);
      const sums = new Float64Array((size + 1) * p * p);
      for (let i = 0; i < nobs; i++) {
        for (let at = 0; at < p * p; at++) {
          const to = bin[i]! * p * p + at;
          sums[to] = sums[to]! + r[i * p + Math.floor(at / p)]! * columns[at % p]![i]!;
        }
      }
      for (let at = p * p; at < size * p * p; at++) sums[at] = sums[at]! + sums[at - p * p]!;
      for (let at = 0; at < size * p * p; at++) {
        for (let c = 0; c < k; c++)
          sums[at] = sums[at]! - onBasis[Math.floor(at / p) * k + c]! * onBasis[(f * p + (at % p)) * k + c]!;
      }
      expect([...space.geometry.cross(f)]).toEqual([...sums.subarray(0, size * p * p)]);
    }
  });

  it('take the first of candidates that tie', () => {
    const drawn = thresholdPanel('tie', { units: 6, periods: 8 });
    const y = drawn.s!.map((s, i) => 0.01 * s! + (drawn.q![i]! > 0 ? 3 : 0) * drawn.r![i]!);
    const columns: Columns = { ...drawn, y };
    const one = found(columns, { max: 1, grid: 400 });
    const best = one.search.steps[0]!;
    // where the slope variable is zero, the row above the threshold may be on either side
    const above = one.search.grid[foundBy(best) + 1]!;
    const tied = { ...columns, r: columns.r!.map((v, i) => (columns.q![i] === above ? 0 : v)) };
    const [step] = found(tied, { max: 1, grid: 400 }).search.steps;
    expect(step!.at).toBe(best.at);
    expect(step!.excess[best.at + 1]).toBeLessThan(1e-12);
  });
});

describe('refinement', () => {
  it('of the textbook never fits worse than what it refines, and leaves out the surroundings of the other thresholds', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const columns = thresholdPanel(seed, { units: 7, periods: 8 });
        const { search } = found(columns, { refinement: 'textbook', grid: 60 });
        const [second, refined, third] = ['Th-22', 'Th-21', 'Th-3'].map((name) => stepNamed(search, name as 'Th-3'));
        expect(refined!.rss).toBeLessThanOrEqual(second!.rss * (1 + 1e-12));
        const reach = 0.05 * search.grid.length;
        for (const g of refined!.candidates) expect(Math.abs(g - foundBy(second!))).toBeGreaterThan(reach);
        for (const g of third!.candidates) {
          for (const other of [second!, refined!]) expect(Math.abs(g - foundBy(other))).toBeGreaterThan(reach);
        }
      }),
      few,
    );
  });
});

describe('a search is not changed by', () => {
  const positions = ({ search }: Found) => search.steps.map((step) => [step.name, foundBy(step)]);
  const ratios = ({ search }: Found) => search.rss.slice(1).map((rss, j) => search.rss[j]! / rss);
  const close = (a: Found, b: Found, tolerance = 1e-9) => {
    expect(positions(b)).toEqual(positions(a));
    for (const [i, ratio] of ratios(b).entries())
      expect(ratio / ratios(a)[i]! - 1).toBeCloseTo(0, -Math.log10(tolerance));
  };
  const permuted = (columns: Columns, seed: string): Columns => {
    const order = createRng(seed)
      .stream('order', 0)
      .shuffle(columns.y!.map((_, i) => i));
    return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, order.map((i) => values[i]!)]));
  };
  const cases: Record<string, (columns: Columns, seed: string) => Columns> = {
    'the order of rows': permuted,
    'other names of units': (c) => ({ ...c, unit: c.unit!.map((u) => 100 - 3 * u!) }),
    'a monotone transformation of q': (c) => ({ ...c, q: c.q!.map((q) => 5 + Math.exp(q!)) }),
    'shift and scale of q': (c) => ({ ...c, q: c.q!.map((q) => 1e6 + 40 * q!) }),
    'the scale of y': (c) => ({ ...c, y: c.y!.map((y) => 1e12 * y!) }),
    'a constant of each unit in y': (c) => ({ ...c, y: c.y!.map((y, i) => y! + 7 * c.unit![i]!) }),
    'the scale of the slope variable': (c) => ({ ...c, r: c.r!.map((r) => -1e-9 * r!) }),
  };
  for (const [what, change] of Object.entries(cases)) {
    it(what, () => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const columns = thresholdPanel(seed, { units: 6, periods: 7 });
          close(found(columns), found(change(columns, seed)), 1e-8);
        }),
        { numRuns: 4 },
      );
    });
  }
});

describe('a replication', () => {
  /** The same by regressions: searches over all candidates, first minimum. */
  function byRegressions(one: Found, test: ThresholdTest, quirk: boolean, i: number): number {
    const { sample, search, space, spec } = one;
    const j = ['single', 'double', 'triple'].indexOf(test) + 1;
    const nulls = space.exact(splitsOf(search, j - 1)).residuals;
    const errors = space.exact(splitsOf(search, j)).residuals;
    const periods = sample.periods!;
    const order = byLeastOutcome(sample.design.outcome.values, (row) => Math.floor(row / periods));
    const drawn = createRng('7').stream(`threshold/${test}`, i).sample(order.length, order.length);
    const units = order.map((_, unit) => order[drawn[order.indexOf(unit)]!]!);
    const y = sample.linear.y.map(
      (value, row) => value - nulls[row]! + errors[units[Math.floor(row / periods)]! * periods + (row % periods)]!,
    );
    const full = allCandidates(search.grid.length);
    let candidates = quirk && j === 3 ? Int32Array.from(stepNamed(search, 'Th-22').candidates) : full;
    const cuts: number[] = [];
    const rss = [refitted(one, [], y)];
    for (let order = 1; order <= j; order++) {
      const all = Array.from(candidates, (g) => refitted(one, [...cuts, search.grid[g]!], y));
      const at = all.indexOf(Math.min(...all));
      rss.push(all[at]!);
      cuts.push(search.grid[candidates[at]!]!);
      candidates = shorten(order === 1 ? full : candidates, at, spec.trim[Math.min(order, spec.max - 1)]!);
    }
    return rss[j - 1]! / rss[j]! - 1;
  }

  const tests = [
    ['single', false],
    ['double', false],
    ['triple', true],
    ['triple', false],
  ] as const;
  for (const slope of [['r'], ['r', 's']]) {
    it.each(tests)(`of the %s test (quirk: %s) equals regressions, slopes ${slope}`, (test, quirk) => {
      const one = found(thresholdPanel('boot', { units: 6, periods: 8 }), {
        slope,
        grid: 20,
        trim: [0.05, 0.08, 0.12],
      });
      const replicate = replicator(one.space, one.search, one.spec, test, quirk);
      const rng = createRng('7');
      const ratios = replicate([0, 1, 2].map((i) => rng.stream(`threshold/${test}`, i)));
      for (const [i, ratio] of ratios.entries())
        expect(ratio / byRegressions(one, test, quirk, i) - 1).toBeCloseTo(0, 8);
      expect(ratios).toHaveLength(3);
    });
  }

  it('draws the same in 1, 2 or 7 chunks', () => {
    const one = found(thresholdPanel('chunks', { units: 6, periods: 8 }));
    const draws = (chunks: number): number[] => {
      const size = Math.ceil(21 / chunks);
      return Array.from({ length: chunks }, (_, k) => {
        const replicate = replicator(one.space, one.search, one.spec, 'triple', true);
        const rng = createRng('2024');
        const count = Math.min(size, 21 - k * size);
        return replicate(Array.from({ length: count }, (_, i) => rng.stream('threshold/triple', k * size + i)));
      }).flat();
    };
    expect(draws(2)).toEqual(draws(1));
    expect(draws(7)).toEqual(draws(1));
  });
});

describe('the grid', () => {
  it('takes distinct order statistics from trim to 1 − 2 trim, and none at rank 0', () => {
    const q = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([...thresholdGrid(q, 4, 0.1)]).toEqual([10, 33, 56, 80]);
    expect([
      ...thresholdGrid(
        q.map((v) => Math.ceil(v / 50)),
        4,
        0.1,
      ),
    ]).toEqual([1, 2]);
    expect([...thresholdGrid(q, 5, 0)]).toEqual([25, 50, 75, 100]);
  });

  it('takes all values that leave the share `trim`, and one row, on either side', () => {
    const q = Float64Array.from({ length: 20 }, (_, i) => 20 - i);
    expect([...thresholdGrid(q, 'all', 0.1)]).toEqual(Array.from({ length: 17 }, (_, i) => 2 + i));
    expect([...thresholdGrid(q, 'all', 0.3)]).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect([...thresholdGrid(q, 'all', 0)]).toEqual(Array.from({ length: 19 }, (_, i) => 1 + i));
    // 3 rows at 1, 4 at 2, 3 at 3: a threshold at 3 leaves no row above
    const tied = Float64Array.of(3, 2, 1, 2, 3, 1, 2, 2, 1, 3);
    expect([...thresholdGrid(tied, 'all', 0.3)]).toEqual([1, 2]);
    expect([...thresholdGrid(tied, 'all', 0.31)]).toEqual([]);
  });

  it('of all values has the least residual sum of squares that any split leaves', () => {
    const one = found(thresholdPanel('all', { units: 7, periods: 8, missing: 0.1 }), {
      grid: 'all',
      trim: [0.05],
      max: 1,
    });
    const { q } = one.sample;
    const inside = [...new Set(q)].filter((value) => {
      const below = q.filter((each) => each <= value).length;
      return Math.min(below, q.length - below) >= 0.05 * q.length;
    });
    expect([...one.space.grid].sort()).toEqual(inside.sort());
    const least = Math.min(...inside.map((value) => refitted(one, [value])));
    expect(one.search.rss[1]! / least - 1).toBeCloseTo(0, 10);
    expect(profileError(one)).toBeLessThan(1e-9);
  });

  it('is refused where the searches would take too long', () => {
    const columns = thresholdPanel('many', { units: 7, periods: 8 });
    const { sample, spec } = found(columns, { grid: 'all', max: 1 });
    const huge = { ...sample, unit: { ...sample.unit, levels: 1e9 } };
    expect(() => searchSpace(huge, { ...spec, grid: 'all' })).toThrow(
      /values of `q` are too many to be searched in a panel of 1000000000 units/,
    );
  });

  it('loses the candidates within trim times its length of a position', () => {
    expect([...shorten(allCandidates(20), 10, 0.1)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17, 18, 19]);
    expect([...shorten(allCandidates(5), 0, 0)]).toEqual([1, 2, 3, 4]);
  });
});

describe('intervals', () => {
  const profile = (excess: readonly number[]) => ({
    gamma: excess.map((_, i) => 10 * (i + 1)),
    at: excess.indexOf(0),
    excess,
    rss: 1,
  });

  it('critical values of the likelihood ratio are Hansen’s', () => {
    expect([0.9, 0.95, 0.99].map((level) => criticalLr(level).toFixed(2))).toEqual(['5.94', '7.35', '10.59']);
  });

  it('Hansen’s set may have holes; its ends are reported', () => {
    expect(hansenInterval(profile([9, 7, 9, 0, 3, 8]), 1, 0.95)).toEqual([20, 50]);
  });

  it('xthreg’s lower end lies halfway to the nearest rejected candidate', () => {
    expect(xthregInterval(profile([9, 9, 3, 2, 0, 8]), 1, 0.95)).toEqual([30, 60]);
    expect(xthregInterval(profile([9, 8, 0, 3]), 1, 0.95)).toEqual([20, 40]);
    expect(xthregInterval(profile([3, 2, 0, 3]), 1, 0.95)).toEqual([20, 40]);
    expect(xthregInterval(profile([0, 2, 9]), 1, 0.95)[0]).toHaveProperty('invalid');
  });

  it.each([
    ['both in the set', [9, 3, 0, 3, 9], false],
    ['both outside of it', [9, 9, 0, 9, 9], false],
    ['the left one outside', [9, 9, 0, 3, 9], true],
    ['the right one outside', [9, 3, 0, 9, 9], true],
    ['both outside of it with a part of it behind', [3, 9, 0, 9, 9], true],
    ['none on one side', [0, 3, 9], false],
  ])('xthreg’s output was seen or not for neighbours %s', (_, excess, unseen) => {
    expect(isUnseenByXthreg(profile(excess), 1, 0.95)).toBe(unseen);
  });
});

describe('results', () => {
  it('p is a share, critical values are order statistics', () => {
    const draws = Array.from({ length: 200 }, (_, i) => (i * 37) % 200);
    const { pValue, critical, bootstrap } = bootstrapTest(189, draws);
    expect([pValue, critical, bootstrap]).toEqual([0.05, { '1': 197, '5': 189, '10': 179 }, 200]);
    expect(bootstrapTest(189, []).pValue).toEqual({ invalid: 'no bootstrap' });
  });

  it('the regression by regime has the searched RSS; a value equal to a threshold is in the lower regime', () => {
    const one = found(thresholdPanel('fit', { units: 8, periods: 9 }));
    const result = thresholdResult(one.sample, one.search, [], 'q', options);
    expect(result.fit.stats.rss as number).toBeCloseTo(one.search.rss[2]!, 9);
    expect(result.fit.terms.map(({ term }) => term)).toEqual(['r#1', 'r#2', 'r#3', 'x', '_cons']);
    expect(result.fit.dfResid).toBe(72 - 8 - 4);
    expect(result.regimes.reduce((rows, regime) => rows + regime.rows, 0)).toBe(72);
    const below = [...one.sample.q].filter((q) => q <= result.regimes[0]!.upper!).length;
    expect(regimesOf(one.sample, [result.regimes[0]!.upper!])[0]!.rows).toBe(below);
    const [first] = result.thresholds;
    expect((first!.fXthreg as number) / (first!.fHansen as number)).toBeCloseTo((72 - 9) / (72 - 8), 12);
    expect(result.fit.warnings.some(({ code }) => code === 'small-regime')).toBe(true);
  });

  it('an unbalanced panel is flagged, and its bootstrap refused', () => {
    const one = found(thresholdPanel('ragged', { units: 8, periods: 9, missing: 0.1 }));
    expect(one.sample.warnings.map(({ code }) => code)).toEqual(['unbalanced-panel']);
    expect(() => replicator(one.space, one.search, one.spec, 'single', true)).toThrow(/rows of `unit` differ/);
  });

  it('so is one whose units have their rows at different times', () => {
    const columns = thresholdPanel('gaps', { units: 6, periods: 7 });
    const time = columns.time!.map((t, i) => (columns.unit![i] === 2 && t === 6 ? 9 : t!));
    expect(found({ ...columns, time }).sample.periods).toBeNull();
  });

  it('rows with missing values are left out and counted', () => {
    const columns = thresholdPanel('missing', { units: 6, periods: 7 });
    const q = columns.q!.map((v, i) => (i === 3 ? null : v));
    expect(found({ ...columns, q }).sample.rowsLost).toEqual([{ cause: 'missing', count: 1, detail: 'q' }]);
  });
});

describe('refusals by name', () => {
  const columns = thresholdPanel('refused', { units: 6, periods: 7 });
  const constant = (name: string): Columns => ({ ...columns, [name]: columns.unit!.map((u) => u! + 1) });
  it.each([
    ['a control that does not vary within units', constant('x'), {}, /`x` does not vary within `unit`/],
    ['a threshold variable that does not', constant('q'), {}, /`q` does not vary within `unit`/],
    ['a slope variable that does not', constant('r'), {}, /`r` does not vary within `unit`/],
    ['an outcome that does not', constant('y'), {}, /`y` does not vary within `unit`/],
    ['no absorbed effect', columns, { fit: 'y ~ x' }, /one absorbed effect, the unit, got 0/],
    ['two', columns, { fit: 'y ~ x | unit + time' }, /one absorbed effect, the unit, got 2/],
    ['a trimming that leaves no second threshold', columns, { grid: 2, trim: [0.3, 0.3, 0.3] }, /threshold [23]/],
    [
      'one unit',
      { ...columns, unit: columns.unit!.map(() => 1), time: columns.time!.map((_, i) => i) },
      {},
      /two units/,
    ],
    [
      'q of two values and two thresholds',
      { ...columns, q: columns.q!.map((q) => (q! > 0 ? 1 : 0)) },
      {},
      /threshold 2/,
    ],
    ['a threshold in a product', columns, { on: 'q:x' }, /one variable, got `q:x`/],
    ['a threshold variable of text', { ...columns, q: columns.unit!.map(() => 'a') }, {}, /`q` holds text/],
    ['slopes that are collinear', { ...columns, s: columns.r!.map((r) => 2 * r!) }, { slope: ['r', 's'] }, /collinear/],
  ] as const)('%s', (_, data, more, message) => {
    expect(() => found(data as unknown as Columns, more)).toThrow(message);
  });

  it('replications that fit without error have no F*', () => {
    const one = found(thresholdPanel('tiny', { units: 3, periods: 2 }), { fit: 'y ~ 1 | unit', max: 1, grid: 400 });
    const replicate = replicator(one.space, one.search, one.spec, 'single', true);
    const rng = createRng('1');
    const all = () => replicate(Array.from({ length: 200 }, (_, i) => rng.stream('r', i)));
    expect(all).toThrow(/fitted without error/);
  });

  it('a perfect fit has no F and no errors to draw', () => {
    const exact = { ...columns, y: columns.r!.map((r, i) => 2 * r! + columns.x![i]!) };
    const one = found(exact, { max: 1 });
    const [row] = thresholdResult(one.sample, one.search, [], 'q', { ...options, use: 1 }).thresholds;
    expect([row!.f, row!.fHansen, row!.ciLow, row!.rss]).toEqual([
      { invalid: 'the fit is perfect' },
      { invalid: 'the fit is perfect' },
      { invalid: 'the likelihood ratio is not defined: the fit is perfect' },
      0,
    ]);
    expect(() => replicator(one.space, one.search, one.spec, 'single', true)).toThrow(/no residuals to draw/);
  });
});
