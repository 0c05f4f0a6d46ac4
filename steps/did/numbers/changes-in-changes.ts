/**
 * Changes in changes of two groups in two periods (Athey & Imbens 2006, Econometrica 74:431, sections 3 and 5): the outcomes that the treated had before
 * are moved as the outcomes of the same rank in the other group moved, and compared with those that the treated have.
 */
import type { Rng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { type EffectAt, effect, fitOf, spreadOf } from './result.ts';
import { cohortsIn, type DidSample, gridOf, unitsWhere } from './sample.ts';
import type { DidSpec } from './spec.ts';

const QUANTILES = [0.25, 0.5, 0.75];

/** Outcomes of a group in a period, ascending, each counted as often as its weight says. */
interface Distribution {
  readonly values: Float64Array;
  /** Weights of the values up to each. */
  readonly upTo: Float64Array;
}

/** The mean effect on the treated and those at quantiles. Standard errors are those of draws of clusters with replacement. O(rows · log rows) a draw. */
export function changesInChanges(spec: DidSpec, sample: DidSample, rng: Rng) {
  const cells = cellsOf(sample);
  const quantiles = spec.quantiles ?? QUANTILES;
  const found = effectsOf(cells, quantiles, null)!;
  const draws = spec.draws ?? 0;
  const grid = draws === 0 ? null : gridOf(sample);
  const drawn = Array.from({ length: draws }, (_, draw) => {
    const stream = rng.stream('clusters', draw);
    const counts = new Float64Array(grid!.clusterCount);
    for (let k = 0; k < counts.length; k++) {
      const at = stream.int(counts.length);
      counts[at] = counts[at]! + 1;
    }
    const clusterOf = (row: number): number => grid!.clusters[grid!.units.codes[row]!]!;
    return effectsOf(cells, quantiles, (row) => counts[clusterOf(row)]!);
  }).filter((each) => each !== null);
  const simple = effect(found.mean, spreadOf(drawn.map((each) => each.mean)), null);
  const by = quantiles.map(
    (quantile, k): EffectAt => ({
      quantile,
      ...effect(found.at[k]!, spreadOf(drawn.map((each) => each.at[k]!)), null),
    }),
  );
  const below = shareBelow(cells);
  const warnings: Warning[] = [...sample.warnings, ...(below > 0 ? [withoutSupport(below)] : [])];
  const result = { simple, quantiles: { by } };
  return {
    method: 'cic',
    ...result,
    draws: drawn.length,
    shareBelowSupport: below,
    nUnits: unitsWhere(sample, () => true),
    warnings,
    fit: fitOf(result, {
      method: 'cic',
      outcome: sample.outcome.name,
      nobs: sample.nobs,
      units: unitsWhere(sample, () => true),
      cluster: { name: sample.cluster.name, count: new Set(sample.cluster.codes).size },
      df: null,
      small: '',
      rowsLost: sample.rowsLost,
      warnings,
    }),
  };
}

/** Rows with their outcomes, ascending, of the controls and the treated before and after. */
interface Cells {
  readonly controls: readonly [before: Cell, after: Cell];
  readonly treated: readonly [before: Cell, after: Cell];
}

interface Cell {
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** Refuses data of more than two groups or periods. */
function cellsOf({ period, cohort, outcome, nobs }: DidSample): Cells {
  const periods = [...new Set(period)].sort((a, b) => a - b);
  const cohorts = cohortsIn(cohort);
  if (periods.length !== 2 || cohorts.length !== 1 || cohorts[0] !== periods[1]) {
    const message = `expected two periods and one group that is treated in the second, got ${periods.length} periods and ${cohorts.length} groups that are ever treated`;
    throw new Refusal('no-cohort', message, { param: 'method', hint: 'choose two periods and groups with `sample`' });
  }
  const cell = (isTreated: boolean, time: number): Cell => {
    const rows = Int32Array.from({ length: nobs }, (_, i) => i)
      .filter((i) => (cohort[i] !== 0) === isTreated && period[i] === time)
      .sort((a, b) => outcome.values[a]! - outcome.values[b]! || a - b);
    if (rows.length === 0) {
      const who = isTreated ? 'treated' : 'untreated';
      const message = `no row of the ${who} group is in one of the two periods`;
      throw new Refusal('no-cohort', message, { param: 'method', hint: 'both groups are seen in both periods' });
    }
    return { rows, values: Float64Array.from(rows, (row) => outcome.values[row]!) };
  };
  const both = (isTreated: boolean) => [cell(isTreated, periods[0]!), cell(isTreated, periods[1]!)] as const;
  return { controls: both(false), treated: both(true) };
}

interface Effects {
  readonly mean: number;
  readonly at: readonly number[];
}

/** `count`: how often a row counts, null for once. Null where a draw left a cell empty. */
function effectsOf(
  cells: Cells,
  quantiles: readonly number[],
  count: ((row: number) => number) | null,
): Effects | null {
  const [[before, after], [earlier, later]] = [cells.controls, cells.treated].map((pair) =>
    pair.map((cell) => distributionOf(cell, count)),
  ) as [[Distribution, Distribution], [Distribution, Distribution]];
  if ([before, after, earlier, later].some(({ values }) => values.length === 0)) return null;
  // the rank among controls before, and the outcome of that rank among controls after
  const moved = earlier.values.map((y) => quantileOf(after, shareUpTo(before, y)));
  const without = { values: moved, upTo: earlier.upTo };
  return {
    mean: meanOf(later) - meanOf(without),
    at: quantiles.map((q) => quantileOf(later, q) - quantileOf(without, q)),
  };
}

function distributionOf({ rows, values }: Cell, count: ((row: number) => number) | null): Distribution {
  const weights = Float64Array.from(rows, (row) => count?.(row) ?? 1);
  const kept = values.filter((_, i) => weights[i]! > 0);
  const upTo = weights.filter((weight) => weight > 0);
  for (let i = 1; i < upTo.length; i++) upTo[i] = upTo[i]! + upTo[i - 1]!;
  return { values: kept, upTo };
}

/** F(y): the share of outcomes that are no larger. */
function shareUpTo({ values, upTo }: Distribution, y: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= y) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : upTo[low - 1]! / upTo.at(-1)!;
}

/** Shares are quotients of counts: those that rounding parts from the one asked for are no smaller. */
const ROUNDING = 1e-12;

/** F⁻¹(q): the smallest outcome up to which the share is no smaller. */
function quantileOf({ values, upTo }: Distribution, q: number): number {
  const least = q * upTo.at(-1)! * (1 - ROUNDING);
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle]! >= least) high = middle;
    else low = middle + 1;
  }
  return values[low]!;
}

function meanOf({ values, upTo }: Distribution): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]! * (upTo[i]! - (i === 0 ? 0 : upTo[i - 1]!));
  return total / upTo.at(-1)!;
}

/** The share of the treated who had less before than any of the others. */
function shareBelow({ controls: [before], treated: [earlier] }: Cells): number {
  const least = before.values[0]!;
  return earlier.values.filter((y) => y < least).length / earlier.values.length;
}

const withoutSupport = (share: number): Warning => ({
  code: 'no-support',
  message: `${(100 * share).toFixed(1)} % of the treated had less before treatment than any of the others: their counterfactual outcome is the least that others have after it`,
});
