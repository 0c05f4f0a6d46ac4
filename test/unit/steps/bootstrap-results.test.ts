/** Numbers of other kinds' results in samples: against loops that draw the same rows by hand, and closed forms. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { MadeArtifact } from '../../../src/engine/store/artifact.ts';
import { contentNamed } from '../../../src/engine/store/artifact.ts';
import { drawnTimes } from '../../../steps/bootstrap/numbers/replicate.ts';
import { performed, planned } from './planned.ts';

const N = 24;
const draw = createRng('results').stream('rows', 0);
const rows = Array.from({ length: N }, (_, i) => ({
  id: Math.floor(i / 4) + 1,
  year: 2000 + (i % 4),
  x: Math.round(1000 * Math.exp(draw.normal())) / 1000,
  z: Math.round(1000 * draw.normal()) / 1000,
  side: ['east', 'west'][i % 2]!,
}));
type Row = (typeof rows)[number];
const names = ['id', 'year', 'x', 'z', 'side'] as const;
const csvOf = (of: readonly (Row | Omit<Row, 'x'>)[]): string =>
  `${names.join(',')}\n${of.map((row) => names.map((name) => (row as Row)[name] ?? '').join(',')).join('\n')}\n`;

const PANEL = ', panel: {unit: id, time: year}';
const plan = (base: string, keys: string, { panel = '', csv = csvOf(rows) } = {}) =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv${panel}}
  base: {from: d, ${base}}
  boot: {kind: bootstrap, base: base, ${keys}}
`,
    csv,
  );

interface Found {
  readonly variable: string;
  readonly estimate: number;
  readonly stdError: number;
  readonly bias: number;
  readonly confLow: number;
  readonly confHigh: number;
}
const part = <T>(made: MadeArtifact, name: string): T =>
  JSON.parse(new TextDecoder().decode(contentNamed(made, name))) as T;

async function results(base: string, keys: string, more: { readonly panel?: string; readonly csv?: string } = {}) {
  const csv = more.csv ?? csvOf(rows);
  const p = plan(base, keys, more);
  expect(p.problems).toEqual([]);
  const done = new Map<string, MadeArtifact>();
  const made = await performed(p, 'boot', csv, done);
  const pieces = [...done].filter(([id]) => id.includes('@')).map(([, each]) => part<number[][]>(each, 'estimates'));
  return { rows: part<readonly Found[]>(made, 'rows'), pieces: pieces.flat(), made };
}

const mean = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / x.length;
const sd = (x: readonly number[], less = 1): number => {
  const centre = mean(x);
  return Math.sqrt(x.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / (x.length - less));
};
const gini = (x: readonly number[]): number =>
  x.reduce((sum, a) => sum + x.reduce((inner, b) => inner + Math.abs(a - b), 0), 0) /
  (2 * x.length * x.length * mean(x));

const xs = rows.map(({ x }) => x);

describe('numbers of a result in samples of rows', () => {
  it('have by the jackknife the textbook error of a mean, and no bias', async () => {
    const { rows: found } = await results('kind: describe, variables: [x]', 'method: jackknife, statistics: [x.mean]');
    expect(found.map(({ variable }) => variable)).toEqual(['x.mean']);
    expect(found[0]!.estimate).toBeCloseTo(mean(xs), 12);
    expect(found[0]!.stdError).toBeCloseTo(sd(xs) / Math.sqrt(N), 12);
    expect(found[0]!.bias).toBeCloseTo(0, 12);
  });

  it('are those of the rows that are drawn, whatever the number that is asked for', async () => {
    const keys = 'draws: 60, seed: 7, interval: percentile, statistics: [all.gini, all.cv]';
    const { rows: found, pieces } = await results('kind: inequality, variable: x', keys);
    const sorted = [...xs].sort((a, b) => a - b);
    const expected = Array.from({ length: 60 }, (_, i) => {
      const times = drawnTimes(createRng('7').stream('bootstrap', i), N);
      const drawn = sorted.flatMap((value, at) => Array<number>(times[at]!).fill(value));
      return [gini(drawn), sd(drawn) / mean(drawn)];
    });
    for (const [i, values] of expected.entries())
      for (const [j, value] of values.entries()) expect(pieces[i]![j]!).toBeCloseTo(value, 12);
    expect(found[0]!.estimate).toBeCloseTo(gini(xs), 12);
    expect(found[0]!.stdError).toBeCloseTo(sd(expected.map(([value]) => value!)), 12);
    expect(found[0]!.confLow).toBeLessThan(found[0]!.confHigh);
  });

  it('have errors of means near their limit', async () => {
    const keys = 'draws: 600, seed: 3, statistics: [x.mean]';
    const { rows: found } = await results('kind: describe, variables: [x]', keys);
    expect(found[0]!.stdError / (sd(xs, 0) / Math.sqrt(N))).toBeCloseTo(1, 1);
  });

  it('are by the jackknife those without each row', async () => {
    const { rows: found } = await results(
      'kind: inequality, variable: x',
      'method: jackknife, statistics: [all.gini, all.t]',
    );
    const left = xs.map((_, out) => gini(xs.filter((_, i) => i !== out)));
    const centre = mean(left);
    const variance = ((N - 1) / N) * left.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
    expect(found[0]!.stdError).toBeCloseTo(Math.sqrt(variance), 12);
    expect(found[0]!.bias).toBeCloseTo((N - 1) * (centre - gini(xs)), 11);
  });

  it('are of the rows that the result is of alone', async () => {
    const csv = csvOf(rows.map((row, i) => (i % 3 === 0 ? { ...row, x: undefined as never } : row)));
    const used = xs.filter((_, i) => i % 3 !== 0);
    const { rows: found } = await results('kind: describe, variables: [x]', 'method: jackknife, statistics: [x.mean]', {
      csv,
    });
    expect(found[0]!.stdError).toBeCloseTo(sd(used) / Math.sqrt(used.length), 12);
  });

  it('hang on neither the order of rows nor names', async () => {
    const keys = 'draws: 20, interval: bca, statistics: [all.g, all.gnb]';
    const base = 'kind: inequality, variable: x, group: side';
    const { rows: found } = await results(base, keys);
    const csv = csvOf([...rows].reverse().map((row) => ({ ...row, side: row.side === 'east' ? 'a' : 'b' })));
    const { rows: again } = await results(base, keys, { csv });
    for (const [k, row] of found.entries())
      for (const name of ['estimate', 'stdError', 'confLow', 'confHigh'] as const)
        expect(again[k]![name]).toBeCloseTo(row[name], 12);
  });
});

describe('numbers of a result in samples of units', () => {
  it('leave out whole units, whose lags stay their own', async () => {
    const base = 'kind: vif, variables: [x, z, L.x]';
    const keys = 'statistics: [x, mean, "[\\"L.x\\"].tolerance"]';
    const { rows: found, pieces } = await results(base, `method: jackknife, ${keys}`, { panel: PANEL });
    const without = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (out) => {
        const csv = csvOf(rows.filter(({ id }) => id !== out));
        const made = await performed(plan(base, `draws: 2, ${keys}`, { panel: PANEL, csv }), 'base', csv);
        const [x, , lag] = part<readonly { readonly vif: number; readonly tolerance: number }[]>(made, 'rows');
        return [x!.vif, part<number>(made, 'mean'), lag!.tolerance];
      }),
    );
    expect(pieces.length).toBe(6);
    for (const expected of without)
      expect(pieces.some((piece) => piece.every((value, j) => Math.abs(value - expected[j]!) < 1e-10))).toBe(true);
    const centre = mean(without.map(([x]) => x!));
    const variance = (5 / 6) * without.reduce((sum, [x]) => sum + (x! - centre) * (x! - centre), 0);
    expect(found[0]!.stdError).toBeCloseTo(Math.sqrt(variance), 9);
  });

  it('take two copies of a unit for two, each with a past of its own', async () => {
    const { pieces } = await results(
      'kind: correlate, variables: [x, L.x]',
      'draws: 12, seed: 5, statistics: [correlation.1.2]',
      {
        panel: PANEL,
      },
    );
    const byUnit = Array.from({ length: 6 }, (_, u) => rows.filter(({ id }) => id === u + 1));
    // units in the order of their values: as many rows each, so the least x decides
    const least = (of: readonly Row[]): number => Math.min(...of.map(({ x }) => x));
    const ordered = [...byUnit].sort((a, b) => least(a) - least(b));
    for (const [i, piece] of pieces.entries()) {
      const times = drawnTimes(createRng('5').stream('bootstrap', i), 6);
      const pairs = ordered.flatMap((unit, at) =>
        Array.from({ length: times[at]! }, () => unit.slice(1).map((row, t) => [row.x, unit[t]!.x] as const)).flat(),
      );
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, x]) => x)];
      const product = mean(pairs.map(([x, lag]) => (x - mean(a)) * (lag - mean(b))));
      expect(piece[0]!).toBeCloseTo(product / (sd(a, 0) * sd(b, 0)), 10);
    }
  });

  it('are of effects of a treatment, by units left out, and near the errors that the method has itself', async () => {
    const stream = createRng('effects').stream('rows', 0);
    const treated = Array.from({ length: 40 }, (_, i) => {
      const begin = [0, 2001, 2002][i % 3]!;
      const level = stream.normal();
      return [2000, 2001, 2002, 2003].map((year) => {
        const d = begin > 0 && year >= begin ? 1 : 0;
        return [i, year, (level + d + stream.normal()).toFixed(3), d].join(',');
      });
    });
    const csvWithout = (out?: number): string =>
      `id,year,y,d\n${treated
        .filter((_, i) => i !== out)
        .flatMap((lines) => lines)
        .join('\n')}\n`;
    const base = 'kind: did, outcome: y, treatment: d, method: callaway';
    const more = { panel: PANEL, csv: csvWithout() };
    const { rows: found, pieces } = await results(
      base,
      'method: jackknife, statistics: [simple, "[\\"event::0\\"]"]',
      more,
    );
    const effectOf = async (out?: number) => {
      const csv = csvWithout(out);
      const made = await performed(plan(base, 'draws: 2, statistics: [simple]', { panel: PANEL, csv }), 'base', csv);
      return part<{ readonly estimate: number; readonly stdError: number }>(made, 'simple');
    };
    for (const out of [0, 1, 17, 39]) {
      const { estimate } = await effectOf(out);
      expect(pieces.some(([simple]) => Math.abs(simple! - estimate) < 1e-10)).toBe(true);
    }
    const whole = await effectOf();
    expect(found[0]!.estimate).toBeCloseTo(whole.estimate, 12);
    expect(Math.abs(found[0]!.stdError / whole.stdError - 1)).toBeLessThan(0.25);
    const drawn = await results(base, 'draws: 150, statistics: [simple]', more);
    expect(Math.abs(drawn.rows[0]!.stdError / whole.stdError - 1)).toBeLessThan(0.25);
  });

  it('take two copies of a unit of a mediation for two, each with an effect of its own', async () => {
    const all = rows.map((row, i) => ({ ...row, y: Math.round(1000 * (row.x - row.z + Math.sin(3 * i))) / 1000 }));
    const csv = `id,year,x,z,y\n${all.map(({ id, year, x, z, y }) => [id, year, x, z, y].join(',')).join('\n')}\n`;
    const { pieces } = await results(
      'kind: mediation, fit: y ~ x | id, treatment: x, mediator: z',
      'draws: 12, seed: 5, statistics: [indirect, direct]',
      { panel: PANEL, csv },
    );
    const units = [1, 2, 3, 4, 5, 6].map((unit) => all.filter(({ id }) => id === unit));
    const least = (of: readonly Row[]): number => Math.min(...of.map(({ x }) => x));
    units.sort((a, b) => least(a) - least(b));
    const apart = (unit: readonly { readonly x: number; readonly z: number; readonly y: number }[]) =>
      unit.map((row) => (['x', 'z', 'y'] as const).map((name) => row[name] - mean(unit.map((each) => each[name]))));
    for (const [i, piece] of pieces.entries()) {
      const times = drawnTimes(createRng('5').stream('bootstrap', i), 6);
      const within = units.flatMap((unit, at) => Array.from({ length: times[at]! }, () => apart(unit)).flat());
      const product = (j: number, k: number): number => within.reduce((sum, row) => sum + row[j]! * row[k]!, 0);
      const [xx, xz, zz, xy, zy] = [product(0, 0), product(0, 1), product(1, 1), product(0, 2), product(1, 2)];
      const b = (xx * zy - xz * xy) / (xx * zz - xz * xz);
      expect(piece[0]!).toBeCloseTo((xz / xx) * b, 10);
      expect(piece[1]!).toBeCloseTo((xy - xz * b) / xx, 10);
    }
  });

  it('cannot be of rows whose units are cut', async () => {
    const csv = csvOf(rows);
    const p = plan('kind: correlate, variables: [x, L.x]', 'draws: 9, cluster: side, statistics: [correlation.1.2]', {
      panel: PANEL,
    });
    await expect(performed(p, 'boot', csv)).rejects.toThrow('units-cut');
  });
});

it.each([
  [
    'kind: describe, variables: [x]',
    'draws: 9',
    '',
    'expected `statistics`, the numbers of `base` that are drawn, got none',
  ],
  ['kind: describe, variables: [x]', 'statistics: [x.meen]', '', '`base.x` has no `meen`'],
  ['kind: describe, variables: [x]', 'statistics: [x.mean, x.mean]', '', '`statistics` names `x.mean` twice'],
  ['kind: describe, variables: [x]', 'statistics: ["x.mean + 1"]', '', '`x.mean + 1` is not the path of one number'],
  [
    'kind: describe, variables: [x]',
    'method: wild, statistics: [x.mean]',
    '',
    '`method: wild` draws residuals or periods of a model, and `base` is none',
  ],
  [
    'kind: describe, variables: [x], weights: {frequency: year}',
    'statistics: [x.mean]',
    '',
    'a row with a frequency stands for several, which would be drawn together',
  ],
  [
    'kind: did, outcome: x, treatment: z, method: did-m',
    'statistics: [simple]',
    PANEL,
    'errors by `method: did-m` are of samples already, each of which would be drawn from again',
  ],
  [
    'kind: mediation, fit: x ~ z, treatment: z, mediator: year, bootstrap: 9',
    'statistics: [indirect]',
    '',
    'the mediation draws samples already, each of which would be drawn from again',
  ],
  [
    'kind: derive, columns: {w: x}',
    'statistics: [x.mean]',
    '',
    '`base` is no column of models, and samples of `kind: derive` are not drawn',
  ],
])('%s with %s is refused', (base, keys, panel, says) => {
  expect(plan(base, keys, { panel }).problems.map(({ message }) => message)).toEqual([says]);
});

it('what is no number is refused', async () => {
  const p = plan('kind: describe, variables: [x]', 'draws: 9, statistics: [x.variable]');
  const message = p.problems.map((problem) => problem.message);
  expect(message).toEqual(['`base.x` has no `variable`']);
});
