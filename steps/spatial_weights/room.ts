/** The room of `spatial_weights`. */
import type { Room } from '../room.ts';
import { weightsResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [weightsResult],
} satisfies Room;
