/** The room of `kernel_density`. */

import type { Room } from '../room.ts';
import { densities } from './figure.ts';
import { kernelDensityResult } from './result.ts';
import step from './step.ts';
import { kernelDensity } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [kernelDensityResult],
  get plots() {
    return [densities];
  },
  get tables() {
    return [kernelDensity];
  },
} satisfies Room;
