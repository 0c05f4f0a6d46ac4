/** Words for statistics that fits by maximum likelihood share. */
import type { FitWords } from '../estimator.ts';

export const likelihoodStats: FitWords['stats'] = {
  ll0: { en: 'Log likelihood (constant only)', zh: '对数似然值（仅常数项）', csv: 'Log likelihood, constant only' },
  pseudoR2: { en: 'Pseudo R²', zh: '伪 R²', csv: 'Pseudo R2' },
  chi2: { en: 'χ²', zh: 'χ²', csv: 'Chi2' },
  chi2Df: { en: 'χ² d.f.', zh: 'χ² 自由度', csv: 'Chi2 df', count: true },
  chi2P: { en: 'p of χ²', zh: 'χ² 的 p 值', csv: 'p of Chi2' },
};

export const binaryWords = (note: FitWords['note']): FitWords => ({
  note,
  stats: {
    ...likelihoodStats,
    nOnes: { en: 'Rows with outcome 1', zh: '结果为 1 的观测', csv: 'Ones', count: true },
  },
  usual: ['pseudoR2', 'll'],
});
