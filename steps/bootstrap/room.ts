/** The room of `bootstrap`. */
import type { ResampledKinds } from '../lib/resampled.ts';
import type { Room } from '../room.ts';
import draws from './draws.ts';
import { bootstrapResult, resampledResult } from './result.ts';
import step from './step.ts';
import { resampled } from './table.ts';

/** Draws results of other kinds by what it is given of them. */
export default (kinds: ResampledKinds) =>
  ({
    step: step(kinds),
    helpers: { draws: draws(kinds) },
    results: [bootstrapResult, resampledResult],
    get tables() {
      return [resampled];
    },
  }) satisfies Room;
