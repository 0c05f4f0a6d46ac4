/** Predictions of the ordered probit. */
import { predictOrdered } from '../ordered/predict.ts';
import { latent } from './fit.ts';

export const predict = predictOrdered(latent);
