/** Event terms: the indicators they stand for, their tests, and what is refused. */
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

/** Units 1 to n over periods 1 to t, or those that are listed; `g` the first treated period, null where never. */
function panel(
  cohorts: readonly (number | null)[],
  periods: number | readonly number[] = 8,
  other: (unit: number, time: number) => number | undefined = () => undefined,
) {
  const times = typeof periods === 'number' ? Array.from({ length: periods }, (_, t) => t + 1) : periods;
  const rows = cohorts.flatMap((g, unit) => times.map((time) => ({ unit: unit + 1, time, g })));
  const noise = (i: number): number => ((i * 7919) % 101) / 50 - 1;
  return dataOf(
    {
      id: rows.map(({ unit }) => unit),
      year: rows.map(({ time }) => time),
      g: rows.map(({ unit, time, g }) => other(unit, time) ?? g),
      since: rows.map(({ time, g }) => (g === null ? 99 : time - g)),
      y: rows.map(({ unit }, i) => noise(i) + unit / 3),
    },
    { unit: 'id', time: 'year' },
  );
}

const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: { unit: 'id', time: 'year' } };

function compiled(event: string, effects = 'id + year') {
  return compileColumn({ fit: `y ~ ${event} | ${effects}`, vcov: 'cluster(id)' }, null, context);
}

function fitted(event: string, data: ReturnType<typeof panel>): Fit {
  const { specs, problems } = compiled(event);
  expect(problems).toEqual([]);
  return estimate(specs[0]!, data);
}

const cohorts = [3, 3, 4, 4, 5, 6, null, 0, null, 6];

describe('an event term', () => {
  it('is the same as indicators of levels where every period has its own', () => {
    const data = panel(cohorts.map((g) => (g === 0 ? null : g)));
    const event = fitted('event(year - g, ref=-1)', data);
    const { specs } = compileColumn({ fit: 'y ~ i(since, ref="-1") | id + year', vcov: 'cluster(id)' }, null, context);
    const levels = estimate(specs[0]!, data).terms.filter(({ term }) => !term.endsWith('::99'));
    expect(event.terms.map(({ term }) => term.split('::')[1])).toEqual(levels.map(({ term }) => term.split('::')[1]));
    for (const [i, { estimate: value, stdError }] of event.terms.slice(0, -1).entries()) {
      expect(value).toBeCloseTo(levels[i]!.estimate, 8);
      expect(stdError).toBeCloseTo(levels[i]!.stdError as number, 8);
    }
  });

  it('bins the ends, and leaves the reference and units that are never treated without an indicator', () => {
    const fit = fitted('event(year - g, window=[-3, 2])', panel(cohorts));
    expect(fit.terms.map(({ term }) => term)).toEqual([
      ...[-3, -2, 0, 1, 2].map((k) => `event(year - g)::${k}`),
      '_cons',
    ]);
    expect(fit.tests[0]).toMatchObject({ name: 'pre-trend', reference: [-1], binned: [-3, 2], df: [2, 9] });
    expect(fit.stats.postMean).toBeCloseTo(
      fit.terms.slice(2, 5).reduce((sum, row) => sum + row.estimate / 3, 0),
      12,
    );
    expect(fit.warnings.map(({ code }) => code)).not.toContain('no-never-treated');
  });

  it('puts periods beyond a window that is not binned into the reference, and says so', () => {
    const fit = fitted('event(year - g, window=[-2, 1], bin=false)', panel(cohorts));
    expect(fit.warnings.map(({ code }) => code)).toContain('unbinned-window');
    expect(fit.tests[0]).toMatchObject({ binned: [] });
  });

  it('prints no F of more leads than clusters can test', () => {
    const fit = fitted('event(year - g)', panel([7, 8, null, 6, 0]));
    expect(fit.tests[0]).toMatchObject({ statistic: { invalid: 'F(.): 5 clusters cannot test 6 restrictions' } });
  });

  it('keeps units that are treated throughout and says so, or drops them', () => {
    const data = panel([1, ...cohorts]);
    const kept = fitted('event(year - g, window=[-3, 3])', data);
    expect(kept.warnings.map(({ message }) => message)).toContain(
      '1 units treated in the first period or before (`g`) have no period before treatment',
    );
    const dropped = fitted('event(year - g, window=[-3, 3], always=drop)', data);
    expect([kept.nobs, dropped.nobs]).toEqual([88, 80]);
    expect(dropped.rowsLost).toMatchObject([{ cause: 'sample', count: 8, detail: 'missing(g) or g == 0 or g > 1' }]);
  });

  it('refuses the full set of indicators where nobody is never treated, but not binned ones', () => {
    const data = panel([3, 3, 4, 4, 5, 6]);
    expect(() => fitted('event(year - g)', data)).toThrow(/without a never treated group/);
    const binned = fitted('event(year - g, window=[-2, 2])', data);
    expect(binned.warnings.map(({ code }) => code)).toContain('no-never-treated');
  });

  it('refuses a first treated period that varies within a unit', () => {
    const changed = panel(cohorts, 8, (unit, time) => (unit === 1 && time === 2 ? 7 : undefined));
    expect(() => fitted('event(year - g, window=[-2, 2])', changed)).toThrow(/varies within the unit `1` of `id`/);
  });
});

