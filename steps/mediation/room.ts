/** The room of `mediation`. */
import type { Room } from '../room.ts';
import bootstrap from './bootstrap.ts';
import { foreign } from './foreign.ts';
import { mediationResult } from './result.ts';
import step from './step.ts';
import { mediation } from './table.ts';

export default {
  step,
  foreign,
  helpers: { bootstrap },
  results: [mediationResult],
  get tables() {
    return [mediation];
  },
} satisfies Room;
