/** The room of `specification`. */
import { specificationResult } from '../multiverse/result.ts';
import type { Room } from '../room.ts';
import step from '../specification.ts';

export default { step, results: [specificationResult] } satisfies Room;
