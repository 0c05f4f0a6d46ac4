/** The room of `bootstrap`. */
import type { Room } from '../room.ts';
import draws from './draws.ts';
import { bootstrapResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { draws };
  },
  results: [bootstrapResult],
} satisfies Room;
