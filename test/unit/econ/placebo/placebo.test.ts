import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { placebosOf, placeboTest } from '../../../../steps/placebo/numbers/placebo.ts';
import type { PlaceboSpec } from '../../../../steps/placebo/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

type Columns = Record<string, (number | string | null)[]>;
const panel = { unit: 'id', time: 't' };
const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };

/** Units 0 to treated − 1 are treated, from period 3 or, `staggered`, one by one. */
function columnsOf(
  seed: string,
  { units = 9, periods = 6, treated = 3, staggered = false, missing = 0 } = {},
): Columns {
  const draw = createRng(seed).stream('placebo', 0);
  const cells = Array.from({ length: units * periods }, (_, i) => ({ u: Math.floor(i / periods), t: i % periods }));
  const kept = cells.filter(() => draw.uniform() >= missing);
  const d = kept.map(({ u, t }) => (u < treated && t >= (staggered ? 2 + u : 3) ? 1 : 0));
  const x = kept.map(({ u }) => u / 3 + draw.normal());
  const y = kept.map(({ u, t }, i) => u + 0.3 * t + 0.8 * d[i]! + 0.5 * x[i]! + draw.normal());
  return { id: kept.map(({ u }) => `u${u}`), t: kept.map(({ t }) => t), d, x, y };
}

const dataFrom = (columns: Columns) => dataOf(columns as Record<string, Cells>, panel);
function specOf(permute: PlaceboSpec['permute'], fit = 'y ~ d + x | id + t', vcov = 'cluster(id)'): PlaceboSpec {
  const { specs, problems } = compileColumn({ fit, vcov }, null, context);
  expect(problems).toEqual([]);
  return { model: specs[0]!, treatment: 'd', permute, unit: 'id' };
}
const rng = createRng('1');
const stream = (i: number) => rng.stream('placebo', i);
const all = (draws: number) => ({ from: 0, to: draws, draws });

/** The treatment that moves to the units `to`, from period `from`. */
const moved = (columns: Columns, to: readonly string[], from: number): Columns => ({
  ...columns,
  d: columns.id!.map((id, i) => (to.includes(id as string) && (columns.t![i] as number) >= from ? 1 : 0)),
});

describe('a placebo', () => {
  it.each([
    ['y ~ d + x | id + t', 'cluster(id)', 0],
    ['y ~ d + x | id + t', 'cluster(id)', 0.15],
    ['y ~ d + x | id', 'cluster(id)', 0],
    ['y ~ d + x | id', 'iid', 0.1],
    ['y ~ d + x', 'HC1', 0],
    ['y ~ d + x | id + t', 'HC0', 0.1],
  ])('of %s with %s is the regression with the other treatment, share missing %d', (fit, vcov, missing) => {
    const columns = columnsOf('same', { missing });
    const spec = specOf('both', fit, vcov);
    const { of, assignments } = placebosOf(spec, dataFrom(columns));
    expect(assignments).toBe(84 * 5);
    const { estimates, pValues } = of(all(1000), stream);
    const found = estimates.map((value, i) => [value, pValues[i]] as const);
    for (const [to, from] of [
      [['u1', 'u4', 'u8'], 2],
      [['u0', 'u1', 'u2'], 5],
    ] as const) {
      const other = estimate(spec.model, dataFrom(moved(columns, to, from))).terms[0]!;
      const match = found.find(([value]) => value !== null && Math.abs(value - other.estimate) < 1e-10);
      expect(match?.[1]).toBeCloseTo(other.pValue as number, 9);
    }
  });

  it('is the same whatever the order of the rows, and scales with the outcome', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const columns = columnsOf(String(seed), { missing: 0.1, staggered: true });
        const spec = specOf('units');
        const [a, b] = [columns, { ...columns, y: columns.y!.map((y) => 10 * (y as number)) }].map((each) =>
          placebosOf(spec, dataFrom(each)).of(all(30), stream),
        ) as [ReturnType<ReturnType<typeof placebosOf>['of']>, ReturnType<ReturnType<typeof placebosOf>['of']>];
        for (const [i, value] of a.estimates.entries())
          if (value !== null) expect(b.estimates[i]! / 10).toBeCloseTo(value, 8);
        const order = createRng('o')
          .stream('o', seed)
          .shuffle(columns.y!.map((_, i) => i));
        const shuffled = Object.fromEntries(
          Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]),
        );
        expect(placebosOf(spec, dataFrom(shuffled)).of(all(30), stream)).toEqual(a);
      }),
      { numRuns: 15 },
    );
  });
});

