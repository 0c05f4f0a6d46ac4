/** Statistics, combinations and functions of a column that samples tell of beside its coefficients. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import { drawnTimes, replicating, withoutOne } from '../../../steps/bootstrap/numbers/replicate.ts';
import { dataOf } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';
import { specOf } from '../../support/predicted.ts';
import { performed, planned } from './planned.ts';

const UNITS = 9;
const YEARS = 4;
const draw = createRng('statistics').stream('rows', 0);
const rows = Array.from({ length: UNITS * YEARS }, (_, i) => {
  const [x, z] = [draw.normal(), draw.normal()];
  return { id: Math.floor(i / YEARS), year: 2000 + (i % YEARS), x, z, y: x - 0.4 * x * x + 2 * z + draw.normal() };
});
const panel = { unit: 'id', time: 'year' };
const dataFrom = (of: readonly (typeof rows)[number][]) =>
  dataOf(
    Object.fromEntries((['id', 'year', 'x', 'z', 'y'] as const).map((name) => [name, of.map((row) => row[name])])),
    panel,
  );
const model = specOf(
  { fit: 'y ~ x + x^2 + z | id', vcov: 'cluster(id)', nlcom: { ratio: 'b(x) / b(z)' }, lincom: { both: 'x + z' } },
  panel,
);
const statistics = ['turningPoint', 'r2Within', 'ratio', 'both'];

/** The same statistics of a fit on rows that are written out. */
function told(of: readonly (typeof rows)[number][]): number[] {
  const { stats, nlcom, lincom } = estimate(model, dataFrom(of));
  return [stats.turningPoint, stats.r2Within, nlcom![0]!.estimate, lincom![0]!.estimate] as number[];
}

async function samples() {
  const numerics = { fitModel: await estimatorOf(model).load(), stages: [] };
  return replicating(
    { scheme: { is: 'pairs' }, model, stages: [], clusters: 'id', statistics },
    dataFrom(rows),
    numerics,
  );
}

describe('statistics beside the coefficients', () => {
  it('are those of the column, with rows of their names', async () => {
    const { fit } = await samples();
    expect(fit.terms.map(({ term }) => term).slice(-4)).toEqual(['/turningPoint', '/r2Within', '/ratio', '/both']);
    expect(fit.terms.slice(-4).map((term) => term.estimate)).toEqual(told(rows));
  });

  it('are in each sample those of the column on its rows', async () => {
    const { of, places } = await samples();
    const unitAt = places.map(([first]) => rows[first!]!.id);
    for (let left = 0; left < UNITS; left++) {
      const expected = told(rows.filter(({ id }) => id !== unitAt[left]));
      const found = of(withoutOne(UNITS, left))!.slice(-4);
      for (const [k, value] of expected.entries()) expect(found[k]!).toBeCloseTo(value, 9);
    }
    const times = drawnTimes(createRng('7').stream('bootstrap', 0), UNITS);
    const copies = [...times].flatMap((count, at) =>
      Array.from({ length: count }, (_, copy) =>
        rows.filter(({ id }) => id === unitAt[at]).map((row) => ({ ...row, id: 100 * row.id + copy })),
      ).flat(),
    );
    for (const [k, value] of told(copies).entries()) expect(of(times)!.slice(-4)[k]!).toBeCloseTo(value, 9);
  });
});

const csv = `id,year,x,z,y\n${rows.map(({ id, year, x, z, y }) => [id, year, x, z, y].join(',')).join('\n')}\n`;
const plan = (keys: string) =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: year}}
  base: {kind: models, from: d, columns: {main: {fit: y ~ x + z | id, nlcom: {ratio: b(x) / b(z)}}}}
  boot: {kind: bootstrap, base: base.main, draws: 9, ${keys}}
`,
    csv,
  );

it.each([
  ['statistics: [r2Within, ration]', 'no statistic, combination or function of `base.main` is `ration`'],
  ['statistics: [fP]', 'no statistic, combination or function of `base.main` is `fP`'],
  ['statistics: [ratio, rmse, ratio]', '`statistics` names `ratio` twice'],
  ['statistics: [ratio], method: wild', 'draws of residuals tell coefficients alone'],
])('%s is refused', (keys, says) => {
  expect(plan(keys).problems.map(({ message }) => message)).toEqual([says]);
});

it('a statistic that the column lacks is refused where it is estimated', async () => {
  const made = performed(plan('statistics: [turningPoint]'), 'boot', csv);
  await expect(made).rejects.toThrow('the column has no `turningPoint`');
});
