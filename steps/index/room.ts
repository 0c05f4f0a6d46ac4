/** The room of `index`. */

import step from '../index.ts';
import type { Room } from '../room.ts';
import { indexResult } from './result.ts';

export default { step, results: [indexResult] } satisfies Room;
