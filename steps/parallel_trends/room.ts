/** The room of `parallel_trends`. */
import type { Room } from '../room.ts';
import { deviations, pretrend } from './figure.ts';
import { foreign } from './foreign.ts';
import { parallelTrendsResult } from './result.ts';
import step from './step.ts';
import { parallelTrendsTable } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [parallelTrendsResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [deviations, pretrend];
  },
  get tables() {
    return [parallelTrendsTable];
  },
} satisfies Room;
