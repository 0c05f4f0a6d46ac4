import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { Design, NamedCodes, NamedColumn, SmallStyle, VcovSpec } from '../../../../src/econ/design.ts';
import type { Fit, Stat } from '../../../../src/econ/fit.ts';
import { orthonormalColumns } from '../../../../src/econ/linalg/qr.ts';
import { Workspace } from '../../../../src/econ/linalg/workspace.ts';
import { compact } from '../../../../src/econ/panel/effects.ts';
import type { PanelStats } from '../../../../src/econ/panel/panel-stats.ts';
import { withinTransform } from '../../../../src/econ/panel/within.ts';
import { fitLinear } from '../../../../src/econ/regression/ols.ts';
import { meatHc, meatIid } from '../../../../src/econ/vcov/meat.ts';
import { regress } from '../../../../src/econ/vcov/regression-by-rows.ts';
import { MANY_ROWS, regressBySums } from '../../../../src/econ/vcov/regression-by-sums.ts';
import { column } from '../panels.ts';

const levels = (count: number) => Array.from({ length: count }, (_, i) => String(i));

interface Made {
  readonly design: Design;
  readonly unit: NamedCodes;
  readonly region: NamedCodes;
}

/** Unbalanced: 1 to about twice `rows / units` rows a unit. `common` is added to y and x2. */
function made(seed: string, units: number, rows: number, common = 0): Made {
  const draw = createRng(seed).stream('large', 0);
  const share = Math.floor(rows / units);
  const lengths = Array.from({ length: units }, (_, g) => 1 + ((g * 7) % Math.max(1, 2 * share - 3)));
  const codes = new Int32Array(rows);
  // the last unit has what is left
  for (let g = 0, at = 0; g < units; at += lengths[g]!, g++) {
    codes.fill(g, at, g + 1 < units ? at + lengths[g]! : rows);
  }
  const effect = Float64Array.from({ length: units }, () => 2 * draw.normal());
  const x1 = Float64Array.from(codes, (g) => effect[g]! + draw.normal());
  const x2 = x1.map((x) => common + 0.5 * x + draw.normal());
  const y = x1.map((x, i) => common + x - 0.3 * x2[i]! + effect[codes[i]!]! + draw.normal() * (1 + Math.abs(x) / 2));
  const unit = { name: 'unit', codes, levels: levels(units) };
  const region = { name: 'region', codes: codes.map((g) => g % 7), levels: levels(7) };
  const terms = [column('x1', x1), column('x2', x2)];
  return { design: { nobs: rows, outcome: column('y', y), terms, constant: true, absorb: [unit] }, unit, region };
}

/** Every second row first, so that the rows of a unit no longer stand together. */
function turned({ design, unit, region }: Made): Made {
  const { nobs } = design;
  const middle = Math.ceil(nobs / 2);
  const order = Int32Array.from({ length: nobs }, (_, i) => (i < middle ? 2 * i : 2 * (i - middle) + 1));
  const values = (x: NamedColumn) =>
    column(
      x.name,
      Float64Array.from(order, (i) => x.values[i]!),
    );
  const codes = (x: NamedCodes) => ({ ...x, codes: Int32Array.from(order, (i) => x.codes[i]!) });
  const turnedUnit = codes(unit);
  return {
    design: { ...design, outcome: values(design.outcome), terms: design.terms.map(values), absorb: [turnedUnit] },
    unit: turnedUnit,
    region: codes(region),
  };
}

type By = 'unit' | 'region' | null;
const spec = (by: By): VcovSpec => (by === null ? { is: 'iid' } : { is: 'cluster', by: [by] });

function estimated(panel: Made, by: By, small: SmallStyle, sums: boolean, workspace = new Workspace()): Fit {
  const clusters = by === null ? [] : [panel[by]];
  return fitLinear(panel.design, { vcov: spec(by), small, clusters, time: null }, workspace, sums);
}

const sums = true;
const qr = false;

const applies = (design: Design, cluster: NamedCodes | null): boolean =>
  bySums(
    design,
    cluster === null ? { is: 'iid' } : { is: 'cluster', by: [cluster.name] },
    cluster === null ? [] : [cluster],
  );

const bySums = (design: Design, vcov: VcovSpec, clusters: readonly NamedCodes[]): boolean =>
  solvedBySums(design, vcov, clusters) !== null;

function solvedBySums(design: Design, vcov: VcovSpec, clusters: readonly NamedCodes[]) {
  const effects = design.absorb.map(compact);
  const within = (x: Float64Array) => withinTransform(x, effects);
  const constants = effects.length < 2 ? 1 : 0;
  const asked = { design, effects, constants, vcov, clusters: clusters.map(compact), within } as const;
  return regressBySums({ ...asked, workspace: new Workspace() });
}

