/** The functions of expressions: how many arguments each takes, what it reads, and what it may be told by name. */
import { own } from '../own.ts';
import { type CallNode, children, type Expression } from './tree.ts';

/** What stands behind `=`: a column or a list of them, `true` or `false`, or one of these words. */
export type NamedKind = 'names' | 'flag' | readonly string[];

export interface FunctionSignature {
  /** Fewest and most arguments without a name; `null` is any number. */
  readonly min: number;
  readonly max: number | null;
  /**
   * `rows`: a row's value is made of that row alone. `columns`: it also hangs on other rows, which only `derive` allows.
   * `results`: it is over results, which only claims allow.
   */
  readonly over: 'rows' | 'columns' | 'results';
  readonly named?: Readonly<Record<string, NamedKind>>;
  /** Names that must be there. */
  readonly required?: readonly string[];
  /** Whether it reads the values of other times of a unit, or the order of the rows of a group. */
  readonly alongTime?: true;
  readonly inOrder?: true;
  /** Whether it gives all rows of a group one value, unless it leaves out their own. */
  readonly perGroup?: true;
  /** How it is written, for hints. */
  readonly form: string;
  /** The first argument may be a text or a time too; the value is then of its type where `same` says so. */
  readonly of?: 'any';
  readonly gives?: 'same';
}

const one = (form: string): FunctionSignature => ({ min: 1, max: 1, over: 'rows', form });

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
  year: { ...one('year(d)'), of: 'any' },
  quarter: { ...one('quarter(d)'), of: 'any' },
  month: { ...one('month(d)'), of: 'any' },
  min: { min: 2, max: null, over: 'rows', form: 'min(a, b)' },
  max: { min: 2, max: null, over: 'rows', form: 'max(a, b)' },
  missing: { ...one('missing(x)'), of: 'any' },
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

const others = { ...by, leave_out: 'flag' } as const;

/** Functions of a column. Some share their name with a function of a row, which takes nothing by name. */
export const columnFunctions: Readonly<Record<string, FunctionSignature>> = {
  mean: groupwise('mean', { named: others, perGroup: true }),
  median: groupwise('median', { perGroup: true }),
  sd: groupwise('sd', { perGroup: true }),
  sum: groupwise('sum', { named: others, perGroup: true }),
  min: groupwise('min', { perGroup: true }),
  max: groupwise('max', { perGroup: true }),
  count: groupwise('count', { named: others, of: 'any', perGroup: true }),
  quantile: groupwise('quantile', { min: 2, max: 2, form: 'quantile(x, 0.25, by=[g])', perGroup: true }),
  first: groupwise('first', { of: 'any', gives: 'same', inOrder: true, perGroup: true }),
  last: groupwise('last', { of: 'any', gives: 'same', inOrder: true, perGroup: true }),
  rank: groupwise('rank', { named: { ...by, ties: ['average', 'low', 'high', 'first'] } }),
  ntile: groupwise('ntile', { min: 2, max: 2, form: 'ntile(x, 4, by=[g])' }),
  standardize: { min: 1, max: 1, over: 'columns', named: by, form: 'standardize(x), standardize(x, by=[g])' },
  center: { min: 1, max: 1, over: 'columns', named: by, form: 'center(x), center(x, by=[g])' },
  winsorize: { min: 3, max: 3, over: 'columns', named: by, form: 'winsorize(x, 1, 99), winsorize(x, 1, 99, by=year)' },
  cumsum: { min: 1, max: 1, over: 'columns', alongTime: true, form: 'cumsum(x)' },
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
  const known = own(synonyms, name) ?? name;
  return functionNames.includes(known) ? known : undefined;
}

/** Whether `derive` has a function of the name. */
export const isOfColumns = (name: string): boolean =>
  Object.hasOwn(columnFunctions, name) || own(plainFunctions, name)?.over === 'rows';

/** The function that is called: what is told something by name, or has no other meaning, is the function of a column. */
export function signatureOf({ name, named }: Pick<CallNode, 'name' | 'named'>): FunctionSignature {
  const [plain, ofColumn] = [own(plainFunctions, name), own(columnFunctions, name)];
  return (named.length > 0 ? ofColumn : undefined) ?? plain ?? ofColumn!;
}

/** The statistic of a group that is called, where nothing but its groups may be unsaid: `mean(x)`, but not `min(a, b)`. */
export function groupStatistic({ name, args }: Pick<CallNode, 'name' | 'args'>): FunctionSignature | undefined {
  const signature = own(columnFunctions, name);
  const fits = signature !== undefined && args.length >= signature.min && args.length <= signature.max!;
  return fits && signature.perGroup === true ? signature : undefined;
}

/** Every call in an expression. */
export const callsIn = (node: Expression): readonly CallNode[] => [
  ...(node.is === 'call' ? [node] : []),
  ...children(node).flatMap(callsIn),
];
