/** `oster`: selection on unobservables after least squares, by the path a pipeline takes. */
import type { Fit } from '../../../src/econ/fit.ts';
import { differences, type Fields } from '../compare.ts';
import { fitRun } from './linear.ts';
import type { Runner } from './runner.ts';

export const runOster: Runner = (run, data) => {
  const { treatment, controls, mcontrols = [], rmax, rmax_multiple, delta, beta } = run;
  const x = [...new Set([treatment!, ...mcontrols, ...controls!])];
  const oster = {
    treatment: treatment!,
    ...(mcontrols.length === 0 ? {} : { mcontrols }),
    ...(rmax === undefined ? {} : { rmax }),
    ...(rmax_multiple === undefined ? {} : { rmax_multiple }),
    // psacalc's own
    ...(rmax === undefined && rmax_multiple === undefined ? { rmax: 1 } : {}),
    ...(delta === undefined ? {} : { delta }),
    ...(beta === undefined ? {} : { beta }),
  };
  return differences(run, fitRun({ ...run, est: 'ols', x }, data, { oster }), fields);
};

const fields: Fields<Fit> = {
  known: {
    beta_uncontrolled: ({ oster }) => oster?.betaUncontrolled,
    beta_controlled: ({ oster }) => oster?.betaControlled,
    r2_uncontrolled: ({ oster }) => oster?.r2Uncontrolled,
    r2_controlled: ({ oster }) => oster?.r2Controlled,
    rmax: ({ oster }) => oster?.rmax,
    delta_for_beta0: ({ stats }) => stats.osterDelta,
    sigma_xx: ({ oster }) => oster?.sigmaXx,
    tau_x: ({ oster }) => oster?.tauX,
    sigma_yy: ({ oster }) => oster?.sigmaYy,
    beta_star: ({ stats }) => stats.osterBeta,
    beta_alt: ({ oster }, [at]) => oster?.betaAlternatives[Number(at)],
    delta: ({ oster }) => oster?.forDelta,
    N: ({ nobs }) => nobs,
  },
  ignored: {},
};
