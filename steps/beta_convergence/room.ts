/** The room of `beta_convergence`. */

import type { Room } from '../room.ts';
import { betaConvergenceResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [betaConvergenceResult],
} satisfies Room;
