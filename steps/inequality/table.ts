/** Builds tables of inequality and its parts by period. */

import { headOfPeriods, recordBuilder } from '../../src/table/builders/records.ts';
import { inequalityResult } from './result.ts';
import { sentences } from './words.ts';

/** The parts side by side, as papers print a decomposition by year. */
export const inequality = recordBuilder({
  type: inequalityResult.type,
  sentences,
  parts: [],
  withUnits: false,
  head: headOfPeriods,
  rowLabels: { all: '全部' },
  isSparse: true,
  usual: [
    ...['g', 'gw', 'gnb', 'gt', 'shareW', 'shareNb', 'shareT', 't', 'tWithin', 'tBetween', 'l'],
    ...['weightedT', 'weightedTWithin', 'weightedTBetween', 'cv'],
  ],
  columns: {
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
    gini: { en: 'Gini', zh: '基尼系数', csv: 'Gini' },
    g: { en: 'G', zh: '总体基尼系数', csv: 'G' },
    gw: { en: 'Within', zh: '区域内', csv: 'Gw' },
    gnb: { en: 'Between', zh: '区域间', csv: 'Gnb' },
    gt: { en: 'Transvariation', zh: '超变密度', csv: 'Gt' },
    shareW: { en: 'Within, share', zh: '区域内贡献率', csv: 'Gw, share' },
    shareNb: { en: 'Between, share', zh: '区域间贡献率', csv: 'Gnb, share' },
    shareT: { en: 'Transvariation, share', zh: '超变密度贡献率', csv: 'Gt, share' },
    t: { en: 'Theil T', zh: '泰尔指数 T', csv: 'T' },
    tWithin: { en: 'T within', zh: 'T 区域内', csv: 'T within' },
    tBetween: { en: 'T between', zh: 'T 区域间', csv: 'T between' },
    shareTWithin: { en: 'T within, share', zh: 'T 区域内贡献率', csv: 'T within, share' },
    shareTBetween: { en: 'T between, share', zh: 'T 区域间贡献率', csv: 'T between, share' },
    l: { en: 'Theil L', zh: '泰尔指数 L', csv: 'L' },
    lWithin: { en: 'L within', zh: 'L 区域内', csv: 'L within' },
    lBetween: { en: 'L between', zh: 'L 区域间', csv: 'L between' },
    weightedT: { en: 'T (weighted)', zh: '加权泰尔指数', csv: 'T, weighted' },
    weightedTWithin: { en: 'T within (weighted)', zh: '加权泰尔指数（区域内）', csv: 'T within, weighted' },
    weightedTBetween: { en: 'T between (weighted)', zh: '加权泰尔指数（区域间）', csv: 'T between, weighted' },
    cv: { en: 'CV', zh: '变异系数', csv: 'CV' },
    cvN: { en: 'CV (n)', zh: '变异系数（n）', csv: 'CV, n' },
  },
  note: {
    en: 'The parts of a Gini coefficient (Dagum 1997) and of Theil’s index sum to the whole',
    zh: '基尼系数（Dagum 1997）与泰尔指数的各分解项之和等于总体',
  },
});
