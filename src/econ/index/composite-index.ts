/** A composite index: several indicators scaled, weighted and summed into one, with what readers are shown about it. */

import { Refusal } from '../../base/problem.ts';
import { nameOfResult, SOME_VARIABLE } from '../../base/value.ts';
import type { Codes } from '../data.ts';
import { type Correlations, correlate } from '../describe/correlate.ts';
import type { NamedColumn } from '../design.ts';
import type { Stat, Warning } from '../fit.ts';
import { completeRows, pick } from '../sample/rows.ts';
import { comparedGroups, type Priorities, prioritiesOf, USUAL_RATIO } from './hierarchy.ts';
import { comparedMethods, type IndexMethod, indexMethods, type Weighting } from './index-methods.ts';
import { scaleIndicator } from './index-scale.ts';
import { entropyOf, type Scaled } from './index-weights.ts';
import { obstaclesByPeriod, obstaclesOf, type PeriodObstacle } from './obstacles.ts';
import { type DimensionShare, dimensionShares, dimensionsOf, type PeriodShare, periodShares } from './shares.ts';
import type { IndexOptions, IndicatorSpec, PeriodRows } from './spec.ts';

export interface IndicatorWeight extends IndicatorSpec {
  /** The period, where weights are by period. */
  readonly time?: string;
  readonly entropy: Stat;
  /** 1 − entropy */
  readonly divergence: Stat;
  readonly weight: number;
  /** Part of what the rows lack of the best index that this indicator makes, the mean over the rows. */
  readonly obstacle: Stat;
}

export interface CompositeIndex {
  /** One per row of the data; NaN where an indicator is missing. */
  readonly scores: Float64Array;
  readonly nobs: number;
  readonly weights: readonly IndicatorWeight[];
  readonly dimensions: readonly DimensionShare[];
  /** Contributions of dimensions by period; empty without periods, and for TOPSIS, whose index is no sum of its dimensions. */
  readonly contributions: readonly PeriodShare[];
  /** Obstacles of dimensions by period; empty without periods. */
  readonly obstacles: readonly PeriodObstacle[];
  /** How far the author's judgements of each group agree; empty where none are asked. */
  readonly priorities: readonly Priorities[];
  /** Spearman's rank correlations of the index by every method. */
  readonly methods: Correlations;
  readonly warnings: readonly Warning[];
}

/**
 * `columns`: m arrays of length N in the order of `specs`, NaN missing; `periods`: codes by which scaling and weights
 * are separate, or null for pooled; `times`: codes of the periods of which contributions are told, or null for none. Rows where an indicator is missing are left out and counted. Refuses when no
 * indicator varies, and a period of one row. O(N m²) and a sort for each method.
 */
export function compositeIndex(
  specs: readonly IndicatorSpec[],
  columns: readonly NamedColumn[],
  periods: Codes | null,
  options: IndexOptions,
  times: Codes | null = null,
): CompositeIndex {
  const warnings: Warning[] = [];
  const rows = completeRows(columns.map((column) => column.values));
  warnAboutMissing(columns, rows.length, warnings);
  const groups = groupsOf(rows, periods);
  const scaled = groups.map((group) => scaleGroup(specs, columns, group, options, warnings));
  const chosen = groups.map((group, g) => weigh(specs, scaled[g]!, group, options, options.method));
  warnAboutNegative(specs, groups, chosen, warnings);
  const obstacles = groups.map(({ rows: own }, g) => obstaclesOf(scaled[g]!, chosen[g]!.weights, own.length));
  const priorities = prioritiesIn(specs, options, warnings);
  const n = columns[0]!.values.length;
  return {
    scores: spread(groups, chosen, n),
    nobs: rows.length,
    weights: groups.flatMap((group, g) => weightRows(specs, scaled[g]!, chosen[g]!, obstacles[g]!.means, group)),
    dimensions: dimensionShares(specs, groups, scaled, chosen, obstacles, options),
    contributions:
      times === null || options.method === 'topsis' ? [] : periodShares(specs, groups, scaled, chosen, times),
    obstacles:
      times === null
        ? []
        : obstaclesByPeriod(
            specs.map(({ dimension }) => dimension),
            groups.map(({ rows: own }, g) => ({ rows: own, degrees: obstacles[g]!.degrees })),
            times,
          ),
    priorities,
    methods: compareMethods(specs, groups, scaled, chosen, options, n),
    warnings,
  };
}

