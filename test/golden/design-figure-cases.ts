/** Figures of designs: what two-way fixed effects compare, and how alike matched rows are. */
import { type FigureCase, resultSource } from './figure-fixtures.ts';

const component = (treated: number, control: number | string, type: string, weight: number, estimate: number) => ({
  treated,
  control,
  type,
  weight,
  estimate,
});
const compared = resultSource('bacon', {
  twfe: 0.67,
  components: [
    component(2014, 'never', 'treated_vs_untreated', 0.35, 0.98),
    component(2016, 'never', 'treated_vs_untreated', 0.2, 0.9),
    component(2014, 2016, 'earlier_vs_later', 0.25, 0.45),
    component(2016, 2014, 'later_vs_earlier', 0.2, 0.18),
  ],
});

const matched = resultSource('match', {
  balance: [
    { variable: 'NQP', bias: 12, biasMatched: -3 },
    { variable: 'Patent', bias: -83, biasMatched: 4.5 },
    { variable: 'i(region)::east', bias: 40, biasMatched: { invalid: 'no variation' } },
  ],
});

const words = { variables: { NQP: 'New quality productivity', Patent: 'Patents', region: 'Region' } };
const inChinese = { language: 'zh' as const, variables: { NQP: '新质生产力', Patent: '专利', region: '地区' } };

export const designFigureCases: readonly FigureCase[] = [
  { name: 'bacon', plot: 'bacon', sources: [compared], ...words },
  { name: 'bacon-zh', plot: 'bacon', sources: [compared], ...inChinese },
  { name: 'balance', plot: 'balance', sources: [matched], ...words },
  { name: 'balance-zh', plot: 'balance', sources: [matched], ...inChinese },
];