describe('the reference of an event term', () => {
  const years = [2000, 2002, 2004, 2006, 2008, 2010];
  const even = [2004, 2004, 2006, 2006, 2008, null, null, null];
  const rows = 'rows are at -8, -6, -4, -2, 0, 2, 4, 6 since treatment';

  /** What the refusal of an event term says, and what it is when its hint is followed. */
  function followed(event: string, data: ReturnType<typeof panel>, effects?: string) {
    const { specs } = compiled(event, effects);
    try {
      estimate(specs[0]!, data);
    } catch (error) {
      const { code, message, hint } = error as Refusal;
      const ref = /ref=(?:-?\d+|\[[-\d, ]+\])/.exec(hint!)?.[0];
      const mended = ref && event.replace(/, ref=(?:-?\d+|\[[-\d, ]+\])|(?=\)$)/, `, ${ref}`);
      return { code, message, hint, fit: mended && estimate(compiled(mended, effects).specs[0]!, data) };
    }
    throw new Error('it was not refused');
  }

  it('is refused where no row is at it, as −1 in a panel of every second year, with one that rows are at', () => {
    const { fit, ...told } = followed('event(year - g)', panel(even, years));
    expect(told).toEqual({
      code: 'no-reference',
      message: 'no row used is at period -1 since treatment, the reference of `event(year - g)`',
      hint: `${rows}: write \`ref=-2\``,
    });
    expect((fit as Fit).tests[0]).toMatchObject({ reference: [-2], df: [3, 7] });
  });

  it.each([
    ['event(year - g, ref=[-1, 4])', '-1', '[-2, 4]'],
    ['event(year - g, ref=[-3, -2])', '-3', '[-4, -2]'],
    ['event(year - g, ref=[-2, -1])', '-1', '-2'],
    ['event(year - g, ref=-20)', '-20', '-8'],
    ['event(year - g, ref=3)', '3', '2'],
    ['event(year - g, ref=99)', '99', '6'],
    ['event(year - g, window=[-3, 5], ref=-1)', '-1', '-2'],
  ])('%s is refused for the period %s, and %s stands in its hint', (event, lost, instead) => {
    const { message, hint, fit } = followed(event, panel(even, years));
    expect(message).toBe(`no row used is at period ${lost} since treatment, the reference of \`event(year - g)\``);
    expect(hint).toContain(`: write \`ref=${instead}\``);
    expect((fit as Fit).tests[0]!.reference).toEqual(JSON.parse(instead.replace(/^[^[].*/, '[$&]')));
  });

  it('is refused without effects of units and in a product too, where nothing would be collinear', () => {
    expect(followed('event(year - g)', panel(even, years), 'year').code).toBe('no-reference');
    expect(() => fitted('event(year - g):since', panel(even, years))).toThrow(/no row used is at period -1/);
  });

  it('may be the end of a window that holds the periods beyond', () => {
    const fit = fitted('event(year - g, window=[-5, 4], ref=[-5, -2])', panel(even, years));
    expect(fit.tests[0]).toMatchObject({ reference: [-5, -2], binned: [-5, 4], df: [1, 7] });
    expect(fit.terms.map(({ term }) => term)).not.toContain('event(year - g)::-5');
  });

  it('is a whole number, which fractions of a year are not', () => {
    const quarters = [0.25, 0.5, 0.75].flatMap((part) => [2003 + part, 2004 + part]);
    expect(followed('event(year - g)', panel([2004, 2004, null], quarters)).hint).toBe(
      'rows are at -0.75, -0.5, -0.25, 0.25, 0.5, 0.75 since treatment, and a reference is a whole number: count time in whole periods',
    );
  });

  it('is none where nobody is seen before treatment, or nobody is treated', () => {
    expect(followed('event(year - g)', panel([2000, 2000, null, null], years))).toMatchObject({
      code: 'no-reference',
      hint: 'rows are at 0, 2, 4, 6, 8, 10 since treatment, and so nobody is seen before treatment',
    });
    expect(followed('event(year - g)', panel([null, 0, 2012], years))).toMatchObject({
      code: 'no-cohort',
      message: 'no unit of the rows used is treated, so that `event(year - g)` has no period',
    });
  });

  it('is further one for units that are never at it, where treatment begins between the years that are seen', () => {
    const data = panel([2004, 2005, 2006, 2006, 2007, 2008, null, null, null], years);
    const { fit, ...told } = followed('event(year - g)', data);
    expect(told).toEqual({
      code: 'event-collinear',
      message:
        'the periods -8, -6, -4, -2, 0, 2, 4, 6 since treatment have no base: units that are at them are never at the reference -1',
      hint: 'take a period that they are at as a further reference, as in `ref=[-2, -1]`',
    });
    expect((fit as Fit).tests[0]).toMatchObject({ reference: [-2, -1] });
    // Ends that are binned link what begins in odd and in even years.
    expect(fitted('event(year - g, window=[-4, 3])', data).tests[0]).toMatchObject({ reference: [-1] });
  });

  it('has another one beside it where a linear trend is not identified, by a hint that can be followed', () => {
    const { message, fit } = followed('event(year - g, ref=-2)', panel([2004, 2004, 2006, 2006, 2008, 2008], years));
    expect(message).toMatch(/a linear trend in them is not identified/);
    expect((fit as Fit).tests[0]).toMatchObject({ reference: [-8, -2] });
    const lowest = followed('event(year - g, ref=-8)', panel([2004, 2004, 2006, 2006, 2008, 2008], years));
    expect((lowest.fit as Fit).tests[0]).toMatchObject({ reference: [-8, 6] });
  });
});