const bound = 1e-12;

function expectClose(a: Stat | null | undefined, b: Stat | null | undefined, what: string, floor = 0): void {
  if (typeof b !== 'number') expect(a, what).toEqual(b);
  else expect(Math.abs((a as number) - b), what).toBeLessThanOrEqual(bound * Math.max(Math.abs(b), floor));
}

function expectSame(a: Fit, b: Fit): void {
  const bare = { terms: 0, vcov: 0, stats: 0, tests: 0 };
  expect({ ...a, ...bare }).toEqual({ ...b, ...bare });
  expect(Object.keys(a.stats)).toEqual(Object.keys(b.stats));
  // a correlation or share near 0 is right to so much of 1; F falls from estimates near 0
  for (const [name, value] of Object.entries(b.stats)) expectClose(a.stats[name as keyof Fit['stats']], value, name, 1);
  for (const [j, row] of b.terms.entries()) {
    const { stdError } = row;
    expectClose(a.terms[j]!.estimate, row.estimate, row.term, stdError as number);
    expectClose(a.terms[j]!.stdError, stdError, row.term);
  }
  expect(a.tests.length).toBe(b.tests.length);
  for (const [j, test] of b.tests.entries()) expectClose(a.tests[j]!.statistic, test.statistic, test.name, 1);
}

