/** Writes the equation of the ordered logit. */
import type { WriteEquation } from '../equation/equation.ts';
import { LOGISTIC } from '../equation/shapes.ts';
import { cumulativeOf } from '../ordered/equation.ts';

export const equation: WriteEquation = (spec, by) => [cumulativeOf(spec, by, '\\Lambda'), LOGISTIC];
