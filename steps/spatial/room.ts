/** The room of `spatial`. */
import type { Room } from '../room.ts';
import { spatialResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [spatialResult],
} satisfies Room;
