/** The entry of logit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { binaryWords } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { compileOffset, noteWithOffset, offsetKeys } from '../likelihood/written-offset.ts';

const note = { en: 'Logit by maximum likelihood', zh: 'Logit 模型（最大似然估计）' };

export const logit: Estimator = {
  name: 'logit',
  summary: 'logit by maximum likelihood, of an outcome of 0 and 1',
  keys: offsetKeys.plain,
  foreign: ['logit', 'logistic', 'glm binomial', 'glm binomial logit'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const compiled = compileLikelihood(column, { name: 'logit' });
    const { terms, problems } = compileOffset(column);
    return { ...compiled, problems: [...compiled.problems, ...problems], estimator: terms };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: {
      fitted: 'anywhere',
      index: 'anywhere',
      residual: 'anywhere',
      pearson: 'anywhere',
      deviance: 'anywhere',
      score: 'anywhere',
      probability: 'anywhere',
      leverage: 'rows',
      standardised: 'rows',
      studentised: 'rows',
      cooks: 'rows',
    },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { logit: { en: 'Logistic regression', zh: 'Logit 回归' } },
  index: true,
  words: binaryWords(note),
  noteOf: noteWithOffset(note),
};
