/** R's words for scripts over a data frame. */
import type { FramePieces, RPieces } from '../../econ/counterpart.ts';
import { Blocks } from '../blocks.ts';
import type {
  CheckWords,
  CovarianceWords,
  ExpressionWords,
  FrameDialect,
  ListWords,
  StatementWords,
} from '../frames/dialect.ts';
import { commentLines } from '../language.ts';
import type { TermWeights } from '../restrictions.ts';
import { columnOf, rName, rNumber, rText, rTexts } from './names.ts';
import { rawWords } from './raw.ts';
import { weakFunctions } from './weak-functions.ts';

const op = (text: string, rank: number) => ({ text, rank });

const expression: ExpressionWords = {
  operators: {
    or: op('|', 1),
    and: op('&', 2),
    not: op('!', 3),
    '==': op('==', 4),
    '!=': op('!=', 4),
    '<': op('<', 4),
    '<=': op('<=', 4),
    '>': op('>', 4),
    '>=': op('>=', 4),
    '+': op('+', 5),
    '-': op('-', 5),
    '*': op('*', 6),
    '/': op('/', 6),
    minus: op('-', 7),
    '^': op('^', 8),
  },
  functions: {
    log: 'log',
    exp: 'exp',
    sqrt: 'sqrt',
    abs: 'abs',
    floor: 'floor',
    ceil: 'ceiling',
    min: 'pmin',
    max: 'pmax',
    missing: 'is.na',
    if: 'ifelse',
  },
  columnOf,
  column: rName,
  text: rText,
  number: rNumber,
  texts: rTexts,
  isOneOf(value, items, { negated, alone }) {
    const found = `${value} %in% c(${items.join(', ')})`;
    if (!alone) return `ifelse(is.na(${value}), NA, ${negated ? `!(${found})` : found})`;
    return negated ? `!is.na(${value}) & !(${found})` : found;
  },
  indicator: (condition) => `as.numeric${condition}`,
  isNumber: (value, number) => `${value} %in% ${number}`,
  finite: (value) => `finite(${value})`,
  lagged: (value, unit, time, periods) => `lagged(${value}, ${unit}, ${time}, ${periods})`,
  eventTime(time, cohort, window, bin) {
    const ends = window === null ? '' : `, c(${window.join(', ')}), ${bin ? 'TRUE' : 'FALSE'}`;
    return `event_time(${time}, ${cohort}${ends})`;
  },
  joint: (columns) => `interaction(${columns.map(rName).join(', ')}, drop = TRUE)`,
};

const inData = (column: string): string => `d$${rName(column)}`;

const statement: StatementWords = {
  take: (data) => `d <- ${data}`,
  assign: (column, value) => `${inData(column)} <- with(d, ${value})`,
  keep: (condition) => `d <- subset(d, ${condition})`,
  leave: (condition) => `d <- d[!(with(d, ${condition}) %in% TRUE), ]`,
  complete: (columns) => `d <- complete(d, ${rTexts(columns)})`,
  winsorized(column, { by, at, type }) {
    const options = `${at.join(', ')}${type === 2 ? '' : `, type = ${type}`}`;
    const x = inData(column);
    if (by.length === 0) return `${x} <- winsorized(${x}, ${options})`;
    return `${x} <- ave(${x}, ${by.map(inData).join(', ')}, FUN = function(x) winsorized(x, ${options}))`;
  },
  withoutSingletons: (columns) => `d <- without_singletons(d, ${rTexts(columns)})`,
  withoutAlways: (time, cohort) =>
    `d <- d[!(with(d, ${rName(cohort)} != 0 & ${rName(cohort)} <= min(${rName(time)})) %in% TRUE), ]`,
  repeated: (column) => `d <- d[rep(seq_len(nrow(d)), ${inData(column)}), ]`,
  demeaned: (columns, effects, weights) =>
    `d <- demeaned(d, ${rTexts(columns)}, ${rTexts(effects)}${weights === undefined ? '' : `, w = ${inData(weights)}`})`,
};

const columns = (names: readonly string[]): string => `d[${rTexts(names)}]`;

