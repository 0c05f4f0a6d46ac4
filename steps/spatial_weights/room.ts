/** The room of `spatial_weights`. */
import type { Room } from '../room.ts';
import step from '../spatial_weights.ts';
import { weightsResult } from './result.ts';

export default { step, results: [weightsResult] } satisfies Room;
