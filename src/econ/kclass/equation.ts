/** Writes the equations of a model with instruments: the first stages, and that of the outcome. */
export { instrumentedEquations as equation } from '../equation/shapes.ts';
