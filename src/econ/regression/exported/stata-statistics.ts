/**
 * Names the results in which commands of Stata leave statistics of a linear model, by papermake's names. A statistic whose definition differs is not
 * among them. Sources: "Stored results" of the help of regress, areg, xtreg, newey, ivregress; of the help files of reghdfe, ivreg2, xtivreg2, xtscc.
 */
import type { StataModel } from '../../counterpart.ts';
import type { FitForm } from '../../form.ts';
import type { ModelSpec } from '../../spec.ts';

type Statistics = Readonly<Record<string, string>>;

const pooled: Statistics = { r2: 'e(r2)', r2Adj: 'e(r2_a)', rmse: 'e(rmse)', f: 'e(F)', ll: 'e(ll)' };
const between: Statistics = { r2Between: 'e(r2_b)', r2Overall: 'e(r2_o)' };
const components: Statistics = { sigmaU: 'e(sigma_u)', sigmaE: 'e(sigma_e)', rho: 'e(rho)' };

const stored: Readonly<Record<string, Statistics>> = {
  regress: pooled,
  areg: pooled,
  xtreg: { r2Within: 'e(r2_w)', ...between, f: 'e(F)', ...components, corrUXb: 'e(corr)' },
  reghdfe: { ...pooled, r2Within: 'e(r2_within)', r2AdjWithin: 'e(r2_a_within)' },
  newey: { f: 'e(F)' },
  // the F of xtscc has other degrees of freedom
  xtscc: { r2: 'e(r2)' },
  'xtscc fe': { r2Within: 'e(r2_w)' },
  ivreg2: { r2: 'e(r2)', rmse: 'e(rmse)' },
  xtivreg2: { r2Within: 'e(r2)' },
};

const instrumented: Readonly<Record<string, Statistics>> = {
  ivregress: { r2: 'e(r2)', rmse: 'e(rmse)' },
  ivreg2: { r2: 'e(r2)', rmse: 'e(rmse)' },
};

/** Tests of instruments that `ivreg2` and its kin report: with robust errors those of Kleibergen and Paap stand where others stand without. */
const testsOfInstruments: Statistics = {
  kpLm: 'e(idstat)',
  kpWaldF: 'e(widstat)',
  andersonLm: 'e(idstat)',
  cdWaldF: 'e(cdf)',
  sargan: 'e(sargan)',
  hansenJ: 'e(j)',
};

/** F is not that of a covariance that was mended, nor of one without a finite-sample factor; a likelihood of weighted rows is another there. */
export function storedOfLinear(
  command: string,
  { weights, absorb }: ModelSpec,
  fit: FitForm,
  isAsymptotic: boolean,
): Statistics {
  const own = (absorb.length > 0 ? stored[`${command} fe`] : undefined) ?? stored[command] ?? {};
  const hasF = !isAsymptotic && !fit.warnings.some(({ code }) => code === 'vcov-mended');
  const hasLikelihood = weights === undefined || weights.is === 'frequency';
  return Object.fromEntries(
    Object.entries(own).filter(([name]) => (name !== 'f' || hasF) && (name !== 'll' || hasLikelihood)),
  );
}

/** `isTwoStage` is false of the k-class, whose tests of instruments are others. R² of instruments is told where it is positive. */
export function storedOfInstruments(
  command: string,
  fit: FitForm,
  isTwoStage: boolean,
): Pick<StataModel, 'statistics' | 'firstStages'> {
  const [word = ''] = command.split(' ');
  const { r2, ...others } = instrumented[word] ?? {};
  const hasR2 = r2 !== undefined && fit.positive.r2;
  const isOwn = word === 'ivreg2' || word === 'xtivreg2';
  return {
    statistics: { ...(hasR2 ? { r2 } : {}), ...others, ...(isOwn && isTwoStage ? testsOfInstruments : {}) },
    ...(isTwoStage ? stages[word] : {}),
  };
}

/** F of the excluded instruments, in the order of the endogenous regressors. `ivreghdfe` counts absorbed levels otherwise there. */
const stages: Readonly<Record<string, Pick<StataModel, 'firstStages'>>> = {
  ivregress: {
    firstStages: { command: 'estat firststage', f: (position) => `el(r(singleresults), ${position}, 4)` },
  },
  ivreg2: { firstStages: { option: 'ffirst', f: (position) => `el(e(first), rownumb(e(first), "F"), ${position})` } },
  xtivreg2: { firstStages: { option: 'ffirst', f: (position) => `el(e(first), rownumb(e(first), "F"), ${position})` } },
};
