/** The room of `markov`. */

import step from '../markov.ts';
import type { Room } from '../room.ts';
import { markovResult } from './result.ts';

export default { step, results: [markovResult] } satisfies Room;
