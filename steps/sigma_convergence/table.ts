/** Builds tables of σ convergence: what dispersion a variable has in each period. */
import { headOfPeriods, recordBuilder } from '../../src/table/builders/records.ts';
import { sigmaConvergenceResult } from './result.ts';

export const sigmaConvergence = recordBuilder({
  type: sigmaConvergenceResult.type,
  parts: [],
  withUnits: false,
  head: headOfPeriods,
  rowLabels: { all: '全部' },
  usual: ['sdLog', 'cv', 'n'],
  columns: {
    sdLog: { en: 'σ (logarithms)', zh: 'σ（对数标准差）', csv: 'sd of logarithms' },
    sdLogN: { en: 'σ (logarithms, n)', zh: 'σ（对数标准差，n）', csv: 'sd of logarithms, n' },
    cv: { en: 'CV', zh: '变异系数', csv: 'CV' },
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
  },
});
