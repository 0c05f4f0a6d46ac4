/** The room of `sigma_convergence`. */
import type { Room } from '../room.ts';
import step from '../sigma_convergence.ts';
import { sigmaConvergenceResult } from './result.ts';

export default { step, results: [sigmaConvergenceResult] } satisfies Room;
