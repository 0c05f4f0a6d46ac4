/** THE list of words that figures print, by language. */
import type { Language } from './figure.ts';

const english = {
  /** `Income (yuan)` */
  withUnit: (label: string, unit: string) => `${label} (${unit})`,
  estimate: (levels: readonly number[]) =>
    `Estimate with ${levels.map((level) => `${level}%`).join(' and ')} confidence interval${levels.length > 1 ? 's' : ''}`,
  lr: 'Likelihood ratio',
  critical: (level: string) => `${level}% critical value`,
  threshold: (order: number, label: string) => `${['First', 'Second', 'Third'][order - 1]} threshold of ${label}`,
  density: 'Density',
  count: 'Observations',
  statistics: {
    mean: (label: string) => `Mean of ${label}`,
    median: (label: string) => `Median of ${label}`,
    sum: (label: string) => `Sum of ${label}`,
  },
};

export type Phrases = typeof english;

const chinese: Phrases = {
  withUnit: (label, unit) => `${label}（${unit}）`,
  estimate: (levels) => `估计值与${levels.map((level) => `${level}%`).join('、')}置信区间`,
  lr: '似然比统计量',
  critical: (level) => `${level}%临界值`,
  threshold: (order, label) => `${label}的第${['一', '二', '三'][order - 1]}个门槛值`,
  density: '密度',
  count: '观测值数',
  statistics: {
    mean: (label) => `${label}（均值）`,
    median: (label) => `${label}（中位数）`,
    sum: (label) => `${label}（合计）`,
  },
};

export const phrases: Readonly<Record<Language, Phrases>> = { en: english, zh: chinese };
