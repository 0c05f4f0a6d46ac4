/** First stages and the reduced form as fits: the excluded instruments first, and F on them. */
import { dot } from '../../base/number/sum.ts';
import type { FirstStage, Fit } from '../fit.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { timesR } from '../linalg/qr.ts';
import { type ReportInputs, reportFit } from '../regression/fit-report.ts';
import { withoutRounding } from '../regression/goodness.ts';
import type { RegressionByRows } from '../vcov/regression.ts';
import type { IvEquations } from './iv-equations.ts';

/** Options of the report that do not hang on the regression. */
export type Reporter = (regression: RegressionByRows) => ReportInputs;

export interface FirstStages {
  readonly stages: readonly FirstStage[];
  /** Finite-sample factor of their covariance. */
  readonly factor: number;
}

/** One for each endogenous regressor. O(N L²) each. */
export function firstStages(equations: IvEquations, reporter: Reporter): FirstStages {
  const { exogenous, endogenous, constants } = equations;
  const reports = equations.firstStages.map((regression) => onInstruments(regression, equations, reporter));
  const stages = reports.map(({ fit }, j): FirstStage => {
    const { f, fDf1, fDf2, fP } = fit.stats;
    const first = equations.firstStages[j]!;
    const left = squaresLeft(first, exogenous.length + constants);
    const partialR2 = left > 0 ? 1 - dot(first.fit.residuals, first.fit.residuals) / left : { invalid: 'no variation' };
    const [df1, df2] = [fDf1 as number, fDf2 as number];
    return Object.freeze({
      ...fit,
      endogenous: endogenous[j]!.name,
      f: f!,
      fDf1: df1,
      fDf2: df2,
      fP: fP!,
      partialR2,
    });
  });
  return { stages, factor: reports[0]!.covariance.factor };
}

/** The residual sum of squares of a regression without its columns from `kept` on. O(K²) where R is from products, otherwise O(NK²). */
function squaresLeft({ columns, y, fit }: RegressionByRows, kept: number): number {
  if (fit.qr.columns === undefined) {
    const { residuals } = leastSquares(columns.slice(0, kept), y, () => 0);
    return dot(residuals, residuals);
  }
  const explained = timesR(fit.qr, fit.coefficients).subarray(kept);
  return dot(fit.residuals, fit.residuals) + dot(explained, explained);
}

/** The outcome on all instruments. O(N L²). */
export const reducedRegression = ({ exogenous, instruments, design, regress }: IvEquations): RegressionByRows =>
  regress(design.outcome, [...exogenous, ...instruments]);

/** Tells the same as a fit does; F on the excluded instruments is Anderson & Rubin's (1949) test that the endogenous have no effect. */
export const reducedForm = (regression: RegressionByRows, equations: IvEquations, reporter: Reporter): Fit =>
  onInstruments(regression, equations, reporter).fit;

function onInstruments(regression: RegressionByRows, equations: IvEquations, reporter: Reporter) {
  const { exogenous, instruments, constants } = equations;
  const inputs = { ...reporter(withoutRounding(regression)), testedFrom: constants + exogenous.length };
  const report = reportFit(inputs);
  const names = instruments.map((z) => z.name);
  return { ...report, fit: leadingTerms({ ...report.fit, dropped: [] }, names) };
}

/** Returns the fit with the named terms first. The others keep their order. */
export function leadingTerms(fit: Fit, names: readonly string[]): Fit {
  const positions = [...fit.terms.keys()];
  const leads = (at: number): boolean => names.includes(fit.terms[at]!.term);
  const order = [...positions.filter(leads), ...positions.filter((at) => !leads(at))];
  return {
    ...fit,
    terms: order.map((at) => fit.terms[at]!),
    vcov: fit.vcov.length === 0 ? [] : order.map((i) => order.map((j) => fit.vcov[i]![j]!)),
  };
}
