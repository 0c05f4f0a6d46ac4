/** The room of `spatial_tests`. */
import type { Room } from '../room.ts';
import step from '../spatial_tests.ts';
import { spatialTestsResult } from './result.ts';

export default { step, results: [spatialTestsResult] } satisfies Room;
