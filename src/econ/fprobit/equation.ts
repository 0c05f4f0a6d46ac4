/** Writes the equation of the fractional probit. */
import type { WriteEquation } from '../equation/equation.ts';
import { meanOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => [meanOf(spec, by, '\\Phi')];