describe('sums of products give what QR gives', () => {
  const styles = [
    ['xtreg', 'unit'],
    ['xtreg', 'region'],
    ['xtreg', null],
    ['areg', 'unit'],
    ['reghdfe', 'region'],
    ['reghdfe', null],
    ['asymptotic', 'unit'],
  ] as const;

  it('in random panels, sorted or not', () => {
    const panels = fc.record({
      seed: fc.string({ minLength: 1 }),
      units: fc.integer({ min: 20, max: 60 }),
      share: fc.integer({ min: 6, max: 40 }),
      common: fc.constantFrom(0, 1, 100),
      style: fc.constantFrom(...styles),
      order: fc.boolean(),
    });
    fc.assert(
      fc.property(panels, ({ seed, units, share, common, style: [small, by], order }) => {
        const panel = made(seed, units, units * share, common);
        const each = order ? turned(panel) : panel;
        expect(applies(each.design, by === null ? null : each[by])).toBe(true);
        expectSame(estimated(each, by, small, sums), estimated(panel, by, small, qr));
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it.each(styles)('where the mean is 3000 deviations, and units have more rows than a block: %s, %s', (small, by) => {
    const panel = made('offset', 20, 20_000, 3000);
    expect(applies(panel.design, by === null ? null : panel[by])).toBe(true);
    expectSame(estimated(panel, by, small, sums), estimated(panel, by, small, qr));
  });

  it.each([MANY_ROWS - 1, MANY_ROWS])('on either side of the switch: %i rows', (rows) => {
    const panel = made('switch', 2500, rows);
    expect(applies(panel.design, panel.unit)).toBe(true);
    expectSame(estimated(panel, 'unit', 'xtreg', sums), estimated(panel, 'unit', 'xtreg', qr));
  });

  it('calls undefined what QR calls undefined: nothing varies between units', () => {
    const draw = createRng('flat').stream('large', 0);
    const codes = Int32Array.from({ length: 800 }, (_, i) => Math.floor(i / 20));
    const pairs = () => {
      const size = Float64Array.from({ length: 400 }, () => Math.round(1000 * draw.normal()));
      return Float64Array.from(codes, (_, i) => (i % 2 === 0 ? size[i >> 1]! : -size[i >> 1]!));
    };
    const unit = { name: 'unit', codes, levels: levels(40) };
    const terms = [column('x1', pairs()), column('x2', pairs())];
    const design = { nobs: 800, outcome: column('y', pairs()), terms, constant: true, absorb: [unit] };
    const panel = { design, unit, region: unit };
    expect(applies(design, unit)).toBe(true);
    const whole = estimated(panel, 'unit', 'xtreg', sums);
    expect(whole.stats.r2Between).toEqual({ invalid: 'one side does not vary' });
    expect(whole.stats.corrUXb).toEqual({ invalid: 'one side does not vary' });
    // the constant is 0, and its standard error the rounding of either
    const slopes = (each: Fit): Fit => ({ ...each, terms: each.terms.slice(0, 2) });
    expectSame(slopes(whole), slopes(estimated(panel, 'unit', 'xtreg', qr)));
  });
});

describe('it leaves to QR what it could get wrong', () => {
  const { design, unit } = made('guards', 250, 5000);
  const draw = createRng('guards').stream('extra', 0);
  const x1 = design.terms[0]!.values;
  const x2 = design.terms[1]!.values;
  const fresh = x1.map(() => draw.normal());
  const withTerm = (values: Float64Array) => ({ ...design, terms: [...design.terms, column('x3', values)] });
  const withOutcome = (values: Float64Array) => ({ ...design, outcome: column('y', values) });

  it.each<[string, Design, boolean]>([
    ['a third regressor', withTerm(fresh), true],
    ['nearly collinear columns', withTerm(x1.map((x) => x + 1e-2 * draw.normal())), false],
    ['collinear columns', withTerm(x1.map((x, i) => x - 2 * x2[i]!)), false],
    ['a large mean', withTerm(x1.map((x) => 1e9 + x + draw.normal())), false],
    ['what does not vary within units', withTerm(Float64Array.from(unit.codes)), false],
    ['an outcome that is almost explained', withOutcome(x1.map((x) => x + 0.05 * draw.normal())), false],
    ['values too large to be squared', withTerm(fresh.map((x, i) => (i === 7 ? 1e120 : x))), false],
    ['a value too small to be squared', withTerm(fresh.map((x, i) => (i === 7 ? 1e-170 : x))), true],
    ['a column too small to be squared', withTerm(fresh.map((x) => 1e-120 * x)), false],
    ['a value too large to be squared, alone in its unit', withTerm(fresh.map((x, i) => (i === 0 ? 1e120 : x))), false],
    ['values that are no numbers', withTerm(fresh.map((x, i) => (i === 7 ? Number.NaN : x))), false],
  ])('%s', (_, each, expected) => {
    expect(applies(each, unit)).toBe(expected);
    expect(applies(each, null)).toBe(expected);
  });

  it('clusters that cut through units, or whose products would not fit beside the data', () => {
    const crossing = { name: 'crossing', codes: unit.codes.map((_, i) => i % 30), levels: levels(30) };
    expect(applies(design, crossing)).toBe(false);
    const pairs = { name: 'pair', codes: unit.codes.map((_, i) => i >> 1), levels: levels(2500) };
    const wide = Array.from({ length: 8 }, (_, j) =>
      column(
        `w${j}`,
        x1.map(() => draw.normal()),
      ),
    );
    expect(applies({ ...design, terms: wide.slice(0, 6), absorb: [pairs] }, pairs)).toBe(true);
    expect(applies({ ...design, terms: wide, absorb: [pairs] }, pairs)).toBe(false);
  });
});

describe('regressions by rows and by sums', () => {
  const panel = made('both', 900, MANY_ROWS, 30);
  const year = {
    name: 'year',
    codes: panel.unit.codes.map((_, i) => (i * i + 3 * i) % 23),
    levels: levels(23),
  };

  it.each([[[]], [[panel.unit]], [[panel.unit, year]]])('answer the same of it, %#', (absorb) => {
    const design = { ...panel.design, absorb };
    const effects = absorb.map(compact);
    const rows = regress(design, effects, effects.length < 2);
    for (const vcov of [{ is: 'iid' }, { is: 'hc', type: 'HC1' }] as const) {
      const sums = solvedBySums(design, vcov, [])!;
      expect([rows.by, sums.by]).toEqual(['rows', 'sums']);
      expectClose(sums.rss(), rows.rss(), 'rss');
      expectClose(sums.pooledRss(), rows.pooledRss(), 'pooledRss');
      expectClose(sums.outcomeMean(), rows.outcomeMean(), 'outcomeMean');
      for (const [j, mean] of Array.from(rows.termMeans()).entries()) expectClose(sums.termMeans()[j], mean, 'mean', 1);
      const abouts = absorb.length > 0 ? (['zero', 'mean', 'effects'] as const) : (['zero', 'mean'] as const);
      for (const about of abouts) {
        expectClose(sums.outcomeSquares(about), rows.outcomeSquares(about), about);
      }
      const [ours, theirs] = [sums.panelStats(1), rows.panelStats(1)];
      if (absorb.length !== 1) expect([ours, theirs]).toEqual([null, null]);
      for (const [name, value] of Object.entries(theirs ?? {}))
        expectClose(ours![name as keyof PanelStats], value, name, 1);
      const meat =
        vcov.is === 'iid'
          ? meatIid(1, sums.fit.qr.kept.length)
          : meatHc(orthonormalColumns(rows.fit.qr), rows.fit.residuals, null);
      // the columns of Q have a sign of their own by each solver
      sums.meat.forEach((value, at) => {
        expectClose(Math.abs(value), Math.abs(meat[at]!), 'meat', meat[0]);
      });
    }
  });
});

describe('many rows go through sums whatever the effects and the covariance', () => {
  const crossing = (panel: Made): NamedCodes => ({
    name: 'year',
    codes: panel.unit.codes.map((_, i) => (i * i + 3 * i) % 23),
    levels: levels(23),
  });
  const sorted = made('rows', 900, MANY_ROWS, 30);
  /** Units stand together, but the first last. */
  const backwards = (unit: NamedCodes) => ({ ...unit, codes: unit.codes.map((g) => unit.levels.length - 1 - g) });
  const renumbered = { ...sorted, unit: backwards(sorted.unit) };
  const panels = [sorted, renumbered, turned(sorted)];
  const by = (...names: string[]): VcovSpec => ({ is: 'cluster', by: names });

  const cases: readonly (readonly [absorb: readonly string[], vcov: VcovSpec, small: SmallStyle])[] = [
    [['unit'], { is: 'hc', type: 'HC0' }, 'asymptotic'],
    [['unit'], { is: 'hc', type: 'HC1' }, 'xtreg'],
    [['region'], { is: 'hc', type: 'HC2' }, 'areg'],
    [['region'], { is: 'hc', type: 'HC3' }, 'reghdfe'],
    [['unit'], by('year'), 'areg'],
    [['unit'], by('unit', 'year'), 'reghdfe'],
    [['unit'], by('unit', 'region'), 'areg'],
    [[], { is: 'iid' }, 'regress'],
    [[], { is: 'hc', type: 'HC1' }, 'regress'],
    [[], { is: 'hc', type: 'HC3' }, 'regress'],
    [[], by('year'), 'regress'],
    [[], by('year', 'region'), 'asymptotic'],
    [['unit', 'year'], { is: 'iid' }, 'reghdfe'],
    [['unit', 'year'], { is: 'hc', type: 'HC1' }, 'reghdfe'],
    [['unit', 'year'], by('unit'), 'reghdfe'],
    [['unit', 'year'], by('region'), 'reghdfe'],
    [['unit', 'year'], by('year'), 'reghdfe'],
    [['unit', 'year'], by('other'), 'asymptotic'],
    [['unit', 'year'], by('unit', 'other'), 'reghdfe'],
  ];
  /** Cuts through units and years. */
  const other = (panel: Made): NamedCodes => ({
    name: 'other',
    codes: panel.unit.codes.map((_, i) => (i * 31) % 997),
    levels: levels(997),
  });
  const compare = (panel: Made, absorb: readonly string[], vcov: VcovSpec, small: SmallStyle) => {
    const codes = new Map([panel.unit, panel.region, crossing(panel), other(panel)].map((each) => [each.name, each]));
    const design = { ...panel.design, absorb: absorb.map((name) => codes.get(name)!) };
    const clusters = vcov.is === 'cluster' ? vcov.by.map((name) => codes.get(name)!) : [];
    expect(bySums(design, vcov, clusters)).toBe(true);
    const options = { vcov, small, clusters, time: null };
    expectSame(fitLinear(design, options), fitLinear(design, options, new Workspace(), qr));
  };

  it.each(cases)('%j, %j, %s', (...asked) => {
    for (const panel of panels) compare(panel, ...asked);
  });

  it.each(['unit', 'year', 'other'])('to the same bits, whatever was estimated before: clusters by %s', (name) => {
    for (const panel of panels) {
      const effects = [panel.unit, crossing(panel)];
      const clusters = [...effects, other(panel)].filter((each) => each.name === name);
      const options = { vcov: by(name), small: 'reghdfe', clusters, time: null } as const;
      const workspace = new Workspace();
      for (const chosen of [[0], [1], [1, 0], [0, 1]]) {
        const terms = chosen.map((j) => panel.design.terms[j]!);
        const design = { ...panel.design, absorb: effects, terms };
        expect(fitLinear(design, options, workspace)).toEqual(fitLinear(design, options));
      }
    }
  });

  it('leaves a leverage of 1 to QR, which names the row: that of a unit with one row', () => {
    const vcov: VcovSpec = { is: 'hc', type: 'HC3' };
    const fit = () => fitLinear(sorted.design, { vcov, small: 'areg', clusters: [], time: null });
    expect(fit).toThrow('row 1 of the estimation sample has leverage 1');
  });

  it('refuses what cannot be squared, absorbed by several effects or none', () => {
    for (const absorb of [[], [sorted.unit, crossing(sorted)]]) {
      const values = sorted.design.terms[0]!.values.slice();
      values[7] = 1e120;
      const design = { ...sorted.design, absorb, terms: [column('x1', values)] };
      const fit = () => fitLinear(design, { vcov: { is: 'iid' }, small: 'regress', clusters: [], time: null });
      expect(fit).toThrow('`x1` holds 1e+120');
    }
  });
});
