/** Writes the equation of the logistic regression. */
import type { WriteEquation } from '../equation/equation.ts';
import { LOGISTIC, probabilityOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => [probabilityOf(spec, by, '\\Lambda'), LOGISTIC];
