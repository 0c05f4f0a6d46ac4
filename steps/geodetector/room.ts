/** The room of `geodetector`. */
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { geodetectorResult } from './result.ts';
import step from './step.ts';
import { geodetector } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [geodetectorResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [geodetector];
  },
} satisfies Room;
