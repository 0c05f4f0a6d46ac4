/** What β convergence holds: a regression of growth, with the speed that its slope stands for. */
import type { Result } from '../../src/base/result.ts';
import { fitResult } from '../../src/check/fit-result.ts';

export const betaConvergenceResult: Result = fitResult(undefined, { fromParams: true });
