/** The room of `inequality`. */
import type { Room } from '../room.ts';
import { inequalityResult } from './result.ts';
import step from './step.ts';
import { inequality } from './table.ts';

export default {
  step,
  results: [inequalityResult],
  get tables() {
    return [inequality];
  },
} satisfies Room;
