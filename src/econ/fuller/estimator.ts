/** The entry of Fuller's estimator in the list of estimators. */
import { Type } from 'typebox';
import type { Estimator } from '../estimator.ts';
import { compileKClass, kClassWeights, kClassWords } from '../regression/written/k-class.ts';

export const fuller: Estimator = {
  name: 'fuller',
  summary: 'limited-information maximum likelihood as Fuller modifies it, of a formula with instruments',
  keys: {
    alpha: Type.Optional(Type.Number({ minimum: 0, description: 'what κ is reduced by is this over N − L; 1' })),
  },
  foreign: ['fuller', 'ivregress fuller'],
  weights: kClassWeights,
  compile: (column) => compileKClass('fuller', column, { alpha: (column.options.alpha as number | undefined) ?? 1 }),
  margins: true,
  magnitudes: true,
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', effects: 'anywhere', effect: 'anywhere', residual: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: {
    fuller: { en: "Fuller's modified limited-information maximum likelihood", zh: 'Fuller 修正的有限信息最大似然' },
  },
  words: kClassWords(
    { en: "Limited-information maximum likelihood with Fuller's constant", zh: 'Fuller 修正的有限信息最大似然估计' },
    ['kappa'],
  ),
};
