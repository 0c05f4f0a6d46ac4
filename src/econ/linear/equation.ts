/** Writes the equation of a linear model. */
export { linearEquation as equation } from '../equation/shapes.ts';
