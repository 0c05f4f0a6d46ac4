/** The room of `describe`. */
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { resampled } from './resampled.ts';
import { byGroupResult, describeResult } from './result.ts';
import step from './step.ts';
import { byGroup, describe } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [describeResult, byGroupResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [describe, byGroup];
  },
  get resampled() {
    return resampled;
  },
} satisfies Room;
