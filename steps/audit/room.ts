/** The room of `audit`. */

import step from '../audit.ts';
import type { Room } from '../room.ts';
import { auditResult } from './result.ts';

export default { step, results: [auditResult] } satisfies Room;
