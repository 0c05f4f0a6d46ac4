/** The entry of zero-inflated negative binomial regression in the list of estimators. */
import { inflatedEntry } from '../counts/written-inflated.ts';
import type { Estimator } from '../estimator.ts';

const note = {
  en: 'Zero-inflated negative binomial regression by maximum likelihood',
  zh: '零膨胀负二项回归（最大似然估计）',
};

export const zinb: Estimator = {
  name: 'zinb',
  summary: 'zero-inflated negative binomial regression (NB2) of counts, with a logit of zeros that no count explains',
  foreign: ['zinb', 'zeroinfl negbin'],
  ...inflatedEntry('zinb', note, true, async () => (await import('./predict.ts')).predict),
  load: async () => (await import('./fit.ts')).fit,
  titles: { zinb: { en: 'Zero-inflated negative binomial regression', zh: '零膨胀负二项回归' } },
};
