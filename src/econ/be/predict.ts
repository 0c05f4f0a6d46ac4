/** Predictions of the between estimator: its index at the values of rows. */
export { predictLinear as predict } from '../predict/linear.ts';
