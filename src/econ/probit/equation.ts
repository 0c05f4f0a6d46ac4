/** Writes the equation of the probit regression, with the distribution function Φ of the standard normal. */
import type { WriteEquation } from '../equation/equation.ts';
import { probabilityOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => [probabilityOf(spec, by, '\\Phi')];
