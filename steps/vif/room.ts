/** The room of `vif`. */
import type { Room } from '../room.ts';
import step from '../vif.ts';
import { vifResult } from './result.ts';

export default { step, results: [vifResult] } satisfies Room;
