/** Builds tables of spatial autocorrelation by period, and of the tests for it after least squares. */
import { recordBuilder } from './records.ts';

const p = { en: 'p', zh: 'p 值', csv: 'p' };

/** I, its z and p by period, as papers print it. */
export const moran = recordBuilder({
  type: 'moran',
  parts: [],
  withUnits: false,
  usual: ['i', 'expected', 'sdRandom', 'zRandom', 'pTwoSided'],
  columns: {
    i: { en: 'Moran’s I', zh: '莫兰指数', csv: "Moran's I" },
    expected: { en: 'E(I)', zh: 'E(I)', csv: 'E(I)' },
    varNormal: { en: 'Var (normality)', zh: '方差（正态）', csv: 'Var, normality' },
    varRandom: { en: 'Var (randomisation)', zh: '方差（随机化）', csv: 'Var, randomisation' },
    sdRandom: { en: 'sd(I)', zh: 'sd(I)', csv: 'sd(I)' },
    zNormal: { en: 'z (normality)', zh: 'z（正态）', csv: 'z, normality' },
    zRandom: { en: 'z', zh: 'z', csv: 'z' },
    pOneSided: { en: 'p (one-sided)', zh: 'p 值（单侧）', csv: 'p, one-sided' },
    pTwoSided: p,
    pOneSidedNormal: { en: 'p (normality, one-sided)', zh: 'p 值（正态，单侧）', csv: 'p, normality, one-sided' },
    pTwoSidedNormal: { en: 'p (normality)', zh: 'p 值（正态）', csv: 'p, normality' },
    pPerm: { en: 'p (permutations)', zh: 'p 值（置换）', csv: 'p, permutations' },
  },
  note: {
    en: 'Moran’s I; z and p under randomisation, two-sided unless the column says otherwise',
    zh: '莫兰指数；z 值与 p 值基于随机化假设，除另有说明外为双侧检验',
  },
});

export const spatialTests = recordBuilder({
  type: 'spatial-tests',
  parts: [],
  withUnits: false,
  usual: ['statistic', 'df', 'pValue'],
  columns: {
    statistic: { en: 'Statistic', zh: '统计量', csv: 'Statistic' },
    df: { en: 'd.f.', zh: '自由度', csv: 'df', count: true },
    pValue: p,
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
