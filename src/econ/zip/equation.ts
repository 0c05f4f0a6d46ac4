/** Writes the equations of zero-inflated Poisson regression. */
import { inflatedEquation } from '../counts/equation.ts';

export const equation = inflatedEquation(false);
