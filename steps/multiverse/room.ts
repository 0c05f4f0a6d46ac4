/** The room of `multiverse`. */

import type { Room } from '../room.ts';
import draws from './draws.ts';
import { multiverseResult } from './result.ts';
import step from './step.ts';
import { multiverse } from './table.ts';

export default {
  step,
  helpers: { draws },
  results: [multiverseResult],
  get tables() {
    return [multiverse];
  },
} satisfies Room;
