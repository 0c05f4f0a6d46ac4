/** Declares the result of spatial models: a fit of regressors, their lags, the model's parameters and its effects. */
import type { PlannedNode, Result } from '../../src/base/result.ts';
import { fitResult, namesOfTerms } from '../../src/check/fit-result.ts';

function terms({ params }: PlannedNode) {
  const { spec } = params as unknown as { readonly spec: { readonly terms: readonly string[] } };
  const effects = ['direct', 'indirect', 'total'].flatMap((kind) => spec.terms.map((term) => `${kind}(${term})`));
  const { listed, others } = namesOfTerms(spec);
  const lags = spec.terms.map((term) => `W.${term}`);
  return { listed: [...listed, ...lags, 'rho', 'lambda', 'sigma2_e', ...effects], ...(others && { others }) };
}

export const spatialResult: Result = fitResult(terms, { fromParams: true });
