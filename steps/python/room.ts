/** The room of `python`: of the fits that programs hand over only a run tells the terms. */
import { anyFit } from '../../src/check/fit-result.ts';
import step from '../python.ts';
import type { Room } from '../room.ts';

export default { step, results: [anyFit] } satisfies Room;
