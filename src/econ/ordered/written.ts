/** The shared keys of estimators of ordered outcomes. */
import type { Estimator, FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';

type Shared = Pick<
  Estimator,
  'keys' | 'margins' | 'weights' | 'compile' | 'predictions' | 'index' | 'words' | 'parameters'
>;

/** `load` brings in the predictions of the estimator. */
export const orderedEntry = (
  name: string,
  note: FitWords['note'],
  load: NonNullable<Estimator['predictions']>['load'],
): Shared => ({
  keys: {},
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const compiled = compileLikelihood(column, { name });
    return { ...compiled, problems: [...compiled.problems, ...noConstant(name, column)] };
  },
  predictions: { of: { index: 'anywhere' }, load },
  index: true,
  // data alone tell how many outcomes there are
  parameters: () => ['/cut1', '/cut2', '/cut#'],
  words: {
    note,
    stats: {
      ...likelihoodStats,
      ll0: {
        en: 'Log likelihood (cut points only)',
        zh: '对数似然值（仅切点）',
        csv: 'Log likelihood, cut points only',
      },
      nOutcomes: { en: 'Outcomes', zh: '结果类别数', csv: 'Outcomes', count: true },
    },
    usual: ['pseudoR2', 'll'],
  },
});

function noConstant(name: string, { equation: { constant } }: WrittenColumn): SpecProblem[] {
  if (constant) return [];
  const message = `\`${name}\` without a constant is not defined, for which its cut points stand`;
  return [{ field: 'estimator', code: 'unsupported', message, hint: 'leave out `- 1`' }];
}
