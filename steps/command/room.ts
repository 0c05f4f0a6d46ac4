/** The room of `command`: of the fits that programs hand over only a run tells the terms. */
import { anyFit } from '../../src/check/fit-result.ts';
import step from '../command.ts';
import type { Room } from '../room.ts';

export default { step, results: [anyFit] } satisfies Room;
