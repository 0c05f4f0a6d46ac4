/** The room of `match`. */

import type { Room } from '../room.ts';
import { balance } from './figure.ts';
import { foreign } from './foreign.ts';
import { resampled } from './resampled.ts';
import { matchResult } from './result.ts';
import step from './step.ts';
import { match } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [matchResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [balance];
  },
  get tables() {
    return [match];
  },
  get resampled() {
    return resampled;
  },
} satisfies Room;
