/** Synthetic controls: exact weights, what order, units and shifts leave alone, placebos by hand, and refusals. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { mean } from '../../../src/base/number/sum.ts';
import { simplexWeights } from '../../../steps/synthetic_control/numbers/simplex.ts';
import { planned } from './planned.ts';

const draw = createRng('synthetic').stream('panel', 0);
const factors = Array.from({ length: 12 }, () => [draw.normal(), draw.normal()] as const);

/** Twelve units over nine years; the last is treated from 2006 on, by 3. */
const panel = Array.from({ length: 12 }, (_, unit) => {
  const [a, b, level] = [draw.uniform(), draw.uniform(), draw.normal()];
  return Array.from({ length: 9 }, (_, t) => {
    const [f, g] = factors[t]!;
    const treated = unit === 11 && t >= 5 ? 1 : 0;
    return {
      unit: `u${unit}`,
      year: 2001 + t,
      y: level + 4 * a * f + 3 * b * g + draw.normal() / 5 + 3 * treated,
      treated,
      x: a + t / 10,
    };
  });
}).flat();
type Row = (typeof panel)[number];

const csvOf = (rows: readonly Row[]): string =>
  `unit,year,y,treated,x\n${rows.map(({ unit, year, y, treated, x }) => [unit, year, y, treated, x].join(',')).join('\n')}\n`;

const plan = (keys: string, rows: readonly Row[] = panel) =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
  s: {kind: synthetic_control, from: d, ${keys}}
