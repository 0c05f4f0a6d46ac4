/** The room of `moran`. */

import type { Room } from '../room.ts';
import { moranResult } from './result.ts';
import step from './step.ts';
import { moran } from './table.ts';

export default {
  step,
  results: [moranResult],
  get tables() {
    return [moran];
  },
} satisfies Room;
