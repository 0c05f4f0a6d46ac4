import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { levelMarks, numberedByValues, orderByValues } from '../../../../src/econ/panel/drawing-order.ts';
import { compact, eachRow } from '../../../../src/econ/panel/effects.ts';

interface Row {
  readonly unit: number;
  readonly values: readonly number[];
  readonly group: number;
}

const effectOf = (codes: readonly number[]) =>
  compact({ name: 'e', codes: Int32Array.from(codes), levels: Array.from({ length: 9 }, (_, i) => String(i)) });

/** Units in the order in which they are drawn. */
function order(rows: readonly Row[]): number[] {
  const names = [...new Set(rows.map(({ unit }) => unit))].sort((a, b) => a - b);
  const columns = [0, 1].map((k) => Float64Array.from(rows, ({ values }) => values[k]!));
  const unit = effectOf(rows.map((row) => row.unit));
  const groups = [effectOf(rows.map(({ group }) => group))];
  return Array.from(orderByValues(unit, { columns, groups: () => groups }), (level) => names[level]!);
}

/** The same rows in another order, with units and groups under other names. */
function disguised(rows: readonly Row[], seed: string) {
  const random = createRng(seed);
  const [units, groups] = ['units', 'groups'].map((what) => random.stream(what, 0).shuffle([0, 1, 2, 3, 4, 5, 6, 7]));
  const renamed = rows.map((row) => ({ ...row, unit: units![row.unit]!, group: groups![row.group]! }));
  return { rows: random.stream('rows', 0).shuffle(renamed), units: units! };
}

/** All rows of a unit, whatever it is called. */
const contents = (rows: readonly Row[], of: number): string =>
  rows
    .filter(({ unit }) => unit === of)
    .map(({ values }) => values.join())
    .sort()
    .join(' ');

describe('the order in which units are drawn', () => {
  it('hangs on values alone, however many are alike: names and the order of rows say nothing', () => {
    const cell = fc.integer({ min: 0, max: 2 });
    const row = fc.record({
      unit: fc.integer({ min: 0, max: 7 }),
      values: fc.tuple(cell, cell),
      group: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 24 }), fc.nat(), (rows, seed) => {
        const other = disguised(rows, String(seed));
        const [before, after] = [order(rows), order(other.rows)];
        expect(after.map((unit) => contents(other.rows, unit))).toEqual(before.map((unit) => contents(rows, unit)));
      }),
      { numRuns: 300 },
    );
  });

  it('is that of one column after another where each row is a unit and few are alike in the first ones', () => {
    const draw = createRng('ties').stream('rows', 0);
    const rows = Array.from({ length: 2000 }, (_, i) => i);
    const columns = [40_000, 2, 3].map((values) => Float64Array.from(rows, () => draw.int(values)));
    for (let row = 0; row < 4; row++) columns[0]![row] = Number.POSITIVE_INFINITY;
    const found = orderByValues(eachRow(rows.length), { columns, groups: () => [] });
    const before = (a: number, b: number): number => {
      const decides = columns.find((column) => column[a] !== column[b]);
      return decides === undefined ? a - b : decides[a]! < decides[b]! ? -1 : 1;
    };
    expect(Array.from(found)).toEqual(rows.toSorted(before));
  });

  it('is that of numbers of rows, then of least values and how often they occur, then of largest ones', () => {
    const of = (unit: number, ...values: number[]): Row[] =>
      values.map((value) => ({ unit, values: [value, 0], group: 0 }));
    expect(order([...of(0, 3, 5), ...of(1, 1, 9, 9), ...of(2, 2, 7)])).toEqual([2, 0, 1]);
    expect(order([...of(0, 1, 5, 6), ...of(1, 1, 1, 2), ...of(2, 1, 3, 9)])).toEqual([2, 0, 1]);
  });

  it('tells units apart that differ in rows between the extremes, and in those that share their groups', () => {
    const of = (unit: number, group: number, ...values: number[]): Row[] =>
      values.map((value) => ({ unit, values: [value, 0], group }));
    const rows = [...of(0, 0, 1, 3, 9), ...of(1, 0, 1, 2, 9)];
    expect(order(rows)).toEqual([1, 0]);
    // units 0 and 1 have the same values, and share a group with 2 and with 3
    const shared = [...of(0, 0, 4, 4), ...of(1, 1, 4, 4), ...of(2, 0, 7, 7), ...of(3, 1, 6, 6)];
    for (let seed = 0; seed < 20; seed++) {
      const other = disguised(shared, String(seed));
      const back = order(other.rows).map((unit) => other.units.indexOf(unit));
      expect(back).toEqual([1, 0, 3, 2]);
    }
  });

  it('takes indicators of a factor for groups, whose order is one of names', () => {
    const units = [0, 0, 1, 1, 2, 2, 3, 3];
    const y = { name: 'y', values: Float64Array.of(1, 1, 1, 1, 3, 3, 2, 2) };
    const regions = ['a', 'a', 'b', 'b', 'a', 'a', 'b', 'b'];
    const orderWith = (names: Readonly<Record<string, string>>): number[] => {
      const named = regions.map((region) => names[region]!);
      // the first level is the base
      const indicators = [...new Set(named)]
        .sort()
        .slice(1)
        .map((level) => ({
          name: `i(region)::${level}`,
          values: Float64Array.from(named, (each) => Number(each === level)),
          levels: [{ of: 'region', level, isBase: false }],
        }));
      return [...orderByValues(effectOf(units), levelMarks([y, ...indicators]))];
    };
    expect(orderWith({ a: 'a', b: 'b' })).toEqual([1, 0, 3, 2]);
    expect(orderWith({ a: 'z', b: 'b' })).toEqual([1, 0, 3, 2]);
  });

  it('numbers levels, with the rows of each', () => {
    const effect = effectOf([4, 4, 2, 2, 7]);
    const numbered = numberedByValues(effect, levelMarks([{ name: 'x', values: Float64Array.of(3, 1, 0, 5, 9) }]));
    expect([...numbered.codes]).toEqual([2, 2, 1, 1, 0]);
    expect([...numbered.counts]).toEqual([1, 2, 2]);
  });
});
