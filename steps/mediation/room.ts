/** The room of `mediation`. */
import type { Room } from '../room.ts';
import bootstrap from './bootstrap.ts';
import { equation } from './equation.ts';
import { foreign } from './foreign.ts';
import { resampled } from './resampled.ts';
import { mediationResult } from './result.ts';
import step from './step.ts';
import { mediation } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { bootstrap };
  },
  get equation() {
    return equation;
  },
  results: [mediationResult],
  get resampled() {
    return resampled;
  },
  get foreign() {
    return foreign;
  },
  get tables() {
    return [mediation];
  },
} satisfies Room;
