/** Tests and sets for equations whose instruments may be weak: the effective F, tF, Anderson and Rubin's set, and the conditional likelihood ratio. */
import type { Fit, Stat, TestResult } from '../../fit.ts';
import type { RegressionByRows } from '../../vcov/regression.ts';
import type { IvEquations } from '../iv-equations.ts';
import { singular } from '../iv-tests.ts';
import type { MomentContext } from '../moments.ts';
import type { FirstStageScale } from '../weak-iv.ts';
import { andersonRubinSet, undefinedSet } from './anderson-rubin.ts';
import { conditionalRatio, undefinedRatio } from './conditional-ratio.ts';
import { directions } from './directions.ts';
import { effectiveF, undefinedF } from './effective-f.ts';
import { tf, undefinedTf } from './tf.ts';
import { twoEquations } from './two-equations.ts';

export interface WeakTests {
  readonly effectiveF: Stat;
  readonly tests: readonly TestResult[];
}

interface WeakTestRequest {
  /** The outcome on all instruments, as a regression and as a fit. */
  readonly reduced: RegressionByRows;
  readonly reducedFit: Fit;
  readonly context: MomentContext;
  readonly scale: FirstStageScale;
  readonly level: number;
  /** The estimates, where they are those of two-stage least squares, whose errors tF widens. */
  readonly tsls: Fit | null;
}

/** For one endogenous regressor; for several, each says that it is not defined, but Anderson and Rubin's F is. */
export function weakTests(equations: IvEquations, asked: WeakTestRequest): WeakTests {
  const { reduced, reducedFit, context, scale, level } = asked;
  const instruments = equations.instruments.length;
  const { f, fP, fDf1, fDf2 } = reducedFit.stats;
  const ar = { name: 'anderson-rubin', statistic: f!, pValue: fP!, df: [fDf1 as number, fDf2 as number] };
  const two = twoEquations(equations, reduced, context, scale);
  if ('invalid' in two) {
    const effective = undefinedF(two.invalid);
    const tests = [
      effective,
      undefinedTf(two.invalid),
      { ...ar, ...undefinedSet(two.invalid, level) },
      undefinedRatio(two.invalid, instruments, level),
    ];
    return { effectiveF: effective.statistic, tests };
  }
  const circle = directions(two);
  const large = two.errors === null ? scale.factor : context.nobs / scale.residualDf;
  const without = singular(instruments, context);
  const effective = effectiveF(two, circle, { factor: large, singular: without });
  const set = andersonRubinSet(two, circle, fDf2 as number, { level, singular: without });
  const tests = [
    effective,
    widened(equations, effective.statistic, asked),
    { ...ar, ...set },
    conditionalRatio(two, circle, scale.residualDf, level),
  ];
  return { effectiveF: effective.statistic, tests };
}

function widened(equations: IvEquations, f: Stat, { tsls, level }: WeakTestRequest): TestResult {
  if (equations.instruments.length > 1) return undefinedTf('defined for one instrument');
  if (tsls === null) return undefinedTf('defined for two-stage least squares');
  if (level !== 0.95) return undefinedTf('its critical values are those at 5 %');
  if (typeof f !== 'number') return undefinedTf(f.invalid);
  const own = tsls.terms.find(({ term }) => term === equations.endogenous[0]!.name);
  if (own === undefined || typeof own.stdError !== 'number') return undefinedTf('standard errors are undefined');
  return own.stdError > 0 ? tf(f, own.estimate, own.stdError) : undefinedTf('the standard error is zero');
}
