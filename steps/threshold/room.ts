/** The room of `threshold`. */
import type { Room } from '../room.ts';
import bootstrap from './bootstrap.ts';
import { foreign } from './foreign.ts';
import { thresholdResult } from './result.ts';
import search from './search.ts';
import step from './step.ts';
import { threshold } from './table.ts';

export default {
  step,
  helpers: { bootstrap, search },
  results: [thresholdResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [threshold];
  },
} satisfies Room;
