/** Names that users of other programs write for the regression of efficiency scores, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('simarwilson dea_env second_stage', 'write `kind: simar_wilson`'),
  keys: {
    ...words('from dea scores', 'write `base: dea`, the step of `kind: efficiency`'),
    ...words('on z environment regressors', 'write `terms: [age, size]`'),
    ...words('reps l2', 'write `draws: 2000`'),
    ...words('bcreps l1', 'write `bias_draws: 100`'),
    ...words('invert', 'write `inverted: true`'),
  },
};
