/** The room of `stata`: of the fits that programs hand over only a run tells the terms. */
import { anyFit } from '../../src/check/fit-result.ts';
import type { Room } from '../room.ts';
import step from '../stata.ts';

export default { step, results: [anyFit] } satisfies Room;
