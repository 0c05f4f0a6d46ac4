/** The entry of the k-class with a k of the user's own in the list of estimators. */
import { Type } from 'typebox';
import type { Estimator, SpecProblem } from '../estimator.ts';
import { compileKClass, kClassWeights, kClassWords } from '../regression/written/k-class.ts';

const lacking: SpecProblem = {
  field: 'estimator',
  code: 'missing-k',
  message: '`kclass` needs its `k`',
  hint: 'as in `estimator: {is: kclass, k: 0.9}`; 0 is least squares, 1 two-stage least squares',
};

export const kclass: Estimator = {
  name: 'kclass',
  summary: 'the k-class with a k of your own, of a formula with instruments',
  keys: {
    k: Type.Optional(Type.Number({ minimum: 0, description: '0 is least squares, 1 two-stage least squares' })),
  },
  foreign: ['kclass', 'ivregress kclass'],
  weights: kClassWeights,
  compile(column) {
    const { k } = column.options;
    return compileKClass('kclass', column, { k: k ?? 1 }, k === undefined ? [lacking] : []);
  },
  margins: true,
  magnitudes: true,
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', effects: 'anywhere', effect: 'anywhere', residual: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { kclass: { en: 'k-class estimation', zh: 'k 类估计' } },
  words: kClassWords({ en: 'k-class estimation', zh: 'k 类估计' }, ['kappa']),
};
