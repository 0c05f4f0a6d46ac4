/** Effects by dose: by plain least squares on powers and on broken lines, beside Callaway and Sant'Anna, and what changes nothing of them. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { callaway } from '../../../../steps/did/numbers/callaway.ts';
import { splineBasis } from '../../../../steps/did/numbers/continuous/basis.ts';
import { continuous } from '../../../../steps/did/numbers/continuous/curve.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { dataOf } from '../../../support/data.ts';

interface Row {
  readonly id: number;
  readonly t: number;
  readonly d: number;
  readonly y: number;
  readonly c: number;
}

const callawayOf = (control: 'never' | 'notyet'): DidSpec => {
  const { spline: _, ...spec } = specOf({ method: 'callaway', control });
  return spec;
};

const specOf = (more: Partial<DidSpec>): DidSpec => ({
  ...{ method: 'continuous', outcome: 'y', covariates: [], cohort: null, treatment: 'd', sample: null, exclude: null },
  ...{ cluster: null, control: null, estimate: 'reg', base: 'universal', anticipation: 0, events: null },
  ...{ balanceEvents: null, unbalanced: 'drop', pretrends: 0, bands: 0, shares: 'fixed' },
  spline: { degree: 2, knots: 0 },
  ...more,
});

const sampled = (rows: readonly Row[], spec: DidSpec) => {
  const names = ['id', 't', 'd', 'y', 'c'] as const;
  return didSample(
    spec,
    dataOf(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])), { unit: 'id', time: 't' }),
  );
};

function estimated(rows: readonly Row[], more: Partial<DidSpec> = {}) {
  const spec = specOf(more);
  return continuous(spec, sampled(rows, spec), createRng('1'));
}

/** A third of the units is never treated; the others begin in one of `begins` with a dose from 1 to 3. */
function panel(
  trial: number,
  units: number,
  periods: number,
  begins: readonly number[],
  dosed: (u: number) => number = (u) => 1 + 2 * u,
  effect: (d: number) => number = (d) => 1 + d * d,
): Row[] {
  const stream = createRng('doses').stream('rows', trial);
  return Array.from({ length: units }, (_, id): Row[] => {
    const begin = id % 3 === 0 ? Number.POSITIVE_INFINITY : begins[id % begins.length]!;
    const dose = dosed(stream.uniform());
    const own = 2 * stream.normal();
    return Array.from({ length: periods }, (_, k): Row => {
      const [t, d] = [k + 1, k + 1 >= begin ? dose : 0];
      return { id, t, d, y: own + t / 2 + (d > 0 ? effect(d) : 0) + stream.normal(), c: id >> 1 };
    });
  }).flat();
}

/** Solves A x = b by Gauss and Jordan. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  const k = rows.length;
  for (let j = 0; j < k; j++) {
    const at = rows
      .slice(j)
      .reduce((best, row, i) => (Math.abs(row[j]!) > Math.abs(rows[best]![j]!) ? i + j : best), j);
    [rows[j], rows[at]] = [rows[at]!, rows[j]!];
    for (let i = 0; i < k; i++) {
      if (i === j) continue;
      const times = rows[i]![j]! / rows[j]![j]!;
      rows[i] = rows[i]!.map((value, c) => value - times * rows[j]![c]!);
    }
  }
  return rows.map((row, i) => row[k]! / row[i]!);
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Terms of a regression and their slopes at a dose. */
interface Terms {
  readonly at: (d: number) => number[];
  readonly slopes: (d: number) => number[];
}
const powers: Terms = { at: (d) => [1, d, d * d], slopes: (d) => [0, 1, 2 * d] };
const broken = (knot: number): Terms => ({
  at: (d) => [1, d, Math.max(0, d - knot)],
  slopes: (d) => [0, 1, d >= knot ? 1 : 0],
});

/** Two periods: changes of the treated on terms of their dose, less the mean change of the untreated, with the influence of each unit. */
function plain(rows: readonly Row[], terms: Terms, dose: number) {
  const units = [...new Set(rows.map(({ id }) => id))].map((id) => {
    const [before, after] = [1, 2].map((t) => rows.find((row) => row.id === id && row.t === t)!);
    return { dose: after!.d, change: after!.y - before!.y };
  });
  const [treated, others] = [units.filter((unit) => unit.dose > 0), units.filter((unit) => unit.dose === 0)];
  const trend = mean(others.map(({ change }) => change));
  const x = treated.map((unit) => terms.at(unit.dose));
  const products = x[0]!.map((_, j) => x[0]!.map((_, k) => x.reduce((sum, row) => sum + row[j]! * row[k]!, 0)));
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, each, k) => sum + each * b[k]!, 0);
  const coefficients = solved(
    products,
    x[0]!.map((_, j) => treated.reduce((sum, { change }, i) => sum + x[i]![j]! * change, 0)),
  );
  const residuals = treated.map(({ change }, i) => change - dot(x[i]!, coefficients));
  const scoresTo = (weights: readonly number[]): number[] => {
    const direction = solved(products, weights);
    return x.map((row, i) => residuals[i]! * dot(row, direction));
  };
  const ofTrend = others.map(({ change }) => -(change - trend) / others.length);
  const size = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, each) => sum + each * each, 0));
  const slopes = treated.map((unit) => dot(terms.slopes(unit.dose), coefficients));
  const centre = terms.slopes(1).map((_, k) => mean(treated.map((unit) => terms.slopes(unit.dose)[k]!)));
  const level = mean(treated.map(({ change }) => change));
  return {
    simple: {
      estimate: level - trend,
      stdError: size([...treated.map(({ change }) => (change - level) / treated.length), ...ofTrend]),
    },
    att: {
      estimate: dot(terms.at(dose), coefficients) - trend,
      stdError: size([...scoresTo(terms.at(dose)), ...ofTrend]),
    },
    acrt: { estimate: dot(terms.slopes(dose), coefficients), stdError: size(scoresTo(terms.slopes(dose))) },
    mean: {
      estimate: mean(slopes),
      stdError: size(scoresTo(centre).map((score, i) => score + (slopes[i]! - mean(slopes)) / treated.length)),
    },
  };
}

