/** The room of `codebook`. */
import type { Room } from '../room.ts';

import { codebookResult } from './result.ts';
import step from './step.ts';
import { codebook } from './table.ts';

export default {
  get step() {
    return step;
  },

  results: [codebookResult],
  get tables() {
    return [codebook];
  },
} satisfies Room;
