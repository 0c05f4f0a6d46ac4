/** THE functions of columns that `derive` knows, by their name (`base/expression/functions.ts` says how each is written). */
import type { ColumnCall } from '../../base/expression/evaluate.ts';
import type { Values } from '../../base/expression/values.ts';
import { Refusal } from '../../base/problem.ts';
import type { Frame } from '../frame.ts';
import { byGroup, groupsBy, rowsOfGroups } from './groups.ts';
import {
  combinations,
  type OrderedGroups,
  orderedGroups,
  places,
  runningSum,
  shifted,
  spells,
  valuesAt,
} from './in-order.ts';
import { componentsLacking, zIndex } from './indices.ts';
import { leniency } from './leniency.ts';
import { orderedRows } from './order.ts';
import type { PanelRows } from './panel-rows.ts';
import { type GroupTies, quantileGroups, ranks, type Ties } from './places.ts';
import { centred, standardized, winsorized } from './scales.ts';
import { statisticOf, statisticOfOthers, statistics } from './statistics.ts';
import { type RowWeights, refuseWeights, weightedStatistic } from './weighted.ts';

/** The data that a function of columns may read. */
export interface FunctionContext {
  readonly frame: Frame;
  /** Throws a Refusal where the data declares no panel. */
  panel(): PanelRows;
  /** The rows by unit and time; undefined where there is no panel. */
  order(): Int32Array | undefined;
  /** Takes what a reader should know of the rows. */
  tell(note: { readonly code: string; readonly message: string }): void;
}

type ColumnFunction = (call: ColumnCall, context: FunctionContext) => Values;

const numbers = (values: Float64Array): Values => ({ type: 'number', values });

/** Returns 1 where there is a value, and missing elsewhere. */
function presence(of: Values): Float64Array {
  if (of.type === 'text') return Float64Array.from(of.codes, (code) => (code < 0 ? Number.NaN : 1));
  return of.values.map((value) => (Number.isNaN(value) ? value : 1));
}

function numbersOf(of: Values): Float64Array {
  if (of.type === 'text') throw new Error('text where numbers were checked');
  return of.values;
}

/** A function of the values of a group, one value for each of its rows. */
const grouped =
  (of: (x: Float64Array, call: ColumnCall) => Float64Array): ColumnFunction =>
  (call, { frame }) =>
    numbers(byGroup(numbersOf(call.of), groupsBy(frame, call.by ?? []), (x) => of(x, call)));

const statistic: ColumnFunction = (call, context) => {
  const { name, flags } = call;
  const { frame } = context;
  if (call.names.weights || call.names.frequencies) return weightedOf(call, context);
  const x = name === 'count' ? presence(call.of) : numbersOf(call.of);
  const of = (values: Float64Array): Float64Array =>
    flags.has('leave_out') ? statisticOfOthers(name, values) : statisticOf(name, values, call.numbers);
  return numbers(byGroup(x, groupsBy(frame, call.by ?? []), of));
};

const weightedOf: ColumnFunction = ({ of, name, by = [], names, flags, numbers: own }, { frame }) => {
  if (names.weights && names.frequencies) {
    throw new Refusal('bad-weights', '`weights=` and `frequencies=` exclude each other', { hint: 'leave one out' });
  }
  const kind = names.weights ? 'analytic' : 'frequency';
  const [column] = (names.weights ?? names.frequencies) as readonly [string];
  const [x, w] = [name === 'count' ? presence(of) : numbersOf(of), frame.numbers(column)];
  refuseWeights({ kind, values: w }, column);
  const asked = { name, numbers: own, isOfOthers: flags.has('leave_out') };
  const out = new Float64Array(x.length);
  for (const rows of rowsOfGroups(groupsBy(frame, by))) {
    const part = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
    const weights: RowWeights = { kind, values: part(w) };
    const made = weightedStatistic(asked, part(x), weights);
    for (let i = 0; i < rows.length; i++) out[rows[i]!] = made[i]!;
  }
  return numbers(out);
};

/** Standardised by the rows in which the reference, if there is one, is 1. */
const zIndexOf: ColumnFunction = ({ of, also, by = [], names, words }, { frame, tell }) => {
  const variables = [of, ...also].map(numbersOf);
  const reference = names.reference && frame.numbers(names.reference[0]!);
  const rule = { isByCovariance: words.weighting === 'inverse_covariance', isWhole: words.missing === 'drop' };
  const out = new Float64Array(frame.nrows);
  for (const rows of rowsOfGroups(groupsBy(frame, by))) {
    const own = variables.map((x) => Float64Array.from(rows, (row) => x[row]!));
    const made = zIndex(own, (i) => reference === undefined || reference[rows[i]!] === 1, rule);
    for (let i = 0; i < rows.length; i++) out[rows[i]!] = made[i]!;
  }
  const told = componentsLacking(variables, rule.isWhole);
  if (told !== undefined) tell(told);
  return numbers(out);
};

