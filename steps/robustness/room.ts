/** The room of `robustness`, whose results are those of models. */
import { modelResult } from '../models/result.ts';
import step from '../robustness.ts';
import type { Room } from '../room.ts';

export default { step, results: [modelResult] } satisfies Room;
