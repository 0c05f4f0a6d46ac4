import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { groupPermutations, permutationTest } from '../../../../src/econ/difference/permutation.ts';
import type { DifferenceSpec } from '../../../../src/econ/difference/spec.ts';
import { compareGroups } from '../../../../src/econ/difference/tests.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

type Columns = Record<string, (number | string | null)[]>;
const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: { unit: 'id', time: 't' } };

function columnsOf(seed: string, units = 12, periods = 5): Columns {
  const draw = createRng(seed).stream('difference', 0);
  const rows = Array.from({ length: units * periods }, (_, i) => ({ unit: Math.floor(i / periods), t: i % periods }));
  const x = rows.map(() => draw.normal());
  const w = rows.map(({ unit }) => unit / 3 + draw.normal());
  const g = rows.map(({ unit }) => (unit < 5 ? 'A' : 'B'));
  const y = rows.map((_, i) => (g[i] === 'A' ? 1 : 0.4) * x[i]! + 0.3 * w[i]! + draw.normal());
  const [inA, inB] = ['A', 'B'].map((level) => g.map((each) => (each === level ? 1 : 0))) as [number[], number[]];
  const by = (values: number[], dummy: number[]) => values.map((value, i) => value * dummy[i]!);
  return {
    ...{ id: rows.map(({ unit }) => `u${unit}`), t: rows.map(({ t }) => t), x, w, g, y, inA },
    ...{
      xA: by(x, inA),
      xB: by(x, inB),
      wA: by(w, inA),
      wB: by(w, inB),
      late: rows.map(({ t }) => (t > 2 ? 'B' : 'A')),
    },
  };
}

const dataFrom = (columns: Columns) => dataOf(columns as Record<string, Cells>, { unit: 'id', time: 't' });
function modelFrom(fit: string, vcov: string) {
  const { specs, problems } = compileColumn({ fit, vcov }, null, context);
  expect(problems).toEqual([]);
  return specs[0]!;
}
const spec = (fit: string, vcov: string, group = 'g'): DifferenceSpec => ({
  model: modelFrom(fit, vcov),
  group,
  between: ['A', 'B'],
  of: 'x',
});

