/** The room of `index`. */
import type { Room } from '../room.ts';
import { index } from './figure.ts';
import { foreign } from './foreign.ts';
import { indexResult } from './result.ts';
import step from './step.ts';
import { indexWeights } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [indexResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [index];
  },
  get tables() {
    return [indexWeights];
  },
} satisfies Room;
