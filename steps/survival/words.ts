/** Words of tables of survival functions, by language. */
import { han } from '../../src/table/words/han.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const columns = {
  groups: {
    n: { en: 'Spells', zh: '观测值', csv: 'n', count: true },
    events: { en: 'Ended', zh: '事件数', csv: 'events', count: true },
    expected: { en: 'Expected', zh: '期望事件数', csv: 'expected' },
    median: { en: 'Median', zh: '中位数', csv: 'median' },
    medianLow: { en: 'Lower end', zh: '下限', csv: 'medianLow' },
    medianHigh: { en: 'Upper end', zh: '上限', csv: 'medianHigh' },
    mean: { en: 'Mean', zh: '均值', csv: 'mean' },
    meanStdError: { en: 'Std. error of the mean', zh: '均值标准误', csv: 'meanStdError' },
  },
  curve: {
    atRisk: { en: 'At risk', zh: '风险人数', csv: 'atRisk', count: true },
    events: { en: 'Ended', zh: '事件数', csv: 'events', count: true },
    survival: { en: 'Survival', zh: '生存率', csv: 'survival' },
    stdError: { en: 'Std. error', zh: '标准误', csv: 'stdError' },
    low: { en: 'Lower end', zh: '下限', csv: 'low' },
    high: { en: 'Upper end', zh: '上限', csv: 'high' },
  },
} as const;

export const testNames = {
  'log-rank': { en: 'log-rank test', zh: '对数秩检验' },
  wilcoxon: { en: 'Wilcoxon test (Breslow)', zh: 'Wilcoxon 检验（Breslow）' },
  'tarone-ware': { en: 'Tarone–Ware test', zh: 'Tarone–Ware 检验' },
  'fleming-harrington': { en: 'Fleming–Harrington test', zh: 'Fleming–Harrington 检验' },
} as const;

/** Notes that say the method. */
export const notes = {
  en: {
    of: (scale: string, level: string, rows: string): string =>
      `survival functions by Kaplan and Meier (1958), with ${level}% intervals of ${scale} by Greenwood’s variance; N = ${rows}`,
    intervals: { 'log-log': 'log(−log S)', log: 'log S', plain: 'S' },
    test: (name: string, by: string, strata: string | null): string =>
      `${name} of equal survival by ${by}${strata === null ? '' : `, within ${strata}`}`,
  },
  zh: {
    of: (scale: string, level: string, rows: string): string =>
      `生存函数为 Kaplan–Meier 估计（1958），${level}% 区间基于 ${scale} 与 Greenwood 方差；N = ${rows}`,
    intervals: { 'log-log': 'log(−log S)', log: 'log S', plain: 'S' },
    test: (name: string, by: string, strata: string | null): string =>
      han`${by}各组生存函数相同的${name}${strata === null ? '' : han`（按${strata}分层）`}`,
  },
} as const;

export const sentences: readonly Sentence[] = [
  ['more than half survive', '生存率高于一半'],
  ['the interval of survival stays above a half', '生存率的置信区间始终高于一半'],
  ['the interval of survival does not fall below a half', '生存率置信区间的上限未降至一半以下'],
  ['nothing survives', '生存率为零'],
  ['no spell is observed so long', '没有观测持续至此时'],
  ['no two groups are at risk where a spell ends', '事件发生时没有两个组别处于风险中'],
  ['the variance of the test is singular', '检验的方差矩阵奇异'],
];
