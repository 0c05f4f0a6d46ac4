/** The room of `markov`. */

import type { Room } from '../room.ts';
import { markovResult } from './result.ts';
import step from './step.ts';
import { markov } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [markovResult],
  get tables() {
    return [markov];
  },
} satisfies Room;
