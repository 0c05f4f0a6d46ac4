/** The entry that fractional logit and probit share. */
import type { Estimator, FitWords } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { compileOffset, noteWithOffset, offsetKeys } from '../likelihood/written-offset.ts';

type Shared = Pick<
  Estimator,
  'keys' | 'margins' | 'weights' | 'compile' | 'predictions' | 'index' | 'words' | 'noteOf'
>;

/** Errors are robust where none are written, as Stata's `fracreg` has them. `load` brings in the predictions. */
export const fractionalEntry = (
  name: string,
  note: FitWords['note'],
  load: NonNullable<Estimator['predictions']>['load'],
): Shared => ({
  keys: offsetKeys.plain,
  margins: true,
  weights: ['frequency', 'probability'],
  compile(column) {
    const compiled = compileLikelihood(column, { name });
    const { terms, problems } = compileOffset(column);
    return {
      ...compiled,
      ...(column.isVcovWritten ? {} : { vcov: { is: 'hc', type: 'HC1' } as const }),
      problems: [...compiled.problems, ...problems],
      estimator: terms,
    };
  },
  predictions: {
    of: {
      fitted: 'anywhere',
      index: 'anywhere',
      residual: 'anywhere',
      pearson: 'anywhere',
      deviance: 'anywhere',
      score: 'anywhere',
      leverage: 'rows',
      standardised: 'rows',
      studentised: 'rows',
      cooks: 'rows',
    },
    load,
  },
  index: true,
  words: {
    note,
    stats: {
      ...likelihoodStats,
      nZeros: { en: 'Rows with outcome 0', zh: '结果为 0 的观测', csv: 'Zeros', count: true },
      nOnes: { en: 'Rows with outcome 1', zh: '结果为 1 的观测', csv: 'Ones', count: true },
    },
    usual: ['pseudoR2', 'll'],
  },
  noteOf: noteWithOffset(note),
});
