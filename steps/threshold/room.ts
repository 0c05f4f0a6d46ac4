/** The room of `threshold`. */
import type { Room } from '../room.ts';
import step from '../threshold.ts';
import { thresholdResult } from './result.ts';

export default { step, results: [thresholdResult] } satisfies Room;
