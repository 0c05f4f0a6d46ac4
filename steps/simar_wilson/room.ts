/** The room of `simar_wilson`. */
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { simarWilsonResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [simarWilsonResult],
  get foreign() {
    return foreign;
  },
} satisfies Room;
