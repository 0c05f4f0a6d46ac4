/** The room of `rotemberg`. */
import type { Room } from '../room.ts';
import { rotembergPlot } from './figure.ts';
import { foreign } from './foreign.ts';
import { rotembergResult } from './result.ts';
import step from './step.ts';
import { rotembergTable } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [rotembergResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [rotembergTable];
  },
  get plots() {
    return [rotembergPlot];
  },
} satisfies Room;
