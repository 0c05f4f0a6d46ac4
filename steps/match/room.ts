/** The room of `match`. */

import step from '../match.ts';
import type { Room } from '../room.ts';
import { matchResult } from './result.ts';

export default { step, results: [matchResult] } satisfies Room;
