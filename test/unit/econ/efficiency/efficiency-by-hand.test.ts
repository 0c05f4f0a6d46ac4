/** Scores, scale and changes of few units with one input and one output, as they are reckoned by hand. */
import { expect, it } from 'vitest';
import type { EfficiencySpec } from '../../../../src/econ/efficiency/spec.ts';
import { efficiencyOf } from '../../../../steps/efficiency/numbers/report.ts';
import { dataOf } from '../../../support/data.ts';

const usual: EfficiencySpec = {
  ...{ name: 'e', inputs: ['k'], outputs: ['y'], undesirable: [], model: 'radial', orientation: 'input' },
  ...{ returns: 'variable', isSuper: false, frontier: 'period', direction: null, disposability: null },
  ...{ withScale: true, index: null, isParted: false, slacks: false, peers: null, bootstrap: null },
};
const four = { k: [2, 4, 6, 8], y: [2, 6, 4, 8] };

function made(columns: Record<string, number[]>, more: Partial<EfficiencySpec>, isPanel = false) {
  const data = dataOf(columns, isPanel ? { unit: 'id', time: 't' } : null);
  const { columns: found, parts } = efficiencyOf({ ...usual, ...more }, data, () => undefined);
  const of = (end: string): readonly (number | string)[] => {
    const { column } = found.find(({ name }) => name === `e${end}`)!;
    if (column.type === 'category') return Array.from(column.codes, (code) => column.dictionary[code]!);
    return Array.from(column.values, (value) => Number(value.toFixed(9)));
  };
  return { of, all: parts.periods.at(-1)! };
}
const round = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(9)));
const near = (value: number): unknown => expect.closeTo(value, 9);

it('has scale efficiency and returns to scale of inputs', () => {
  const { of, all } = made(four, {});
  expect(of('')).toEqual([1, 1, 0.5, 1]);
  expect(of('_scale')).toEqual(round([2 / 3, 1, 8 / 9, 2 / 3]));
  expect(of('_returns')).toEqual(['increasing', 'constant', 'increasing', 'decreasing']);
  expect(all).toMatchObject({ efficient: 3, mean: near(0.875), sd: near(0.25), min: near(0.5) });
});

it('has them of outputs', () => {
  const { of, all } = made(four, { orientation: 'output' });
  expect(of('')).toEqual([1, 1, 1.75, 1]);
  expect(of('_scale')).toEqual(round([2 / 3, 1, 7 / 9, 2 / 3]));
  expect(of('_returns')).toEqual(['increasing', 'constant', 'decreasing', 'decreasing']);
  expect(all).toMatchObject({ efficient: 3, max: near(1.75) });
});

it('adds slacks in the units of the data', () => {
  const additive = { model: 'additive', orientation: null, withScale: false } as const;
  expect(made(four, additive).of('')).toEqual([0, 0, 4, 0]);
  expect(made({ ...four, k: [20, 40, 60, 80] }, additive).of('')).toEqual([0, 0, 30, 0]);
});

it('takes directional distances of (R − r)/(R + r) into changes as (R + r)/(2R)', () => {
  const columns = { id: [1, 1, 2, 2], t: [1, 2, 1, 2], k: [1, 1, 1, 1], y: [2, 2, 1, 1.5] };
  const ddf = { model: 'ddf', orientation: null, direction: 'observed', returns: 'constant' } as const;
  const { of } = made(columns, { ...ddf, withScale: false, index: 'ml' }, true);
  expect(of('')).toEqual(round([0, 0, 1 / 3, 0.5 / 3.5]));
  expect(of('_ec')).toEqual([Number.NaN, 1, Number.NaN, ...round([3.5 / 3])]);
  expect(of('_tc')).toEqual([Number.NaN, 1, Number.NaN, 1]);
});