describe('assignments', () => {
  const data = dataFrom(columnsOf('assignments'));

  it('draw the same however they are cut, listed or at random', () => {
    for (const [permute, draws] of [
      ['units', 200],
      ['both', 1000],
      ['dates', 20],
      ['units', 50],
      ['both', 60],
      ['dates', 3],
    ] as const) {
      const { of } = placebosOf(specOf(permute), data);
      const whole = of(all(draws), stream).estimates;
      const cut = [0, 7, 19, draws].slice(0, 4);
      const pieces = cut.slice(1).flatMap((to, i) => of({ from: cut[i]!, to, draws }, stream).estimates);
      if (draws > 19) expect(pieces).toEqual(whole);
      expect(whole.length).toBeLessThanOrEqual(draws);
    }
  });

  it('shuffle the dates of a staggered treatment together', () => {
    const staggered = dataFrom(columnsOf('staggered', { staggered: true }));
    expect(placebosOf(specOf('units'), staggered).assignments).toBe(9 * 8 * 7);
    const dates = placebosOf(specOf('dates'), staggered);
    expect([dates.assignments, dates.hasActual]).toEqual([5, false]);
    const { of, ...found } = dates;
    const test = placeboTest(found, of(all(9), stream), { permute: 'dates', draws: 9, convention: 'corrected' });
    expect(test.pValue).toBe((1 + test.countAbsGe) / 6);
  });

  it('count the actual one in p', () => {
    const { of, ...found } = placebosOf(specOf('units'), data);
    const exact = placeboTest(found, of(all(84), stream), { permute: 'units', draws: 84, convention: 'corrected' });
    expect([exact.exact, exact.pValue]).toEqual([true, exact.countAbsGe / 84]);
    expect(exact.countAbsGe).toBeGreaterThan(0);
    const options = { permute: 'units', draws: 40 } as const;
    const random = placeboTest(found, of(all(40), stream), { ...options, convention: 'corrected' });
    expect(random.pValue).toBe((1 + random.countAbsGe) / 41);
    expect(placeboTest(found, of(all(40), stream), { ...options, convention: 'simple' }).pValue).toBe(
      random.countAbsGe / 40,
    );
  });
});

describe('what is refused', () => {
  const columns = columnsOf('refused');
  it('a treatment that ends, is not 0 or 1, or is dropped', () => {
    const ends = { ...columns, d: columns.t!.map((t, i) => (columns.id![i] === 'u1' && t === 2 ? 1 : 0)) };
    expect(() => placebosOf(specOf('units'), dataFrom(ends))).toThrow(
      /not absorbing: `u1` is treated from 2 and not in 3/,
    );
    const half = { ...columns, d: columns.d!.map((d) => (d as number) / 2) };
    expect(() => placebosOf(specOf('units'), dataFrom(half))).toThrow(/is 0.5 in a row used/);
    const fixed = { ...columns, d: columns.id!.map((id) => (id === 'u1' ? 1 : 0)) };
    expect(() => placebosOf(specOf('units'), dataFrom(fixed))).toThrow(/`d` was dropped/);
  });
});

it.each(['cluster(id)', 'HC1'])(
  'of a treatment that meets no outcome has no p value, by rounding neither: %s',
  (vcov) => {
    const columns = columnsOf('zeros', { units: 8, treated: 2 });
    // two groups that share no period's effect, of which one has no outcome
    const g = columns.id!.map((id) => Number((id as string).slice(1)) % 2);
    const y = columns.y!.map((value, i) => (g[i] === 0 ? value : 0));
    const found = placebosOf(specOf('units', 'y ~ d | id + g^t', vcov), dataFrom({ ...columns, g, y }));
    const { estimates, pValues } = found.of(all(28), stream);
    const none = estimates.flatMap((estimate, i) => (Math.abs(estimate!) < 1e-12 ? [pValues[i]] : []));
    expect(none).toEqual(Array.from({ length: 6 }, () => null));
    expect(pValues.filter((p) => p === null)).toHaveLength(6);
  },
);

