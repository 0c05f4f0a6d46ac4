/** Writes the equation of the conditional logit: the effects of groups stand in the index, and drop out of the likelihood. */
import type { WriteEquation } from '../equation/equation.ts';
import { LOGISTIC, probabilityOf, unitOfSpec } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => [
  probabilityOf({ ...spec, constant: false, absorb: [unitOfSpec(spec)] }, by, '\\Lambda'),
  LOGISTIC,
];
