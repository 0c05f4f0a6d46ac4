/** Functions of Stata, R and Excel that expressions have under another name, or not at all. */
import { ownValue } from '../own-value.ts';

const places = 'write `matches(x, "text")`, or `extract(x, "[0-9]+")` for what stands there';
const replaced = 'write `replace(x, "from", "to")`';
const matched = 'write `matches(x, "^[0-9]{4}$")`';
const part = 'write `substr(x, 1, 4)`, the first character and how many; `substr(x, -2)` is the last two';
const trimmed = 'write `trim(x)`';
const counted = 'write `length(x)`';
const joined = 'write `concat(a, "-", b)`';
const numbered = 'write `number(x)`; `types: {x: number}` reads a column of the file so';
const lower = 'write `lower(x)`';
const upper = 'write `upper(x)`';
const apart = 'write `datediff(from, to, unit=month)`; of dates, `to - from` is days';

/** Functions of texts and times. */
const textHints: Readonly<Record<string, string>> = {
  strpos: places,
  ustrpos: places,
  ...Object.fromEntries(
    ['regexm', 'ustrregexm', 'strmatch', 'grepl', 'str_detect', 'contains', 'startswith', 'endswith'].map((name) => [
      name,
      matched,
    ]),
  ),
  ...Object.fromEntries(
    ['regexs', 'ustrregexs', 'str_extract', 'regmatches'].map((name) => [name, 'write `extract(x, "(..)-(..)", 2)`']),
  ),
  ...Object.fromEntries(
    ['subinstr', 'usubinstr', 'gsub', 'sub', 'str_replace', 'str_replace_all', 'ustrregexra', 'regexr'].map((name) => [
      name,
      replaced,
    ]),
  ),
  ...Object.fromEntries(['usubstr', 'substring', 'str_sub', 'mid', 'left', 'right'].map((name) => [name, part])),
  ...Object.fromEntries(
    ['strtrim', 'ustrtrim', 'trimws', 'str_trim', 'strip', 'ltrim', 'rtrim', 'itrim', 'stritrim'].map((name) => [
      name,
      trimmed,
    ]),
  ),
  ...Object.fromEntries(['strlen', 'ustrlen', 'nchar', 'str_length', 'len'].map((name) => [name, counted])),
  ...Object.fromEntries(
    ['paste', 'paste0', 'str_c', 'strcat', 'tostring', 'string', 'strofreal', 'str'].map((name) => [name, joined]),
  ),
  ...Object.fromEntries(
    ['real', 'destring', 'as_numeric', 'parse_number', 'to_numeric'].map((name) => [name, numbered]),
  ),
  ...Object.fromEntries(['strlower', 'ustrlower', 'tolower', 'str_to_lower'].map((name) => [name, lower])),
  ...Object.fromEntries(['strupper', 'ustrupper', 'toupper', 'str_to_upper'].map((name) => [name, upper])),
  ...Object.fromEntries(
    ['days_between', 'difftime', 'months_between', 'age', 'interval', 'datediff_frac'].map((name) => [name, apart]),
  ),
};

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
  findInterval: 'write `cut(x, 0, 10, 100)`',
  case_when: 'write `if(condition, a, if(condition, b, c))`',
  recode: 'write `map:` where the file is read, or `if(condition, a, b)`',
  rowmiss: 'write `missing(a) + missing(b)`',
  rowsum: 'write `rowtotal(a, b)`',
  rowSums: 'write `rowtotal(a, b)`',
  rowMeans: 'write `rowmean(a, b)`',
  row_mean: 'write `rowmean(a, b)`',
  coalesce: 'write `if(missing(a), b, a)`',
  tag: 'write `row(by=[g]) == 1`',
  seq: 'write `row(by=[g], order=[t])`',
  row_number: 'write `row(by=[g], order=[t])`',
  cumcount: 'write `row(by=[g], order=[t])`',
  rleid: 'write `spell(x, by=[g], order=[t])`',
  consecutive_id: 'write `spell(x, by=[g], order=[t])`',
  shift: 'write `lag(x, by=[g], order=[t])`, or `L.x` for the period before',
  diff: 'write `x - lag(x, by=[g], order=[t])`, or `D.x` for the difference to the period before',
  interaction: 'write `group(a, b)`',
  cur_group_id: 'write `group(a, b)`',
  ...textHints,
  scale: 'write `standardize(x)`',
  wtmean: 'write `mean(x, by=[g], weights=w)`',
  wtd_mean: 'write `mean(x, by=[g], weights=w)`',
  weighted_mean: 'write `mean(x, by=[g], weights=w)`',
  wtmedian: 'write `median(x, by=[g], weights=w)`',
  wtd_quantile: 'write `quantile(x, 0.25, by=[g], weights=w)`',
  swindex: 'write `zindex(a, b, weighting=inverse_covariance)`',
  zscore: 'write `standardize(x)`',
  standardise: 'write `standardize(x)`',
  demean: 'write `center(x, by=[g])`',
  winsor: 'write `winsorize(x, 1, 99)`',
  winsor2: 'write `winsorize(x, 1, 99)`',
  winsorise: 'write `winsorize(x, 1, 99)`',
  ...Object.fromEntries(
    ['resid', 'residuals', 'predict', 'fitted', 'xb'].map((name) => [
      name,
      `\`${name}()\` needs a model: a \`command\` step computes the column, and \`ingest\` reads what it writes (docs/commands.md)`,
    ]),
  ),
  egen: 'write the function alone: `mean(x, by=[g])`',
  is_na: 'write `missing(x)`',
  is_null: 'write `missing(x)`',
  as_integer: 'write `floor(number(x))`',
  as_character: 'write `concat(x)`',
  as_factor: 'write `group(x)`',
  np_log: 'write `log(x)`',
  np_exp: 'write `exp(x)`',
  np_sqrt: 'write `sqrt(x)`',
  np_where: 'write `if(condition, a, b)`',
  pd_isna: 'write `missing(x)`',
  int: 'write `floor(x)`',
  trunc: 'write `floor(x)`',
  ceiling: 'write `ceil(x)`',
};

/** Functions that need the fit of a model, which no expression has. */
export const OF_MODELS = ['resid', 'residuals', 'predict', 'fitted', 'xb'] as const;

const nothing = 'no value is written `missing()`, and `missing(x)` asks for one';

const nameHints: Readonly<Record<string, string>> = {
  _n: 'the number of a row is `row()`, within groups `row(by=[g], order=[t])`',
  _N: 'the number of rows is `count(1, by=[])`, of a group `count(1, by=[g])`',
  ...Object.fromEntries(['NA', 'NaN', 'NULL', 'null', 'None', 'nan'].map((name) => [name, nothing])),
};

/** For a variable that is not there, and means something elsewhere. */
export const foreignNameHint = (name: string): string | undefined => ownValue(nameHints, name);

/** Words that begin a command of Stata, where an expression is expected. */
const prefixes: ReadonlySet<string> = new Set(['bysort', 'by', 'bys', 'egen', 'gen', 'generate', 'replace']);

export const foreignPrefixHint = (word: string): string | undefined =>
  prefixes.has(word)
    ? 'groups and orders are named within a function, `mean(x, by=[g])`, `row(by=[g], order=[t])`'
    : undefined;

export const foreignFunctionHint = (name: string): string | undefined => ownValue(hints, name);
