/** The room of `equality`. */
import type { Room } from '../room.ts';
import { equalityResult } from './result.ts';
import step from './step.ts';
import { equality } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [equalityResult],
  get tables() {
    return [equality];
  },
} satisfies Room;
