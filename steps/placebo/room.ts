/** The room of `placebo`. */

import type { Room } from '../room.ts';
import draws from './draws.ts';
import { placebo as placeboPlot } from './figure.ts';
import { foreign } from './foreign.ts';
import { placeboResult } from './result.ts';
import step from './step.ts';
import { placebo } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { draws };
  },
  results: [placeboResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [placeboPlot];
  },
  get tables() {
    return [placebo];
  },
} satisfies Room;
