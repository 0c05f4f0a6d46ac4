/** Builds tables of descriptive statistics. */
import { recordBuilder } from './records.ts';

export const describe = recordBuilder({
  type: 'describe',
  parts: [],
  withUnits: true,
  scale: {
    of: 'sd',
    inItsUnits: new Set(['mean', 'sd', 'min', 'p1', 'p5', 'p10', 'p25', 'median', 'p75', 'p90', 'p95', 'p99', 'max']),
  },
  usual: ['n', 'mean', 'sd', 'min', 'max'],
  columns: {
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
    mean: { en: 'Mean', zh: '均值', csv: 'Mean' },
    sd: { en: 'Std. Dev.', zh: '标准差', csv: 'Std. Dev.' },
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
  },
});
