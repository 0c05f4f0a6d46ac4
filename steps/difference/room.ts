/** The room of `difference`. */

import step from '../difference.ts';
import type { Room } from '../room.ts';
import { differenceResult } from './result.ts';

export default { step, results: [differenceResult] } satisfies Room;
