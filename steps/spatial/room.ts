/** The room of `spatial`. */
import type { Room } from '../room.ts';
import { equation } from './equation.ts';
import { spatialResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  get equation() {
    return equation;
  },
  results: [spatialResult],
} satisfies Room;
