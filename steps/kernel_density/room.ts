/** The room of `kernel_density`. */

import step from '../kernel_density.ts';
import type { Room } from '../room.ts';
import { kernelDensityResult } from './result.ts';

export default { step, results: [kernelDensityResult] } satisfies Room;
