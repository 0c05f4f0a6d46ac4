/** Names that users of other programs write for mediation, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fitKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  keys: {
    ...fitKeys,
    ...words('reps draws replications sims', 'write `bootstrap: 1000`'),
    ...words('x treat', 'write `treatment: x`'),
    ...words('m mediators', 'write `mediator: m`'),
  },
};