describe('the form of an event term', () => {
  it('is canonical', () => {
    const text = (event: string) => compiled(event).specs[0]!.terms[0];
    expect(text('event(year-g)')).toBe('event(year - g, ref=-1)');
    expect(text('event(year - g, window = [-5,5], ref=[-1,-5])')).toBe('event(year - g, ref=[-5, -1], window=[-5, 5])');
    expect(text('event(year - g, always=drop, bin=false, window=[-5, 5])')).toBe(
      'event(year - g, ref=-1, window=[-5, 5], bin=false, always=drop)',
    );
  });

  it.each([
    ['event(year - g, window=[-5, 5], ref=-6)', 'the reference period -6 lies outside the window [-5, 5]'],
    ['event(year - g, windo=[-5, 5])', '`event()` has no option `windo`'],
    ['event(year - g, window=[5, -5])', 'expected a window of two rising periods, as in `window=[-5, 5]`'],
    ['event(year - g, bin=false)', '`bin=false` is about the ends of a window, and there is none'],
    ['event(year - g, ref=-1, ref=-2)', '`ref` is said twice'],
    ['event(year)', 'expected `-` and the first treated period, got `)`', 'write `event(year - first_treated)`'],
    ['event(year, g)', 'expected `-` and the first treated period, got `,`', 'write `event(year - g)`'],
    [
      'event(year, ref=-1)',
      'expected `-` and the first treated period, got `,`',
      'write `event(year - first_treated)`',
    ],
    ['event(year - g)^2', 'only a variable can be raised to a power'],
  ])('%s is refused', (event, message, hint?: string) => {
    expect(compiled(event).problems).toMatchObject([{ message, ...(hint && { hint }) }]);
  });
});
