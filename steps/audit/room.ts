/** The room of `audit`. */

import type { Room } from '../room.ts';
import { auditResult } from './result.ts';
import step from './step.ts';

export default {
  get step() {
    return step;
  },
  results: [auditResult],
} satisfies Room;
