/** The room of `match`. */

import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { matchResult } from './result.ts';
import step from './step.ts';
import { match } from './table.ts';

export default {
  step,
  foreign,
  results: [matchResult],
  get tables() {
    return [match];
  },
} satisfies Room;
