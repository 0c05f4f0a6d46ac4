/** The room of `tabulate`. */
import type { Room } from '../room.ts';
import { foreign } from './foreign.ts';
import { tabulateResult } from './result.ts';
import step from './step.ts';
import { tabulate } from './table.ts';

export default {
  get step() {
    return step;
  },
  results: [tabulateResult],
  get foreign() {
    return foreign;
  },
  get tables() {
    return [tabulate];
  },
} satisfies Room;
