/** The room of `diagnose`. */
import type { Room } from '../room.ts';
import { diagnoseResult } from './result.ts';
import step from './step.ts';
import { diagnose } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [diagnoseResult],
  get tables() {
    return [diagnose];
  },
} satisfies Room;
