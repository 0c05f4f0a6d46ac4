/** Names that users of other programs write for models with changes, with the hints that lead them here. */
import { modelKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = { keys: modelKeys };
