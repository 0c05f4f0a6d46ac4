/** The decomposition of a two-way fixed effects coefficient into comparisons of two groups over two periods each (Goodman-Bacon 2021). */
import { Refusal } from '../../../src/base/problem.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { effect, fitOfRegression } from './result.ts';
import { type DidSample, type Grid, gridOf } from './sample.ts';
import type { DidSpec } from './spec.ts';
import { twfeFit } from './twfe.ts';

export interface BaconComponent {
  /** `2005:never` */
  readonly name: string;
  readonly treated: number;
  readonly control: number | 'never' | 'always';
  readonly type: 'treated_vs_untreated' | 'later_vs_always' | 'earlier_vs_later' | 'later_vs_earlier';
  readonly estimate: number;
  readonly weight: number;
}

const types = ['treated_vs_untreated', 'later_vs_always', 'earlier_vs_later', 'later_vs_earlier'] as const;

/**
 * All components, their weights summing to 1, and by type the sum of weights and the weighted mean. Refuses an unbalanced panel. O(N + G²T).
 * Source: Goodman-Bacon (2021, J. Econometrics 225:254), theorem 1.
 */
export function bacon(spec: DidSpec, sample: DidSample) {
  const grid = gridOf(sample);
  const cells = grid.units.levels * grid.periods.length;
  if (sample.nobs < cells) {
    const message = `the decomposition needs a balanced panel (${sample.nobs} of ${cells} cells)`;
    throw new Refusal('unbalanced-panel', message, {
      param: 'method',
      hint: 'a step of `kind: balance` keeps the units seen in every period',
    });
  }
  const found = components(sample, grid);
  if (found.length === 0) {
    const message = 'there is nothing to compare: all units are treated at the same time, or none is';
    throw new Refusal('no-comparison', message, {
      param: 'cohort',
      hint: 'units must differ in when they are treated',
    });
  }
  const twfe = twfeFit(spec, sample);
  const byType = types.flatMap((type) => {
    const of = found.filter((each) => each.type === type);
    if (of.length === 0) return [];
    const weight = of.reduce((sum, each) => sum + each.weight, 0);
    return [
      {
        variable: type,
        type,
        count: of.length,
        weight,
        estimate: of.reduce((sum, each) => sum + each.weight * each.estimate, 0) / weight,
      },
    ];
  });
  const [term] = twfe.terms;
  const warnings: Warning[] = [...sample.warnings, ...twfe.warnings];
  const simple = effect(term!.estimate, term!.stdError, twfe.dfResid);
  return {
    method: 'bacon',
    twfe: term!.estimate,
    components: found,
    rows: byType,
    simple,
    units: grid.units.levels,
    periods: grid.periods.length,
    warnings,
    fit: fitOfRegression({ simple }, sample, twfe, { method: 'bacon', rowsLost: sample.rowsLost, warnings }),
  };
}

interface Cohort {
  readonly g: number | 'never' | 'always';
  readonly share: number;
  /** Share of periods treated. */
  readonly treated: number;
  /** Mean outcome by period. */
  readonly means: Float64Array;
  /** Position of the first treated period. */
  readonly start: number;
}

function cohortsOf({ outcome: { values } }: DidSample, { units, periods, rowAt, cohorts }: Grid): Cohort[] {
  const t = periods.length;
  const nameOf = (g: number): Cohort['g'] => (g === 0 ? 'never' : g <= periods[0]! ? 'always' : g);
  const names = [...new Set([...cohorts].map(nameOf))];
  return names.map((name): Cohort => {
    const means = new Float64Array(t);
    let count = 0;
    for (let unit = 0; unit < units.levels; unit++) {
      if (nameOf(cohorts[unit]!) !== name) continue;
      count++;
      for (let s = 0; s < t; s++) means[s] = means[s]! + values[rowAt[unit * t + s]!]!;
    }
    for (let s = 0; s < t; s++) means[s] = means[s]! / count;
    const start = name === 'always' ? 0 : name === 'never' ? t : periods.findIndex((period) => period >= name);
    return { g: name, share: count / units.levels, treated: (t - start) / t, means, start };
  });
}

function components(sample: DidSample, grid: Grid): BaconComponent[] {
  const all = cohortsOf(sample, grid);
  const timed = all.filter(({ g }) => typeof g === 'number').sort((a, b) => a.start - b.start);
  const others = all
    .filter(({ g }) => typeof g !== 'number')
    .sort((a, b) => (a.g === 'never' ? -1 : b.g === 'never' ? 1 : 0));
  const v = variance(all, grid.periods.length);
  const found: BaconComponent[] = [];
  for (const other of others) for (const k of timed) found.push(withOther(k, other, v));
  for (const k of timed) {
    for (const l of timed) if (k.start < l.start) found.push(...withEach(k, l, v));
  }
  return found;
}

/** Mean over cells of the squared residual of treatment on unit and period. */
function variance(all: readonly Cohort[], periods: number): number {
  const overall = all.reduce((sum, { share, treated }) => sum + share * treated, 0);
  let total = 0;
  for (let s = 0; s < periods; s++) {
    const at = all.reduce((sum, { share, start }) => sum + (s >= start ? share : 0), 0);
    for (const { share, start, treated } of all) {
      const residual = (s >= start ? 1 : 0) - treated - at + overall;
      total += (share * residual * residual) / periods;
    }
  }
  return total;
}

const meanOf = (means: Float64Array, from: number, to: number): number => {
  let total = 0;
  for (let s = from; s < to; s++) total += means[s]!;
  return total / (to - from);
};

/** Change of a from [before) to [after) less that of b. */
const compared = (a: Cohort, b: Cohort, before: readonly [number, number], after: readonly [number, number]): number =>
  meanOf(a.means, ...after) - meanOf(a.means, ...before) - (meanOf(b.means, ...after) - meanOf(b.means, ...before));

function withOther(k: Cohort, u: Cohort, v: number): BaconComponent {
  const s = k.share + u.share;
  const n = k.share / s;
  return {
    name: `${k.g}:${u.g}`,
    treated: k.g as number,
    control: u.g,
    type: u.g === 'never' ? 'treated_vs_untreated' : 'later_vs_always',
    estimate: compared(k, u, [0, k.start], [k.start, k.means.length]),
    weight: (s * s * n * (1 - n) * k.treated * (1 - k.treated)) / v,
  };
}

/** k is treated earlier than l. */
function withEach(k: Cohort, l: Cohort, v: number): BaconComponent[] {
  const s = k.share + l.share;
  const n = k.share / s;
  const before = s * (1 - l.treated);
  const after = s * k.treated;
  const t = k.means.length;
  return [
    {
      name: `${k.g}:${l.g}`,
      treated: k.g as number,
      control: l.g,
      type: 'earlier_vs_later',
      estimate: compared(k, l, [0, k.start], [k.start, l.start]),
      weight:
        (before *
          before *
          n *
          (1 - n) *
          ((k.treated - l.treated) / (1 - l.treated)) *
          ((1 - k.treated) / (1 - l.treated))) /
        v,
    },
    {
      name: `${l.g}:${k.g}`,
      treated: l.g as number,
      control: k.g,
      type: 'later_vs_earlier',
      estimate: compared(l, k, [k.start, l.start], [l.start, t]),
      weight: (after * after * n * (1 - n) * (l.treated / k.treated) * ((k.treated - l.treated) / k.treated)) / v,
    },
  ];
}
