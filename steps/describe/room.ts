/** The room of `describe`. */

import step from '../describe.ts';
import type { Room } from '../room.ts';
import { byGroupResult, describeResult } from './result.ts';

export default { step, results: [describeResult, byGroupResult] } satisfies Room;
