/** The functions of expressions: how many arguments each takes, what it reads, and what it may be told by name. */
import { ownValue } from '../own-value.ts';
import { timeUnits } from './rows/time-difference.ts';
import type { FunctionSignature } from './signature.ts';
import { textSignatures } from './texts/signatures.ts';
import { type CallNode, children, type Expression } from './tree.ts';

const one = (form: string): FunctionSignature => ({ min: 1, max: 1, over: 'rows', form });
const ofTime = (form: string): FunctionSignature => ({ ...one(form), takes: ['time'], ofData: true });

/** A statistic across the arguments that a row has. */
const ofPresent = (name: string): FunctionSignature => ({
  min: 2,
  max: null,
  over: 'rows',
  ofData: true,
  form: `${name}(a, b)`,
});

/** Functions of a row, and of results in claims. */
const plainFunctions: Readonly<Record<string, FunctionSignature>> = {
  log: one('log(x)'),
  exp: one('exp(x)'),
  sqrt: one('sqrt(x)'),
  abs: one('abs(x)'),
  floor: one('floor(x)'),
  ceil: one('ceil(x)'),
  round: { min: 1, max: 2, over: 'rows', form: 'round(x), round(x, 2)' },
  mod: { min: 2, max: 2, over: 'rows', form: 'mod(x, 5)' },
  year: ofTime('year(d)'),
  quarter: ofTime('quarter(d)'),
  month: ofTime('month(d)'),
  datediff: {
    min: 2,
    max: 2,
    over: 'rows',
    takes: ['time'],
    named: { unit: timeUnits },
    required: ['unit'],
    ofData: true,
    form: 'datediff(from, to, unit=month)',
  },
  cut: {
    min: 3,
    max: null,
    over: 'rows',
    named: { closed: ['left', 'right'] },
    ofData: true,
    form: 'cut(x, 0, 10, 100)',
  },
  ...textSignatures,
  min: { min: 2, max: null, over: 'rows', form: 'min(a, b)' },
  max: { min: 2, max: null, over: 'rows', form: 'max(a, b)' },
  ...Object.fromEntries(
    ['rowtotal', 'rowmean', 'rowmin', 'rowmax', 'rownonmiss'].map((name) => [name, ofPresent(name)]),
  ),
  missing: { min: 0, max: 1, over: 'rows', takes: ['any'], form: 'missing(x), missing()' },
  if: { min: 3, max: 3, over: 'rows', form: 'if(condition, a, b)' },
  all: { min: 1, max: 1, over: 'results', form: 'all(…)' },
  any: { min: 1, max: 1, over: 'results', form: 'any(…)' },
  range: { min: 1, max: 1, over: 'results', form: 'range(…)' },
  count: { min: 1, max: 1, over: 'results', form: 'count(…)' },
};

const by = { by: 'names' } as const;

/** A statistic of a group, which each row of the group is given. */
const groupwise = (name: string, more: Partial<FunctionSignature> = {}): FunctionSignature => ({
  min: 1,
  max: 1,
  over: 'columns',
  named: by,
  required: ['by'],
  form: `${name}(x, by=[g])`,
  ...more,
});

const ordered = { ...by, order: 'order' } as const;

/** A function of the rows of a group in an order. */
const inOrder = (name: string, more: Partial<FunctionSignature>): FunctionSignature =>
  groupwise(name, { named: ordered, inOrder: true, takes: ['any'], ...more });

const others = { ...by, leave_out: 'flag' } as const;
const weights = { weights: 'names', frequencies: 'names' } as const;
const weighted = { ...by, ...weights } as const;

