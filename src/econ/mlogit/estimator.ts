/** The entry of the multinomial logit in the list of estimators. */
import { Type } from 'typebox';
import type { Estimator } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { termName } from '../sample/terms.ts';
import { termOf } from '../spec.ts';

const note = { en: 'Multinomial logit by maximum likelihood', zh: '多项 Logit 模型（最大似然估计）' };

export const mlogit: Estimator = {
  name: 'mlogit',
  summary: 'multinomial logit by maximum likelihood, of outcomes without an order, each against a base outcome',
  keys: {
    base: Type.Number({ description: 'the outcome to which the others are compared' }),
  },
  foreign: ['mlogit', 'multinom'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const { base } = column.options as { readonly base: number };
    return { ...compileLikelihood(column, { name: 'mlogit' }), estimator: { base } };
  },
  load: async () => (await import('./fit.ts')).fit,
  unstacked: () => 'it has an index for each outcome but the base',
  titles: { mlogit: { en: 'Multinomial logistic regression', zh: '多项 Logit 回归' } },
  index: true,
  parameters: ({ outcome, terms }) =>
    [...terms, '_cons'].map(
      (text) => `${text === '_cons' ? text : termName(termOf(text))} | ${termName(termOf(outcome))}=#`,
    ),
  words: {
    note,
    stats: {
      ...likelihoodStats,
      ll0: {
        en: 'Log likelihood (constants only)',
        zh: '对数似然值（仅常数项）',
        csv: 'Log likelihood, constants only',
      },
      nOutcomes: { en: 'Outcomes', zh: '结果类别数', csv: 'Outcomes', count: true },
    },
    usual: ['pseudoR2', 'll'],
  },
  noteOf: ({ estimator }) => ({
    en: `${note.en}, base outcome ${estimator!.base}`,
    zh: `${note.zh}，基准结果为 ${estimator!.base}`,
  }),
};
