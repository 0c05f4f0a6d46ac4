/** The room of `beta_convergence`. */

import step from '../beta_convergence.ts';
import type { Room } from '../room.ts';
import { betaConvergenceResult } from './result.ts';

export default { step, results: [betaConvergenceResult] } satisfies Room;
