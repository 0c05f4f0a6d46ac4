/** The entry of the ordered probit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { orderedEntry } from '../ordered/written.ts';

const note = { en: 'Ordered probit by maximum likelihood', zh: '有序 Probit 模型（最大似然估计）' };

export const oprobit: Estimator = {
  name: 'oprobit',
  summary: 'ordered probit by maximum likelihood, of three or more outcomes in the order of their values',
  foreign: ['oprobit', 'polr probit', 'clm probit'],
  ...orderedEntry('oprobit', note, async () => (await import('./predict.ts')).predict),
  load: async () => (await import('./fit.ts')).fit,
  titles: { oprobit: { en: 'Ordered probit regression', zh: '有序 Probit 回归' } },
};
