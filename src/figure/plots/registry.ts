/** THE list of plots, in the order the docs show them. */
import type { Plot } from '../plot.ts';
import { coefficients } from './coefficients.ts';
import { density } from './density.ts';
import { threshold } from './threshold.ts';
import { trends } from './trends.ts';

export const plots: readonly Plot[] = [coefficients, threshold, trends, density];
