/** The room of `survival`. */
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { survivalResult } from './result.ts';
import step from './step.ts';
import { survivalTable } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [survivalResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [survivalTable];
  },
} satisfies Room;
