/** Writes the equation of the multinomial logit: logarithms of odds against the base outcome. */
import type { WriteEquation } from '../equation/equation.ts';
import { givenRegressors } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const chance = (outcome: unknown): string =>
    `\\Pr(${givenRegressors(`${by.variable(spec.outcome)} = ${outcome}`, by)})`;
  return [
    {
      left: `\\ln \\frac{${chance('j')}}{${chance(spec.estimator!.base)}}`,
      right: by.regressors(spec, { kept: '\\beta', controls: '\\beta', equation: 'j,' }),
    },
  ];
};
