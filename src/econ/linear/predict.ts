/** Predictions of least squares. */
export { predictLinear as predict } from '../predict/linear.ts';
