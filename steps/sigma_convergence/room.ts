/** The room of `sigma_convergence`. */
import type { Room } from '../room.ts';
import { resampled } from './resampled.ts';
import { sigmaConvergenceResult } from './result.ts';
import step from './step.ts';
import { sigmaConvergence } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [sigmaConvergenceResult],
  get tables() {
    return [sigmaConvergence];
  },
  get resampled() {
    return resampled;
  },
} satisfies Room;