const covariance: CovarianceWords = {
  set: (name, value) => `${name} <- ${value}`,
  levels: (column) => `length(unique(${inData(column)}))`,
  coefficients: 'length(coef(m))',
  rows: 'nobs(m)',
  absorbed: (effects, clusters) =>
    `absorbed_df(${columns(effects)}${clusters === undefined ? '' : `, ${columns(clusters)}`})`,
  absorbedPart: (of, part) => `${of}$${part}`,
  clusters: (names) => `min(vapply(${columns(names)}, function(g) length(unique(g)), 1))`,
  bread: (own) => own ?? 'bread(m) / nobs(m)',
  iid: (over) => `vcov(m) * df.residual(m) / ${over}`,
  information: (own) => own ?? 'vcov(m)',
  robust: (own) => (own === undefined ? 'vcovHC(m, type = "HC0")' : `sandwich(m, bread. = nobs(m) * ${own})`),
  leveraged(type, effect) {
    if (effect === undefined) return [`V <- vcovHC(m, type = ${rText(type)})`];
    const of = inData(effect);
    return [
      `size <- ave(${of} == ${of}, ${of}, FUN = sum)`,
      'h <- hatvalues(m) - 1 / nobs(m) + 1 / size',
      `V <- vcovHC(m, omega = residuals(m)^2 / (1 - h)${type === 'HC3' ? '^2' : ''})`,
    ];
  },
  clustered(names, own) {
    const one = `cluster = ${columns(names)}, type = "HC0", cadjust = FALSE`;
    return own === undefined
      ? `vcovCL(m, ${one})`
      : `sandwich(m, bread. = nobs(m) * ${own}, meat. = meatCL(m, ${one}))`;
  },
  overTime(unit, time, lag) {
    if (unit === undefined)
      return {
        lines: [`scores <- rowsum(estfun(m), ${inData(time)})`, 'periods <- as.numeric(rownames(scores))'],
        code: `B %*% bartlett(scores, 1, periods, ${lag}) %*% B`,
      };
    const within = unit === null ? '1' : inData(unit);
    return { lines: [], code: `B %*% bartlett(estfun(m), ${within}, ${inData(time)}, ${lag}) %*% B` };
  },
  periods: 'length(periods)',
  conley({ latitude, longitude, cutoff, kernel, lags, unit, time }) {
    const options = [
      ...(time === null ? [] : [`time = ${inData(time)}`]),
      ...(kernel === 'uniform' ? [] : [`kernel = ${rText(kernel)}`]),
      ...(lags === 0 || unit === null ? [] : [`unit = ${inData(unit)}, lags = ${lags}`]),
    ];
    const places = `${inData(latitude)}, ${inData(longitude)}, ${rNumber(cutoff)}`;
    return `B %*% conley(${['estfun(m)', places, ...options].join(', ')}) %*% B`;
  },
  mended: (besideEffects) =>
    besideEffects
      ? ['all_mended <- positive(V)', 'V[-1, -1] <- positive(V[-1, -1, drop = FALSE])', 'V[1, 1] <- all_mended[1, 1]']
      : ['V <- positive(V)'],
};

/** `c("x" = 1, "z" = -1)` */
const weighted = (weights: TermWeights): string =>
  `c(${weights.map(([term, weight]) => `${rText(columnOf(term))} = ${rNumber(weight)}`).join(', ')})`;

