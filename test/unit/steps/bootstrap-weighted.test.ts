/** Samples by weights of clusters, against the same models on rows that are written out. */
import { expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { prepared } from '../../../src/econ/estimate.ts';
import { compact } from '../../../src/econ/panel/effects.ts';
import { drawnTimes } from '../../../steps/bootstrap/numbers/replicate.ts';
import { weightedDraw } from '../../../steps/bootstrap/numbers/weighted.ts';
import { type Cells, dataOf } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';
import { specOf } from '../../support/predicted.ts';

const draw = createRng('weighted').stream('rows', 0);
const [UNITS, YEARS] = [14, 5];
// the last year has few rows, of which samples often have one or none
const kept = Array.from({ length: UNITS * YEARS }, (_, i) => i).filter((i) => i % YEARS < 4 || i < 3 * YEARS);
const column = (of: (i: number) => number): Cells => kept.map(of);
const columns: Record<string, Cells> = {
  id: column((i) => Math.floor(i / YEARS)),
  region: column((i) => Math.floor(i / YEARS) % 5),
  year: column((i) => 2000 + (i % YEARS)),
  x: column(() => 1e4 + draw.normal()),
  z: column(() => draw.normal()),
  w: column(() => 0.5 + draw.uniform()),
};
columns.y = (columns.x as number[]).map((x, i) => 3 * x + (columns.id![i] as number) / 4 + draw.normal());
const panel = { unit: 'id', time: 'year' };
const data = dataOf(columns, panel);

function drawnBy(fit: string, by: 'id' | 'region', more: object) {
  const model = specOf({ fit, vcov: `cluster(${by})`, ...more }, panel);
  const ready = prepared(model, data);
  const whole = estimate(model, data);
  return { model, whole, draws: weightedDraw(model, whole, ready, compact(ready.levels(by))) };
}

/** The rows of a sample; each copy of a cluster has units of its own. */
function writtenOut(by: 'id' | 'region', times: Int32Array) {
  const rows = kept.flatMap((_, row) =>
    Array.from({ length: times[columns[by]![row] as number]! }, (__, copy) => ({ row, copy })),
  );
  const cells = Object.entries(columns).map(([name, values]) => [
    name,
    rows.map(({ row, copy }) => (name === 'id' ? 100 * copy : 0) + (values[row] as number)),
  ]);
  return dataOf(Object.fromEntries(cells), panel);
}

it.each([
  ['y ~ x + z', 'id', {}],
  ['y ~ x + z - 1', 'id', {}],
  ['y ~ x + z + i(year)', 'region', {}],
  ['y ~ x*z | year', 'id', {}],
  ['y ~ x + L.z | id + year', 'id', { singletons: 'keep' }],
  ['y ~ x + z | id + year', 'region', { weights: 'w' }],
  ['y ~ x + z | id', 'region', { weights: { probability: 'w' }, small: 'reghdfe' }],
] as const)('%s by %s is a fit of the rows drawn', (fit, by, more) => {
  const { model, whole, draws } = drawnBy(fit, by, more);
  const clusters = by === 'id' ? UNITS : 5;
  let compared = 0;
  for (let i = 0; i < 40; i++) {
    const times = drawnTimes(createRng('times').stream(by, i), clusters);
    const found = draws!(times);
    if (found === null) continue;
    compared++;
    const expected = estimate(model, writtenOut(by, times)).terms;
    expect(expected.map(({ term }) => term)).toEqual(whole.terms.map(({ term }) => term));
    for (const [j, { estimate: value }] of expected.entries())
      expect(Math.abs(found[j]! - value)).toBeLessThan(1e-7 * Math.max(1, Math.abs(value)));
  }
  expect(compared).toBeGreaterThan(10);
});

it('leaves samples to their rows where a coefficient may not be identified, or a row is alone in a year', () => {
  const { draws } = drawnBy('y ~ x + i(year)', 'id', {});
  // the units that have the last year are not drawn
  const without = Int32Array.from({ length: UNITS }, (_, id) => (id < 3 ? 0 : 1));
  expect(draws!(without)).toBeNull();
  const one = without.slice();
  one[0] = 1;
  expect(draws!(one)).not.toBeNull();
  expect(drawnBy('y ~ x | id + year', 'id', {}).draws!(one)).toBeNull();
});

it.each([
  ['y ~ x', { winsorize: [1, 99] }],
  ['y ~ x:i(year)', {}],
  ['y ~ x + z | id[x]', {}],
  ['y ~ 1 | id | x ~ z', {}],
])('%s with %o is estimated from rows', (fit, more) => {
  expect(drawnBy(fit, 'region', more).draws).toBeNull();
});
