/** The room of `tfp`. */
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { tfpResult } from './result.ts';
import step from './step.ts';
import { tfpTable } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [tfpResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [tfpTable];
  },
} satisfies Room;
