/** The entry of tobit in the list of estimators. */
import { Type } from 'typebox';
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';

export const tobit: Estimator = {
  name: 'tobit',
  summary: 'tobit by maximum likelihood, of an outcome that is censored below, above or at both ends',
  keys: {
    lower: Type.Optional(Type.Number({ description: 'outcomes at or below it are censored there' })),
    upper: Type.Optional(Type.Number({ description: 'outcomes at or above it are censored there' })),
  },
  foreign: ['tobit', 'censReg'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const { lower, upper } = column.options as { readonly lower?: number; readonly upper?: number };
    const compiled = compileLikelihood(column, { name: 'tobit' });
    return {
      ...compiled,
      problems: [...compiled.problems, ...wrongLimits(column)],
      estimator: { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) },
    };
  },
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', probability: 'anywhere' },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { tobit: { en: 'Tobit regression', zh: 'Tobit 回归' } },
  index: true,
  parameters: () => ['/lnsigma'],
  words: {
    note: { en: 'Tobit by maximum likelihood', zh: 'Tobit 模型（最大似然估计）' },
    stats: {
      ...likelihoodStats,
      sigma: { en: 'σ', zh: 'σ', csv: 'sigma' },
      sigmaSe: { en: 'Standard error of σ', zh: 'σ 的标准误', csv: 'Standard error of sigma' },
      varE: { en: 'Variance of the error', zh: '误差方差', csv: 'Variance of the error' },
      varESe: { en: 'Standard error of that variance', zh: '误差方差的标准误', csv: 'Standard error of that variance' },
      nLeft: { en: 'Left-censored', zh: '左归并观测', csv: 'Left-censored', count: true },
      nUncensored: { en: 'Uncensored', zh: '未归并观测', csv: 'Uncensored', count: true },
      nRight: { en: 'Right-censored', zh: '右归并观测', csv: 'Right-censored', count: true },
    },
    usual: ['sigma', 'pseudoR2', 'll', 'nLeft', 'nRight'],
  },
};

function wrongLimits({ options }: WrittenColumn): SpecProblem[] {
  const { lower, upper } = options as { readonly lower?: number; readonly upper?: number };
  const problem = (message: string, hint: string): SpecProblem[] => [
    { field: 'estimator', code: 'bad-limits', message, hint },
  ];
  if (lower === undefined && upper === undefined)
    return problem('`tobit` needs a limit at which the outcome is censored', '`estimator: {is: tobit, lower: 0}`');
  if (lower !== undefined && upper !== undefined && lower >= upper)
    return problem(`expected \`lower\` below \`upper\`, got ${lower} and ${upper}`, 'give the smaller one as `lower`');
  return [];
}
