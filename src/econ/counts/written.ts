/** The entry that models of counts with an equation of zeros share. */

import { Type } from 'typebox';
import { type FurtherEquation, termIn } from '../../base/text/term-names.ts';
import type { CompiledKeys, Estimator, FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';
import { likelihoodStats } from '../likelihood/words.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { compileOffset, noteWithOffset, offsetKeys } from '../likelihood/written-offset.ts';
import { termName } from '../sample/terms.ts';
import { type ModelSpec, termOf } from '../spec.ts';

type Shared = Pick<
  Estimator,
  'keys' | 'margins' | 'weights' | 'compile' | 'predictions' | 'index' | 'words' | 'noteOf' | 'parameters'
>;

interface CountEntry {
  readonly name: string;
  readonly note: FitWords['note'];
  readonly equation: FurtherEquation;
  /** Says in the schema what the second equation is of. */
  readonly described: string;
  /** Predictions beside those of all. */
  readonly predictions: NonNullable<Estimator['predictions']>['of'];
  /** Says of the options whether counts have an α. */
  isDispersed(spec: Pick<ModelSpec, 'estimator'>): boolean;
  /** Loads the predictions. */
  readonly load: NonNullable<Estimator['predictions']>['load'];
}

export const countEntry = ({
  name,
  note,
  equation,
  described,
  isDispersed,
  predictions,
  load,
}: CountEntry): Shared => ({
  keys: { [equation]: Type.Array(Type.String(), { description: described }), ...offsetKeys.logarithmic },
  margins: true,
  weights: ['frequency', 'probability'],
  compile: (column) => compileCounts(column, name, equation),
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', residual: 'anywhere', zero: 'anywhere', ...predictions },
    load,
  },
  index: true,
  parameters: (spec) => [
    ...(spec.estimator?.terms?.[equation] ?? []).map((text) => termIn(equation, termName(termOf(text)))),
    termIn(equation, '_cons'),
    ...(isDispersed(spec) ? ['/lnalpha'] : []),
  ],
  words: {
    note,
    stats: {
      ...alphaWords,
      chi2: likelihoodStats.chi2!,
      chi2Df: likelihoodStats.chi2Df!,
      chi2P: likelihoodStats.chi2P!,
      ll0: {
        en: 'Log likelihood (counts with a constant only)',
        zh: '对数似然值（计数方程仅常数项）',
        csv: 'Log likelihood, counts with constant only',
      },
      nZeros: { en: 'Rows with outcome 0', zh: '结果为 0 的观测', csv: 'Zeros', count: true },
    },
    usual: ['nZeros', 'll'],
  },
  noteOf: noteWithOffset(note),
});

const alphaWords: FitWords['stats'] = {
  alpha: { en: 'α', zh: 'α', csv: 'alpha' },
  alphaSe: { en: 'Standard error of α', zh: 'α 的标准误', csv: 'Standard error of alpha' },
  lnAlpha: { en: 'ln α', zh: 'ln α', csv: 'ln alpha' },
  alphaLr: { en: 'LR test of α = 0', zh: 'α = 0 的似然比检验', csv: 'LR test of alpha = 0' },
  alphaLrP: { en: 'p of the LR test of α = 0', zh: 'α = 0 的似然比检验 p 值', csv: 'p of LR test of alpha = 0' },
};

function compileCounts(column: WrittenColumn, name: string, equation: FurtherEquation): CompiledKeys {
  const compiled = compileLikelihood(column, { name });
  const { terms: offset, problems } = compileOffset(column);
  const written = (column.options[equation] ?? []) as readonly string[];
  const listed = written.flatMap((text, i) => column.terms([equation, i], text));
  return {
    ...compiled,
    problems: [...compiled.problems, ...problems, ...noConstant(column, name)],
    estimator: { terms: { ...offset.terms, [equation]: listed } },
  };
}

function noConstant({ equation: { constant } }: WrittenColumn, name: string): SpecProblem[] {
  if (constant) return [];
  const message = `\`${name}\` without a constant is not defined`;
  return [{ field: 'estimator', code: 'unsupported', message, hint: 'leave out `- 1`' }];
}
