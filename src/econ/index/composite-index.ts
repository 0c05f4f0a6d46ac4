/** A composite index: several indicators scaled, weighted and summed into one, with what readers are shown about it. */

import { mean, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { nameOfResult, SOME_VARIABLE } from '../../base/value.ts';
import type { Codes } from '../data.ts';
import { type Correlations, correlate } from '../describe/correlate.ts';
import type { NamedColumn } from '../design.ts';
import type { Stat, Warning } from '../fit.ts';
import { completeRows, pick } from '../sample/rows.ts';
import { type IndexMethod, indexMethodNames, indexMethods, type Weighting } from './index-methods.ts';
import { type Direction, scaleIndicator, type ZeroRule } from './index-scale.ts';
import { entropyOf, type Scaled } from './index-weights.ts';

export interface IndicatorSpec {
  readonly indicator: string;
  readonly dimension: string;
  readonly direction: Direction;
}

export interface IndexOptions {
  readonly method: IndexMethod;
  readonly zero: ZeroRule;
  /** `flat`: over all indicators; `hierarchical`: within each dimension, the index being the mean of the dimensions. */
  readonly weights: 'flat' | 'hierarchical';
}

export interface IndexSpec extends IndexOptions {
  /** The column that the index becomes. */
  readonly name: string;
  readonly indicators: readonly IndicatorSpec[];
  /** Tells whether scaling and weights are over all rows, or separate by period. */
  readonly scope: 'pooled' | 'by-time';
}

export interface IndicatorWeight extends IndicatorSpec {
  /** The period, where weights are by period. */
  readonly time?: string;
  readonly entropy: Stat;
  /** 1 − entropy */
  readonly divergence: Stat;
  readonly weight: number;
}

export interface DimensionShare {
  readonly dimension: string;
  readonly indicators: number;
  /** Sum of its indicators' weights; by period, the mean over the rows used. */
  readonly weight: number;
  /** Part of the mean index that its indicators make. */
  readonly contribution: Stat;
}

/** The contribution of a dimension to the mean index of a period. */
export interface PeriodShare {
  readonly time: string;
  readonly dimension: string;
  /** Over the dimensions these add up to the period's mean index. */
  readonly contribution: number;
}

export interface CompositeIndex {
  /** One per row of the data; NaN where an indicator is missing. */
  readonly scores: Float64Array;
  readonly nobs: number;
  readonly weights: readonly IndicatorWeight[];
  readonly dimensions: readonly DimensionShare[];
  /** Contributions of dimensions by period; empty without periods, and for TOPSIS, whose index is no sum of its dimensions. */
  readonly contributions: readonly PeriodShare[];
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
  const n = columns[0]!.values.length;
  return {
    scores: spread(groups, chosen, n),
    nobs: rows.length,
    weights: groups.flatMap((group, g) => weightRows(specs, scaled[g]!, chosen[g]!, group)),
    dimensions: dimensionShares(specs, groups, scaled, chosen, options),
    contributions:
      times === null || options.method === 'topsis' ? [] : periodShares(specs, groups, scaled, chosen, times),
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

interface PeriodRows {
  /** null: all rows used together */
  readonly time: string | null;
  readonly rows: Int32Array;
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
  { weights }: IndexOptions,
  method: IndexMethod,
): Weighting {
  const n = group.rows.length;
  if (weights === 'flat') return named(() => indexMethods[method](scaled, n), group, null);
  const dimensions = dimensionsOf(specs).filter((dimension) =>
    specs.some((spec, j) => spec.dimension === dimension && scaled[j] !== null),
  );
  const total = { weights: new Float64Array(specs.length), scores: new Float64Array(n) };
  for (const dimension of dimensions) {
    const own = scaled.map((z, j) => (specs[j]!.dimension === dimension ? z : null));
    const part = named(() => indexMethods[method](own, n), group, dimension);
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

const dimensionsOf = (specs: readonly IndicatorSpec[]): string[] => [...new Set(specs.map((spec) => spec.dimension))];

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
  { time }: PeriodRows,
): IndicatorWeight[] {
  return specs.map((spec, j) => {
    const z = scaled[j]!;
    const none: Stat = { invalid: 'the indicator takes one value' };
    const { entropy, divergence } = z === null ? { entropy: none, divergence: none } : entropyOf(z);
    return { ...spec, ...(time === null ? {} : { time }), entropy, divergence, weight: weights[j]! };
  });
}

function dimensionShares(
  specs: readonly IndicatorSpec[],
  groups: readonly PeriodRows[],
  scaled: readonly Scaled[],
  chosen: readonly Weighting[],
  { method }: IndexOptions,
): DimensionShare[] {
  const nobs = sum(groups.map((group) => group.rows.length));
  const overRows = (of: (g: number, j: number) => number, members: readonly number[]): number =>
    sum(groups.map((group, g) => group.rows.length * sum(members.map((j) => of(g, j))))) / nobs;
  const made = (g: number, j: number): number => {
    const z = scaled[g]![j]!;
    return z === null ? 0 : chosen[g]!.weights[j]! * mean(z);
  };
  const every = specs.map((_, j) => j);
  const total = overRows(made, every);
  return dimensionsOf(specs).map((dimension): DimensionShare => {
    const members = every.filter((j) => specs[j]!.dimension === dimension);
    const contribution: Stat =
      method === 'topsis'
        ? { invalid: 'a TOPSIS index is no sum of its dimensions' }
        : total === 0
          ? { invalid: 'the mean of the index is zero' }
          : overRows(made, members) / total;
    return {
      dimension,
      indicators: members.length,
      // as the weights of its indicators are shown: means over periods
      weight: sum(groups.map((_, g) => sum(members.map((j) => chosen[g]!.weights[j]!)))) / groups.length,
      contribution,
    };
  });
}

/** Means of Σ wⱼ zᵢⱼ over the rows of each period and the indicators of each dimension. O(Nm). */
function periodShares(
  specs: readonly IndicatorSpec[],
  groups: readonly PeriodRows[],
  scaled: readonly Scaled[],
  chosen: readonly Weighting[],
  { codes, levels }: Codes,
): PeriodShare[] {
  const dimensions = dimensionsOf(specs);
  const totals = dimensions.map(() => new Float64Array(levels.length));
  const counts = new Int32Array(levels.length);
  groups.forEach(({ rows }, g) => {
    for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]!++;
    specs.forEach(({ dimension }, j) => {
      const z = scaled[g]![j]!;
      const total = totals[dimensions.indexOf(dimension)]!;
      if (z === null) return;
      rows.forEach((row, i) => {
        const code = codes[row]!;
        if (code >= 0) total[code] = total[code]! + chosen[g]!.weights[j]! * z[i]!;
      });
    });
  });
  return levels.flatMap((time, code) =>
    counts[code] === 0
      ? []
      : dimensions.map((dimension, d) => ({ time, dimension, contribution: totals[d]![code]! / counts[code]! })),
  );
}

function compareMethods(
  specs: readonly IndicatorSpec[],
  groups: readonly PeriodRows[],
  scaled: readonly Scaled[],
  chosen: readonly Weighting[],
  options: IndexOptions,
  n: number,
): Correlations {
  const columns = indexMethodNames.map((name): NamedColumn => {
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
