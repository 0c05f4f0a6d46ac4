/** The room of `codebook`. */

import step from '../codebook.ts';
import type { Room } from '../room.ts';
import { codebookResult } from './result.ts';

export default { step, results: [codebookResult] } satisfies Room;
