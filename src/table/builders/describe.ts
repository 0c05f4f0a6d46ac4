import { recordBuilder } from './records.ts';

export const describe = recordBuilder({
  type: 'describe',
  parts: [],
  withUnits: true,
  usual: ['n', 'mean', 'sd', 'min', 'max'],
  columns: {
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
    mean: { en: 'Mean', zh: '均值', csv: 'Mean' },
    sd: { en: 'Std. Dev.', zh: '标准差', csv: 'Std. Dev.' },
    min: { en: 'Min', zh: '最小值', csv: 'Min' },
    p25: { en: 'P25', zh: 'P25', csv: 'P25' },
    median: { en: 'Median', zh: '中位数', csv: 'Median' },
    p75: { en: 'P75', zh: 'P75', csv: 'P75' },
    max: { en: 'Max', zh: '最大值', csv: 'Max' },
    skewness: { en: 'Skewness', zh: '偏度', csv: 'Skewness' },
    kurtosis: { en: 'Kurtosis', zh: '峰度', csv: 'Kurtosis' },
  },
});
