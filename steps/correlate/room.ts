/** The room of `correlate`. */
import type { Room } from '../room.ts';
import { correlations } from './figure.ts';
import { foreign } from './foreign.ts';
import { resampled } from './resampled.ts';
import { correlateResult } from './result.ts';
import step from './step.ts';
import { correlate } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [correlateResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [correlations];
  },
  get tables() {
    return [correlate];
  },
  get resampled() {
    return resampled;
  },
} satisfies Room;
