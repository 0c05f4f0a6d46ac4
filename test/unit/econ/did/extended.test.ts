/** Extended two-way and stacked regressions: what they must equal in balanced panels, and formulas of four cells. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { methodsOf } from '../../../../steps/did/numbers/methods.ts';
import type { DidResult, EventStudy } from '../../../../steps/did/numbers/result.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidMethod, DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

async function effects(
  method: DidMethod,
  columns: Readonly<Record<string, Cells>>,
  more: Partial<DidSpec> = {},
): Promise<DidResult> {
  const spec: DidSpec = {
    ...{ method, outcome: 'y', covariates: [], cohort: 'g', treatment: null, sample: null, exclude: null },
    ...{ cluster: null, control: null, estimate: 'reg', base: 'universal', anticipation: 0, events: null },
    ...{ balanceEvents: null, unbalanced: 'drop', pretrends: 0, bands: 0, shares: 'fixed' },
    ...more,
  };
  const estimate = await methodsOf[method].load();
  return estimate(spec, didSample(spec, dataOf(columns, { unit: 'id', time: 't' })), createRng('1'));
}

const noise = (unit: number, time: number): number => (((unit * 131 + time * 71) * 7919) % 1009) / 500 - 1;

function panel(cohorts: readonly number[], periods: number, y: (unit: number, time: number, g: number) => number) {
  const rows = cohorts.flatMap((g, unit) => Array.from({ length: periods }, (_, t) => ({ unit, time: t + 1, g })));
  return {
    id: rows.map(({ unit }) => unit),
    t: rows.map(({ time }) => time),
    g: rows.map(({ g }) => g),
    y: rows.map(({ unit, time, g }) => y(unit, time, g)),
    x: rows.map(({ unit }) => ((unit * 37) % 11) / 5),
  };
}
const staggered = panel([0, 3, 4, 6, 0, 3, 4, 6, 0, 3, 4, 6, 0, 4, 6, 3], 7, noise);

const eventsOf = ({ dynamic }: DidResult): Readonly<Record<string, number>> =>
  Object.fromEntries(dynamic!.by.map(({ event, estimate }) => [String(event), estimate as number]));

const agree = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): void => {
  expect(Object.keys(a).length).toBeGreaterThan(2);
  for (const [name, value] of Object.entries(a)) expect(value).toBeCloseTo(b[name]!, 9);
};

describe('the extended two-way regression', () => {
  it('has the effects that imputation has in a balanced panel (Wooldridge 2021, section 5)', async () => {
    const [extended, imputed] = [await effects('etwfe', staggered), await effects('imputation', staggered)];
    agree(eventsOf(extended), eventsOf(imputed));
    expect(extended.simple!.estimate).toBeCloseTo(imputed.simple!.estimate, 9);
  });

  it('has with the never treated those of Callaway and Sant’Anna against one base', async () => {
    const extended = await effects('etwfe', staggered, { control: 'never' });
    const { '-1': _, ...others } = eventsOf(await effects('callaway', staggered));
    agree(eventsOf(extended), others);
    expect(extended.eventStudy).toMatchObject({
      events: Object.keys(others)
        .map(Number)
        .sort((a, b) => a - b),
    });
  });

  it('tells its bases and tests the periods before them, which those of not yet treated controls do not', async () => {
    const many = panel(
      Array.from({ length: 48 }, (_, unit) => [0, 3, 4, 6][(unit * 7) % 4]!),
      7,
      noise,
    );
    const { fit, eventStudy } = await effects('etwfe', many, { control: 'never' });
    const [test] = fit.tests;
    expect(test).toMatchObject({ name: 'pre-trend', reference: [-1], df: [4, 47] });
    const { events, estimates, vcov } = eventStudy as EventStudy;
    const leads = [...events.keys()].filter((k) => events[k]! < 0);
    // the F is the square of the t of the combination that rejects most, which no other exceeds
    const square = (w: readonly number[]): number => {
      const estimate = leads.reduce((sum, k, i) => sum + w[i]! * estimates[k]!, 0);
      const variance = leads.reduce(
        (sum, a, i) => sum + leads.reduce((part, b, j) => part + w[i]! * w[j]! * vcov[a]![b]!, 0),
        0,
      );
      return (estimate * estimate) / variance / leads.length;
    };
    let [best, at] = [[1, 0, 0, 0], 1];
    for (let step = 0; step < 4000; step++) {
      const next = best.map((w, i) => w + at * noise(step, i));
      if (square(next) > square(best)) best = next;
      else if (step % 40 === 39) at *= 0.9;
    }
    expect(square(best)).toBeCloseTo(test!.statistic as number, 4);
    expect((await effects('etwfe', staggered)).fit.tests).toEqual([]);
    expect((await effects('stacked', staggered, { events: [-2, 1] })).fit.tests[0]).toMatchObject({
      reference: [-1],
      df: [1, expect.any(Number)],
    });
    expect((await effects('dcdh', staggered, { events: [-2, 1] })).fit.tests[0]).toMatchObject({
      reference: [-1],
      df: [1],
    });
  });

  const fourCells = (of: (treated: boolean, after: boolean, unit: number) => number) =>
    panel(
      Array.from({ length: 20 }, (_, unit) => (unit % 2 === 0 ? 2 : 0)),
      2,
      (unit, time, g) => of(g > 0, time === 2, unit),
    );
  const meanOf = ({ y, g, t }: ReturnType<typeof fourCells>, isTreated: boolean, time: number): number => {
    const own = y.filter((_, i) => g[i]! > 0 === isTreated && t[i] === time);
    return own.reduce((sum, each) => sum + each, 0) / own.length;
  };

  it('is the ratio of ratios for Poisson, and of odds for logit, in units of the outcome', async () => {
    const counts = fourCells((treated, after, unit) => 1 + (unit % 5) + (treated ? 2 : 0) + (after ? unit % 3 : 0));
    const ratio = (meanOf(counts, true, 1) * meanOf(counts, false, 2)) / meanOf(counts, false, 1);
    const poisson = await effects('etwfe', counts, { family: 'poisson' });
    expect(poisson.simple!.estimate).toBeCloseTo(meanOf(counts, true, 2) - ratio, 8);
    const binary = fourCells((treated, after, unit) =>
      (unit * 7 + (treated ? 3 : 0) + (after ? 5 : 0)) % 4 > 1 ? 1 : 0,
    );
    const odds = (p: number): number => p / (1 - p);
    const o = (odds(meanOf(binary, true, 1)) * odds(meanOf(binary, false, 2))) / odds(meanOf(binary, false, 1));
    const logit = await effects('etwfe', binary, { family: 'logit' });
    expect(logit.simple!.estimate).toBeCloseTo(meanOf(binary, true, 2) - o / (1 + o), 7);
  });

  it('has the errors of the delta method: a Poisson effect moves with its coefficients', async () => {
    const own = await effects('etwfe', { ...staggered, y: staggered.y.map((each) => each + 2) }, { family: 'poisson' });
    expect(own.simple!.stdError).toBeGreaterThan(0);
    expect(own.eventStudy).toHaveProperty('invalid');
  });

  it('takes the cohort treated last as the control where nobody is never treated, and refuses no cohort', async () => {
    const treated = panel([3, 4, 6, 3, 4, 6, 3, 4, 6], 7, noise);
    const found = await effects('etwfe', treated);
    expect(found.leftOut).toMatchObject({ periodsFromLastCohort: 2 });
    expect(found.group!.by.map(({ group }) => group)).toEqual([3, 4]);
    await expect(effects('etwfe', treated, { control: 'never' })).rejects.toThrow('no unit is never treated');
  });
});

describe('stacks', () => {
  it('of one cohort are its comparison with untreated units', async () => {
    const one = panel([4, 0, 4, 0, 4, 0, 0], 6, noise);
    const stacked = await effects('stacked', one, { events: [-3, 2] });
    const { '-1': _, ...others } = eventsOf(await effects('callaway', one));
    agree(eventsOf(stacked), others);
  });

  it('leave out cohorts whose window reaches beyond the data, and refuse where none is left', async () => {
    const found = await effects('stacked', staggered, { events: [-2, 2] });
    expect((found.stacks as { cohort: number }[]).map(({ cohort }) => cohort)).toEqual([3, 4]);
    expect(found.warnings.map(({ code }) => code)).toContain('cohorts-left-out');
    await expect(effects('stacked', staggered, { events: [-6, 6] })).rejects.toThrow('no cohort has its window');
    await expect(effects('stacked', staggered)).rejects.toThrow('stacks need the window');
    await expect(effects('stacked', staggered, { events: [0, 2] })).rejects.toThrow('stacks need the window');
  });
});
