/** Names that users of other programs write for synthetic controls, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  keys: {
    ...words('depvar dependent y foo', 'write `outcome: y`'),
    ...words('trunit treatment_identifier treated_unit', 'write `treated: California`, the unit as the data writes it'),
    ...words('trperiod treatment_time treatment_year', 'write `start: 1989`, the first treated period'),
    ...words('mspeperiod time_optimize_ssr', 'write `fit: [1970, 1988]`'),
    ...words('special_predictors xperiod', 'write `predictors: [{of: x, over: [1980, 1988]}]`'),
    ...words('customv custom_v nested', 'write `v: nested`, `equal`, or numbers'),
    ...words('vce', 'write `errors: placebo`, `jackknife` or `bootstrap`'),
    ...words('reps', 'write `draws: 200`'),
  },
  values: {},
};