/** The index alone, of one value per row, as `compositeIndex` has it. O(N m). */
export function indexScores(
  specs: readonly IndicatorSpec[],
  columns: readonly NamedColumn[],
  periods: Codes | null,
  options: IndexOptions,
): Float64Array {
  const groups = groupsOf(completeRows(columns.map((column) => column.values)), periods);
  const chosen = groups.map((group) =>
    weigh(specs, scaleGroup(specs, columns, group, options, []), group, options, options.method),
  );
  return spread(groups, chosen, columns[0]!.values.length);
}

/** The period in messages. */
const periodIn = (time: string): string => `period \`${nameOfResult(SOME_VARIABLE, time)}\``;

function groupsOf(rows: Int32Array, periods: Codes | null): PeriodRows[] {
  if (rows.length === 0) throw new Refusal('empty-sample', 'no row has values of all the indicators');
  const groups: PeriodRows[] =
    periods === null
      ? [{ time: null, rows }]
      : periods.levels.map((time, code) => ({ time, rows: rows.filter((row) => periods.codes[row] === code) }));
  const used = groups.filter((group) => group.rows.length > 0);
  for (const { time, rows: own } of used) {
    if (own.length > 1) continue;
    const where = time === null ? 'there is one row' : `${periodIn(time)} has one row`;
    throw new Refusal('one-row', `weights need at least two rows with all indicators, and ${where}`, {
      param: 'scope',
      ...(time === null ? {} : { hint: '`scope: pooled` weighs all periods together' }),
    });
  }
  return used;
}

function scaleGroup(
  specs: readonly IndicatorSpec[],
  columns: readonly NamedColumn[],
  group: PeriodRows,
  { zero }: IndexOptions,
  warnings: Warning[],
): Scaled {
  const scaled = specs.map(({ indicator, direction }, j) => {
    try {
      return scaleIndicator(pick(columns[j]!.values, group.rows), direction, zero);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.code, `indicator \`${indicator}\`: ${error.message}`, { param: 'indicators' });
    }
  });
  const where = group.time === null ? '' : ` in ${periodIn(group.time)}`;
  const constant = specs.filter((_, j) => scaled[j] === null).map(({ indicator }) => `\`${indicator}\``);
  if (constant.length === specs.length) {
    throw new Refusal('no-variation', `no indicator varies${where}`, { param: 'indicators' });
  }
  for (const name of constant) {
    warnings.push({ code: 'constant-indicator', message: `${name} takes one value${where}: its weight is 0` });
  }
  return scaled;
}

function weigh(
  specs: readonly IndicatorSpec[],
  scaled: Scaled,
  group: PeriodRows,
  { weights, judgements = [] }: IndexOptions,
  method: IndexMethod,
): Weighting {
  const n = group.rows.length;
  const judged = { specs, judgements };
  if (weights === 'flat') return named(() => indexMethods[method](scaled, n, judged), group, null);
  const dimensions = dimensionsOf(specs).filter((dimension) =>
    specs.some((spec, j) => spec.dimension === dimension && scaled[j] !== null),
  );
  const total = { weights: new Float64Array(specs.length), scores: new Float64Array(n) };
  for (const dimension of dimensions) {
    const own = scaled.map((z, j) => (specs[j]!.dimension === dimension ? z : null));
    const part = named(() => indexMethods[method](own, n, judged), group, dimension);
    for (let j = 0; j < specs.length; j++) total.weights[j] = total.weights[j]! + part.weights[j]! / dimensions.length;
    for (let i = 0; i < n; i++) total.scores[i] = total.scores[i]! + part.scores[i]! / dimensions.length;
  }
  return total;
}

/** Says where a method was not defined. */
function named<T>(compute: () => T, { time }: PeriodRows, dimension: string | null): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const places = [time === null ? '' : periodIn(time), dimension === null ? '' : `dimension \`${dimension}\``];
    const where = places.filter((place) => place !== '').join(', ');
    throw new Refusal(error.code, where === '' ? error.message : `${where}: ${error.message}`, { param: 'method' });
  }
}

function spread(groups: readonly PeriodRows[], weightings: readonly Weighting[], n: number): Float64Array {
  const scores = new Float64Array(n).fill(Number.NaN);
  groups.forEach(({ rows }, g) => {
    rows.forEach((row, i) => {
      scores[row] = weightings[g]!.scores[i]!;
    });
  });
  return scores;
}

