/** The room of `mediation`. */

import step from '../mediation.ts';
import type { Room } from '../room.ts';
import { mediationResult } from './result.ts';

export default { step, results: [mediationResult] } satisfies Room;
