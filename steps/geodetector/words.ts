/** Chinese words of the geographical detector alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';
import type { CutRule } from './numbers/detectors.ts';

/** How two crossed factors stand to each alone. */
export const interactions: Readonly<Record<string, string>> = {
  'no stronger than one': '不强于单因子',
  'stronger than both': '双因子增强',
  'the sum of both': '独立',
  'above the sum': '非线性增强',
};

/** Notes that say the method, by language. */
export const notes = {
  en: (classes: number, cut: CutRule, rows: string) =>
    `the q statistic is the share of the variance between strata, with a noncentral F test (Wang, Zhang and Fu 2016); numbers are cut into ${classes} classes ${cut === 'widths' ? 'of equal width' : 'by quantiles'}; N = ${rows}`,
  zh: (classes: number, cut: CutRule, rows: string) =>
    `统计量 q 为层间方差所占比重，按非中心 F 分布检验（Wang、Zhang 和 Fu，2016）；数值因子按${cut === 'widths' ? '等间距' : '分位数'}分为 ${classes} 类；N = ${rows}`,
};

export const sentences: readonly Sentence[] = [
  ['every row is a stratum of its own', '每个观测自成一层'],
  ['the variable does not vary within strata', '变量在层内没有变异'],
];
