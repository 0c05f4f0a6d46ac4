/** Declares the result of a bootstrap: the fit that it draws again. */
import type { PlannedNode, Result } from '../../src/base/result.ts';
import { fitResult, namesOfTerms, withNames } from '../../src/check/fit-result.ts';

function terms({ params, view }: PlannedNode) {
  const { drawn } = params as unknown as { readonly drawn: { readonly model: Parameters<typeof namesOfTerms>[0] } };
  return withNames(namesOfTerms(drawn.model), (view?.parameters ?? []) as readonly string[]);
}

export const bootstrapResult: Result = fitResult(terms, { fromParams: true });
