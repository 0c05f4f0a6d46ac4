/** The room of `moderation`. */

import step from '../moderation.ts';
import type { Room } from '../room.ts';
import { moderationResult } from './result.ts';

export default { step, results: [moderationResult] } satisfies Room;
