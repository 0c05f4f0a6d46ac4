/** Aggregates effects by cohort and period, whose weights are estimated with them (Callaway & Sant'Anna 2021, section 3). */
import type { Rng } from '../../../src/base/number/rng.ts';
import { normal } from '../../../src/econ/distributions/distributions.ts';
import { sortedValues } from '../../../src/econ/distributions/percentile.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { type Aggregation, type EffectAt, type EffectEstimate, type EventStudy, effect } from './result.ts';
import type { Grid } from './sample.ts';
import type { DidSpec } from './spec.ts';

/** A cell; `influence` over all units, null where the effect is 0 by construction. */
export interface GroupTime {
  readonly group: number;
  readonly time: number;
  readonly estimate: number;
  readonly influence: Float64Array | null;
}

export interface AggregateInputs {
  readonly spec: DidSpec;
  readonly cells: readonly GroupTime[];
  readonly groups: readonly number[];
  readonly grid: Grid;
  readonly rng: Rng;
}

export interface Aggregate {
  readonly estimate: number;
  readonly influence: Float64Array | null;
}

/** √(ψ'ψ)/n, sums within clusters first. */
export function standardErrorOf(influence: Float64Array | null, grid: Grid): Stat {
  if (influence === null) return { invalid: 'the base period, 0 by construction' };
  let total = 0;
  for (const value of byCluster(influence, grid)) total += value * value;
  return Math.sqrt(total) / grid.units.levels;
}

export function aggregated(inputs: AggregateInputs): {
  simple?: EffectEstimate;
  group?: Aggregation;
  calendar?: Aggregation;
  dynamic?: Aggregation;
  eventStudy: EventStudy | { readonly invalid: string };
} {
  const { cells, grid, spec } = inputs;
  const post = cells.filter(({ group, time }) => time >= group);
  const simple = weighted(post, inputs);
  const byGroup = cohortMeans(inputs);
  const times = [...grid.periods].filter((time) => post.some((cell) => cell.time === time));
  const byTime = times.map((time) => ({
    time,
    ...weighted(
      post.filter((cell) => cell.time === time),
      inputs,
    ),
  }));
  const byEvent = eventsOf(inputs);
  const shown = (each: Aggregate, critical?: number): EffectEstimate =>
    effect(each.estimate, standardErrorOf(each.influence, grid), null, critical);
  const critical = spec.bands > 0 ? criticalOf(byEvent, inputs) : undefined;
  const afterwards = byEvent.filter(({ event }) => event >= 0);
  return {
    ...(post.length === 0 ? {} : { simple: shown(simple) }),
    ...(byGroup.length === 0
      ? {}
      : {
          group: {
            overall: shown(meanOfCohorts(inputs)),
            by: byGroup.map(({ group, time: _, ...each }) => ({ group, ...shown(each) })),
          },
        }),
    ...(byTime.length === 0
      ? {}
      : {
          calendar: {
            overall: shown(plainMean(byTime)),
            by: byTime.map(({ time, ...each }) => ({ time, ...shown(each) })),
          },
        }),
    dynamic: {
      ...(afterwards.length === 0 ? {} : { overall: shown(plainMean(afterwards)) }),
      ...(critical === undefined ? {} : { critical }),
      by: byEvent.map(
        ({ event, groups: count, ...each }): EffectAt => ({ event, groups: count, ...shown(each, critical) }),
      ),
    },
    eventStudy: eventStudyOf(byEvent, inputs),
  };
}

/** The mean of each cohort over its periods from treatment on, as a cell of its first one. */
const cohortMeans = ({ cells, groups }: AggregateInputs): GroupTime[] =>
  groups.flatMap((group) => {
    const own = cells.filter((cell) => cell.group === group && cell.time >= group);
    return own.length === 0 ? [] : [{ group, time: group, ...plainMean(own) }];
  });

/** The mean over cohorts of each one's mean over its periods from treatment on. */
export const meanOfCohorts = (inputs: AggregateInputs): Aggregate => weighted(cohortMeans(inputs), inputs);

/** Effects by period since treatment with their covariance Ψ'Ψ/n², sums within clusters first. */
export function eventStudyOf(
  byEvent: readonly (Aggregate & { readonly event: number })[],
  { grid, spec }: { readonly grid: Grid; readonly spec: Pick<DidSpec, 'base'> },
): EventStudy | { readonly invalid: string } {
  if (spec.base === 'varying')
    return { invalid: 'effects before treatment compare neighbouring periods: write `base: universal`' };
  const estimated = byEvent.flatMap(({ event, estimate, influence }) =>
    influence === null ? [] : [{ event, estimate, sums: byCluster(influence, grid) }],
  );
  const n = grid.units.levels;
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((total, each, c) => total + each * b[c]!, 0);
  return {
    events: estimated.map(({ event }) => event),
    estimates: estimated.map(({ estimate }) => estimate),
    vcov: estimated.map(({ sums }) => estimated.map((other) => product(sums, other.sums) / (n * n))),
  };
}

/** Sums of influence by cluster. */
export function byCluster(influence: Float64Array, { clusters, clusterCount }: Grid): Float64Array {
  const out = new Float64Array(clusterCount);
  for (let i = 0; i < influence.length; i++) out[clusters[i]!] = out[clusters[i]!]! + influence[i]!;
  return out;
}

