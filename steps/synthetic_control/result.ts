/** Declares the result of synthetic controls: a fit of one effect, with weights, paths, predictors, placebos and cohorts. */
import { type Form, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { fitResult, withStatistics } from '../../src/check/fit-result.ts';
import { factorNames, type SyntheticSpec } from './numbers/spec.ts';
import { syntheticStatistics } from './numbers/words.ts';

const terms = ({ params }: PlannedNode) => ({
  listed: ['att', ...(params as unknown as SyntheticSpec).covariates],
});

const fit = fitResult(terms, { fromParams: true });

const each = (...names: readonly string[]): Form => ({ each: { members: values(...names) } });

export const syntheticResult: Result = withStatistics(
  {
    ...fit,
    parts: {
      ...fit.parts,
      unitsOf: 'value',
      unitWeights: each('name', 'weight', 'cohort'),
      timeWeights: each('period', 'weight', 'cohort'),
      paths: each('period', 'treated', 'synthetic', 'gap', 'stdError', 'isTreated', 'cohort'),
      predictors: each('predictor', 'window', 'treated', 'synthetic', 'donors', 'weight'),
      placebos: { each: members('name', 'estimate', 'msePre', 'msePost', 'ratio') },
      placeboGaps: each('name', 'period', 'gap'),
      leaveOneOut: { each: members('name', 'estimate', 'msePre', 'msePost', 'ratio') },
      factors: each('period', ...factorNames),
      loadings: each('name', 'isTreated', ...factorNames),
      choices: { each: members('value', 'mspe', 'sigma2', 'isChosen') },
      cohorts: each('cohort', 'estimate', 'treated', 'periods', 'share', 'zetaOmega', 'zetaLambda'),
    },
  },
  syntheticStatistics,
);