`,
    csvOf(rows),
  );

interface Parts {
  readonly terms: readonly { readonly estimate: number; readonly stdError: unknown; readonly pValue: number }[];
  readonly stats: Readonly<Record<string, number>>;
  readonly unitWeights: readonly { readonly name: string; readonly weight: number }[];
  readonly timeWeights: readonly { readonly period: number; readonly weight: number }[];
  readonly paths: readonly { readonly period: number; readonly gap: number }[];
  readonly placebos: readonly { readonly name: string; readonly estimate: number; readonly ratio: number }[];
  readonly leaveOneOut: readonly { readonly name: string; readonly estimate: number }[];
}

async function partsOf(keys: string, rows?: readonly Row[]): Promise<Parts> {
  const { parts, failures } = await plan(keys, rows).run('s');
  expect(failures).toEqual([]);
  return parts as unknown as Parts;
}

async function failureOf(keys: string, rows?: readonly Row[]): Promise<string> {
  const { failures } = await plan(keys, rows).run('s');
  expect(failures).toHaveLength(1);
  return failures[0]!.message;
}

const sc = 'outcome: y, treated: u11, start: 2006';
const sdid = 'method: sdid, outcome: y, treatment: treated';

describe('weights on the simplex', () => {
  /** The least squares over every set of columns that may have a weight, with weights that add up to 1: the best without a negative one. */
  function exhaustive(columns: readonly Float64Array[], target: Float64Array, ridge: number): number {
    let best = Number.POSITIVE_INFINITY;
    for (let set = 1; set < 1 << columns.length; set++) {
      const kept = columns.filter((_, j) => (set >> j) & 1);
      const { weights } = simplexWeights(kept, target, ridge);
      const rest = target.map((value, i) => value - kept.reduce((sum, x, k) => sum + weights[k]! * x[i]!, 0));
      const loss = rest.reduce((sum, e) => sum + e * e, 0) + ridge * weights.reduce((sum, w) => sum + w * w, 0);
      best = Math.min(best, loss);
    }
    return best;
  }

  it('are no worse than those of any set of columns', () => {
    for (let i = 0; i < 30; i++) {
      const stream = createRng('hull').stream('columns', i);
      const columns = Array.from({ length: 5 }, () => Float64Array.from({ length: 4 }, () => stream.normal()));
      const target = Float64Array.from({ length: 4 }, () => 0.4 * stream.normal());
      const ridge = i % 3 === 0 ? 0.3 : 0;
      const { weights, violation } = simplexWeights(columns, target, ridge);
      const rest = target.map((value, t) => value - columns.reduce((sum, x, k) => sum + weights[k]! * x[t]!, 0));
      const loss = rest.reduce((sum, e) => sum + e * e, 0) + ridge * weights.reduce((sum, w) => sum + w * w, 0);
      expect(loss).toBeLessThanOrEqual(exhaustive(columns, target, ridge) + 1e-12);
      expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 13);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(violation).toBeLessThan(1e-12);
    }
  });

  it('find a target inside of the hull, also where columns repeat or are more than rows', () => {
    const columns = [
      [0, 0],
      [4, 0],
      [0, 4],
      [4, 4],
      [4, 4],
      [2, 2],
    ].map((x) => Float64Array.from(x));
    const target = Float64Array.of(1, 2.5);
    const { weights } = simplexWeights(columns, target);
    const at = [0, 1].map((i) => columns.reduce((sum, x, k) => sum + weights[k]! * x[i]!, 0));
    expect(at[0]).toBeCloseTo(1, 12);
    expect(at[1]).toBeCloseTo(2.5, 12);
  });

  it('keep their digits where columns are nearly alike', () => {
    for (const digits of [6, 10, 13, 16, 18, 20]) {
      const apart = 0.7 / 2 ** digits;
      const columns = [
        [0.1, 0.3, 0],
        [0.1, -0.1, 2 * apart],
        [0.1, -0.1, -apart],
      ].map((x) => Float64Array.from(x));
      const { weights } = simplexWeights(columns, new Float64Array(3));
      for (const [j, weight] of [1 / 4, 1 / 4, 1 / 2].entries()) expect(weights[j]).toBeCloseTo(weight, 13);
    }
  });
});

describe('a synthetic control', () => {
  it('finds an effect that the data have, with a p value by placebos', async () => {
    const { terms, stats, placebos, unitWeights: weights, paths } = await partsOf(sc);
    expect(terms[0]!.estimate).toBeGreaterThan(2);
    expect(terms[0]!.estimate).toBeLessThan(4);
    expect(placebos).toHaveLength(11);
    const larger = placebos.filter(({ ratio }) => ratio >= stats.ratio!).length;
    expect(terms[0]!.pValue).toBeCloseTo((1 + larger) / 12, 12);
    expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    const own = (unit: string, year: number): number => panel.find((r) => r.unit === unit && r.year === year)!.y;
    for (const { period, gap } of paths) {
      const synthetic = weights.reduce((sum, { name, weight }) => sum + weight * own(name, period), 0);
      expect(gap).toBeCloseTo(own('u11', period) - synthetic, 9);
    }
  });

  it('is the same by a column of zeros and ones, in any order of rows, with other names of units', async () => {
    const first = await partsOf(sc);
    const other = await partsOf('outcome: y, treatment: treated', panel.toReversed());
    expect(other.terms[0]!.estimate).toBeCloseTo(first.terms[0]!.estimate, 11);
    const renamed = panel.map((row) => ({ ...row, unit: `z${row.unit.length}${11 - Number(row.unit.slice(1))}` }));
    const third = await partsOf('outcome: y, treatment: treated', renamed);
    expect(third.terms[0]!.estimate).toBeCloseTo(first.terms[0]!.estimate, 11);
    expect(third.terms[0]!.pValue).toBe(first.terms[0]!.pValue);
  });

  it('grows with the units of the outcome, and is left alone by a shift of all outcomes', async () => {
    const first = await partsOf(sc);
    const scaled = await partsOf(
      sc,
      panel.map((row) => ({ ...row, y: 1000 * row.y - 70 })),
    );
    expect(scaled.terms[0]!.estimate).toBeCloseTo(1000 * first.terms[0]!.estimate, 6);
    expect(scaled.stats.ratio).toBeCloseTo(first.stats.ratio!, 9);
  });

  it('says the same with its defaults written out', async () => {
    const written = 'method: sc, predictors: outcomes, fit: [2001, 2005], placebos: true, leave_one_out: false';
    expect(await partsOf(`${sc}, ${written}`)).toEqual(await partsOf(sc));
  });

  it('leaves each donor with a weight out', async () => {
    const { unitWeights: weights, leaveOneOut } = await partsOf(`${sc}, leave_one_out: true`);
    expect(leaveOneOut.map(({ name }) => name)).toEqual(weights.map(({ name }) => name));
    const [first] = leaveOneOut;
    const without = await partsOf(`${sc}, exclude: "unit == \\"${first!.name}\\""`);
    expect(without.terms[0]!.estimate).toBeCloseTo(first!.estimate, 11);
  });

  it('weighs predictors so that the outcome before treatment fits no worse than with equal weights', async () => {
    const predictors =
      'predictors: [{of: x, over: [2001, 2005]}, {of: y, over: [2001, 2002]}, {of: y, over: [2004, 2005]}]';
    const nested = await partsOf(`${sc}, ${predictors}, placebos: false`);
    const equal = await partsOf(`${sc}, ${predictors}, v: equal, placebos: false`);
    expect(nested.stats.msePre!).toBeLessThanOrEqual(equal.stats.msePre! + 1e-12);
    expect(equal).toEqual(await partsOf(`${sc}, ${predictors}, v: [2, 2, 2], placebos: false`));
  });

  it('comes nearer to the outcomes before treatment with a smaller ridge', async () => {
    const errors = await Promise.all(
      ['', ', ridge: 100', ', ridge: 0.01'].map(async (more) => (await partsOf(`${sc}${more}`)).stats.msePre!),
    );
    expect(errors[0]!).toBeGreaterThan(errors[1]!);
    expect(errors[1]!).toBeGreaterThan(errors[2]!);
  });
});

describe('a synthetic difference in differences', () => {
  it('is left alone by what effects of units and periods take off', async () => {
    const first = await partsOf(sdid);
    const shifted = panel.map((row) => ({ ...row, y: row.y + Number(row.unit.slice(1)) ** 2 + 5 * (row.year - 2000) }));
    const other = await partsOf(sdid, shifted);
    // ζ hangs on the spread of differences, which a common step leaves as it is.
    expect(other.terms[0]!.estimate).toBeCloseTo(first.terms[0]!.estimate, 9);
    expect(other.stats.noise).toBeCloseTo(first.stats.noise!, 9);
  });

  it('treats each control once where one unit is treated', async () => {
    const { terms, placebos } = await partsOf(sdid);
    const effects = placebos.map(({ estimate }) => estimate);
    const centre = mean(Float64Array.from(effects));
    const variance = effects.reduce((sum, effect) => sum + (effect - centre) ** 2, 0) / effects.length;
    expect(terms[0]!.stdError).toBeCloseTo(Math.sqrt(variance), 12);
    const [one] = placebos;
    const alone = panel
      .filter(({ unit }) => unit !== 'u11')
      .map((row) => ({ ...row, treated: row.unit === one!.name && row.year >= 2006 ? 1 : 0 }));
    const again = await partsOf(`${sdid}, errors: none`, alone);
    // The placebo keeps the penalty of the fit, and a fit of its own has one of fewer controls.
    expect(Math.abs(again.terms[0]!.estimate - one!.estimate)).toBeLessThan(0.5);
  });

  it('is the difference of means by `did`', async () => {
    const { terms } = await partsOf('method: did, outcome: y, treatment: treated');
    const at = (isTreated: boolean, isAfter: boolean): number =>
      mean(
        Float64Array.from(
          panel.filter(({ unit, year }) => (unit === 'u11') === isTreated && year >= 2006 === isAfter),
          ({ y }) => y,
        ),
      );
    expect(terms[0]!.estimate).toBeCloseTo(at(true, true) - at(true, false) - at(false, true) + at(false, false), 12);
  });

  it('takes covariates off by their slope among the never treated', async () => {
    const stream = createRng('covariates').stream('x', 0);
    const rows = panel.map((row) => {
      const x = stream.normal();
      return { ...row, x, y: 2 * x + Number(row.unit.slice(1)) + row.year / 7 };
    });
    const { terms } = await partsOf(`${sdid}, covariates: [x], errors: none`, rows);
    expect(terms[1]!.estimate).toBeCloseTo(2, 9);
    expect(terms[0]!.estimate).toBeCloseTo(0, 9);
  });

  it('weighs cohorts by their treated rows, and draws the same whatever the order of rows', async () => {
    const rows = panel.map((row) => {
      const start = { u9: 2007, u10: 2007, u11: 2006, u8: 2006 }[row.unit];
      return { ...row, treated: start !== undefined && row.year >= start ? 1 : 0 };
    });
    const keys = `${sdid}, errors: bootstrap, draws: 20`;
    const first = await partsOf(keys, rows);
    const { cohorts } = first as unknown as { cohorts: readonly { estimate: number; share: number }[] };
    expect(cohorts.map(({ share }) => share)).toEqual([8 / 14, 6 / 14]);
    expect(first.terms[0]!.estimate).toBeCloseTo(
      cohorts.reduce((sum, { estimate, share }) => sum + share * estimate, 0),
      12,
    );
    expect((await partsOf(keys, rows.toReversed())).terms[0]!.stdError).toBe(first.terms[0]!.stdError);
    const renamed = rows.map((row) => ({ ...row, unit: `z${20 - Number(row.unit.slice(1))}` }));
    expect((await partsOf(keys, renamed)).terms[0]!.stdError).toBeCloseTo(first.terms[0]!.stdError as number, 11);
  });
});

describe('what is refused', () => {
  const several = panel.map((row) => ({ ...row, treated: Number(row.unit > 'u7') * Number(row.year >= 2006) }));
  it.each([
    ['an unknown unit', 'outcome: y, treated: u99, start: 2006', panel, 'no unit of `unit` is called `u99`'],
    [
      'a start before all periods',
      'outcome: y, treated: u11, start: 1990',
      panel,
      'no period of `year` lies before 1990',
    ],
    [
      'a start after all periods',
      'outcome: y, treated: u11, start: 2030',
      panel,
      'no period of `year` is 2030 or later',
    ],
    ['several treated units', 'outcome: y, treatment: treated', several, 'is for one treated unit, and 2 are treated'],
    ['nobody treated', sdid, panel.map((row) => ({ ...row, treated: 0 })), 'no unit is treated'],
    [
      'a treatment that ends',
      sdid,
      panel.map((row) => ({ ...row, treated: row.year === 2009 ? 0 : row.treated })),
      'not absorbing',
    ],
    ['a jackknife of one unit', `${sdid}, errors: jackknife`, panel, 'at least two treated units'],
    ['a bootstrap of one unit', `${sdid}, errors: bootstrap`, panel, 'at least two treated units'],
    ['a window with treatment', `${sc}, fit: [2001, 2007]`, panel, 'holds no period, or one with treatment'],
    [
      'a gap',
      sc,
      panel.filter(({ unit, year }) => unit !== 'u3' || year !== 2004),
      '`y` has no value for `u3` in 2004',
    ],
    [
      'a predictor of no period',
      `${sc}, predictors: [{of: x, over: [1980, 1990]}]`,
      panel,
      'is the same for all units, or known of one alone',
    ],
  ] as const)('%s', async (_, keys, rows, says) => {
    expect(await failureOf(keys, rows)).toContain(says);
  });

  it.each([
    ['outcome: y', 'expected `treated` and `start`, or `treatment`, got neither'],
    ['outcome: y, treated: u11', 'got only `treated`'],
    ['outcome: y, treated: u11, start: 2006, treatment: treated', 'got both'],
    [`${sc}, errors: jackknife`, 'the method `sc` reads no `errors`'],
    [`${sdid}, fit: [2001, 2005]`, 'the method `sdid` reads no `fit`'],
    [`${sc}, v: nested`, '`v` weighs `predictors`, and none are listed'],
    [`${sc}, predictors: [{of: x, over: [2001, 2005]}], v: [1, 2]`, 'expected as many weights as predictors, 1, got 2'],
    [`${sc}, predictors: [{of: x, over: [2005, 2001]}]`, 'expected the first period before the last'],
    [`${sc}, predictors: [{of: x, over: [2001, 2005]}], ridge: 1`, 'the ridge augmentation is of outcomes'],
  ])('%s', (keys, says) => {
    expect(
      plan(keys)
        .problems.map(({ message }) => message)
        .join('\n'),
    ).toContain(says);
  });
});
