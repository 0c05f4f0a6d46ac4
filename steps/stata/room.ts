/** The room of `stata`: of the fits that programs hand over only a run tells the terms. */
import { anyFit } from '../../src/check/fit-result.ts';
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [anyFit],
  get foreign() {
    return foreign;
  },
} satisfies Room;
