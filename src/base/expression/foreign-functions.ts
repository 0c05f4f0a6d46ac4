/** Functions of Stata, R and Excel that expressions have under another name, or not at all. */
import { own } from '../own.ts';

const lags = 'lags are for formulas: `L.x` there is the value a period before';
const means = 'a row knows nothing of the others: compute it before `ingest`, or in a `command` step';

const hints: Readonly<Record<string, string>> = {
  ln: 'write `log(x)`',
  log1p: 'write `log(x + 1)`',
  log10: 'write `log(x) / log(10)`',
  log2: 'write `log(x) / log(2)`',
  pow: 'write `x^2`',
  power: 'write `x^2`',
  sqr: 'write `x^2`',
  square: 'write `x^2`',
  ifelse: 'write `if(condition, a, b)`',
  if_else: 'write `if(condition, a, b)`',
  fifelse: 'write `if(condition, a, b)`',
  iif: 'write `if(condition, a, b)`',
  cond: 'write `if(condition, a, b)`',
  pmin: 'write `min(a, b)`',
  pmax: 'write `max(a, b)`',
  mi: 'write `missing(x)`',
  isna: 'write `missing(x)`',
  isnull: 'write `missing(x)`',
  inlist: 'write `x in [1, 2]`',
  is_in: 'write `x in [1, 2]`',
  isin: 'write `x in [1, 2]`',
  inrange: 'write `x >= 1 and x <= 9`',
  between: 'write `x >= 1 and x <= 9`',
  lag: lags,
  lead: lags,
  L: lags,
  D: lags,
  mean: means,
  sum: means,
  sd: means,
  std: means,
  median: means,
};

export const foreignFunctionHint = (name: string): string | undefined => own(hints, name);
