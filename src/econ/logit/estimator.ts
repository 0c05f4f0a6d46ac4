/** The entry of logit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { binaryWords } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';

export const logit: Estimator = {
  name: 'logit',
  summary: 'logit by maximum likelihood, of an outcome of 0 and 1',
  keys: {},
  foreign: ['logit', 'logistic'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile: (column) => compileLikelihood(column, { name: 'logit' }),
  load: async () => (await import('./fit.ts')).fit,
  titles: { logit: 'Logistic regression' },
  index: true,
  words: binaryWords({ en: 'Logit by maximum likelihood', zh: 'Logit 模型（最大似然估计）' }),
};
