import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../../src/base/number/rng.ts';
import type { Lags } from '../../../../../steps/diagnose/numbers/unit-root/adf.ts';
import { normalScore } from '../../../../../steps/diagnose/numbers/unit-root/mackinnon.ts';
import { ipsMoments, llcAdjustments } from '../../../../../steps/diagnose/numbers/unit-root/moments.ts';
import { seriesOf } from '../../../../../steps/diagnose/numbers/unit-root/series.ts';
import { type UnitRootTest, unitRoot } from '../../../../../steps/diagnose/numbers/unit-root/tests.ts';

const all: readonly UnitRootTest[] = ['llc', 'ips', 'fisher-adf', 'fisher-pp'];
const [units, periods] = [8, 40];
const draw = createRng('unit root').stream('y', 0);
const shocks = Array.from({ length: units * periods }, () => draw.normal());

/** y_t = ρ y_{t−1} + e_t in each unit. */
function panelOf(rho: number): number[] {
  const y: number[] = [];
  for (const [i, e] of shocks.entries()) y.push(i % periods === 0 ? e : rho * y[i - 1]! + e);
  return y;
}

interface Rows {
  readonly y: readonly number[];
  readonly unit: readonly number[];
  readonly time: readonly number[];
}

const rowsOf = (y: readonly number[]): Rows => ({
  y,
  unit: y.map((_, i) => Math.floor(i / periods)),
  time: y.map((_, i) => i % periods),
});

function statistics({ y, unit, time }: Rows, lags: Lags = 1, demean = false, tests = all) {
  const codes = { codes: Int32Array.from(unit), levels: units };
  const series = seriesOf(Float64Array.from(y), codes, Float64Array.from(time), demean);
  return tests.flatMap((test) => unitRoot(test, series, { lags, deterministic: 'intercept' }).rows);
}

const close = (a: ReturnType<typeof statistics>, b: ReturnType<typeof statistics>): void => {
  expect(b.map(({ name }) => name)).toEqual(a.map(({ name }) => name));
  for (const [i, { statistic }] of a.entries()) expect(b[i]!.statistic).toBeCloseTo(statistic as number, 8);
};

describe('unit-root tests', () => {
  it('do not depend on the order of rows, on units of measure or on the level', () => {
    const rows = rowsOf(panelOf(0.9));
    const turned: Rows = { y: rows.y.toReversed(), unit: rows.unit.toReversed(), time: rows.time.toReversed() };
    close(statistics(rows), statistics(turned));
    close(statistics(rows), statistics({ ...rows, y: rows.y.map((y) => 1000 * y + 5) }));
  });

  it('reject where every unit is stationary, and do not where every one is a random walk', () => {
    for (const { pValue } of statistics(rowsOf(panelOf(0.3)))) expect(pValue).toBeLessThan(1e-4);
    for (const { pValue } of statistics(rowsOf(panelOf(1)))) expect(pValue).toBeGreaterThan(0.05);
  });

  it('are not moved by effects of periods whose means are subtracted', () => {
    const rows = rowsOf(panelOf(0.9));
    const moved = { ...rows, y: rows.y.map((y, i) => y + Math.sin(rows.time[i]!)) };
    close(statistics(rows, 1, true), statistics(moved, 1, true));
    expect(statistics(moved)[0]!.statistic).not.toBeCloseTo(statistics(rows)[0]!.statistic as number, 3);
  });

  it('choose lags by a criterion: of a random walk few, and the same as that number asked for', () => {
    const rows = rowsOf(panelOf(1));
    close(statistics(rows, 0, false, ['ips']), statistics(rows, { by: 'bic', max: 0 }, false, ['ips']));
    const [chosen] = statistics(rows, { by: 'bic', max: 4 }, false, ['ips']);
    expect(chosen!.statistic).not.toBe(statistics(rows, 4, false, ['ips'])[0]!.statistic);
  });

  it('say why one is not defined', () => {
    const rows = rowsOf(panelOf(0.9));
    const gap: Rows = { ...rows, time: rows.time.map((t) => (t > 20 ? t + 1 : t)) };
    const why = (found: ReturnType<typeof statistics>): unknown[] => found.map(({ statistic }) => statistic);
    expect(why(statistics(gap, 1, false, ['ips', 'fisher-pp']))[0]).toEqual({ invalid: 'a unit has gaps' });
    expect(why(statistics(gap, 1, false, ['llc']))).toEqual([{ invalid: 'the panel is not balanced' }]);
    // lags and differences are by the calendar, and Fisher's has what is left of each unit
    expect(why(statistics(gap, 1, false, ['fisher-adf'])).every((value) => typeof value === 'number')).toBe(true);
    expect(why(statistics(rows, 30, false, ['fisher-adf']))[0]).toEqual({
      invalid: 'a unit has too few periods for its lags',
    });
    const flat = { ...rows, y: rows.y.map((y, i) => (rows.unit[i] === 3 ? 7 : y)) };
    expect(why(statistics(flat, 0, false, ['llc']))).toEqual([
      { invalid: 'a unit does not vary besides its lags and trend' },
    ]);
  });

  it('read the tables of their papers between periods', () => {
    expect(ipsMoments('intercept', 20, 1)).toEqual({ mean: -1.516, variance: 0.915 });
    expect(ipsMoments('intercept', 22.5, 1)!.mean).toBeCloseTo((-1.516 - 1.514) / 2, 12);
    expect(ipsMoments('trend', 12, 6)).toBeUndefined();
    expect(ipsMoments('trend', 5, 0)).toEqual(ipsMoments('trend', 10, 0));
    expect(llcAdjustments('trend', 65).mu).toBeCloseTo((-0.598 - 0.587) / 2, 12);
    expect(llcAdjustments('none', 9999)).toEqual({ mu: 0, sigma: 1 });
  });

  it('have MacKinnon’s critical values at their levels, and p that never falls with t', () => {
    // 5 %: −1.94, −2.86, −3.41
    for (const [which, t] of [
      ['none', -1.94],
      ['intercept', -2.86],
      ['trend', -3.41],
    ] as const)
      expect(normalScore(t, which)).toBeCloseTo(-1.645, 1);
    for (let t = -25; t < 12; t += 0.01)
      expect(normalScore(t + 0.01, 'trend')).toBeGreaterThanOrEqual(normalScore(t, 'trend') - 0.01);
  });
});
