/** Writes the equation of the quantile regression: the quantile of the outcome given the regressors. */
import type { WriteEquation } from '../equation/equation.ts';
import { givenRegressors } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const level = String(spec.estimator?.tau ?? 0.5);
  const letters = { kept: '\\beta', controls: '\\gamma', behind: `(${level})` };
  return [
    {
      left: `Q_{${level}}(${givenRegressors(by.variable(spec.outcome), by)})`,
      right: [...by.regressors(spec, letters), ...by.effects(spec)],
    },
  ];
};
