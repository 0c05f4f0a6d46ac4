/** The room of `efficiency`. */
import type { Room } from '../room.ts';
import { productivity } from './figure.ts';
import { foreign } from './foreign.ts';
import { efficiencyResult } from './result.ts';
import step from './step.ts';
import { efficiencyTable } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [efficiencyResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [productivity];
  },
  get tables() {
    return [efficiencyTable];
  },
} satisfies Room;
