/** Predictions of quantile regression: the conditional quantile, and what lies above it. */
export { predictLinear as predict } from '../predict/linear.ts';
