/** Predictions of zero-inflated negative binomial regression. */
import { predictInflated } from '../counts/predict.ts';

export const predict = predictInflated;
