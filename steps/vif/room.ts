/** The room of `vif`. */
import type { Room } from '../room.ts';
import { resampled } from './resampled.ts';
import { vifResult } from './result.ts';
import step from './step.ts';
import { vif } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [vifResult],
  get tables() {
    return [vif];
  },
  get resampled() {
    return resampled;
  },
} satisfies Room;
