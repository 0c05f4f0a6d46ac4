/** The room of `experiment`. */
import type { Room } from '../room.ts';
import draws from './draws.ts';
import { bounds, outcomes } from './figure.ts';
import { power, randomisation } from './figure-draws.ts';
import { foreign } from './foreign.ts';
import { experimentResult } from './result.ts';
import step from './step.ts';
import { experiment } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { draws };
  },
  results: [experimentResult],
  get foreign() {
    return foreign;
  },
  get plots() {
    return [outcomes, randomisation, power, bounds];
  },
  get tables() {
    return [experiment];
  },
} satisfies Room;
