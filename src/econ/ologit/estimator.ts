/** The entry of the ordered logit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { orderedEntry } from '../ordered/written.ts';

const note = { en: 'Ordered logit by maximum likelihood', zh: '有序 Logit 模型（最大似然估计）' };

export const ologit: Estimator = {
  name: 'ologit',
  summary:
    'ordered logit (proportional odds) by maximum likelihood, of three or more outcomes in the order of their values',
  foreign: ['ologit', 'polr', 'clm', 'polr logistic', 'clm logit'],
  ...orderedEntry('ologit', note, async () => (await import('./predict.ts')).predict),
  load: async () => (await import('./fit.ts')).fit,
  titles: { ologit: { en: 'Ordered logistic regression', zh: '有序 Logit 回归' } },
};
