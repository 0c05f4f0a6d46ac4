/** The room of `inequality`. */

import step from '../inequality.ts';
import type { Room } from '../room.ts';
import { inequalityResult } from './result.ts';

export default { step, results: [inequalityResult] } satisfies Room;
