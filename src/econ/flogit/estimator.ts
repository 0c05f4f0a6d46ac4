/** The entry of the fractional logit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { fractionalEntry } from '../fractional/written.ts';

const note = { en: 'Fractional logit by quasi-likelihood', zh: '分数 Logit 模型（拟似然估计）' };

export const flogit: Estimator = {
  name: 'flogit',
  summary: 'fractional logit by quasi-likelihood, of an outcome from 0 to 1, with robust errors by default',
  foreign: ['fracreg logit', 'glm quasibinomial', 'glm quasibinomial logit'],
  ...fractionalEntry('flogit', note, async () => (await import('./predict.ts')).predict),
  load: async () => (await import('./fit.ts')).fit,
  titles: { flogit: { en: 'Fractional logistic regression', zh: '分数 Logit 回归' } },
};
