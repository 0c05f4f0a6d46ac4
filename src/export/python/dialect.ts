/** Python's words for scripts over a data frame of pandas, with models of statsmodels. */
import type { FramePieces, PythonPieces } from '../../econ/counterpart.ts';
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
import { pyNumber, pyText, pyTexts } from './names.ts';
import { rawWords } from './raw.ts';
import { weakFunctions } from './weak-functions.ts';

const op = (text: string, rank: number) => ({ text, rank });
const inData = (column: string): string => `d[${pyText(column)}]`;

const expression: ExpressionWords = {
  // `&`, `|` and `~` bind more tightly than comparisons
  operators: {
    '==': op('==', 1),
    '!=': op('!=', 1),
    '<': op('<', 1),
    '<=': op('<=', 1),
    '>': op('>', 1),
    '>=': op('>=', 1),
    or: op('|', 2),
    and: op('&', 3),
    '+': op('+', 4),
    '-': op('-', 4),
    '*': op('*', 5),
    '/': op('/', 5),
    not: op('~', 6),
    minus: op('-', 6),
    '^': op('**', 7),
  },
  functions: {
    log: 'log',
    exp: 'exp',
    sqrt: 'sqrt',
    abs: 'abs',
    floor: 'np.floor',
    ceil: 'np.ceil',
    min: 'smallest',
    max: 'largest',
    missing: 'missing',
    if: 'where',
  },
  columnOf: (term) => term,
  column: inData,
  text: pyText,
  number: pyNumber,
  texts: pyTexts,
  isOneOf: (value, items, { negated }) => `${negated ? '~' : ''}within(${value}, [${items.join(', ')}])`,
  indicator: (condition) => `number${condition}`,
  isNumber: (value, number) => `is_number(${value}, ${number})`,
  finite: (value) => value,
  lagged: (value, unit, time, periods) => `lagged(${value}, ${unit}, ${time}, ${periods})`,
  eventTime(time, cohort, window, bin) {
    const ends = window === null ? '' : `, (${window.join(', ')}), ${bin ? 'True' : 'False'}`;
    return `event_time(${time}, ${cohort}${ends})`;
  },
  joint: (columns) => `joint(d[${pyTexts(columns)}])`,
};

const statement: StatementWords = {
  take: (data) => `d = ${data}.copy()`,
  assign: (column, value) => `${inData(column)} = ${value}`,
  keep: (condition) => `d = keep(d, ${condition})`,
  leave: (condition) => `d = leave(d, ${condition})`,
  complete: (columns) => `d = d.dropna(subset=${pyTexts(columns)})`,
  winsorized(column, { by, at, type }) {
    const options = `${at.join(', ')}${type === 2 ? '' : `, type=${type}`}`;
    const groups = by.length === 0 ? '' : `, by=d[${pyTexts(by)}]`;
    return `${inData(column)} = winsorized(${inData(column)}, ${options}${groups})`;
  },
  withoutSingletons: (columns) => `d = without_singletons(d, ${pyTexts(columns)})`,
  withoutAlways: (time, cohort) =>
    `d = leave(d, (${inData(cohort)} != 0) & (${inData(cohort)} <= ${inData(time)}.min()))`,
  repeated: (column) => `d = d.loc[d.index.repeat(${inData(column)}.astype(int))].reset_index(drop=True)`,
  demeaned: (columns, effects, weights) =>
    `d = demeaned(d, ${pyTexts(columns)}, ${pyTexts(effects)}${weights === undefined ? '' : `, ${inData(weights)}`})`,
};

const covariance: CovarianceWords = {
  set: (name, value) => `${name} = ${value}`,
  levels: (column) => `${inData(column)}.nunique()`,
  coefficients: 'len(m.params)',
  rows: 'int(m.nobs)',
  absorbed: (effects, clusters) =>
    `absorbed_df(d[${pyTexts(effects)}]${clusters === undefined ? '' : `, d[${pyTexts(clusters)}]`})`,
  absorbedPart: (of, part) => `${of}.${part}`,
  clusters: (columns) => `min(d[${pyTexts(columns)}].nunique())`,
  bread: (own) => own ?? 'bread(m)',
  iid: (over) => `bread(m) * m.ssr / ${over}`,
  information: (own) => own ?? 'bread(m)',
  robust: () => 'robust(m)',
  leveraged: (type, effect) => [
    `V = leveraged(m, ${type === 'HC3' ? 2 : 1}${effect === undefined ? '' : `, ${inData(effect)}`})`,
  ],
  clustered: (columns) => `clustered(m, d[${pyTexts(columns)}])`,
  overTime(unit, time, lag) {
    if (unit === undefined)
      return {
        lines: [`sums, periods = by_time(scores(m), ${inData(time)})`],
        code: `B @ bartlett(sums, np.zeros(len(periods)), periods, ${lag}) @ B`,
      };
    const within = unit === null ? 'np.zeros(N)' : inData(unit);
    return { lines: [], code: `B @ bartlett(scores(m), ${within}, ${inData(time)}, ${lag}) @ B` };
  },
  periods: 'len(periods)',
  conley({ latitude, longitude, cutoff, kernel, lags, unit, time }) {
    const options = [
      ...(time === null ? [] : [`time=${inData(time)}`]),
      ...(kernel === 'uniform' ? [] : [`kernel=${pyText(kernel)}`]),
      ...(lags === 0 || unit === null ? [] : [`unit=${inData(unit)}, lags=${lags}`]),
    ];
    const places = `${inData(latitude)}, ${inData(longitude)}, ${pyNumber(cutoff)}`;
    return `B @ conley(${['scores(m)', places, ...options].join(', ')}) @ B`;
  },
  mended: (besideEffects) => [`V = positive(V${besideEffects ? ', beside_effects=True' : ''})`],
};

