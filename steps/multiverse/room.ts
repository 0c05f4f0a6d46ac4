/** The room of `multiverse`. */

import type { Room } from '../room.ts';
import { curve } from './curve.ts';
import draws from './draws.ts';
import { specificationCurve } from './figure.ts';
import { multiverseResult } from './result.ts';
import step from './step.ts';
import { multiverse } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    return { draws };
  },
  results: [multiverseResult],
  get plots() {
    return [specificationCurve];
  },
  get curve() {
    return curve;
  },
  get tables() {
    return [multiverse];
  },
} satisfies Room;
