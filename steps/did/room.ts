/** The room of `did`. */
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { baconResult, didResult } from './result.ts';
import step from './step.ts';
import { bacon } from './table.ts';

export default {
  step,
  results: [didResult, baconResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [bacon];
  },
} satisfies Room;
