/** Writes the equations of the negative binomial regression: the mean and the variance of the outcome (NB2). */
import type { WriteEquation } from '../equation/equation.ts';
import { exponentialMean, givenRegressors } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const mean = exponentialMean(spec, by);
  const variance = `\\mathrm{Var}(${givenRegressors(by.variable(spec.outcome), by)})`;
  return [mean, { left: variance, right: [mean.left, `\\alpha\\,${mean.left}^{2}`] }];
};