const check: CheckWords = {
  print(df, terms) {
    const table = `coeftest(m, vcov. = V, df = ${df === null ? 'Inf' : rNumber(df)})`;
    return `print(${table}${terms === null ? '' : `[seq_len(${terms.length + 1}), , drop = FALSE]`})`;
  },
  coefficients: (node, rows, own = 'coef(m)') => [
    `check_coefficients(${rText(node)}, ${own}, V, rbind(`,
    ...rows.map(({ column, estimate, error }, i) => {
      const values = `${rNumber(estimate)}, ${error === null ? 'NA' : rNumber(error)}`;
      return `  ${rText(column)} = c(${values})${i < rows.length - 1 ? ',' : ''}`;
    }),
    '))',
  ],
  value: ({ cell, got, expected, scale }) =>
    `check(${rText(cell)}, ${got}, ${rNumber(expected)}${scale === undefined ? '' : `, ${scale}`})`,
  combined: (weights, own = 'coef(m)') => `e <- combined(${own}, V, ${weighted(weights)})`,
  nonlinear: (terms, value, gradient, own = 'coef(m)') =>
    `e <- nonlinear(${own}, V, ${rTexts(terms.map(columnOf))}, function(b) ${value}, function(b) c(${gradient.join(', ')}))`,
  marginal: (column, atMeans) => `e <- marginal_effect(m, V, ${rText(column)}${atMeans ? ', at_means = TRUE' : ''})`,
  part: (name, position) => `${name}[[${position}]]`,
  restricted: (all, own = 'coef(m)') =>
    `restricted(${own}, V, list(${all.map(({ weights }) => weighted(weights)).join(', ')}), c(${all.map(({ value }) => rNumber(value)).join(', ')}))`,
  wald: (names) => `wald(coef(m), V${names === undefined ? '' : `, ${rTexts(names)}`})`,
};

const lists: ListWords = {
  statistics: {
    n: 'length(x)',
    mean: 'mean(x)',
    sd: 'sd(x)',
    min: 'min(x)',
    p25: 'quantile(x, 0.25, type = 2, names = FALSE)',
    median: 'median(x)',
    p75: 'quantile(x, 0.75, type = 2, names = FALSE)',
    max: 'max(x)',
  },
  spread: 'sd(x)',
  values: (name, column, condition) => {
    const rows = condition === undefined ? '' : `[with(d, ${condition}) %in% TRUE]`;
    return `${name} <- na.omit(${inData(column)}${rows})`;
  },
  difference: 'mean(x) - mean(y)',
  errorOfDifference: (isPooled) => `t.test(x, y${isPooled ? ', var.equal = TRUE' : ''})$stderr`,
  inflation: (names) => [`inflation <- diag(solve(cor(d[${rTexts(names)}])))`, 'print(inflation)'],
  inflationOf: (column) => `unname(inflation[${rText(column)}])`,
};

/** Names that scripts use otherwise. */
const taken =
  /^(?:[dmVKGBNThcewxy]|reduced|first|both|worst|ratio|ar|clr|size|scores|periods|absorbed|all_mended|inflation|tight|tolerance|failures|compared)$/;

/** The name of the data in a script. */
const dataName = (name: string): string => rName(taken.test(name) ? `${name}_data` : name);

export const rDialect: FrameDialect = {
  name: 'r',
  title: 'R',
  blocks: new Blocks((text) => commentLines('#', text)),
  expression,
  statement,
  covariance,
  check,
  raw: rawWords,
  lists,
  weakFunctions,
  dataName,
  values: inData,
  worded({ r }, spec, form) {
    const found = r(spec, form);
    if ('none' in found) return found;
    return {
      ...found,
      call: (pieces) => found.call(rPieces(pieces)),
      rows: (pieces) => found.rows?.(rPieces(pieces)) ?? [],
    };
  },
};

function rPieces({
  outcome,
  exogenous,
  endogenous,
  instruments,
  constant,
  effects,
  weights,
  further,
  unit,
}: FramePieces): RPieces {
  const side = (...parts: readonly (readonly string[])[]): string => {
    const names = parts.flat().map(rName);
    return [...(constant ? (names.length === 0 ? ['1'] : []) : ['0']), ...names].join(' + ');
  };
  return {
    outcome: rName(outcome),
    regressors: side(exogenous, endogenous),
    instruments: side(exogenous, instruments),
    slopes: exogenous.length === 0 ? '1' : exogenous.map(rName).join(' + '),
    texts: rTexts([outcome, ...exogenous]),
    textsOf: (terms) => rTexts(terms.map(columnOf)),
    effects: effects.map((effect) => `factor(${rName(effect)})`).join(' + '),
    weights: weights === undefined ? '' : `, weights = ${rName(weights)}`,
    weightValues: weights === undefined ? '' : `, weights = ${inData(weights)}`,
    further: (what) => further(what).map(rName),
    unit: unit === undefined ? undefined : { name: rName(unit), text: rText(unit) },
  };
}
