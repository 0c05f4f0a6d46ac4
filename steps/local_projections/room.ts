/** The room of `local_projections`. */
import type { Room } from '../room.ts';
import { impulseResponse } from './figure.ts';
import { foreign } from './foreign.ts';
import { localProjectionsResult } from './result.ts';
import step from './step.ts';
import { localProjectionsTable } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [localProjectionsResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [impulseResponse];
  },
  get tables() {
    return [localProjectionsTable];
  },
} satisfies Room;
