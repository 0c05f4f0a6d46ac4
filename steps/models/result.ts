/** Declares the result of models: the terms that a specification lists, and the statistics that its estimator adds. */
import type { PlannedNode, Result } from '../../src/base/result.ts';
import { fitResult, namesOfTerms, withNames } from '../../src/check/fit-result.ts';

const terms = ({ params, view }: PlannedNode) =>
  withNames(
    namesOfTerms(params as unknown as Parameters<typeof namesOfTerms>[0]),
    (view?.parameters ?? []) as readonly string[],
  );

export const modelResult: Result = fitResult(terms, { fromParams: true, model: ({ params }) => params });
