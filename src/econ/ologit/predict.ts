/** Predictions of the ordered logit. */
import { predictOrdered } from '../ordered/predict.ts';
import { latent } from './fit.ts';

export const predict = predictOrdered(latent);
