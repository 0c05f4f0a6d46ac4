/** The room of `correlate`. */

import step from '../correlate.ts';
import type { Room } from '../room.ts';
import { correlateResult } from './result.ts';

export default { step, results: [correlateResult] } satisfies Room;
