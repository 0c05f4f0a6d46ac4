/** Predictions of instrumental variables: of the equation itself, whose regressors are as they are observed. */
export { predictLinear as predict } from '../predict/linear.ts';
