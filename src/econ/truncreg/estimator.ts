/** The entry of truncated regression in the list of estimators. */
import { Type } from 'typebox';
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';

interface Options {
  readonly lower?: number;
  readonly upper?: number;
}

export const truncreg: Estimator = {
  name: 'truncreg',
  summary:
    'truncated regression by maximum likelihood, of an outcome whose rows are seen only above a limit, below one, or between two',
  keys: {
    lower: Type.Optional(Type.Number({ description: 'rows with an outcome at or below it are not seen, or left out' })),
    upper: Type.Optional(Type.Number({ description: 'rows with an outcome at or above it are not seen, or left out' })),
  },
  foreign: ['truncreg'],
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const { lower, upper } = column.options as Options;
    const compiled = compileLikelihood(column, { name: 'truncreg' });
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
  titles: { truncreg: { en: 'Truncated regression', zh: '截断回归' } },
  index: true,
  parameters: () => ['/sigma'],
  words: {
    note: { en: 'Truncated regression by maximum likelihood', zh: '截断回归模型（最大似然估计）' },
    stats: {
      ...likelihoodStats,
      sigma: { en: 'σ', zh: 'σ', csv: 'sigma' },
      nTruncated: { en: 'Truncated rows', zh: '被截断观测', csv: 'Truncated', count: true },
    },
    usual: ['sigma', 'll', 'chi2', 'chi2P'],
  },
};

function wrongLimits({ options }: WrittenColumn): SpecProblem[] {
  const { lower, upper } = options as Options;
  const problem = (message: string, hint: string): SpecProblem[] => [
    { field: 'estimator', code: 'bad-limits', message, hint },
  ];
  if (lower === undefined && upper === undefined)
    return problem('`truncreg` needs a limit beyond which no outcome is seen', '`estimator: {is: truncreg, lower: 0}`');
  if (lower !== undefined && upper !== undefined && lower >= upper)
    return problem(`expected \`lower\` below \`upper\`, got ${lower} and ${upper}`, 'give the smaller one as `lower`');
  return [];
}
