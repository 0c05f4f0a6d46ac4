/** The room of `compare`. */

import type { Room } from '../room.ts';
import { compareResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [compareResult],
} satisfies Room;
