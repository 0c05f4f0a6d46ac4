/** Writes the equation of the ordered probit. */
import type { WriteEquation } from '../equation/equation.ts';

import { cumulativeOf } from '../ordered/equation.ts';

export const equation: WriteEquation = (spec, by) => [cumulativeOf(spec, by, '\\Phi')];
