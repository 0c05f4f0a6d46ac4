/** The entry of the fractional probit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { fractionalEntry } from '../fractional/written.ts';

const note = { en: 'Fractional probit by quasi-likelihood', zh: '分数 Probit 模型（拟似然估计）' };

export const fprobit: Estimator = {
  name: 'fprobit',
  summary: 'fractional probit by quasi-likelihood, of an outcome from 0 to 1, with robust errors by default',
  foreign: ['fracreg probit', 'glm quasibinomial probit'],
  ...fractionalEntry('fprobit', note, async () => (await import('./predict.ts')).predict),
  load: async () => (await import('./fit.ts')).fit,
  titles: { fprobit: { en: 'Fractional probit regression', zh: '分数 Probit 回归' } },
};
