/** The entry of two-stage least squares in the list of estimators, for which a formula with instruments stands. */
import type { Estimator } from '../estimator.ts';
import { compileIv } from '../regression/written/k-class.ts';

export const iv: Estimator = {
  name: 'iv',
  summary: 'two-stage least squares: what a formula with instruments stands for',
  keys: {},
  foreign: [],
  weights: ['analytic', 'frequency', 'probability'],
  compile: (column) => compileIv('iv', column),
  margins: true,
  magnitudes: true,
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', effects: 'anywhere', effect: 'anywhere', residual: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { iv: { en: 'Two-stage least squares', zh: '两阶段最小二乘' } },
};
