/** Functions of Stata, R and Excel that expressions have under another name, or not at all. */
import { own } from '../own.ts';

const lags = 'write `L.x` for the value a period before, `F.x` for the one after, `D.x` for the difference';

const ranges = 'write `L.x`; a range, `L(1/3).x`, makes several columns where the name in `derive` has a `*`';

const hints: Readonly<Record<string, string>> = {
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
  L: ranges,
  F: ranges,
  D: ranges,
  S: ranges,
  avg: 'write `mean(x, by=[g])`',
  average: 'write `mean(x, by=[g])`',
  std: 'write `sd(x, by=[g])` for the standard deviation, `standardize(x)` for the standardised variable',
  stddev: 'write `sd(x, by=[g])`',
  total: 'write `sum(x, by=[g])`',
  pctile: 'write `quantile(x, 0.25, by=[g])`',
  percentile: 'write `quantile(x, 0.25, by=[g])`',
  xtile: 'write `ntile(x, 4, by=[g])`',
  scale: 'write `standardize(x)`',
  zscore: 'write `standardize(x)`',
  standardise: 'write `standardize(x)`',
  demean: 'write `center(x, by=[g])`',
  winsor: 'write `winsorize(x, 1, 99)`',
  winsor2: 'write `winsorize(x, 1, 99)`',
  int: 'write `floor(x)`',
  trunc: 'write `floor(x)`',
  ceiling: 'write `ceil(x)`',
};

export const foreignFunctionHint = (name: string): string | undefined => own(hints, name);
