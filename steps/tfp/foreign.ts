/** Names that users of other programs write for productivity, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fromKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words(
    'prodest levpet opreg acfest prodestOP prodestLP prodestACF prodestWRDG production_function',
    'write `kind: tfp`',
  ),
  keys: {
    ...fromKeys,
    ...words('y outcome depvar', 'write `output: log_value_added`'),
    ...words('labor labour exog', 'write `free: [log_labour]`'),
    ...words('capital', 'write `state: [log_capital]`'),
    ...words('intermediate materials invest investment', 'write `proxy: log_materials`'),
    ...words('poly polynomial', 'write `order: 3`'),
    ...words('reps', 'write `draws: 200`'),
  },
};
