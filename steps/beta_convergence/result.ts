/** Declares the result of β convergence: a regression of growth, with the speed of convergence that its slope implies. */
import type { Result } from '../../src/base/result.ts';
import { fitResult } from '../../src/check/fit-result.ts';

export const betaConvergenceResult: Result = fitResult(undefined, { fromParams: true });
