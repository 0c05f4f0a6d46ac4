/** Builds tables of the tests for spatial autocorrelation after least squares. */
import { recordBuilder } from '../../src/table/builders/records.ts';
import { spatialTestsResult } from './result.ts';
import { sentences } from './words.ts';

export const spatialTests = recordBuilder({
  type: spatialTestsResult.type,
  sentences,
  parts: [],
  withUnits: false,
  head: () => ({ en: 'Test', zh: '检验' }),
  usual: ['statistic', 'df', 'pValue'],
  columns: {
    statistic: { en: 'Statistic', zh: '统计量', csv: 'Statistic' },
    df: { en: 'd.f.', zh: '自由度', csv: 'df', count: true },
    pValue: { en: 'p', zh: 'p 值', csv: 'p' },
    i: { en: 'Moran’s I', zh: '莫兰指数', csv: "Moran's I" },
    expected: { en: 'E(I)', zh: 'E(I)', csv: 'E(I)' },
    variance: { en: 'Var(I)', zh: 'Var(I)', csv: 'Var(I)' },
  },
  rowLabels: {
    'LM-lag': 'LM-lag（拉格朗日乘数滞后检验）',
    'Robust LM-lag': '稳健 LM-lag',
    'LM-error': 'LM-error（拉格朗日乘数误差检验）',
    'Robust LM-error': '稳健 LM-error',
    'Moran’s I of residuals': '残差莫兰指数（z 值）',
  },
  note: {
    en: 'Tests after pooled least squares, with the weights within each period',
    zh: '基于混合最小二乘残差的检验，权重矩阵作用于各期之内',
  },
});
