/** Survival functions of groups and their tests: by hand, and what they hang on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stat } from '../../../src/econ/fit.ts';
import { survivalCurve } from '../../../src/econ/graphics/survival.ts';
import { compareSurvival, rankTests } from '../../../steps/survival/numbers/log-rank.ts';
import { type GroupedSpells, survivalReport } from '../../../steps/survival/numbers/report.ts';
import { pointAt, summarise } from '../../../steps/survival/numbers/summary.ts';

type Spell = readonly [time: number, event: number, group: number, entry: number, stratum: number];

const spellsOf = (rows: readonly Spell[], k = 2): GroupedSpells => {
  const of = (i: 0 | 1 | 2 | 3 | 4): number[] => rows.map((row) => row[i]);
  return {
    times: Float64Array.from(of(0)),
    events: Float64Array.from(of(1)),
    groups: Int32Array.from(of(2)),
    entries: Float64Array.from(of(3)),
    strata: Int32Array.from(of(4)),
    names: Array.from({ length: k }, (_, code) => String(code)),
  };
};
const begin = Number.NEGATIVE_INFINITY;
const request = { at: [2, 5], tests: rankTests, interval: 'log-log', level: 0.95 } as const;

const spell = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.nat(1), fc.nat(2), fc.nat(11), fc.nat(1))
  .map(([time, event, group, entry, stratum]): Spell => [time, event, group, Math.min(entry, time - 1), stratum]);
const sample = fc
  .array(spell, { minLength: 12, maxLength: 50 })
  .filter((rows) => [0, 1, 2].every((group) => rows.some((row) => row[2] === group)));

/** Both say the same: why there is no number, or the number in another unit. */
function expectSame(found: Stat, expected: Stat, unit = 1): void {
  if (typeof expected === 'number') expect(Math.abs((found as number) / (unit * expected) - 1)).toBeLessThan(1e-7);
  else expect(found).toEqual(expected);
}

describe('log-rank tests', () => {
  it('are the ones by hand', () => {
    // at 1: one of 2 in each; at 2: none of 1, one of 2; at 4: one of 1 in the first, alone
    const spells = spellsOf([
      [1, 1, 0, begin, 0],
      [4, 1, 0, begin, 0],
      [2, 1, 1, begin, 0],
      [3, 0, 1, begin, 0],
    ]);
    const { tests, expected } = compareSurvival(spells, spells.groups, 2, spells.strata);
    const [e, v] = [2 / 4 + 1 / 3 + 1, 1 / 4 + 2 / 9];
    expect([...expected]).toEqual([expect.closeTo(e, 12), expect.closeTo(2 / 4 + 2 / 3, 12)]);
    expect(tests['log-rank'].chi2).toBeCloseTo(((2 - e) * (2 - e)) / v, 12);
    const gap = 4 * (1 - 1 / 2) - 3 * (1 / 3);
    expect(tests.wilcoxon.chi2).toBeCloseTo((gap * gap) / (16 / 4 + 9 * (2 / 9)), 12);
  });

  it('hang neither on the order of rows nor on units of time nor on which group comes first', () => {
    fc.assert(
      fc.property(sample, fc.constantFrom(0.5, 7, 365), (rows, unit) => {
        const turned = [...rows].reverse().map(([time, event, group, entry, stratum]): Spell => {
          return [unit * time, event, 2 - group, unit * entry, 1 - stratum];
        });
        const [plain, other] = [rows, turned].map((each) => survivalReport(spellsOf(each, 3), request));
        plain!.tests.forEach(({ chi2, df }, i) => {
          if (typeof chi2 === 'number') expect(other!.tests[i]!.chi2).toBeCloseTo(chi2, 7);
          else expectSame(other!.tests[i]!.chi2, chi2);
          expectSame(other!.tests[i]!.df, df);
        });
        plain!.rows.forEach((row, code) => {
          const same = other!.rows[2 - code]!;
          expect(same.mean).toBeCloseTo(unit * row.mean, 8);
          expectSame(same.median, row.median, unit);
          expect(same.expected).toBeCloseTo(row.expected!, 8);
        });
        const ended = plain!.rows.reduce((sum, { events }) => sum + events, 0);
        expect(plain!.rows.reduce((sum, { expected }) => sum + expected!, 0)).toBeCloseTo(ended, 8);
      }),
    );
  });

  it('say why there is none', () => {
    const alone = spellsOf([
      [1, 1, 0, begin, 0],
      [2, 0, 0, begin, 0],
    ]);
    expect(compareSurvival(alone, alone.groups, 1, alone.strata).tests['log-rank'].pValue).toEqual({
      invalid: 'no two groups are at risk where a spell ends',
    });
    const together = spellsOf([
      [1, 1, 0, begin, 0],
      [1, 1, 1, begin, 0],
    ]);
    expect(compareSurvival(together, together.groups, 2, together.strata).tests.wilcoxon.chi2).toEqual({
      invalid: 'the variance of the test is singular',
    });
  });
});

