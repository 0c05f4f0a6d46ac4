/** Builds tables of Moran’s I by period. */
import { headOfPeriods, recordBuilder } from '../../src/table/builders/records.ts';
import { moranResult } from './result.ts';

/** I, its z and p by period, as papers print it. */
export const moran = recordBuilder({
  type: moranResult.type,
  parts: [],
  withUnits: false,
  head: headOfPeriods,
  rowLabels: { all: '全部' },
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
    pTwoSided: { en: 'p', zh: 'p 值', csv: 'p' },
    pOneSidedNormal: { en: 'p (normality, one-sided)', zh: 'p 值（正态，单侧）', csv: 'p, normality, one-sided' },
    pTwoSidedNormal: { en: 'p (normality)', zh: 'p 值（正态）', csv: 'p, normality' },
    pPerm: { en: 'p (permutations)', zh: 'p 值（置换）', csv: 'p, permutations' },
  },
  note: {
    en: 'Moran’s I; z and p under randomisation, two-sided unless the column says otherwise',
    zh: '莫兰指数；z 值与 p 值基于随机化假设，除另有说明外为双侧检验',
  },
});
