/** Local projections against regressions of leads in columns of models, what does not change them, and what they refuse. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { createRng } from '../../../src/base/number/rng.ts';
import { normal, studentT } from '../../../src/econ/distributions/distributions.ts';
import type { ResponseRow } from '../../../steps/local_projections/numbers/local-projections.ts';
import { supT } from '../../../steps/local_projections/numbers/sup-t.ts';
import { planned } from './planned.ts';

const draw = createRng('local-projections').stream('rows', 0);
type Row = Readonly<Record<'unit' | 'year' | 'y' | 'd' | 'z' | 's', number>>;
const rows: readonly Row[] = Array.from({ length: 12 }, (_, unit) => {
  let [y, d] = [0, 0];
  return Array.from({ length: 20 }, (__, t): Row => {
    const [z, s] = [draw.normal(), Number((t + unit) % 5 > 2)];
    d = 0.4 * d + z + draw.normal();
    y = 0.5 * y + (0.6 + 0.5 * s) * d + unit / 6 + draw.normal();
    return { unit, year: 2000 + t, y, d, z, s };
  });
})
  .flat()
  // a gap, over which no lag reaches
  .filter(({ unit, year }) => !(unit === 3 && year === 2010));

const csvOf = (of: readonly Row[]): string =>
  `unit,year,y,d,z,s\n${of.map(({ unit, year, y, d, z, s }) => [unit, year, y, d, z, s].join(',')).join('\n')}\n`;
const csv = csvOf(rows);

const pipeline = (steps: string, panel = ', panel: {unit: unit, time: year}'): string =>
  `papermake: 1\nsteps:\n  data: {kind: ingest, file: d.csv${panel}}\n${steps}`;
const step = (keys: string): string => pipeline(`  lp: {kind: local_projections, from: data, ${keys}}`);

async function responses(keys: string, data = csv): Promise<readonly ResponseRow[]> {
  const { parts, failures } = await planned(step(keys), data).run('lp');
  expect(failures).toEqual([]);
  return parts.rows as unknown as readonly ResponseRow[];
}

async function estimates(keys: string, data = csv): Promise<readonly number[]> {
  return (await responses(keys, data)).map(({ estimate }) => estimate);
}

function close(actual: readonly unknown[], expected: readonly number[], digits = 9): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i]!, digits);
}

const BASE = 'fit: "y ~ d | unit", shock: d, vcov: cluster(unit)';

describe('responses', () => {
  const columns = [0, 1, 2, 3].map((h) => {
    const lead = h === 0 ? 'y' : `F${h}.y`;
    return `      - {id: h${h}, fit: "${lead} ~ d + L.d + L2.d + L.y + L2.y | unit"}`;
  });
  const models = pipeline(
    `  m:\n    kind: models\n    from: data\n    vcov: cluster(unit)\n    columns:\n${columns.join('\n')}`,
  );

  it('are the coefficients of regressions of leads', async () => {
    const found = await responses(`${BASE}, horizons: 3, lags: 2`);
    const plan = planned(models, csv);
    for (const [h, row] of found.entries()) {
      const { parts } = await plan.run(`m.h${h}`);
      const [own] = parts.terms as unknown as readonly Readonly<Record<string, number>>[];
      close(
        [row.estimate, row.stdError, row.statistic, row.pValue, row.confLow, row.confHigh],
        ['estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'].map((name) => own![name]!),
      );
      expect(row.n).toBe(parts.nobs);
      expect(row.variable).toBe(`h${h}`);
    }
  });

  it('of changes are those of levels where the outcome before is a control', async () => {
    const keys = 'fit: "y ~ d + L.y | unit", shock: d, vcov: cluster(unit), horizons: 3';
    close(await estimates(`${keys}, response: change`), await estimates(keys));
  });

  it('of sums add up those of levels over the same rows', async () => {
    const keys = `${BASE}, horizons: 3, common_sample: true`;
    let total = 0;
    const expected = (await estimates(keys)).map((each) => (total += each));
    close(await estimates(`${keys}, response: sum`), expected);
  });

  it('of two states differ by the coefficient of the product', async () => {
    const keys = `fit: "y ~ d + s + d:s | unit", shock: d, vcov: cluster(unit), horizons: 0`;
    const [of0, of1, gap] = await responses(`${BASE}, horizons: 0, state: s`);
    const { parts } = await planned(
      pipeline(`  m: {kind: models, from: data, ${keys.replace(/, shock.*/, '')}, vcov: cluster(unit)}`),
      csv,
    ).run('m');
    const terms = parts.terms as unknown as readonly {
      readonly term: string;
      readonly estimate: number;
      readonly stdError: number;
    }[];
    const product = terms.find(({ term }) => term === 'd:s')!;
    close([gap!.estimate, gap!.stdError], [product.estimate, product.stdError]);
    close([of1!.estimate - of0!.estimate], [product.estimate]);
    expect([of0!.variable, of1!.variable, gap!.variable]).toEqual(['h0::0', 'h0::1', 'h0::gap']);
  });

  it('by instruments are those of two-stage least squares', async () => {
    const found = await responses('fit: "y ~ 1 | unit | d ~ z", shock: d, vcov: cluster(unit), horizons: [2], lags: 1');
    const { parts } = await planned(
      pipeline('  m: {kind: models, from: data, fit: "F2.y ~ L.d + L.y | unit | d ~ z", vcov: cluster(unit)}'),
      csv,
    ).run('m');
    const own = (parts.terms as unknown as readonly Readonly<Record<string, number>>[]).find(
      ({ term }) => (term as unknown) === 'd',
    )!;
    close([found[0]!.estimate, found[0]!.stdError], [own.estimate!, own.stdError!]);
  });
});

describe('what changes nothing', () => {
  const keys = `${BASE}, horizons: 2, lags: 1, sup_t: true`;

  it('the order of rows', async () => {
    expect(await responses(keys, csvOf(rows.toReversed()))).toEqual(await responses(keys));
  });

  it('the names of units', async () => {
    const renamed = csvOf(rows.map((row) => ({ ...row, unit: 100 - row.unit })));
    close(await estimates(keys, renamed), await estimates(keys));
  });

  it('units of measurement, but for the scale of the response', async () => {
    const own = await responses(keys);
    const scaled = await responses(keys, csvOf(rows.map((row) => ({ ...row, y: 3 * row.y, d: row.d / 2 }))));
    for (const field of ['estimate', 'stdError', 'confLow', 'bandHigh'] as const)
      close(
        scaled.map((row) => row[field]),
        own.map((row) => 6 * (row[field] as number)),
        8,
      );
  });

  it('defaults that are written out', () => {
    const written = `${keys}, response: level, error_lags: written, common_sample: false, draws: 10000, seed: 1, level: 95`;
    const [a, b] = [keys, written].map((each) => planned(step(each), csv).nodes.get('lp')!);
    expect(b!.params).toEqual(a!.params);
    expect(b!.seed).toBe(a!.seed);
  });

  it('a list of the horizons that a number stands for', () => {
    const [a, b] = ['horizons: 2', 'horizons: [2, 0, 1, 1]'].map(
      (each) => planned(step(`${BASE}, ${each}`), csv).nodes.get('lp')!,
    );
    expect(b!.params).toEqual(a!.params);
  });

  it('a lag that is written as a control too', async () => {
    const twice = 'fit: "y ~ d + L.d | unit", shock: d, vcov: cluster(unit), horizons: 1, lags: {shock: 1}';
    close(await estimates(twice), await estimates(`${BASE}, horizons: 1, lags: {shock: 1}`));
  });
});

describe('simultaneous bands', () => {
  const identity = (k: number): Float64Array =>
    Float64Array.from({ length: k * k }, (_, i) => Number(i % (k + 1) === 0));
  const stream = () => createRng('sup-t').stream('band', 0);

  it('of independent statistics have the critical value of Šidák', () => {
    const exact = normal.upperQuantile((1 - 0.9 ** (1 / 4)) / 2);
    expect(Math.abs(supT(identity(4), null, 0.9, 200_000, stream())! - exact)).toBeLessThan(0.015);
  });

  it('of one statistic are the pointwise interval', () => {
    expect(Math.abs(supT(identity(1), 7, 0.95, 200_000, stream())! - studentT(7).upperQuantile(0.025))).toBeLessThan(
      0.02,
    );
  });

  it('are none where the correlations are singular', () => {
    expect(supT(Float64Array.of(1, 1, 1, 1), null, 0.95, 1000, stream())).toBeNull();
  });

  it.each(['cluster(unit)', 'dk(1)', 'nw(1)', 'robust'])('hold the intervals inside, with %s', async (vcov) => {
    const fit = vcov === 'robust' ? 'y ~ d' : 'y ~ d | unit';
    const found = await responses(`fit: "${fit}", shock: d, vcov: ${vcov}, horizons: 3, sup_t: true`);
    for (const { confLow, confHigh, bandLow, bandHigh } of found) {
      expect(bandLow as number).toBeLessThan(confLow as number);
      expect(bandHigh as number).toBeGreaterThan(confHigh as number);
    }
  });

  it('follow the seed', async () => {
    const [a, b] = [1, 2].map(
      (seed) => planned(step(`${BASE}, horizons: 1, sup_t: true, seed: ${seed}`), csv).nodes.get('lp')!,
    );
    expect(a!.seed).not.toBe(b!.seed);
  });
});

describe('refusals', () => {
  const complaints = (keys: string): readonly string[] =>
    planned(step(keys), csv).problems.map(({ code, message }) => `${code}: ${message}`);

  it.each<readonly [keys: string, says: string]>([
    ['fit: "y ~ d | unit", shock: z, horizons: 2', 'not-in-regression: `z` is no term of this regression'],
    ['fit: "y ~ d + d^2", shock: d, horizons: 2', 'ambiguous-effect: the effect of `d` also hangs on `d^2`'],
    ['fit: "y ~ d^2", shock: d^2, horizons: 2', 'unsupported: lags of `d^2` are not defined'],
    ['fit: "y ~ d:z", shock: d:z, horizons: 2', 'unsupported: lags of `d:z` are not defined'],
    ['fit: "y ~ d", shock: d, state: d, horizons: 2', 'unsupported: `d` is the shock already'],
    [
      'fit: "y ~ 1 | unit | d + s ~ z + L.z", shock: d, state: s, horizons: 2',
      'unsupported: `state` is not supported with several endogenous variables',
    ],
    [
      'fit: "y ~ d", shock: d, horizons: 2, winsorize: [1, 99]',
      'unsupported: `local_projections` is not supported with `winsorize`',
    ],
    [
      'fit: "y ~ d", shock: d, horizons: 2, error_lags: horizon',
      'unused-option: `error_lags: horizon` is read with `vcov: nw()` and `vcov: dk()` alone',
    ],
    ['fit: "y ~ d", shock: d, horizons: 2, seed: 2', 'unused-option: `seed` is read with `sup_t: true` alone'],
    ['fit: "y ~ d", shock: d, horizons: 2, draws: 2000', 'unused-option: `draws` is read with `sup_t: true` alone'],
    ['fit: "y ~ d", shock: d, horizons: 2, vcov: wild(unit)', 'unsupported: `local_projections` has no wild bootstrap'],
    ...['iid', 'HC3', 'cluster(unit + year)', '"conley(y, d, 100)"', '"nw(1, year)"'].map(
      (vcov) =>
        [
          `fit: "y ~ d", shock: d, horizons: 2, sup_t: true, vcov: ${vcov}`,
          'unsupported: a simultaneous band needs the covariance of all horizons, which this `vcov` does not tell',
        ] as const,
    ),
  ])('%s', (keys, says) => {
    expect(complaints(keys)).toEqual([says]);
  });

  it.each(['nw(1)', 'dk(1)'])('no lags as many as the horizon of %s', (vcov) => {
    expect(complaints(`fit: "y ~ d", shock: d, horizons: 2, error_lags: horizon, vcov: ${vcov}`)).toEqual([]);
  });

  it('data without a panel', () => {
    const { problems } = planned(
      pipeline(`  lp: {kind: local_projections, from: data, fit: y ~ d, shock: d, horizons: 2}`, ''),
      csv,
    );
    expect(problems.map(({ code }) => code)).toEqual(['no-panel']);
  });

  it('a shock that effects take up', async () => {
    const { failures } = await planned(
      step('fit: "y ~ d | unit + year", shock: d, horizons: 1'),
      csvOf(rows.map((row) => ({ ...row, d: row.year }))),
    ).run('lp');
    expect(failures.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'dropped-term: the response at horizon 0 cannot be told: `d` was dropped (absorbed)',
    ]);
  });

  it('a state beyond 0 and 1 in a row that is used, and no other', async () => {
    const percents = csvOf(rows.map((row) => (row.year === 2005 ? { ...row, s: 40 } : row)));
    const keys = 'fit: "y ~ d | unit", shock: d, state: s, horizons: 1';
    const { failures } = await planned(step(keys), percents).run('lp');
    expect(failures.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'outside-unit: expected a state from 0 to 1, got 40 in `s`',
    ]);
    expect((await responses(`${keys}, sample: year > 2005`, percents)).length).toBe(6);
  });
});

it('says how many rows the first horizon does not use', async () => {
  const { notes } = await planned(step(`${BASE}, horizons: 1, lags: 2`), csv).run('lp');
  // one of each of twelve units, and one behind the gap, by either lag
  expect(notes).toEqual(['13 rows not used (lag: L.d)', '13 rows not used (lag: L2.d)']);
});

it('says what was asked beside the rows', async () => {
  const { parts } = await planned(step(`${BASE}, horizons: 1, response: sum, level: 90, state: s`), csv).run('lp');
  const { outcome, shock, state, response, level, covariance } = parts as Readonly<Record<string, Json>>;
  expect({ outcome, shock, state, response, level, covariance }).toEqual({
    ...{ outcome: 'y', shock: 'd', state: 's', response: 'sum', level: 0.9, covariance: 'cluster(unit)' },
  });
});
