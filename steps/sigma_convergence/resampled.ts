/** Says how dispersions are made of samples. */
import { rowsOfPeriods } from '../lib/regional/periods.ts';
import type { Resampled } from '../lib/resampled.ts';
import step from './step.ts';

export const resampled: Resampled = { run: step.run, rows: (params, data) => rowsOfPeriods(params, data, ['by']) };
