/** Two-way fixed effects: one coefficient of treatment, with unit and time effects. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { fitLinear } from '../../../src/econ/regression/ols.ts';
import { effect, fitOfRegression } from './result.ts';
import type { DidSample } from './sample.ts';
import type { DidSpec } from './spec.ts';
import { designWeights } from './weights.ts';

const treatmentName = 'treated';

/** The regression itself, in `reghdfe`'s style, clustered. Refuses where nobody's treatment differs from what the effects say. */
export function twfeFit(_spec: DidSpec, sample: DidSample): Fit {
  const treated = sample.period.map((period, i) => (sample.cohort[i] !== 0 && period >= sample.cohort[i]! ? 1 : 0));
  const fit = fitLinear(
    {
      nobs: sample.nobs,
      outcome: sample.outcome,
      terms: [{ name: treatmentName, values: treated }, ...sample.covariates],
      constant: true,
      absorb: [sample.unit, sample.time],
      ...designWeights(sample.weights),
    },
    { vcov: { is: 'cluster', by: [sample.cluster.name] }, small: 'reghdfe', clusters: [sample.cluster], time: null },
  );
  if (fit.terms[0]?.term !== treatmentName) {
    const message = 'treatment does not vary beside the effects of unit and time';
    throw new Refusal('no-variation', message, {
      param: 'cohort',
      hint: 'are units treated at different times, or some never?',
    });
  }
  return fit;
}

/** The coefficient as the average effect of treatment. */
export function twfe(spec: DidSpec, sample: DidSample) {
  const fit = twfeFit(spec, sample);
  const [term] = fit.terms;
  const simple = effect(term!.estimate, term!.stdError, fit.dfResid);
  const warnings = [...sample.warnings, ...fit.warnings];
  return {
    method: 'twfe',
    simple,
    covariates: fit.terms.slice(1),
    warnings,
    fit: fitOfRegression({ simple }, sample, fit, { method: 'twfe', rowsLost: sample.rowsLost, warnings }),
  };
}