const shown = ({ estimate, stdError }: { readonly estimate: number; readonly stdError: Stat }) => [
  estimate,
  stdError as number,
];
const near = (found: readonly number[], told: readonly number[], digits = 9): void => {
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(told[i]!, digits);
};

it('are those of plain least squares on powers and on broken lines, with their errors', () => {
  for (let trial = 0; trial < Number(process.env.PAPERMAKE_FUZZ ?? 20); trial++) {
    const rows = panel(trial, 60 + 3 * trial, 2, [2]);
    for (const [terms, spline] of [
      [powers, { degree: 2, knots: 0 }],
      [broken(1.9), { degree: 1, knots: [1.9] }],
    ] as const) {
      const found = estimated(rows, { spline, doses: [1.5, 2.5] });
      for (const [k, dose] of [1.5, 2.5].entries()) {
        const told = plain(rows, terms, dose);
        near(shown(found.simple), shown(told.simple));
        near(shown(found.att.by[k]!), shown(told.att));
        near(shown(found.acrt.by[k]!), shown(told.acrt));
        near(shown(found.acrt.overall), shown(told.mean));
      }
    }
  }
});

it('are averaged as Callaway and Sant’Anna average effects of being treated at all', () => {
  const rows = panel(3, 240, 6, [3, 5]);
  for (const control of ['never', 'notyet'] as const) {
    const dosed = estimated(rows, { control });
    const begins = new Map(rows.filter(({ d }) => d > 0).map(({ id, t }) => [id, t]));
    for (const { id, t, d } of rows) if (d > 0 && t < begins.get(id)!) begins.set(id, t);
    const spec = callawayOf(control);
    const binary = callaway(
      spec,
      sampled(
        rows.map((row) => ({ ...row, d: Number(row.d > 0) })),
        spec,
      ),
      createRng('1'),
    );
    expect(dosed.simple).toEqual(binary.group!.overall);
    expect(dosed.dynamic.by).toEqual(binary.dynamic!.by);
    expect(dosed.eventStudy).toEqual(binary.eventStudy);
  }
});

it('with two doses and a line are the differences in differences of either dose', () => {
  const rows = panel(5, 120, 2, [2], (u) => (u < 0.4 ? 1 : 3));
  const found = estimated(rows, { spline: { degree: 1, knots: 0 }, doses: [1, 3] });
  const only = (dose: number) => {
    const of = new Set(rows.filter(({ t, d }) => t === 2 && d === dose).map(({ id }) => id));
    const others = new Set(rows.filter(({ t, d }) => t === 2 && d === 0).map(({ id }) => id));
    const spec = callawayOf('never');
    const kept = rows.filter(({ id }) => of.has(id) || others.has(id)).map((row) => ({ ...row, d: Number(row.d > 0) }));
    return callaway(spec, sampled(kept, spec), createRng('1')).simple!;
  };
  near(shown(found.att.by[0]!), shown(only(1)));
  near(shown(found.att.by[1]!), shown(only(3)));
  expect(found.acrt.overall.estimate).toBeCloseTo((only(3).estimate - only(1).estimate) / 2, 10);
});

it('average over the doses to the average effect', () => {
  const rows = panel(7, 90, 2, [2]);
  const doses = [...new Set(rows.filter(({ d }) => d > 0).map(({ d }) => d))];
  const { simple, att, acrt } = estimated(rows, { doses, spline: { degree: 3, knots: 2 } });
  expect(mean(att.by.map(({ estimate }) => estimate))).toBeCloseTo(simple.estimate, 10);
  expect(mean(acrt.by.map(({ estimate }) => estimate))).toBeCloseTo(acrt.overall.estimate, 10);
});