describe('the interacted regression', () => {
  it.each([
    ['iid', 'y ~ x + w', 'y ~ xA + xB + wA + wB + inA'],
    ['HC1', 'y ~ x + w', 'y ~ xA + xB + wA + wB + inA'],
    ['cluster(id)', 'y ~ x + w', 'y ~ xA + xB + wA + wB + inA'],
    ['iid', 'y ~ x + w | id', 'y ~ xA + xB + wA + wB | id'],
    ['cluster(id)', 'y ~ x + w | id', 'y ~ xA + xB + wA + wB | id'],
  ])('with %s of %s is the one that can be written out', (vcov, fit, written) => {
    const data = dataFrom(columnsOf('chow'));
    const { chow, difference } = compareGroups(spec(fit, vcov), data);
    const full = estimate(modelFrom(written, vcov), data);
    const at = ['xA', 'xB'].map((name) => full.terms.findIndex(({ term }) => term === name)) as [number, number];
    const [i, j] = at;
    expect(difference).toBeCloseTo(full.terms[i]!.estimate - full.terms[j]!.estimate, 10);
    const variance = full.vcov[i]![i]! + full.vcov[j]![j]! - 2 * full.vcov[i]![j]!;
    expect(chow.stdError as number).toBeCloseTo(Math.sqrt(variance), 9);
    expect(chow.df).toBe(full.dfResid);
    expect(chow.kCounted).toBe(full.stats.kCounted);
  });

  it('compares coefficients of a factor that are differences from one level in both groups', () => {
    const columns = columnsOf('bases');
    // group A alone has period 0
    const rows = columns.g!.flatMap((g, i) => (g === 'B' && columns.t![i] === 0 ? [] : [i]));
    const data = dataFrom(
      Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, rows.map((i) => cells[i]!)])),
    );
    const [first, named] = ['y ~ i(t)*x', 'y ~ i(t, ref=1)*x'].map((fit) => compareGroups(spec(fit, 'HC1'), data));
    expect(first).toEqual(named);
    const permuted = ['y ~ i(t)*x', 'y ~ i(t, ref=1)*x'].map((fit) =>
      groupPermutations({ ...spec(fit, 'HC1'), permute: 'units', unit: 'id' }, data),
    );
    expect(permuted[0]!.actual).toBe(permuted[1]!.actual);
    expect(permuted[0]!.actual).toBeCloseTo(first!.difference, 9);
  });

  it('has the estimates of the columns, and opposite signs the other way round', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom('y ~ x + w', 'y ~ x + w | id', 'y ~ x + w | id + t'),
        (seed, fit) => {
          const data = dataFrom(columnsOf(String(seed)));
          const asked = spec(fit, 'cluster(id)');
          const there = compareGroups(asked, data);
          const back = compareGroups({ ...asked, between: ['B', 'A'] }, data);
          expect(back.difference).toBe(-there.difference);
          expect(back.chow.pValue as number).toBeCloseTo(there.chow.pValue as number, 12);
          expect(back.suest.pValue as number).toBeCloseTo(there.suest.pValue as number, 12);
          for (const { level, estimate: found } of there.groups) {
            const fitted = estimate({ ...asked.model, split: { column: 'g', level } }, data);
            expect(found).toBeCloseTo(fitted.terms[0]!.estimate, 10);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('says why the joint test does not exist where clusters are too few', () => {
    const few = { ...columnsOf('few', 4), g: columnsOf('few', 4).id!.map((id) => (String(id) < 'u2' ? 'A' : 'B')) };
    const { chow } = compareGroups(spec('y ~ x + w + t + t^2', 'cluster(id)'), dataFrom(few));
    expect(chow.joint.f).toEqual({ invalid: '5 restrictions are more than 3 degrees of freedom can test' });
  });
});

describe('stacked scores', () => {
  it('count what clusters in both groups share', () => {
    const data = dataFrom(columnsOf('both'));
    const within = compareGroups(spec('y ~ x + w | id', 'cluster(id)', 'late'), data).suest;
    const apart = compareGroups(spec('y ~ x + w | id', 'HC1', 'late'), data).suest;
    expect(within.groups).toBe(12);
    expect(apart.groups).toBe(60);
    expect(within.stdError).not.toBeCloseTo(apart.stdError as number, 6);
  });
});

describe('permutations', () => {
  const data = dataFrom(columnsOf('permutation', 8, 6));
  const asked = { ...spec('y ~ x + w | id', 'iid'), permute: null, unit: 'id' };
  const rng = createRng('1');
  const stream = (i: number) => rng.stream('difference', i);

  it('shuffle units where none is in both groups, else rows, and refuse units that are', () => {
    expect(groupPermutations(asked, data).permute).toBe('units');
    expect(groupPermutations({ ...asked, group: 'late' }, data).permute).toBe('rows');
    expect(() => groupPermutations({ ...asked, group: 'late', permute: 'units' }, data)).toThrow(
      /`u0` is in both groups/,
    );
  });

  it('hold the actual assignment among all of them', () => {
    const found = groupPermutations(asked, data);
    expect(found.assignments).toBe(56);
    const all = found.of(0, 1000, 1000, stream);
    expect(all).toHaveLength(56);
    expect(all.some((value) => Math.abs(value! - found.actual) < 1e-10)).toBe(true);
    const test = permutationTest(found, all, 1000);
    expect(test.exact).toBe(true);
    expect(test.pValue).toBe(test.countAbsGe / 56);
  });

  it('draw the same however they are cut', () => {
    const found = groupPermutations(asked, data);
    const whole = found.of(0, 20, 20, stream);
    expect([...found.of(0, 7, 20, stream), ...found.of(7, 20, 20, stream)]).toEqual(whole);
    expect([...found.of(0, 30, 100, stream), ...found.of(30, 60, 100, stream)]).toEqual(found.of(0, 100, 100, stream));
    const test = permutationTest(found, whole, 20);
    expect(test.pValue).toBe((1 + test.countAbsGe) / 21);
    expect(test.pBdiff).toBeLessThanOrEqual(0.5);
  });
});

describe('what is refused', () => {
  it('a term that one group lacks', () => {
    const columns = columnsOf('gone');
    const gone = { ...columns, x: columns.x!.map((x, i) => (columns.g![i] === 'A' ? 1 : x)) };
    expect(() => compareGroups(spec('y ~ x + w', 'iid'), dataFrom(gone))).toThrow(/`x` was dropped where `g` is `A`/);
  });
});
