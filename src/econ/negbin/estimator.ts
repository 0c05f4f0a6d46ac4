/** The entry of negative binomial regression in the list of estimators. */
import { optional } from '../../base/schema.ts';
import type { Estimator } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';

export const negbin: Estimator = {
  name: 'negbin',
  summary: 'negative binomial regression (NB2) of counts by maximum likelihood, whose variance is μ + αμ²',
  keys: { exposure: optional.text('what the mean is proportional to: its logarithm enters with coefficient 1') },
  foreign: ['nbreg', 'glm_nb'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const { exposure } = column.options;
    const term = typeof exposure === 'string' ? column.term('exposure', exposure) : undefined;
    const compiled = compileLikelihood(column, { name: 'negbin' });
    return { ...compiled, estimator: term === undefined ? {} : { terms: { exposure: [term] } } };
  },
  load: async () => (await import('./fit.ts')).fit,
  titles: { negbin: 'Negative binomial regression' },
  index: true,
  parameters: () => ['/lnalpha'],
  words: {
    note: { en: 'Negative binomial regression by maximum likelihood', zh: '负二项回归（最大似然估计）' },
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
};
