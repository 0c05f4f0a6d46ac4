/** The entry of two-stage least squares in the list of estimators, for which a formula with instruments stands. */
import type { Estimator } from '../estimator.ts';
import { compileLinear } from '../regression/compile-linear.ts';

export const iv: Estimator = {
  name: 'iv',
  summary: 'two-stage least squares: what a formula with instruments stands for',
  keys: {},
  foreign: [],
  weights: ['analytic', 'frequency', 'probability'],
  compile(column) {
    const { problems, ...compiled } = compileLinear(column);
    if (column.equation.iv !== null) return { problems, ...compiled };
    const message = '`iv` needs instruments, and the formula has none';
    const hint = 'name them with `iv: endogenous ~ instruments`, or as the last part of `fit`';
    return { problems: [{ field: 'estimator', code: 'unsupported', message, hint }], ...compiled };
  },
  load: async () => (await import('./fit.ts')).fit,
  titles: { iv: 'Two-stage least squares' },
};
