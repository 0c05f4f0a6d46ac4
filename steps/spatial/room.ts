/** The room of `spatial`. */
import type { Room } from '../room.ts';
import step from '../spatial.ts';
import { spatialResult } from './result.ts';

export default { step, results: [spatialResult] } satisfies Room;
