/** The room of `spatial`. */
import type { Room } from '../room.ts';
import { spatialResult } from './result.ts';
import step from './step.ts';

export default { step, results: [spatialResult] } satisfies Room;
