/** The room of `placebo`. */

import step from '../placebo.ts';
import type { Room } from '../room.ts';
import { placeboResult } from './result.ts';

export default { step, results: [placeboResult] } satisfies Room;
