/** The room of `inequality`. */
import type { Room } from '../room.ts';
import { decomposition } from './figure.ts';
import { resampled } from './resampled.ts';
import { inequalityResult } from './result.ts';
import step from './step.ts';
import { inequality } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [inequalityResult],
  get plots() {
    return [decomposition];
  },
  get tables() {
    return [inequality];
  },
  get resampled() {
    return resampled;
  },
} satisfies Room;
