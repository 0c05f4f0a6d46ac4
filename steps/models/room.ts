/** The room of `models`. */

import step from '../models.ts';
import type { Room } from '../room.ts';
import { modelResult } from './result.ts';

export default { step, results: [modelResult] } satisfies Room;
