/** The room of `moran`. */

import step from '../moran.ts';
import type { Room } from '../room.ts';
import { moranResult } from './result.ts';

export default { step, results: [moranResult] } satisfies Room;
