/** The room of `kernel_density`. */

import type { Room } from '../room.ts';
import { kernelDensityResult } from './result.ts';
import step from './step.ts';
import { kernelDensity } from './table.ts';

export default {
  step,
  results: [kernelDensityResult],
  get tables() {
    return [kernelDensity];
  },
} satisfies Room;
