/** Words of tables and figures of violations of parallel trends, by language. */
import { significant } from '../../src/figure/numbers.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';
import type { TrendRow } from './numbers/parallel-trends.ts';

/** Chinese forms of what the results say of themselves. */
export const sentences: readonly Sentence[] = [
  ['the interval holds 0 at M = 0 already', 'M = 0 时区间已包含 0'],
  ['the test rejects as often without a trend', '没有趋势时检验的拒绝率已不低于此'],
];

const restrictions = {
  en: {
    original: () => 'Parallel trends',
    relative: (m: string) => `Relative magnitude, M̄ = ${m}`,
    smooth: (m: string) => `Smoothness, M = ${m}`,
  },
  zh: {
    original: () => '平行趋势',
    relative: (m: string) => `相对幅度，M̄ = ${m}`,
    smooth: (m: string) => `平滑性，M = ${m}`,
  },
};

/** The name of a restriction, such as `relative::1`, in a language. */
export function restrictionLabel(row: string, language: 'en' | 'zh'): string {
  const [restriction, m = ''] = row.split('::') as ['original' | 'relative' | 'smooth', string?];
  return restrictions[language][restriction](m);
}

export const footerWords = {
  relative: { en: 'Breakdown M̄', zh: '临界 M̄' },
  smooth: { en: 'Breakdown M', zh: '临界 M' },
  bound: { en: 'Leads are equivalent to 0 within ±', zh: '处理前系数等价于 0 的界限 ±' },
} as const;

export const note = {
  en: '95% intervals of the effect: trends of the groups part from one period to the next by up to M̄ times as much as they did at most before treatment, or bend by up to M a period (Rambachan and Roth 2023); the breakdown value is the largest that leaves out 0',
  zh: '效应的 95% 区间：处理后相邻两期趋势之差不超过处理前最大差异的 M̄ 倍，或每期弯折不超过 M（Rambachan 和 Roth，2023）；临界值为区间不含 0 的最大值',
};

/** Says of a straight trend how often the pre-test finds it. */
export function trendNote({ slope, power }: TrendRow, language: 'en' | 'zh'): string {
  const [trend, share] = [slope, power].map((value) => significant(value as number));
  return {
    en: `the pre-test finds a trend of ${trend} a period with power ${share} (Roth 2022)`,
    zh: `预检验发现每期 ${trend} 的趋势的功效为 ${share}（Roth，2022）`,
  }[language];
}

export const figureWords = {
  en: {
    restriction: 'Restriction',
    period: 'Period since treatment',
    effect: 'Effect, 95% interval',
    estimate: 'Estimate',
    trend: 'Trend that the pre-test may miss',
    mean: 'Mean estimate where it does',
  },
  zh: {
    restriction: '约束',
    period: '相对处理时期',
    effect: '效应及 95% 区间',
    estimate: '估计值',
    trend: '预检验可能漏检的趋势',
    mean: '通过预检验时的平均估计值',
  },
};
