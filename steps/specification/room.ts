/** The room of `specification`. */
import { specificationResult } from '../multiverse/result.ts';
import type { Room } from '../room.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [specificationResult],
} satisfies Room;
