/** Holds the result of discontinuities: a fit of the estimates of one jump, and what a figure shows. */
import type { PlannedNode, Result } from '../../src/base/result.ts';
import { fitResult, withStatistics } from '../../src/check/fit-result.ts';
import { rdStatistics } from './numbers/words.ts';

const terms = ({ params }: PlannedNode) => ({
  listed: (params as unknown as { readonly rows: readonly string[] }).rows,
});

export const rdResult: Result = withStatistics(fitResult(terms, { fromParams: true }), rdStatistics);
