/** The columns of tables of descriptive statistics. */
import { calendar } from '../../src/base/calendar.ts';
import { ownValue } from '../../src/base/own-value.ts';
import { isPercentileName } from '../../src/base/text/percentile-name.ts';
import type { Stat } from '../../src/econ/fit.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import type { LabelBook } from '../../src/table/words/labels.ts';

/** Statistics of one variable, in the order in which they are listed. */
export const descriptives: Readonly<Record<string, RecordColumn>> = {
  n: { en: 'N', zh: '观测值', csv: 'N', count: true },
  mean: { en: 'Mean', zh: '均值', csv: 'Mean' },
  sd: { en: 'Std. Dev.', zh: '标准差', csv: 'Std. Dev.' },
  seMean: { en: 'Std. Err.', zh: '均值标准误', csv: 'Std. Err.' },
  min: { en: 'Min', zh: '最小值', csv: 'Min' },
  p1: { en: 'P1', zh: 'P1', csv: 'P1' },
  p5: { en: 'P5', zh: 'P5', csv: 'P5' },
  p10: { en: 'P10', zh: 'P10', csv: 'P10' },
  p25: { en: 'P25', zh: 'P25', csv: 'P25' },
  median: { en: 'Median', zh: '中位数', csv: 'Median' },
  p75: { en: 'P75', zh: 'P75', csv: 'P75' },
  p90: { en: 'P90', zh: 'P90', csv: 'P90' },
  p95: { en: 'P95', zh: 'P95', csv: 'P95' },
  p99: { en: 'P99', zh: 'P99', csv: 'P99' },
  max: { en: 'Max', zh: '最大值', csv: 'Max' },
  skewness: { en: 'Skewness', zh: '偏度', csv: 'Skewness' },
  kurtosis: { en: 'Kurtosis', zh: '峰度', csv: 'Kurtosis' },
  missing: { en: 'Missing', zh: '缺失', csv: 'Missing', count: true },
  missingShare: { en: 'Share missing', zh: '缺失比例', csv: 'Share missing' },
};

/** Gives the column of a statistic, or of a percentile that the step was asked for. */
export function descriptive(name: string): RecordColumn {
  const title = name.toUpperCase();
  return ownValue(descriptives, name) ?? { en: title, zh: title, csv: title };
}

/** Returns the hint where the step lacks a percentile. */
export const askedPercentile = (name: string): string => `\`percentiles: [${name.slice(1)}]\` in the step computes it`;

/** Statistics that are kept beside a table only where it shows them, since no other reader asks for them. */
export const keptWhereShown: readonly string[] = ['missing', 'missingShare', 'seMean'];

/** Names of statistics that a template of cells may have: `{mean}`, `{p2.5}`. */
export const cellFields = { listed: Object.keys(descriptives), is: isPercentileName };

/** Statistics that are in the units of the variable and no distances: of dates they are dates. */
const places: ReadonlySet<string> = new Set(['mean', 'min', 'median', 'max']);

/** A mean or a percentile of dates, months or quarters, as one; undefined of other variables and statistics. */
export function timeText(
  value: Stat | undefined,
  variable: string,
  statistic: string,
  { times = {} }: Pick<LabelBook, 'times'>,
): string | undefined {
  const type = ownValue(times, variable);
  if (type === undefined || typeof value !== 'number') return undefined;
  return places.has(statistic) || isPercentileName(statistic) ? calendar[type].print(Math.round(value)) : undefined;
}
