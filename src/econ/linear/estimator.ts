/** The entry of least squares in the list of estimators, for which a formula without instruments stands. */
import type { Estimator } from '../estimator.ts';
import { compileLinear } from '../regression/written/linear.ts';

export const linear: Estimator = {
  name: 'linear',
  summary: 'least squares, pooled or with absorbed effects: what a formula without instruments stands for',
  keys: {},
  foreign: [],
  weights: ['analytic', 'frequency', 'probability'],
  compile(column) {
    const { problems, ...compiled } = compileLinear(column);
    if (column.equation.iv === null) return { problems, ...compiled };
    const message = '`linear` has no instruments, and the formula has some';
    const hint = 'leave `estimator` out, or take the instruments away';
    return { problems: [{ field: 'estimator', code: 'unsupported', message, hint }], ...compiled };
  },
  margins: true,
  magnitudes: true,
  oster: true,
  slopes: true,
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: {
      fitted: 'anywhere',
      index: 'anywhere',
      effects: 'anywhere',
      effect: 'anywhere',
      residual: 'anywhere',
      leverage: 'rows',
      standardised: 'rows',
      studentised: 'rows',
      cooks: 'rows',
    },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: {
    ols: { en: 'Linear regression', zh: '线性回归' },
    fe: { en: 'Fixed-effects (within) regression', zh: '固定效应（组内）回归' },
  },
};
