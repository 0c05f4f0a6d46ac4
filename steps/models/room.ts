/** The room of `models`. */

import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { modelResult } from './result.ts';
import step from './step.ts';

export default {
  step,
  results: [modelResult],
  get foreign() {
    return foreign;
  },
} satisfies Room;
