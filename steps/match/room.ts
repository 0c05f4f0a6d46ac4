/** The room of `match`. */

import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { matchResult } from './result.ts';
import step from './step.ts';
import { match } from './table.ts';

export default {
  step,
  results: [matchResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [match];
  },
} satisfies Room;
