/** Declares the result of Simar and Wilson's regression: a fit whose terms end with σ. */
import type { PlannedNode, Result } from '../../src/base/result.ts';
import { fitResult, namesOfTerms, withNames, withStatistics } from '../../src/check/fit-result.ts';
import { type SimarWilsonSpec, simarWilsonStatistics } from './numbers/spec.ts';

const terms = ({ params }: PlannedNode) =>
  withNames(namesOfTerms((params as unknown as SimarWilsonSpec).model), ['/sigma']);

export const simarWilsonResult: Result = withStatistics(fitResult(terms, { fromParams: true }), simarWilsonStatistics);
