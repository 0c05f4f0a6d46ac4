/** The room of `codebook`. */
import type { Room } from '../room.ts';

import { codebookResult } from './result.ts';
import step from './step.ts';
import { codebook } from './table.ts';

export default {
  step,

  results: [codebookResult],
  get tables() {
    return [codebook];
  },
} satisfies Room;
