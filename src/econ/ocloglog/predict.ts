/** Predictions of the ordered complementary log-log regression. */
import { predictOrdered } from '../ordered/predict.ts';
import { latent } from './fit.ts';

export const predict = predictOrdered(latent);
