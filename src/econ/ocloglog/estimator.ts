/** The entry of the ordered complementary log-log regression in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { orderedEntry } from '../ordered/written.ts';

const note = {
  en: 'Ordered complementary log-log regression by maximum likelihood',
  zh: '有序互补双对数模型（最大似然估计）',
};

export const ocloglog: Estimator = {
  name: 'ocloglog',
  summary: 'ordered complementary log-log regression (proportional hazards of grouped durations) by maximum likelihood',
  foreign: ['polr cloglog', 'clm cloglog'],
  ...orderedEntry('ocloglog', note, async () => (await import('./predict.ts')).predict),
  load: async () => (await import('./fit.ts')).fit,
  titles: { ocloglog: { en: 'Ordered complementary log-log regression', zh: '有序互补双对数回归' } },
};
