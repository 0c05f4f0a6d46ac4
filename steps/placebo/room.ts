/** The room of `placebo`. */

import type { Room } from '../room.ts';
import draws from './draws.ts';
import { foreign } from './foreign.ts';
import { placeboResult } from './result.ts';
import step from './step.ts';
import { placebo } from './table.ts';

export default {
  step,
  helpers: { draws },
  results: [placeboResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [placebo];
  },
} satisfies Room;
