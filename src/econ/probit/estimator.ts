/** The entry of probit in the list of estimators. */
import type { Estimator } from '../estimator.ts';
import { binaryWords } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { compileOffset, noteWithOffset, offsetKeys } from '../likelihood/written-offset.ts';

const note = { en: 'Probit by maximum likelihood', zh: 'Probit 模型（最大似然估计）' };

export const probit: Estimator = {
  name: 'probit',
  summary: 'probit by maximum likelihood, of an outcome of 0 and 1',
  keys: offsetKeys.plain,
  foreign: ['probit', 'dprobit', 'glm binomial probit'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const compiled = compileLikelihood(column, { name: 'probit' });
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
  titles: { probit: { en: 'Probit regression', zh: 'Probit 回归' } },
  index: true,
  words: binaryWords(note),
  noteOf: noteWithOffset(note),
};
