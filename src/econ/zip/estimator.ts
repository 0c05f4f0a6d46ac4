/** The entry of zero-inflated Poisson regression in the list of estimators. */
import { inflatedEntry } from '../counts/written-inflated.ts';
import type { Estimator } from '../estimator.ts';

const note = { en: 'Zero-inflated Poisson regression by maximum likelihood', zh: '零膨胀泊松回归（最大似然估计）' };

export const zip: Estimator = {
  name: 'zip',
  summary: 'zero-inflated Poisson regression of counts, with a logit of zeros that no count explains',
  foreign: ['zip', 'zeroinfl', 'zeroinfl poisson'],
  ...inflatedEntry('zip', note, false, async () => (await import('./predict.ts')).predict),
  load: async () => (await import('./fit.ts')).fit,
  titles: { zip: { en: 'Zero-inflated Poisson regression', zh: '零膨胀泊松回归' } },
};