describe('placebos of a balanced panel', () => {
  const small = dataFrom(columnsOf('limit', { units: 8, treated: 2 }));
  const testOf = (draws: number, seed: string) => {
    const { of, ...found } = placebosOf(specOf('units'), small);
    const own = createRng(seed);
    const drawn = of({ from: 0, to: draws, draws }, (i) => own.stream('placebo', i));
    return { drawn, test: placeboTest(found, drawn, { permute: 'units', draws, convention: 'simple' }) };
  };

  it('have a p value that tends to the one of all assignments as draws grow', () => {
    // with as many draws as assignments all are listed, so that random ones must be asked for in fewer
    const exact = testOf(28, '1').test;
    expect(exact.exact).toBe(true);
    const p = exact.pValue as number;
    const { of, ...found } = placebosOf(specOf('units'), small);
    const own = createRng('many');
    const chunks = Array.from({ length: 200 }, (_, k) =>
      of({ from: 0, to: 27, draws: 27 }, (i) => own.stream('placebo', 27 * k + i)),
    );
    const pOf = (count: number): number => {
      const estimates = chunks.slice(0, count).flatMap((chunk) => chunk.estimates);
      const pValues = chunks.slice(0, count).flatMap((chunk) => chunk.pValues);
      const options = { permute: 'units', draws: 27, convention: 'simple' } as const;
      return placeboTest(found, { estimates, pValues }, options).pValue as number;
    };
    for (const count of [2, 20, 200])
      expect(Math.abs(pOf(count) - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / (27 * count)));
  });

  it('are those of the seed, draw by draw, and others of another', () => {
    const [a, b, other] = [testOf(27, '1'), testOf(27, '1'), testOf(27, '2')];
    expect(b).toEqual(a);
    expect(other.drawn.estimates).not.toEqual(a.drawn.estimates);
    expect(testOf(9, '1').drawn.estimates).toEqual(a.drawn.estimates.slice(0, 9));
  });

  it('have one distribution whatever units are called', () => {
    const columns = columnsOf('names', { units: 7, treated: 3, staggered: true });
    const renamed = { ...columns, id: columns.id!.map((id) => `x${9 - Number((id as string).slice(1))}`) };
    const sorted = (given: Columns): number[] =>
      [...(placebosOf(specOf('units'), dataFrom(given)).of(all(210), stream).estimates as number[])].sort(
        (x, y) => x - y,
      );
    const [before, after] = [sorted(columns), sorted(renamed)];
    expect(before).toHaveLength(210);
    for (const [i, value] of after.entries()) expect(value).toBeCloseTo(before[i]!, 10);
  });

  it('agree with those by rows, with several controls, clusters of several units, and none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom('cluster(id)', 'cluster(g)', 'iid'),
        (seed, vcov) => {
          const base = columnsOf(String(seed), { units: 10, treated: 4, staggered: true });
          const draw = createRng(String(seed)).stream('more', 0);
          const z = base.y!.map(() => draw.normal());
          const g = base.id!.map((id) => `g${Number((id as string).slice(1)) % 5}`);
          // an effect with one level changes nothing, but that the sums of a balanced panel are not used
          const columns = { ...base, z, g, one: base.y!.map(() => 'a') };
          const [byUnits, byRows] = ['y ~ d + x + z | id + t', 'y ~ d + x + z | id + t + one'].map((fit) =>
            placebosOf(specOf('units', fit, vcov), dataFrom(columns)).of(all(20), stream),
          );
          for (const [i, value] of byRows!.estimates.entries()) {
            expect(byUnits!.estimates[i]).toBeCloseTo(value!, 9);
            expect(byUnits!.pValues[i]).toBeCloseTo(byRows!.pValues[i]!, 8);
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
