/** The room of `magnitudes`. */
import type { Room } from '../room.ts';
import { magnitudesResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [magnitudesResult],
} satisfies Room;