describe('nothing is changed', () => {
  const rows = panel(2, 150, 5, [3, 4]);
  const more = { doses: [1.5, 2.25], bands: 50, cluster: 'c', spline: { degree: 3, knots: 1 } } as const;
  const told = estimated(rows, more);

  it('by the order of rows and names of units, bands included', () => {
    const turned = [...rows].reverse().map((row) => ({ ...row, id: 500 - row.id, c: 900 - row.c }));
    const again = estimated(turned, more);
    for (const part of ['att', 'acrt'] as const)
      for (const [k, each] of told[part].by.entries()) {
        near(shown(again[part].by[k]!), shown(each));
        expect(again[part].by[k]!.confLow).toBeCloseTo(each.confLow as number, 9);
      }
  });

  it('of effects by units of the dose, in which slopes are told', () => {
    const scaled = estimated(
      rows.map((row) => ({ ...row, d: row.d * 100 })),
      { ...more, doses: [150, 225] },
    );
    for (const k of [0, 1]) {
      near(shown(scaled.att.by[k]!), shown(told.att.by[k]!));
      near(
        shown(scaled.acrt.by[k]!).map((value) => value * 100),
        shown(told.acrt.by[k]!),
      );
    }
    near(
      shown(scaled.acrt.overall).map((value) => value * 100),
      shown(told.acrt.overall),
    );
  });
});

it('have bands that are wider than intervals of one dose', () => {
  const rows = panel(4, 200, 2, [2]);
  const [alone, all] = [estimated(rows, { doses: [2] }), estimated(rows, { doses: [2], bands: 400 })];
  for (const part of ['att', 'acrt'] as const) {
    const width = ({ confLow, confHigh }: { readonly confLow: Stat; readonly confHigh: Stat }): number =>
      (confHigh as number) - (confLow as number);
    const ratio = width(all[part].by[0]!) / width(alone[part].by[0]!);
    expect(ratio).toBeGreaterThan(1.1);
    expect(ratio).toBeLessThan(1.9);
  }
});

it('cover the truth as often as intervals and bands say', () => {
  const trials = Number(process.env.PAPERMAKE_FUZZ ?? 100);
  const counts = { att: 0, acrt: 0, mean: 0, band: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const rows = panel(1000 + trial, 300, 3, [2, 3]);
    const holds = ({ confLow, confHigh }: { readonly confLow: Stat; readonly confHigh: Stat }, truth: number): number =>
      Number((confLow as number) <= truth && truth <= (confHigh as number));
    const { att, acrt } = estimated(rows, { doses: [1.5] });
    counts.att += holds(att.by[0]!, 1 + 1.5 * 1.5);
    counts.acrt += holds(acrt.by[0]!, 3);
    counts.mean += holds(acrt.overall, 4);
    const { curve } = estimated(rows, { bands: 200 });
    counts.band += Number(curve.every(({ dose, att: own }) => holds(own, 1 + dose * dose) === 1));
  }
  const margin = 0.02 + 3 * Math.sqrt((0.05 * 0.95) / trials);
  for (const count of Object.values(counts)) expect(Math.abs(count / trials - 0.95)).toBeLessThan(margin);
});

it('have terms of a spline that sum to 1, with the slopes of their differences', () => {
  const basis = splineBasis(3, [0.2, 0.7], 0, 1);
  for (const dose of [0, 0.1, 0.2, 0.45, 0.7, 0.99, 1]) {
    expect(basis.at(dose).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    expect(basis.slopesAt(dose).reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 10);
  }
  const [up, down] = [basis.at(0.45 + 1e-5), basis.at(0.45 - 1e-5)];
  for (const [k, slope] of basis.slopesAt(0.45).entries()) expect((up[k]! - down[k]!) / 2e-5).toBeCloseTo(slope, 6);
});

describe('refuse', () => {
  const rows = panel(6, 60, 3, [2]);
  const changed = (change: (row: Row) => number): Row[] => rows.map((row) => ({ ...row, d: change(row) }));

  it('doses below 0, and those that change after treatment', () => {
    expect(() => estimated(changed(({ d }) => -d))).toThrow('expected doses of 0 or more');
    expect(() => estimated(changed(({ d, t }) => (t === 3 ? 2 * d : d)))).toThrow('changes after treatment has begun');
    expect(() => estimated(changed(({ d, t }) => (t === 3 ? 0 : d)))).toThrow('changes after treatment has begun');
  });

  it('data without the untreated', () => {
    expect(() => estimated(rows.filter(({ id }) => id % 3 !== 0))).toThrow('no unit has the dose 0');
  });

  it('doses of fewer values than the spline has terms', () => {
    const two = changed(({ d }) => Math.round(Math.min(d, 2)));
    expect(() => estimated(two)).toThrow('units of 2 different doses, too few for the 3 terms of the spline');
    expect(() => estimated(changed(({ d }) => Number(d > 0)))).toThrow('got one dose for all');
    expect(() => estimated(rows, { spline: { degree: 1, knots: [7] } })).toThrow('expected ascending knots between');
  });

  it('effects of doses that nobody has', () => {
    expect(() => estimated(rows, { doses: [5] })).toThrow('nobody has a dose as large as 5');
  });
});
