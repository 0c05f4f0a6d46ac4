/** The room of `multiverse`. */

import step from '../multiverse.ts';
import type { Room } from '../room.ts';
import { multiverseResult } from './result.ts';

export default { step, results: [multiverseResult] } satisfies Room;
