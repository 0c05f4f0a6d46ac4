import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { drawnTimes, indirectDraws } from '../../../../steps/mediation/numbers/bootstrap.ts';
import { type Mediation, mediate } from '../../../../steps/mediation/numbers/mediation.ts';
import type { MediationSpec } from '../../../../steps/mediation/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { byLeastOutcome } from '../../../support/drawn.ts';

type Columns = Record<string, (number | string | null)[]>;

function panelOf(seed: string, units = 12, periods = 6): Columns {
  const draw = createRng(seed).stream('mediation', 0);
  const rows = Array.from({ length: units * periods }, (_, i) => ({
    unit: Math.floor(i / periods),
    time: i % periods,
  }));
  const x = rows.map(({ unit }) => unit / 4 + draw.normal());
  const w = rows.map(() => draw.normal());
  const m = rows.map((_, i) => 0.7 * x[i]! + 0.2 * w[i]! + draw.normal());
  const y = rows.map((_, i) => 0.3 * x[i]! - 0.5 * m[i]! + w[i]! + draw.normal());
  return { unit: rows.map(({ unit }) => `u${unit}`), time: rows.map(({ time }) => time), x, w, m, y };
}

function specOf(fit: string, vcov: string, more: Partial<MediationSpec> = {}): MediationSpec {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: { unit: 'unit', time: 'time' } };
  const { specs, problems } = compileColumn({ fit, vcov }, null, context);
  expect(problems).toEqual([]);
  return { model: specs[0]!, treatment: 'x', mediator: 'm', steps: 3, ...more };
}

const dataFrom = (columns: Columns) => dataOf(columns as Record<string, Cells>, { unit: 'unit', time: 'time' });
const formulas = ['y ~ x + m + w', 'y ~ x + m + w | unit', 'y ~ x + m + w | unit + time'] as const;
const number = (value: unknown): number => value as number;

describe('the identity', () => {
  it('c − c’ = ab holds with missing values, effects and any errors', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(...formulas),
        fc.constantFrom('iid', 'HC1', 'cluster(unit)'),
        fc.array(fc.tuple(fc.constantFrom('x', 'm', 'w', 'y'), fc.integer({ min: 0, max: 71 })), { maxLength: 8 }),
        (seed, fit, vcov, holes) => {
          const columns = panelOf(String(seed));
          for (const [name, row] of holes) columns[name]![row] = null;
          const found = mediate(specOf(fit, vcov), dataFrom(columns));
          expect(found.total - number(found.direct)).toBeCloseTo(number(found.indirect), 10);
          const counts = Object.values(found.steps).map((each) => each.nobs);
          expect(new Set(counts).size).toBe(1);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the tests', () => {
  const found = mediate(specOf(formulas[1], 'cluster(unit)'), dataFrom(panelOf('tests')));

  it('scale with the units of none of the variables', () => {
    const columns = panelOf('tests');
    const scaled = { ...columns, x: times(columns.x!, 1000), m: times(columns.m!, 1e-4), y: times(columns.y!, 7) };
    const other = mediate(specOf(formulas[1], 'cluster(unit)'), dataFrom(scaled));
    for (const name of ['sobel', 'aroian', 'goodman'] as const)
      expect(number(other[name].statistic)).toBeCloseTo(number(found[name].statistic), 9);
    expect(number(other.indirect)).toBeCloseTo((number(found.indirect) * 7) / 1000, 12);
    expect(number(other.shareMediated)).toBeCloseTo(number(found.shareMediated), 10);
  });

  it('do not depend on the order of the rows', () => {
    const columns = panelOf('tests');
    const order = createRng('o')
      .stream('order', 0)
      .shuffle(columns.x!.map((_, i) => i));
    const shuffled = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]),
    );
    expect(mediate(specOf(formulas[1], 'cluster(unit)'), dataFrom(shuffled))).toEqual(found);
  });

  it('stand in the order of their variances', () => {
    const of = (name: 'sobel' | 'aroian' | 'goodman') => number(found[name].stdError);
    expect(of('goodman')).toBeLessThan(of('sobel'));
    expect(of('sobel')).toBeLessThan(of('aroian'));
  });
});

const times = (cells: readonly unknown[], by: number): number[] => cells.map((cell) => number(cell) * by);

describe('what is refused', () => {
  it('a treatment that the effects absorb, and a mediator that is a combination of the other terms', () => {
    const columns = panelOf('refused');
    const constant = { ...columns, x: columns.unit!.map((unit) => Number(String(unit).slice(1))) };
    expect(() => mediate(specOf(formulas[1], 'iid'), dataFrom(constant))).toThrow(
      /`x` was dropped from the regression of `y`/,
    );
    const spanned = { ...columns, m: columns.x!.map((x, i) => number(x) + number(columns.w![i])) };
    expect(() => mediate(specOf(formulas[0], 'iid'), dataFrom(spanned))).toThrow(
      /`m` is collinear with the other terms: beside it, `w` was dropped/,
    );
  });
});

describe('two steps', () => {
  it('have no outcome regression and say so of what rests on it', () => {
    const found: Mediation = mediate(specOf(formulas[0], 'iid', { steps: 2 }), dataFrom(panelOf('two')));
    expect(Object.keys(found.steps)).toEqual(['total', 'mediator']);
    expect(found.indirect).toEqual({ invalid: 'two steps do not regress the outcome on the mediator' });
  });
});

describe('draws', () => {
  const spec = specOf(formulas[2], 'cluster(unit)', { clusters: 'unit' });
  const data = dataFrom(panelOf('draws'));

  it('are the indirect effect itself where every cluster is drawn once', () => {
    const { clusters, of } = indirectDraws(spec, data);
    expect(of(new Int32Array(clusters).fill(1))).toBeCloseTo(number(mediate(spec, data).indirect), 10);
  });

  it('of a cluster twice are those of a panel in which it stands twice under two names', () => {
    const columns = panelOf('draws');
    const twice = { ...columns };
    const rows = columns.unit!.flatMap((unit, i) => (unit === 'u0' ? [i] : []));
    const without = columns.unit!.flatMap((unit, i) => (unit === 'u1' ? [] : [i]));
    for (const [name, cells] of Object.entries(columns))
      twice[name] = [...without.map((i) => cells[i]!), ...rows.map((i) => (name === 'unit' ? 'again' : cells[i]!))];
    const { clusters, of } = indirectDraws(spec, data);
    const drawn = new Int32Array(clusters).fill(1);
    const order = byLeastOutcome(columns.y as number[], (row) => Number(String(columns.unit![row]).slice(1)));
    drawn[order.indexOf(0)] = 2;
    drawn[order.indexOf(1)] = 0;
    expect(of(drawn)).toBeCloseTo(number(mediate(spec, dataFrom(twice)).indirect), 10);
  });

  it('take as many clusters as there are', () => {
    const drawn = drawnTimes(createRng('1').stream('mediation', 3), 31);
    expect(drawn.reduce((a, b) => a + b, 0)).toBe(31);
  });

  it('refuse a single cluster', () => {
    const one = { ...panelOf('draws'), region: panelOf('draws').x!.map(() => 'r') };
    expect(() => indirectDraws({ ...spec, clusters: 'region' }, dataFrom(one))).toThrow(/at least two clusters/);
  });
});