function weightRows(
  specs: readonly IndicatorSpec[],
  scaled: Scaled,
  { weights }: Weighting,
  obstacles: readonly Stat[],
  { time }: PeriodRows,
): IndicatorWeight[] {
  return specs.map((spec, j) => {
    const z = scaled[j]!;
    const none: Stat = { invalid: 'the indicator takes one value' };
    const { entropy, divergence } = z === null ? { entropy: none, divergence: none } : entropyOf(z);
    return {
      ...spec,
      ...(time === null ? {} : { time }),
      entropy,
      divergence,
      weight: weights[j]!,
      obstacle: obstacles[j]!,
    };
  });
}

function compareMethods(
  specs: readonly IndicatorSpec[],
  groups: readonly PeriodRows[],
  scaled: readonly Scaled[],
  chosen: readonly Weighting[],
  options: IndexOptions,
  n: number,
): Correlations {
  const names = comparedMethods.includes(options.method) ? comparedMethods : [...comparedMethods, options.method];
  const columns = names.map((name): NamedColumn => {
    if (name === options.method) return { name, values: withTies(spread(groups, chosen, n)) };
    try {
      const weightings = groups.map((group, g) => weigh(specs, scaled[g]!, group, options, name));
      return { name, values: withTies(spread(groups, weightings, n)) };
    } catch (error) {
      // A method that is not defined here correlates with nothing: its pairs have no rows.
      if (!(error instanceof Refusal)) throw error;
      return { name, values: new Float64Array(n).fill(Number.NaN) };
    }
  });
  return correlate(columns, 'spearman', 'pairwise');
}

/** A difference smaller than this part of the range of scores is rounding. */
const NOISE = 1e-12;

/** Scores that are equal but for rounding made equal, so that they share a rank; NaN stays. */
function withTies(scores: Float64Array): Float64Array {
  const known = scores.filter((score) => !Number.isNaN(score));
  const low = known.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const high = known.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const size = Math.max(Math.abs(low), Math.abs(high));
  const step = NOISE * (high - low > NOISE * size ? high - low : size);
  return step > 0 ? scores.map((score) => Math.round((score - low) / step)) : scores;
}

function prioritiesIn(
  specs: readonly IndicatorSpec[],
  { judgements }: IndexOptions,
  warnings: Warning[],
): readonly Priorities[] {
  if (judgements === undefined) return [];
  const found = comparedGroups(specs).map((group) => prioritiesOf(group, judgements));
  for (const { dimension, consistencyRatio } of found) {
    if (typeof consistencyRatio !== 'number' || consistencyRatio <= USUAL_RATIO) continue;
    const whose = dimension === null ? 'of the dimensions' : `of the indicators of \`${dimension}\``;
    const message = `the judgements ${whose} contradict each other: their consistency ratio is ${consistencyRatio.toFixed(3)}, above ${USUAL_RATIO}`;
    warnings.push({ code: 'inconsistent-judgements', message });
  }
  return found;
}

function warnAboutMissing(columns: readonly NamedColumn[], used: number, warnings: Warning[]): void {
  const n = columns[0]!.values.length;
  if (used === n) return;
  const counts = columns.flatMap(({ name, values }) => {
    const count = values.filter(Number.isNaN).length;
    return count === 0 ? [] : [`\`${name}\` in ${count}`];
  });
  const rows = n - used === 1 ? '1 row of' : `${n - used} rows of`;
  warnings.push({
    code: 'missing-indicators',
    message: `the index is missing in ${rows} ${n}, where an indicator is missing (${counts.join(', ')})`,
  });
}

function warnAboutNegative(
  specs: readonly IndicatorSpec[],
  groups: readonly PeriodRows[],
  chosen: readonly Weighting[],
  warnings: Warning[],
): void {
  groups.forEach(({ time }, g) => {
    specs.forEach(({ indicator, direction }, j) => {
      if (chosen[g]!.weights[j]! >= 0) return;
      const where = time === null ? '' : ` in ${periodIn(time)}`;
      const message = `the weight of \`${indicator}\` is negative${where}: it runs against the other indicators although it is declared ${direction}`;
      warnings.push({ code: 'negative-weight', message });
    });
  });
}