const leniencyOf: ColumnFunction = ({ of, by = [], names }, { frame, tell }) => {
  const within = names.within ?? [];
  const codes = [...by, ...within].map((name) => frame.codes(name).codes);
  const present = (row: number): boolean => codes.every((each) => each[row]! >= 0);
  const { values, told } = leniency(numbersOf(of), groupsBy(frame, by), groupsBy(frame, within), present);
  for (const each of told) tell(each);
  return numbers(values);
};

/** At the prices of the base period. */
const deflated: ColumnFunction = ({ of, also, numbers: [base], words }, context) => {
  const panel = context.panel();
  const prices = numbersOf(also[0]!);
  const level = words.index === 'chain' ? panel.chained(prices) : prices;
  const atBase = panel.at(level, base!);
  return numbers(numbersOf(of).map((value, row) => (value * atBase[row]!) / level[row]!));
};

/** Capital by the perpetual inventory method. */
const stocks: ColumnFunction = ({ of, numbers: [rate, growth], names }, context) => {
  const initial = names.initial === undefined ? null : context.frame.numbers(names.initial[0]!);
  if (initial !== null && growth !== undefined)
    throw new Refusal('bad-stock', '`initial=` and a rate of growth exclude each other', { hint: 'leave one out' });
  return numbers(context.panel().stocks(numbersOf(of), rate!, growth, initial));
};

const alongTime =
  (of: (x: Float64Array, panel: PanelRows, call: ColumnCall) => Float64Array): ColumnFunction =>
  (call, context) =>
    numbers(of(numbersOf(call.of), context.panel(), call));

/** A function of the rows of groups in the order that the call names, or that of the data. */
const inOrder =
  (of: (call: ColumnCall, groups: OrderedGroups) => Values): ColumnFunction =>
  (call, { frame, order }) => {
    const groups = groupsBy(frame, call.by ?? []);
    return of(call, orderedGroups(groups, call.order ? orderedRows(frame, call.order, groups) : order()));
  };

/** The value of the group's first or last row, missing where that one is. */
const rowOfGroup = (at: 0 | -1): ColumnFunction =>
  inOrder(({ of }, { groups, rows }) => {
    const chosen = rows.map((each) => each.at(at)!);
    return valuesAt(
      of,
      groups.codes.map((group) => chosen[group]!),
    );
  });

const summedAlong = alongTime((x, panel) => panel.runningSum(x));
const summedInOrder = inOrder((call, groups) => numbers(runningSum(numbersOf(call.of), groups)));

export const columnFunctions: Readonly<Record<string, ColumnFunction>> = {
  ...Object.fromEntries(Object.keys(statistics).map((name) => [name, statistic])),
  first: rowOfGroup(0),
  last: rowOfGroup(-1),
  rank: grouped((x, { words }) => ranks(x, (words.ties as Ties | undefined) ?? 'average')),
  lag: inOrder(({ of, numbers: [by = 1] }, groups) => shifted(of, groups, by)),
  lead: inOrder(({ of, numbers: [by = 1] }, groups) => shifted(of, groups, -by)),
  row: inOrder((_, groups) => numbers(places(groups))),
  spell: inOrder(({ of }, groups) => numbers(spells(of, groups))),
  group: (call) => numbers(combinations(call)),
  ntile: grouped((x, { numbers: [n], words }) => quantileGroups(x, n!, (words.ties as GroupTies | undefined) ?? 'low')),
  standardize: grouped((x) => standardized(x)),
  center: grouped((x) => centred(x)),
  winsorize: grouped((x, { numbers: [low, high] }) => winsorized(x, [low!, high!])),
  cumsum: (call, context) => (call.by ? summedInOrder : summedAlong)(call, context),
  deflate: deflated,
  zindex: zIndexOf,
  leniency: leniencyOf,
  perpetual_inventory: stocks,
  growth: alongTime((x, panel, { numbers: [lag = 1] }) => {
    const before = panel.lagged(x, lag);
    return x.map((value, i) => value / before[i]! - 1);
  }),
  ipolate: alongTime((x, panel, { flags }) => panel.interpolated(x, flags.has('extrapolate'))),
};