/** Returns the event times with their cells. Balanced ones have the same cohorts, as far as they are after treatment. */
export function eventsOf(inputs: AggregateInputs): (Aggregate & { readonly event: number; readonly groups: number })[] {
  const { cells, spec, grid } = inputs;
  const [first, last] = [grid.periods[0]!, grid.periods.at(-1)!];
  const { balanceEvents: balance, events } = spec;
  const kept = cells.filter(({ group }) => balance === null || last - group >= balance);
  const times = [...new Set(kept.map(({ group, time }) => time - group))].sort((a, b) => a - b);
  return times
    .filter((event) => balance === null || (event <= balance && event >= balance - last + first))
    .filter((event) => events === null || (event >= events[0] && event <= events[1]))
    .map((event) => {
      const own = kept.filter(({ group, time }) => time - group === event);
      return { event, groups: own.length, ...weighted(own, inputs) };
    });
}

/** Σ w ψ for equal weights. */
function plainMean(items: readonly Aggregate[]): Aggregate {
  const estimate = items.reduce((sum, each) => sum + each.estimate, 0) / items.length;
  return {
    estimate,
    influence: combined(
      items,
      items.map(() => 1 / items.length),
    ),
  };
}

export function combined(items: readonly Aggregate[], weights: readonly number[]): Float64Array | null {
  let out: Float64Array | null = null;
  for (const [c, { influence }] of items.entries()) {
    if (influence === null) continue;
    out ??= new Float64Array(influence.length);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + weights[c]! * influence[i]!;
  }
  return out;
}

/** Weights by the shares of cohorts among units, which are weighted themselves, and estimated: their influence is added. */
function weighted(cells: readonly GroupTime[], { grid }: AggregateInputs): Aggregate {
  if (cells.length === 0) return { estimate: Number.NaN, influence: null };
  const n = grid.units.levels;
  const share = new Map<number, number>();
  for (const [i, g] of grid.cohorts.entries()) share.set(g, (share.get(g) ?? 0) + grid.weights[i]! / n);
  const p = cells.map(({ group }) => share.get(group)!);
  const total = p.reduce((sum, each) => sum + each, 0);
  const weights = p.map((each) => each / total);
  const estimate = cells.reduce((sum, cell, c) => sum + weights[c]! * cell.estimate, 0);
  const influence = combined(cells, weights);
  if (influence === null) return { estimate, influence };
  // How often a cohort is among the cells, and the cells' effects of it, are all that a unit's share moves.
  const count = new Map<number, number>();
  const effects = new Map<number, number>();
  for (const cell of cells) {
    count.set(cell.group, (count.get(cell.group) ?? 0) + 1);
    effects.set(cell.group, (effects.get(cell.group) ?? 0) + cell.estimate);
  }
  const meanEffect = cells.reduce((sum, cell, c) => sum + p[c]! * cell.estimate, 0);
  for (let i = 0; i < n; i++) {
    const g = grid.cohorts[i]!;
    const w = grid.weights[i]!;
    // Σ_c (w 1{G=g_c} − p_c) att_c / s − Σ_c (w 1{G=g_c} − p_c) · Σ_c p_c att_c / s²
    influence[i] =
      influence[i]! +
      (w * (effects.get(g) ?? 0) - meanEffect) / total -
      ((w * (count.get(g) ?? 0) - total) * meanEffect) / (total * total);
  }
  return { estimate, influence };
}

/**
 * The critical value of a 95 % band that holds for all event times at once, by the multiplier bootstrap of influence with signs drawn by cluster
 * (Callaway & Sant'Anna 2021, algorithm 1). Draws are divided by their interquartile range over the normal's.
 */
export function criticalOf(
  events: readonly Aggregate[],
  { grid, spec, rng }: Pick<AggregateInputs, 'grid' | 'spec' | 'rng'>,
): number {
  const sums = events.flatMap(({ influence }) => {
    return influence === null ? [] : [byCluster(influence, grid)];
  });
  const draws = sums.map(() => new Float64Array(spec.bands));
  for (let b = 0; b < spec.bands; b++) {
    const stream = rng.stream('bands', b);
    const signs = Float64Array.from({ length: grid.clusterCount }, () => (stream.uniform() < 0.5 ? -1 : 1));
    for (const [k, own] of sums.entries()) {
      let total = 0;
      for (let c = 0; c < own.length; c++) total += signs[c]! * own[c]!;
      draws[k]![b] = total / grid.units.levels;
    }
  }
  const range = normal.quantile(0.75) - normal.quantile(0.25);
  const scales = draws.map((own) => {
    const sorted = sortedValues(own);
    return (orderStatistic(sorted, 0.75) - orderStatistic(sorted, 0.25)) / range;
  });
  const largest = Float64Array.from({ length: spec.bands }, (_, b) =>
    draws.reduce((most, own, k) => (scales[k]! > 0 ? Math.max(most, Math.abs(own[b]!) / scales[k]!) : most), 0),
  );
  return orderStatistic(sortedValues(largest), 0.95);
}

/** The inverse of the empirical distribution (R's type 1). */
const orderStatistic = (sorted: Float64Array, p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * p - 1e-9) - 1))]!;
