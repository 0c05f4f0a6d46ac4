/** The room of `diagnose`. */

import step from '../diagnose.ts';
import type { Room } from '../room.ts';
import { diagnoseResult } from './result.ts';

export default { step, results: [diagnoseResult] } satisfies Room;
