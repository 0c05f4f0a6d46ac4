/** The room of `models`. */

import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { modelResult } from './result.ts';
import step from './step.ts';
import { regression } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [modelResult],
  get tables() {
    return [regression];
  },
  get foreign() {
    return foreign;
  },
} satisfies Room;
