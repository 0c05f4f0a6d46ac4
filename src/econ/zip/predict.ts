/** Predictions of zero-inflated Poisson regression. */
import { predictInflated } from '../counts/predict.ts';

export const predict = predictInflated;
