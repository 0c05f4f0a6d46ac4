/** The room of `did`. */

import step from '../did.ts';
import type { Room } from '../room.ts';
import { baconResult, didResult } from './result.ts';

export default { step, results: [didResult, baconResult] } satisfies Room;
