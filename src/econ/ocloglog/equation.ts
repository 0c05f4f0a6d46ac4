/** Writes the equation of the ordered complementary log-log regression. */
import type { WriteEquation } from '../equation/equation.ts';

import { cumulativeOf } from '../ordered/equation.ts';

export const equation: WriteEquation = (spec, by) => [
  cumulativeOf(spec, by, 'G'),
  { left: 'G(z)', right: ['1 - \\exp(-e^{z})'] },
];
