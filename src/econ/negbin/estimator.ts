/** The entry of negative binomial regression in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { compileOffset, noteWithOffset, offsetKeys } from '../likelihood/written-offset.ts';

const note = { en: 'Negative binomial regression by maximum likelihood', zh: '负二项回归（最大似然估计）' };

export const negbin: Estimator = {
  name: 'negbin',
  summary: 'negative binomial regression (NB2) of counts by maximum likelihood, whose variance is μ + αμ²',
  keys: offsetKeys.logarithmic,
  foreign: ['nbreg', 'glm_nb', 'glm.nb', 'fenegbin'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const compiled = compileLikelihood(column, { name: 'negbin' });
    const { terms, problems } = compileOffset(column);
    return { ...compiled, problems: [...compiled.problems, ...problems], estimator: terms };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: {
      fitted: 'anywhere',
      index: 'anywhere',
      residual: 'anywhere',
      pearson: 'anywhere',
      deviance: 'anywhere',
      score: 'anywhere',
      leverage: 'rows',
      standardised: 'rows',
      cooks: 'rows',
    },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { negbin: { en: 'Negative binomial regression', zh: '负二项回归' } },
  index: true,
  parameters: () => ['/lnalpha'],
  words: {
    note,
    stats: {
      ...likelihoodStats,
      alpha: { en: 'α', zh: 'α', csv: 'alpha' },
      alphaSe: { en: 'Standard error of α', zh: 'α 的标准误', csv: 'Standard error of alpha' },
      lnAlpha: { en: 'ln α', zh: 'ln α', csv: 'ln alpha' },
      alphaLr: { en: 'LR test of α = 0', zh: 'α = 0 的似然比检验', csv: 'LR test of alpha = 0' },
      alphaLrP: { en: 'p of the LR test of α = 0', zh: 'α = 0 的似然比检验 p 值', csv: 'p of LR test of alpha = 0' },
    },
    usual: ['alpha', 'pseudoR2', 'll'],
  },
  noteOf: noteWithOffset(note),
};
