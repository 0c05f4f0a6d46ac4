/** Declares the result of σ convergence: the dispersion of units in each period. */
import { members, type Result } from '../../src/base/result.ts';
import { periodNames } from '../lib/regional/period-names.ts';

export const sigmaConvergenceResult: Result = {
  type: 'sigma-convergence',
  list: 'rows',
  fromParams: true,
  parts: { rows: { each: members('n', 'sdLog', 'sdLogN', 'cv'), planned: periodNames }, of: 'value' },
};