/** `{"x": 1, "z": -1}` */
const weighted = (weights: TermWeights): string =>
  `{${weights.map(([term, weight]) => `${pyText(term)}: ${pyNumber(weight)}`).join(', ')}}`;

const check: CheckWords = {
  print: (df, terms) =>
    `show(m, V, ${df === null ? 'np.inf' : pyNumber(df)}${terms === null ? '' : `, ${pyTexts(terms)}`})`,
  coefficients: (node, rows, own = 'm.params') => [
    `check_coefficients(${pyText(node)}, ${own}, V, {`,
    ...rows.map(
      ({ column, estimate, error }) =>
        `    ${pyText(column)}: (${pyNumber(estimate)}, ${error === null ? 'None' : pyNumber(error)}),`,
    ),
    '})',
  ],
  value: ({ cell, got, expected, scale }) =>
    `check(${pyText(cell)}, ${got}, ${pyNumber(expected)}${scale === undefined ? '' : `, ${scale}`})`,
  combined: (weights, own = 'm.params') => `e = combined(${own}, V, ${weighted(weights)})`,
  nonlinear: (terms, value, gradient, own = 'm.params') =>
    `e = nonlinear(${own}, V, ${pyTexts(terms)}, lambda b: ${value}, lambda b: [${gradient.join(', ')}])`,
  marginal: (column, atMeans) => `e = marginal_effect(m, V, ${pyText(column)}${atMeans ? ', at_means=True' : ''})`,
  part: (name, position) => `${name}[${position - 1}]`,
  restricted: (all, own = 'm.params') =>
    `restricted(${own}, V, [${all.map(({ weights }) => weighted(weights)).join(', ')}], [${all.map(({ value }) => pyNumber(value)).join(', ')}])`,
  wald: (names) => `wald(m.params, V${names === undefined ? '' : `, ${pyTexts(names)}`})`,
};

const lists: ListWords = {
  statistics: {
    n: 'len(x)',
    mean: 'x.mean()',
    sd: 'x.std(ddof=1)',
    min: 'x.min()',
    p25: 'percentile(x, 25)',
    median: 'np.median(x)',
    p75: 'percentile(x, 75)',
    max: 'x.max()',
  },
  spread: 'x.std(ddof=1)',
  values: (name, column, condition) => {
    const rows = condition === undefined ? 'd' : `keep(d, ${condition})`;
    return `${name} = ${rows}[${pyText(column)}].dropna().to_numpy(dtype=float)`;
  },
  difference: 'x.mean() - y.mean()',
  errorOfDifference: (isPooled) =>
    `sm.stats.CompareMeans.from_data(x, y).std_meandiff_${isPooled ? 'pooledvar' : 'separatevar'}`,
  inflation: (names) => [`inflation = inflation_factors(d[${pyTexts(names)}])`, 'print(inflation)'],
  inflationOf: (column) => `inflation[${pyText(column)}]`,
};

export const pythonDialect: FrameDialect = {
  name: 'python',
  title: 'Python',
  blocks: new Blocks((text) => commentLines('#', text)),
  expression,
  statement,
  covariance,
  check,
  raw: rawWords,
  lists,
  weakFunctions,
  values: inData,
  dataName: (name) => `data[${pyText(name)}]`,
  worded({ python }, spec, form) {
    const found = python(spec, form);
    if ('none' in found) return found;
    return {
      ...found,
      call: (pieces) => found.call(pythonPieces(pieces)),
      rows: (pieces) => found.rows?.(pythonPieces(pieces)) ?? [],
    };
  },
};

function pythonPieces(pieces: FramePieces): PythonPieces {
  const { outcome, exogenous, endogenous, instruments, constant, effects, weights, further, unit } = pieces;
  const design = (names: readonly string[]): string => {
    const options = [
      ...(constant ? [] : ['constant=False']),
      ...(effects.length === 0 ? [] : [`dummies=${pyTexts(effects)}`]),
    ];
    return `design(${['d', pyTexts(names), ...options].join(', ')})`;
  };
  return {
    outcome: `numbers(${inData(outcome)})`,
    regressors: design([...exogenous, ...endogenous]),
    instruments: design([...exogenous, ...instruments]),
    weights: weights === undefined ? '' : `, weights=numbers(${inData(weights)})`,
    texts: pyTexts([outcome, ...exogenous]),
    textsOf: pyTexts,
    further: (what) => further(what).map((name) => `numbers(${inData(name)})`),
    designOf: (what) => `design(d, ${pyTexts(further(what))})`,
    unit: unit === undefined ? undefined : inData(unit),
    unitText: unit === undefined ? '' : pyText(unit),
  };
}
