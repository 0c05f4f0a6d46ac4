/** The room of `difference`. */
import type { Room } from '../room.ts';
import permutation from './permutation.ts';
import { differenceResult } from './result.ts';
import step from './step.ts';
import { difference } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { permutation };
  },
  results: [differenceResult],
  get tables() {
    return [difference];
  },
} satisfies Room;
