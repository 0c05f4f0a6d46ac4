/** The room of `moran`. */

import type { Room } from '../room.ts';
import { clusters } from './clusters.ts';
import { moran as moranPlot } from './figure.ts';
import { moranResult } from './result.ts';
import step from './step.ts';
import { moran } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [moranResult],
  get plots() {
    return [moranPlot, clusters];
  },
  get tables() {
    return [moran];
  },
} satisfies Room;
