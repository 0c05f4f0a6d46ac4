/** The entry of probit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { binaryWords } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';

export const probit: Estimator = {
  name: 'probit',
  summary: 'probit by maximum likelihood, of an outcome of 0 and 1',
  keys: {},
  foreign: ['probit', 'dprobit'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile: (column) => compileLikelihood(column, { name: 'probit' }),
  load: async () => (await import('./fit.ts')).fit,
  titles: { probit: 'Probit regression' },
  index: true,
  words: binaryWords({ en: 'Probit by maximum likelihood', zh: 'Probit 模型（最大似然估计）' }),
};
