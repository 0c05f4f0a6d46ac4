/** Kaplan–Meier against R's `survfit`, and in closed form. */
import { describe, expect, it } from 'vitest';
import { survivalCurve } from '../../../../src/econ/graphics/survival.ts';

/** Weeks in remission of 21 patients under 6-MP, 0 where censored (Freireich et al. 1963, Blood 21:699). */
const weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
const ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];

/** `survfit(Surv(t, e) ~ 1, conf.type = "log-log", conf.int = 0.9)` of survival in R: time, at risk, events, censored, S, low, high. */
const inR = [
  [6, 21, 3, 1, 0.857142857143, 0.671106780592, 0.94215940572],
  [7, 17, 1, 0, 0.806722689076, 0.612478543986, 0.910197832847],
  [9, 16, 0, 1, 0.806722689076, 0.612478543986, 0.910197832847],
  [10, 15, 1, 1, 0.752941176471, 0.551123381928, 0.873581243274],
  [11, 13, 0, 1, 0.752941176471, 0.551123381928, 0.873581243274],
  [13, 12, 1, 0, 0.690196078431, 0.478700309674, 0.82976106502],
  [16, 11, 1, 0, 0.627450980392, 0.412612768006, 0.782391224443],
  [17, 10, 0, 1, 0.627450980392, 0.412612768006, 0.782391224443],
  [19, 9, 0, 1, 0.627450980392, 0.412612768006, 0.782391224443],
  [20, 8, 0, 1, 0.627450980392, 0.412612768006, 0.782391224443],
  [22, 7, 1, 0, 0.53781512605, 0.311214080582, 0.719233187225],
  [23, 6, 1, 0, 0.448179271709, 0.226462088245, 0.64811358414],
  [25, 5, 0, 1, 0.448179271709, 0.226462088245, 0.64811358414],
  [32, 4, 0, 2, 0.448179271709, 0.226462088245, 0.64811358414],
  [34, 2, 0, 1, 0.448179271709, 0.226462088245, 0.64811358414],
  [35, 1, 0, 1, 0.448179271709, 0.226462088245, 0.64811358414],
];

const of = (times: readonly number[], events: readonly number[], level = 0.9) =>
  survivalCurve(Float64Array.from(times), Float64Array.from(events), level);

describe('survival functions', () => {
  it('are those of R, with their intervals', () => {
    const found = of(weeks, ended);
    expect(found.map(({ time }) => time)).toEqual(inR.map(([time]) => time));
    for (const [i, [, atRisk, events, censored, survival, low, high]] of inR.entries()) {
      expect(found[i]).toMatchObject({ atRisk, events, censored });
      expect(found[i]!.survival).toBeCloseTo(survival!, 11);
      expect(found[i]!.low).toBeCloseTo(low!, 10);
      expect(found[i]!.high).toBeCloseTo(high!, 10);
    }
  });

  it('do not hang on the order of rows or the unit of time, and leave out what is missing', () => {
    const backwards = of([...weeks].reverse(), [...ended].reverse());
    expect(backwards).toEqual(of(weeks, ended));
    const inDays = of(
      weeks.map((time) => 7 * time),
      ended,
    );
    expect(inDays.map(({ survival }) => survival)).toEqual(backwards.map(({ survival }) => survival));
    expect(of([Number.NaN, 3, ...weeks], [1, Number.NaN, ...ended])).toEqual(backwards);
  });

  it('end at nothing without an interval, and have none of width before the first event', () => {
    const [first, second, last] = of([1, 2, 3], [0, 1, 1]);
    expect(first).toMatchObject({ survival: 1, low: 1, high: 1 });
    expect(second).toMatchObject({ survival: 0.5 });
    expect(last).toMatchObject({ survival: 0, low: null, high: null });
  });

  it('refuse what is no spell', () => {
    expect(() => of([], [])).toThrow('no spell has a time');
    expect(() => of([-1], [1])).toThrow('less than no time');
    expect(() => of([1], [2])).toThrow('expected 1 for a spell');
  });
});
