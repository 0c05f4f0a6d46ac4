/** THE list of words that figures print, by language. */
import type { Language } from './figure.ts';

const english = {
  /** `Income (yuan)` */
  withUnit: (label: string, unit: string) => `${label} (${unit})`,
  estimate: (levels: readonly number[], of: string | null = null) =>
    `Estimate ${of === null ? '' : `of ${of} `}with ${levels.map((level) => `${level}%`).join(' and ')} confidence interval${levels.length > 1 ? 's' : ''}`,
  lr: 'Likelihood ratio',
  critical: (level: string) => `${level}% critical value`,
  threshold: (order: number, label: string) => `${['First', 'Second', 'Third'][order - 1]} threshold of ${label}`,
  density: 'Density',
  leads: (statistic: string | null, p: string) =>
    `Joint test of the leads: ${statistic === null ? '' : `${statistic}, `}${p}`,
  relative: 'Periods since treatment',
  effectOf: (label: string, outcome: string) => `Effect of ${label} on ${outcome}`,
  scaled: { none: '', centre: ' (centred)', standardise: ' (standardised)' },
  effect: (label: string) => `Effect of ${label}`,
  predicted: (label: string) => `Predicted ${label}`,
  turning: (value: string) => `Turning point: ${value}`,
  significant: (count: number, all: number, positive: number) =>
    `${count} of ${all} estimates significant at 5%, ${positive} positive`,
  drawnOf: (drawn: number) => `; ${drawn} of them drawn, evenly by rank`,
  specifications: 'Specifications, by size of the estimate',
  controls: 'Controls',
  effects: 'Fixed effects',
  sample: 'Sample',
  wholeSample: 'all rows',
  atFive: ['p < 0.05', 'p ≥ 0.05'],
  placebo: 'Estimate under placebo',
  pValue: 'p value',
  actual: (value: string) => `Actual estimate: ${value}`,
  slope: (value: string) => `Slope: ${value}`,
  moran: (value: string) => `Moran’s I: ${value}`,
  lagOf: (label: string) => `Spatial lag of ${label}`,
  parts: {
    gw: 'Within groups',
    gnb: 'Between groups',
    gt: 'Transvariation',
    tWithin: 'Within groups',
    tBetween: 'Between groups',
  },
  inequality: { dagum: 'Gini coefficient', theil: 'Theil index' },
  noData: 'No data',
  weight: 'Weight',
  contribution: 'Share of the mean index',
  contributionToMean: 'Mean index',
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
  estimate: (levels, of = null) =>
    `${of === null ? '' : `${of}的`}估计值与${levels.map((level) => `${level}%`).join('、')}置信区间`,
  lr: '似然比统计量',
  critical: (level) => `${level}%临界值`,
  threshold: (order, label) => `${label}的第${['一', '二', '三'][order - 1]}个门槛值`,
  density: '密度',
  leads: (statistic, p) => `事前趋势联合检验：${statistic === null ? '' : `${statistic}，`}${p}`,
  relative: '相对政策实施的时期',
  effectOf: (label, outcome) => `${label}对${outcome}的边际效应`,
  scaled: { none: '', centre: '（中心化）', standardise: '（标准化）' },
  effect: (label) => `${label}的边际效应`,
  predicted: (label) => `${label}预测值`,
  turning: (value) => `拐点：${value}`,
  significant: (count, all, positive) => `${all}个估计值中${count}个在5%水平上显著，${positive}个为正`,
  drawnOf: (drawn) => `；图中按排序等距绘出${drawn}个`,
  specifications: '模型设定（按估计值排序）',
  controls: '控制变量',
  effects: '固定效应',
  sample: '样本',
  wholeSample: '全样本',
  atFive: ['p < 0.05', 'p ≥ 0.05'],
  placebo: '安慰剂估计值',
  pValue: 'p值',
  actual: (value) => `真实估计值：${value}`,
  slope: (value) => `斜率：${value}`,
  moran: (value) => `莫兰指数：${value}`,
  lagOf: (label) => `${label}的空间滞后`,
  parts: { gw: '区域内', gnb: '区域间', gt: '超变密度', tWithin: '区域内', tBetween: '区域间' },
  inequality: { dagum: '基尼系数', theil: '泰尔指数' },
  noData: '无数据',
  weight: '权重',
  contribution: '对指数均值的贡献率',
  contributionToMean: '指数均值',
  count: '观测值数',
  statistics: {
    mean: (label) => `${label}（均值）`,
    median: (label) => `${label}（中位数）`,
    sum: (label) => `${label}（合计）`,
  },
};

export const phrases: Readonly<Record<Language, Phrases>> = { en: english, zh: chinese };
