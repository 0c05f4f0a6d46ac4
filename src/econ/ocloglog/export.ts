/** Says how the ordered complementary log-log regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { orderedInPython, orderedInR } from '../ordered/export.ts';

export const counterpart: Counterpart = {
  r: () => orderedInR('cloglog'),
  python: () => orderedInPython('cloglog'),
  stata: () => ({ none: 'Stata has no command of ordered complementary log-log regression' }),
};
