/** Names that users of other programs write for survival functions and their tests, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words(
    'km kaplan_meier kaplan-meier stset sts survfit survdiff logrank log_rank life_table ltable',
    'write `kind: survival` with `time: weeks`, `failure: died` and `by: group`',
  ),
  keys: {
    ...words(
      'event status died censored',
      'write `failure: died`, which is 1 where a spell ends, or `failure: {status: 2}`',
    ),
    ...words('duration stop t end', 'write `time: weeks`, which is how long a spell lasts'),
    ...words('start time0 t0 enter origin', 'write `entry: start`, the time at which a spell comes under observation'),
    ...words('group groups', 'write `by: group`'),
    ...words('test', 'write `tests: [log-rank, wilcoxon]`'),
    ...words('times', 'write `at: [30, 60]`'),
    ...words('conf_type', 'write `interval: log-log`, `log` or `plain`'),
  },
};
