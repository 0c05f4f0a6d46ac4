/** Writes the equation of the fractional logit. */
import type { WriteEquation } from '../equation/equation.ts';
import { LOGISTIC, meanOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => [meanOf(spec, by, '\\Lambda'), LOGISTIC];
