/** The room of `specification`. */
import { specificationResult } from '../multiverse/result.ts';
import type { Room } from '../room.ts';
import { equation } from './equation.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  get equation() {
    return equation;
  },
  results: [specificationResult],
} satisfies Room;
