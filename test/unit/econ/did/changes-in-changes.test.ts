/** Changes in changes: what they are where both groups move alike, by plain sorting, and what changes nothing of them. */
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import { changesInChanges } from '../../../../steps/did/numbers/changes-in-changes.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { dataOf } from '../../../support/data.ts';

interface Row {
  readonly id: number;
  readonly t: number;
  readonly d: number;
  readonly y: number;
}

function estimated(rows: readonly Row[], more: Partial<DidSpec> = {}) {
  const spec: DidSpec = {
    ...{ method: 'cic', outcome: 'y', covariates: [], cohort: null, treatment: 'd', sample: null, exclude: null },
    ...{ cluster: null, control: null, estimate: 'reg', base: 'universal', anticipation: 0, events: null },
    ...{ balanceEvents: null, unbalanced: 'drop', pretrends: 0, bands: 0, shares: 'fixed' },
    ...more,
  };
  const columns = Object.fromEntries(
    (['id', 't', 'd', 'y'] as const).map((name) => [name, rows.map((row) => row[name])]),
  );
  return changesInChanges(spec, didSample(spec, dataOf(columns, { unit: 'id', time: 't' })), createRng('1'));
}

/** Half of the units are treated in the second period; whole numbers make ties. */
function panel(stream: RandomStream, units: number, move: (y: number, isTreated: boolean) => number): Row[] {
  return Array.from({ length: units }, (_, id): Row[] => {
    const isTreated = id % 2 === 1;
    const before = isTreated ? 2 + stream.int(6) : stream.int(10);
    return [
      { id, t: 1, d: 0, y: before },
      { id, t: 2, d: Number(isTreated), y: move(before, isTreated) },
    ];
  }).flat();
}

const drawn = (trial: number): Row[] => {
  const stream = createRng('changes').stream('rows', trial);
  return panel(stream, 12 + stream.int(60), (y, isTreated) => y + stream.int(5) + (isTreated ? 2 : 0));
};

/** By counting: every rank is looked for among all outcomes. */
function plain(rows: readonly Row[], quantiles: readonly number[]): { readonly mean: number; readonly at: number[] } {
  const treated = new Set(rows.filter(({ d }) => d === 1).map(({ id }) => id));
  const cell = (isTreated: boolean, t: number): number[] =>
    rows.filter((row) => treated.has(row.id) === isTreated && row.t === t).map(({ y }) => y);
  const inverse = (values: readonly number[], count: number, of: number): number =>
    Math.min(...values.filter((y) => values.filter((other) => other <= y).length * of >= count * values.length));
  const [before, after, earlier, later] = [cell(false, 1), cell(false, 2), cell(true, 1), cell(true, 2)];
  const moved = earlier.map((y) => inverse(after, before.filter((other) => other <= y).length, before.length));
  const mean = (values: readonly number[]): number => values.reduce((sum, y) => sum + y, 0) / values.length;
  const at = quantiles.map((q) => inverse(later, q * 100, 100) - inverse(moved, q * 100, 100));
  return { mean: mean(later) - mean(moved), at };
}

it('are those of plain counting, ties included', () => {
  for (let trial = 0; trial < Number(process.env.PAPERMAKE_FUZZ ?? 40); trial++) {
    const rows = drawn(trial);
    const found = estimated(rows);
    const { mean, at } = plain(rows, [0.25, 0.5, 0.75]);
    expect(found.simple.estimate).toBeCloseTo(mean, 10);
    expect(found.quantiles.by.map(({ estimate }) => estimate)).toEqual(at);
  }
});

it('are the difference in differences where all of both groups move by one number', () => {
  const rows = panel(createRng('shift').stream('rows', 0), 200, (y, isTreated) => y + 3 + (isTreated ? 1.5 : 0));
  const { simple, quantiles } = estimated(rows);
  expect(simple.estimate).toBeCloseTo(1.5, 10);
  for (const { estimate } of quantiles.by) expect(estimate).toBeCloseTo(1.5, 10);
});

describe('nothing is changed', () => {
  const rows = drawn(1);

  it('by the order of rows and names of units, draws included', () => {
    const told = estimated(rows, { draws: 50 });
    const turned = [...rows].reverse().map((row) => ({ ...row, id: 500 - row.id }));
    expect(estimated(turned, { draws: 50 }).simple).toEqual(told.simple);
  });

  it('of ranks by another scale of the outcome', () => {
    const scale = (y: number): number => Math.exp(y / 4);
    const told = estimated(rows, { quantiles: [0.3, 0.6] });
    const again = estimated(
      rows.map((row) => ({ ...row, y: scale(row.y) })),
      { quantiles: [0.3, 0.6] },
    );
    expect(Math.sign(again.quantiles.by[0]!.estimate)).toBe(Math.sign(told.quantiles.by[0]!.estimate));
    expect(again.shareBelowSupport).toBe(told.shareBelowSupport);
  });
});

it('have errors of draws of whole clusters that are the spread over samples, and none without draws', () => {
  expect(estimated(drawn(4)).simple.stdError).toEqual({ invalid: expect.stringContaining('draws') });
  const found = Array.from({ length: 80 }, (_, trial) => {
    const stream = createRng('errors').stream('rows', trial);
    const rows = panel(stream, 160, (y, isTreated) => y + 2 * stream.normal() + (isTreated ? 1 : 0));
    return estimated(rows, { draws: 60 }).simple;
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
  const centre = mean(found.map(({ estimate }) => estimate));
  const spread = Math.sqrt(mean(found.map(({ estimate }) => (estimate - centre) * (estimate - centre))));
  const told = mean(found.map(({ stdError }) => stdError as number));
  expect(told / spread).toBeGreaterThan(0.75);
  expect(told / spread).toBeLessThan(1.35);
});

it('warn of the treated who had less than any of the others', () => {
  const rows = drawn(2).map((row) => (row.id === 1 && row.t === 1 ? { ...row, y: -5 } : row));
  const { warnings, shareBelowSupport } = estimated(rows);
  expect(shareBelowSupport).toBeGreaterThan(0);
  expect(warnings.map(({ message }) => message).join()).toContain('had less before treatment than any of the others');
});

it('refuse a third period', () => {
  const rows = drawn(3).flatMap((row) => (row.t === 2 ? [row, { ...row, t: 3 }] : [row]));
  expect(() => estimated(rows)).toThrow(
    'expected two periods and one group that is treated in the second, got 3 periods',
  );
});
