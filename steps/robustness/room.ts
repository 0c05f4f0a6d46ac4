/** The room of `robustness`, whose results are those of models. */
import { modelResult } from '../models/result.ts';
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [modelResult],
  get foreign() {
    return foreign;
  },
} satisfies Room;
