/** Writes the equation of the Poisson regression: the mean of the outcome. */
import type { WriteEquation } from '../equation/equation.ts';
import { exponentialMean } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => [exponentialMean(spec, by)];
