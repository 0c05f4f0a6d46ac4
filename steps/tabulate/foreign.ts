/** Names that users of other programs write for tabulations, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words(
    'tab tab1 tab2 crosstab xtabs crosstabs tabyl freq frequencies',
    'write `kind: tabulate` with `rows: region` and `by: sector`',
  ),
  keys: words(
    'show statistics cells',
    '`stats: [n, row]` of the table chooses what is shown: `n weight row column cell`, or `share cumulative` of one variable',
  ),
};
