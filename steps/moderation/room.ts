/** The room of `moderation`. */

import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { moderationResult } from './result.ts';
import step from './step.ts';
import { moderation } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [moderationResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [moderation];
  },
} satisfies Room;
