/** The room of `spatial_tests`. */
import type { Room } from '../room.ts';
import { spatialTestsResult } from './result.ts';
import step from './step.ts';
import { spatialTests } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [spatialTestsResult],
  get tables() {
    return [spatialTests];
  },
} satisfies Room;
