/** The room of `compare`. */

import step from '../compare.ts';
import type { Room } from '../room.ts';
import { compareResult } from './result.ts';

export default { step, results: [compareResult] } satisfies Room;
