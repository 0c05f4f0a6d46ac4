/** Weights in effects of treatment at different times: numbers of R, and units that stand for several. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { methodsOf } from '../../../../steps/did/numbers/methods.ts';
import type { DidResult } from '../../../../steps/did/numbers/result.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidMethod, DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const estimators = Object.fromEntries(
  await Promise.all(Object.entries(methodsOf).map(async ([name, method]) => [name, await method.load()] as const)),
);
type Columns = Readonly<Record<string, Cells>>;

function effects(method: DidMethod, columns: Columns, more: Partial<DidSpec> = {}): DidResult {
  const spec: DidSpec = {
    ...{
      method,
      outcome: 'y',
      covariates: [],
      cohort: 'g',
      treatment: null,
      sample: null,
      exclude: null,
      cluster: null,
    },
    ...{ control: null, estimate: 'dr', base: 'varying', anticipation: 0, events: null, balanceEvents: null },
    ...{ unbalanced: 'drop', pretrends: 0, bands: 0, shares: 'fixed', ...more },
  };
  return estimators[method]!(spec, didSample(spec, dataOf(columns, { unit: 'id', time: 't' })), createRng('1'));
}

const cohorts = [0, 3, 4, 0, 3, 4, 3, 0];
const rows = cohorts.flatMap((g, id) =>
  Array.from({ length: 5 }, (_, i) => {
    const t = i + 1;
    const noise = (((id * 131 + t * 71) * 7919) % 1009) / 500 - 1;
    const effect = g > 0 && t >= g ? 1 + id / 4 + t / 3 : 0;
    return {
      id,
      t,
      g,
      y: noise + effect,
      w: 1 + ((id * 5 + t * 3) % 4),
      x: ((id * 7 + t * t) % 5) / 2,
      c: id,
      f: 1 + (id % 3),
    };
  }),
);
type Row = (typeof rows)[number];
const columnsOf = (all: readonly Row[]): Columns =>
  Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, all.map((row) => row[name as keyof Row])]));
const columns = columnsOf(rows);
const methods = ['callaway', 'twfe', 'sun-abraham', 'imputation', 'two-stage'] as const;

const eventsOf = ({ dynamic }: DidResult): number[] => dynamic!.by.map(({ estimate }) => estimate);

// of R 4.5: lm(…, weights = w) with indicators of units, periods and, for the second, cohorts by period
describe('effects are those of weighted least squares in R', () => {
  it('of treatment, of cohorts by period, and imputed', () => {
    const twfe = effects('twfe', columns, { weights: 'w' });
    expect(twfe.simple!.estimate).toBeCloseTo(3.1352702706398237, 10);
    const sun = effects('sun-abraham', columns, { weights: 'w' });
    const expected = [0.268359040850804, -0.0441329185481788, 2.9018646799517, 3.39450641592203, 4.91751376620313];
    for (const [k, estimate] of eventsOf(sun).entries()) expect(estimate).toBeCloseTo(expected[k]!, 9);
    for (const method of ['imputation', 'two-stage'] as const) {
      const imputed = effects(method, columns, { weights: 'w' });
      expect(imputed.simple!.estimate).toBeCloseTo(3.4388658537034904, 10);
      const byEvent = [2.8242338204910311, 3.3950599685735221, 4.7244517724383694];
      for (const [k, estimate] of eventsOf(imputed).entries()) expect(estimate).toBeCloseTo(byEvent[k]!, 10);
    }
  });
});

describe('a unit of weight f', () => {
  const copies = rows.flatMap((row) => Array.from({ length: row.f }, (_, k) => ({ ...row, id: row.id * 10 + k })));

  it.each(methods)('is f units of one cluster: %s', (method) => {
    for (const covariates of [[], ['x']]) {
      const weighed = effects(method, columns, { weights: 'f', covariates, cluster: 'c' });
      const copied = effects(method, columnsOf(copies), { covariates, cluster: 'c' });
      expect(weighed.simple!.estimate).toBeCloseTo(copied.simple!.estimate, 9);
      if (weighed.dynamic !== undefined)
        for (const [k, each] of eventsOf(weighed).entries()) expect(each).toBeCloseTo(eventsOf(copied)[k]!, 9);
      // no number of rows is in these errors
      const error = ({ simple }: DidResult): number =>
        (method === 'imputation' ? (simple as { stdErrorStata?: number }).stdErrorStata : simple!.stdError) as number;
      if (method === 'callaway' || method === 'two-stage' || method === 'imputation')
        expect(error(weighed)).toBeCloseTo(error(copied), 9);
    }
  });
});

describe('weights', () => {
  it.each(methods)('count by their proportions alone, and not where they are equal: %s', (method) => {
    const ten = { ...columns, w: rows.map(({ w }) => 10 * w), one: rows.map(() => 7) };
    const [plain, equal] = [effects(method, columns), effects(method, ten, { weights: 'one' })];
    const [small, large] = [effects(method, columns, { weights: 'w' }), effects(method, ten, { weights: 'w' })];
    for (const [a, b] of [
      [plain, equal],
      [small, large],
    ] as const) {
      expect(b.simple!.estimate).toBeCloseTo(a.simple!.estimate, 9);
      expect(b.simple!.stdError).toBeCloseTo(a.simple!.stdError as number, 9);
    }
    expect(small.simple!.estimate).not.toBeCloseTo(plain.simple!.estimate, 3);
  });

  it('are in the shares of cohorts with their influence: callaway', () => {
    const some = rows.map((row) => ({ ...row, w: 1 + ((row.id * 5) % 4) }));
    const times = (id: number, by: number): Columns =>
      columnsOf(some.map((row) => (row.id === id ? { ...row, w: row.w * by } : row)));
    const found = (own: Columns) => effects('callaway', own, { weights: 'w' });
    const at = found(columnsOf(some));
    const total = some.filter(({ t, g }) => t === 1 && g > 0).reduce((sum, { w }) => sum + w, 0);
    const share = (g: number) =>
      some.filter((row) => row.t === 1 && row.g === g).reduce((sum, { w }) => sum + w, 0) / total;
    const { overall, by } = at.group!;
    expect(overall!.estimate).toBeCloseTo(
      by.reduce((sum, { group, estimate }) => sum + share(group!) * estimate, 0),
      10,
    );
    // the error is that of the derivatives by the weight of each unit
    const h = 1e-5;
    const squares = cohorts.map((_, id) => {
      const [up, down] = [found(times(id, 1 + h)), found(times(id, 1 - h))];
      const derivative = (of: (result: DidResult) => number): number => (of(up) - of(down)) / (2 * h);
      return [
        derivative(({ simple }) => simple!.estimate),
        derivative(({ group }) => group!.overall!.estimate),
        derivative(({ dynamic }) => dynamic!.by.at(-2)!.estimate),
      ].map((value) => value * value);
    });
    const error = (k: number): number => Math.sqrt(squares.reduce((sum, own) => sum + own[k]!, 0));
    expect(at.simple!.stdError as number).toBeCloseTo(error(0), 7);
    expect(overall!.stdError as number).toBeCloseTo(error(1), 7);
    expect(at.dynamic!.by.at(-2)!.stdError as number).toBeCloseTo(error(2), 7);
  });

  it('of 0 leave rows out, which are counted, and negative ones are refused', () => {
    const some = rows.map(({ w, id }) => (id === 4 ? 0 : w));
    const { fit } = effects('imputation', { ...columns, w: some }, { weights: 'w' });
    expect(fit.rowsLost).toEqual([{ cause: 'zero weight', count: 5, detail: 'w' }]);
    const without = effects('imputation', columnsOf(rows.filter(({ id }) => id !== 4)), { weights: 'w' });
    expect(fit.terms[0]!.estimate).toBeCloseTo(without.simple!.estimate, 10);
    const wrong = { ...columns, w: rows.map(({ w, id }) => (id === 4 ? -w : w)) };
    expect(() => effects('twfe', wrong, { weights: 'w' })).toThrow(
      'expected weights of 0 or more, got `w` below 0 in 5 rows',
    );
  });

  it('are read by no other method, whose keys the plan refuses by name', () => {
    for (const [name, { keys }] of Object.entries(methodsOf))
      expect([name, keys.includes('weights')]).toEqual([name, [...methods, 'rings'].includes(name)]);
  });
});
