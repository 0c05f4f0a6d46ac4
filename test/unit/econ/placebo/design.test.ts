/** Randomisation inference for models: the fourteen units whose exact p values coin 1.4 gives, statistics by their refits, and refusals. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { placebosOf, placeboTest } from '../../../../steps/placebo/numbers/placebo.ts';
import type { PlaceboDesign, PlaceboSpec } from '../../../../steps/placebo/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const file = new URL('../../../reference/cases/exp-small/data.csv', import.meta.url);
const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
const names = header!.split(',');
const columns: Record<string, number[]> = Object.fromEntries(
  names.map((name, j) => [name, lines.map((line) => Number(line.split(',')[j]))]),
);
const data = (more: Record<string, number[]> = {}) => dataOf({ ...columns, ...more } as Record<string, Cells>);
const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
const stream = (i: number) => createRng('1').stream('placebo', i);

function specOf(fit: string, design: Partial<PlaceboDesign> = {}): PlaceboSpec {
  const { specs, problems } = compileColumn({ fit, vcov: 'HC2' }, null, context);
  expect(problems).toEqual([]);
  return {
    ...{ model: specs[0]!, treatment: 'treat', permute: 'design', unit: '' },
    design: { strata: null, cluster: null, statistic: 'estimate', ...design },
  };
}

function tested(spec: PlaceboSpec, draws = 4000, used = data()) {
  const { of, ...found } = placebosOf(spec, used);
  return placeboTest(found, of({ from: 0, to: draws, draws }, stream), { ...spec, draws, convention: 'corrected' });
}

it('the estimate and t have the exact p values of all assignments, with strata those within them', () => {
  const difference = tested(specOf('o1 ~ treat'));
  expect([difference.assignments, difference.countAbsGe, difference.pValue]).toEqual([3432, 4, 4 / 3432]);
  // Welch's t is that of HC2
  const t = tested(specOf('o2 ~ treat', { statistic: 't' }));
  expect([t.countAbsGe, t.statistic]).toEqual([350, 't']);
  expect(t.observed).toBeCloseTo(1.82854512433309, 10);
  const blocked = tested(specOf('o1 ~ treat + i(block)', { strata: 'block' }));
  expect([blocked.assignments, blocked.countAbsGe]).toEqual([1225, 3]);
});

it('any statistic is that of the model with the other assignment, in terms that the treatment moves too', () => {
  const spec = specOf('o1 ~ treat + pre + treat:pre', { statistic: 'r2' });
  const { of } = placebosOf(spec, data());
  const r2Of = (treat: number[]) => estimate(spec.model, data({ treat })).stats.r2 as number;
  const all = of({ from: 0, to: 3432, draws: 4000 }, stream).estimates;
  for (const treat of [columns.treat!, columns.treat!.map((value) => 1 - value), [...columns.treat!].reverse()]) {
    const expected = r2Of(treat);
    expect(all.some((value) => Math.abs(value! - expected) < 1e-10)).toBe(true);
  }
});

it('the fast coefficient is that of refits', () => {
  const fast = placebosOf(specOf('o3 ~ treat + pre'), data());
  const slow = placebosOf(
    { ...specOf('o3 ~ treat + pre'), design: { strata: null, cluster: null, statistic: 't' } },
    data(),
  );
  const [a, b] = [fast, slow].map(({ of }) => of({ from: 0, to: 40, draws: 40 }, stream));
  for (const [i, value] of a!.estimates.entries()) {
    expect(typeof value).toBe('number');
    expect(Math.sign(value!)).toBe(Math.sign(b!.estimates[i]!));
  }
});

it('neither the order of rows nor draws in chunks move a draw', () => {
  const order = [...columns.treat!.keys()].sort((a, b) => ((a * 5) % 14) - ((b * 5) % 14));
  const shuffled = Object.fromEntries(names.map((name) => [name, order.map((i) => columns[name]![i]!)]));
  const spec = specOf('o1 ~ treat + pre');
  const draw = (from: number, to: number, used = data()) =>
    placebosOf(spec, used).of({ from, to, draws: 50 }, stream).estimates;
  const usual = draw(0, 50);
  expect([...draw(0, 20), ...draw(20, 50)]).toEqual(usual);
  for (const [i, value] of draw(0, 50, data(shuffled)).entries()) expect(value).toBeCloseTo(usual[i]!, 10);
});

it('refuses clusters with two values of the treatment, and statistics that the fit does not have', () => {
  expect(() => tested(specOf('o1 ~ treat', { cluster: 'pair' }))).toThrow(/a cluster of `pair` has rows with/);
  expect(() => tested(specOf('o1 ~ treat', { statistic: 'hansen' }))).toThrow(/has no statistic `hansen`/);
});
