/** From a sample to a fit with instruments, by two-stage least squares or another member of the k-class. */
import { Refusal } from '../../base/problem.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { withLinearMargins } from '../margins/linear.ts';
import type { KClass } from './k-class.ts';
import { fitIv } from './tsls.ts';

export function fitSample(sample: Sample, kClass?: KClass): Fit {
  const { spec, design, clusters, time, unit, neighbours, columns } = sample;
  const { iv, vcov, small } = spec;
  if (iv === null) throw new Error('an equation without instruments');
  const { terms: exogenous, ...rest } = design;
  const equation = {
    ...rest,
    exogenous,
    endogenous: columns(iv.endogenous, { terms: spec.terms }),
    instruments: columns(iv.instruments, { terms: spec.terms }),
  };
  const own = kClass === undefined ? {} : { kClass };
  const fitted = fitIv(equation, { vcov, small: small ?? 'asymptotic', clusters, time, unit, neighbours, ...own });
  refuseDetermined(fitted);
  return withLinearMargins(fitted, sample);
}

/** Refuses an instrument that is a copy of the regressor, and instruments that add up to it. */
function refuseDetermined({ firstStage }: Fit): void {
  const stage = firstStage?.find(({ stats }) => stats.rss === 0);
  if (stage === undefined) return;
  throw new Refusal('instrument-is-regressor', `the instruments determine \`${stage.endogenous}\` exactly`, {
    param: 'iv',
    hint: 'it is exogenous then, and the estimate that of least squares: name other instruments',
  });
}