describe('curves', () => {
  it('with entries at the beginning are those without, and a spell is at risk behind its entry', () => {
    const [times, events] = [Float64Array.of(2, 3, 5), Float64Array.of(1, 1, 1)];
    const plain = survivalCurve(times, events, 0.95);
    expect(survivalCurve(times, events, 0.95, { entries: new Float64Array(3) })).toEqual(plain);
    const late = survivalCurve(times, events, 0.95, { entries: Float64Array.of(0, 0, 3) });
    expect(late.map(({ atRisk }) => atRisk)).toEqual([2, 1, 1]);
    expect(late.map(({ survival }) => survival)).toEqual([0.5, 0, 0]);
    expect(
      survivalReport(
        spellsOf(
          [
            [2, 1, 0, 0, 0],
            [5, 1, 0, 3, 0],
          ],
          1,
        ),
        request,
      ).emptied,
    ).toEqual(['0']);
  });

  it('have intervals on three scales, which stay between 0 and 1', () => {
    const [times, events] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 0, 1, 0)];
    const [first, , third] = survivalCurve(times, events, 0.95, { interval: 'plain' });
    expect(first).toMatchObject({
      low: expect.closeTo(0.75 - 1.959963984540054 * Math.sqrt(0.75 * 0.25 * 0.25), 12),
      high: 1,
    });
    expect(third).toMatchObject({ low: 0 });
    const [log] = survivalCurve(times, events, 0.95, { interval: 'log' });
    expect(log!.low).toBeCloseTo(0.75 * Math.exp(-1.959963984540054 * Math.sqrt(1 / 12)), 12);
    expect(log!.high).toBe(1);
  });

  it('have medians at a half, means to the last time, and points up to it', () => {
    const steps = survivalCurve(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 1, 1, 0), 0.95);
    const found = summarise(steps, 4);
    expect(found).toMatchObject({ n: 4, events: 3, median: 2, mean: 1 + 0.75 + 0.5 + 0.25 });
    expect(found.medianHigh).toEqual({ invalid: 'the interval of survival does not fall below a half' });
    expect(pointAt(steps, 0.5, 4)).toMatchObject({ survival: 1, events: 0, low: 1 });
    expect(pointAt(steps, 2.5, 2)).toMatchObject({ survival: 0.5, events: 2 });
    expect(pointAt(steps, 5, 0).survival).toEqual({ invalid: 'no spell is observed so long' });
    const none = survivalCurve(Float64Array.of(1, 2), Float64Array.of(1, 1), 0.95);
    expect(pointAt(none, 5, 0)).toMatchObject({ survival: 0, low: { invalid: 'nothing survives' } });
    const censored = survivalCurve(Float64Array.of(1, 2, 3), Float64Array.of(1, 0, 0), 0.95);
    expect(summarise(censored, 3).median).toEqual({ invalid: 'more than half survive' });
  });
});
