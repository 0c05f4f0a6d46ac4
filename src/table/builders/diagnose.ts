/** Builds tables of panel tests: one row a test. */
import { recordBuilder } from './records.ts';

export const diagnose = recordBuilder({
  type: 'diagnose',
  parts: [],
  withUnits: false,
  usual: ['statistic', 'df', 'dfR', 'pValue'],
  isSparse: true,
  columns: {
    statistic: { en: 'Statistic', zh: '统计量', csv: 'Statistic' },
    df: { en: 'd.f.', zh: '自由度', csv: 'df', count: true },
    dfR: { en: 'd.f. 2', zh: '自由度 2', csv: 'df2', count: true },
    pValue: { en: 'p', zh: 'p 值', csv: 'p' },
  },
  rowLabels: {
    'F of effects': '个体效应 F 检验',
    'Breusch–Pagan LM': 'Breusch–Pagan LM 检验',
    Hausman: 'Hausman 检验',
    'Modified Wald': '组间异方差（修正 Wald 检验）',
    Wooldridge: '序列相关（Wooldridge 检验）',
    'Pesaran CD': '截面相关（Pesaran CD 检验）',
  },
  note: {
    en: 'F of effects, modified Wald and Pesaran CD after fixed effects; Breusch–Pagan LM after pooled least squares, p of half of χ²(1); Hausman of fixed against random effects',
    zh: '个体效应 F、修正 Wald 与 Pesaran CD 检验基于固定效应；Breusch–Pagan LM 基于混合回归，p 值取 χ²(1) 之半；Hausman 检验比较固定效应与随机效应',
  },
});