/** Functions of a column. Some share their name with a function of a row, which takes nothing by name. */
export const columnFunctions: Readonly<Record<string, FunctionSignature>> = {
  mean: groupwise('mean', { named: { ...others, ...weights }, perGroup: true }),
  median: groupwise('median', { named: weighted, perGroup: true }),
  sd: groupwise('sd', { named: weighted, perGroup: true }),
  sum: groupwise('sum', { named: { ...others, ...weights }, perGroup: true }),
  min: groupwise('min', { perGroup: true }),
  max: groupwise('max', { perGroup: true }),
  count: groupwise('count', { named: { ...others, frequencies: 'names' }, takes: ['any'], perGroup: true }),
  quantile: groupwise('quantile', {
    min: 2,
    max: 2,
    named: weighted,
    form: 'quantile(x, 0.25, by=[g])',
    perGroup: true,
  }),
  first: inOrder('first', { form: 'first(x, by=[g], order=[t])', gives: 'same', perGroup: true }),
  last: inOrder('last', { form: 'last(x, by=[g], order=[t])', gives: 'same', perGroup: true }),
  lag: inOrder('lag', {
    max: 2,
    takes: ['any', 'number'],
    form: 'lag(x, by=[g], order=[t]), lag(x, 2, by=[g], order=[t])',
    beside: '`L.x` is the value of the period before, by the panel’s time',
    gives: 'same',
  }),
  lead: inOrder('lead', {
    max: 2,
    takes: ['any', 'number'],
    form: 'lead(x, by=[g], order=[t])',
    beside: '`F.x` is the value of the period after, by the panel’s time',
    gives: 'same',
  }),
  row: inOrder('row', { min: 0, max: 0, required: [], form: 'row(), row(by=[g], order=[t])' }),
  spell: inOrder('spell', { form: 'spell(x, by=[g], order=[t])' }),
  group: { min: 1, max: null, over: 'columns', takes: ['any'], form: 'group(a, b)' },
  rank: groupwise('rank', { named: { ...by, ties: ['average', 'low', 'high', 'first'] } }),
  ntile: groupwise('ntile', {
    min: 2,
    max: 2,
    named: { ...by, ties: ['low', 'high', 'first'] },
    form: 'ntile(x, 4, by=[g]), ntile(x, 4, by=[g], ties=high)',
  }),
  leniency: groupwise('leniency', {
    named: { ...by, within: 'names' },
    required: ['by', 'within'],
    form: 'leniency(decision, by=[judge], within=[court, year])',
  }),
  standardize: { min: 1, max: 1, over: 'columns', named: by, form: 'standardize(x), standardize(x, by=[g])' },
  center: { min: 1, max: 1, over: 'columns', named: by, form: 'center(x), center(x, by=[g])' },
  winsorize: { min: 3, max: 3, over: 'columns', named: by, form: 'winsorize(x, 1, 99), winsorize(x, 1, 99, by=year)' },
  cumsum: {
    min: 1,
    max: 1,
    over: 'columns',
    alongTime: true,
    inOrder: true,
    named: ordered,
    form: 'cumsum(x), cumsum(x, by=[g], order=[t])',
  },
  deflate: {
    min: 3,
    max: 3,
    over: 'columns',
    alongTime: true,
    takes: ['number'],
    named: { index: ['level', 'chain'] },
    form: 'deflate(x, price, 2010), deflate(x, price, 2010, index=chain)',
  },
  zindex: {
    min: 2,
    max: null,
    over: 'columns',
    takes: ['number'],
    named: { ...by, reference: 'names', weighting: ['equal', 'inverse_covariance'], missing: ['use', 'drop'] },
    form: 'zindex(a, b, -c), zindex(a, b, reference=control, weighting=inverse_covariance)',
  },
  perpetual_inventory: {
    min: 2,
    max: 3,
    over: 'columns',
    alongTime: true,
    named: { initial: 'names' },
    form: 'perpetual_inventory(i, 0.096), perpetual_inventory(i, 0.096, 0.05), perpetual_inventory(i, 0.096, initial=k0)',
  },
  growth: { min: 1, max: 2, over: 'columns', alongTime: true, form: 'growth(x), growth(x, 4)' },
  ipolate: {
    min: 1,
    max: 1,
    over: 'columns',
    alongTime: true,
    named: { extrapolate: 'flag' },
    form: 'ipolate(x), ipolate(x, extrapolate=true)',
  },
};

/** Other names of functions, which mean the same. */
const synonyms: Readonly<Record<string, string>> = { ln: 'log' };

export const functionNames: readonly string[] = [
  ...new Set([...Object.keys(plainFunctions), ...Object.keys(columnFunctions)]),
];

/** The name that a function is known by here; undefined where there is none. */
export function functionNamed(name: string): string | undefined {
  const known = ownValue(synonyms, name) ?? name;
  return functionNames.includes(known) ? known : undefined;
}

/** Tells whether `derive` has a function of the name. */
export const isOfColumns = (name: string): boolean =>
  Object.hasOwn(columnFunctions, name) || ownValue(plainFunctions, name)?.over === 'rows';

/** The function that is called: what is told something by name, or has no other meaning, is the function of a column. */
export function signatureOf({ name, named }: Pick<CallNode, 'name' | 'named'>): FunctionSignature {
  const [plain, ofColumn] = [ownValue(plainFunctions, name), ownValue(columnFunctions, name)];
  return (named.length > 0 ? ofColumn : undefined) ?? plain ?? ofColumn!;
}

/** The statistic of a group that is called, where nothing but its groups may be unsaid: `mean(x)`, but not `min(a, b)`. */
export function groupStatistic({ name, args }: Pick<CallNode, 'name' | 'args'>): FunctionSignature | undefined {
  const signature = ownValue(columnFunctions, name);
  const fits = signature !== undefined && args.length >= signature.min && args.length <= signature.max!;
  return fits && signature.perGroup === true ? signature : undefined;
}

/** Tells whether a call reads the values of other times of a unit. */
export const isAlongTime = (call: CallNode): boolean =>
  signatureOf(call).alongTime === true && call.named.every(({ name }) => name !== 'by');

/** Tells whether a call takes rows in the order that the data give them. */
export const isInGivenOrder = (call: CallNode): boolean =>
  signatureOf(call).inOrder === true && call.named.every(({ name }) => name !== 'order');

/** Every call in an expression. */
export const callsIn = (node: Expression): readonly CallNode[] => [
  ...(node.is === 'call' ? [node] : []),
  ...children(node).flatMap(callsIn),
];
