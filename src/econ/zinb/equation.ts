/** Writes the equations of zero-inflated negative binomial regression. */
import { inflatedEquation } from '../counts/equation.ts';

export const equation = inflatedEquation(true);
