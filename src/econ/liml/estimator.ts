/** The entry of limited-information maximum likelihood in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { compileKClass, kClassWeights, kClassWords } from '../regression/written/k-class.ts';

export const liml: Estimator = {
  name: 'liml',
  summary: 'limited-information maximum likelihood, of a formula with instruments',
  keys: {},
  foreign: ['liml', 'ivregress liml'],
  weights: kClassWeights,
  compile: (column) => compileKClass('liml', column, {}),
  margins: true,
  magnitudes: true,
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', effects: 'anywhere', effect: 'anywhere', residual: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { liml: { en: 'Limited-information maximum likelihood', zh: '有限信息最大似然（LIML）' } },
  words: kClassWords({ en: 'Limited-information maximum likelihood', zh: '有限信息最大似然估计（LIML）' }, ['kappa']),
};
