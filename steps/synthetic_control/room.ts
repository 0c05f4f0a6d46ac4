/** The room of `synthetic_control`. */
import type { Room } from '../room.ts';
import { gaps, paths } from './figure.ts';
import { foreign } from './foreign.ts';
import { syntheticResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [syntheticResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [paths, gaps];
  },
} satisfies Room;
