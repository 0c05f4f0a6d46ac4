/** Names that users of other programs write for fits of Python, with the hints that lead them here. */
import { bridgeKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = { keys: bridgeKeys };
