/** Decides which statistics a footer shows, one in each row. Fits give one name to different quantities: what `r2` is depends on a fit's style. */
import { ownValue } from '../../base/own-value.ts';
import type { Stat, StatLabel, StatName } from '../../econ/fit.ts';
import { statLabels, testLabels } from '../words/stat-labels.ts';
import { type FitColumn, statOf } from './fits.ts';

/** A row of statistics: one quantity, in every column that has it. */
export interface StatisticRow {
  /** The quantity's own name: `r2Within`. */
  readonly key: string;
  readonly label: StatLabel;
  /** The name by which it was asked for, and which fits have for it: `r2`. */
  readonly name: string;
  /** One value for each column. */
  readonly values: readonly (Stat | undefined)[];
}

/** Another quantity that a name may stand for. */
interface OtherQuantity {
  readonly key: string;
  /** Tells whether the name means this quantity in a column. */
  is(column: FitColumn): boolean;
  /** The statistic in which such a column has what the name stands for elsewhere. */
  readonly instead?: StatName;
}

const ofExcluded = ({ stage }: FitColumn): boolean => stage === 'first' || stage === 'reduced';

/**
 * Tells whether a fit is in the style of `xtreg`, whose adjusted R² and sums of squares are within. Other styles count the effects as
 * regressors. In `reghdfe`'s style, which counts nested effects its own way, there is an adjusted R² within besides.
 */
const isXtreg = ({ fit: { stats } }: FitColumn): boolean =>
  stats.r2AdjLsdv !== undefined && stats.r2AdjWithin === undefined && !same(stats.r2Adj, stats.r2AdjLsdv);

const others: Readonly<Record<string, OtherQuantity>> = {
  r2: {
    key: 'r2Within',
    is: ({ fit: { stats } }) => same(stats.r2, stats.r2Within) && !same(stats.r2, stats.r2Lsdv),
    instead: 'r2Lsdv',
  },
  r2Adj: { key: 'r2AdjXtreg', is: isXtreg, instead: 'r2AdjLsdv' },
  mss: { key: 'mssWithin', is: isXtreg },
  f: { key: 'fExcluded', is: ofExcluded },
  fP: { key: 'fExcludedP', is: ofExcluded },
  fDf1: { key: 'fExcludedDf1', is: ofExcluded },
  fDf2: { key: 'fExcludedDf2', is: ofExcluded },
};

function same(a: Stat | undefined, b: Stat | undefined): boolean {
  if (typeof a === 'object' && typeof b === 'object') return a.invalid === b.invalid;
  return a !== undefined && a === b;
}

/**
 * The rows that `asked` names, or the usual ones: one for each quantity that a name stands for in some column, filled in every column that
 * has it.
 */
export function statisticRows(columns: readonly FitColumn[], asked: readonly string[] | null): StatisticRow[] {
  const order = [...new Set([...usualOrder, ...columns.flatMap(({ view }) => view.words?.usual ?? [])])];
  const names = asked ?? order.filter((name) => columns.some((column) => isUsual(column, name)));
  const rows = new Map<string, StatisticRow>();
  for (const name of names) {
    for (const key of meanings(name, columns)) {
      if (rows.has(key)) continue;
      // Where one R² is shown, all are; each column shows only the weak-identification F of its covariance.
      const shows = (column: FitColumn): boolean => asked !== null || name === 'r2' || isUsual(column, name);
      const values = columns.map((column) => (shows(column) ? quantityOf(column, key) : undefined));
      rows.set(key, { key, label: labelOf(key, columns), name, values });
    }
  }
  return [...rows.values()];
}

/** The quantities that `name` stands for in these columns; the one whose own name it is comes first. */
function meanings(name: string, columns: readonly FitColumn[]): string[] {
  const having = columns.filter((column) => statOf(column.fit, name) !== undefined);
  const keys = [...new Set(having.map((column) => meaningOf(column, name)))];
  if (keys.length === 0) return [name];
  return keys.sort((a, b) => Number(b === name) - Number(a === name));
}

/** The quantity that a column's fit calls `name`. */
export function meaningOf(column: FitColumn, name: string): string {
  const other = ownValue(others, name);
  return other?.is(column) ? other.key : name;
}

/** Label of a quantity that all fits may have, or that some column's estimator adds. */
export function labelOf(key: string, columns: readonly Pick<FitColumn, 'view'>[]): StatLabel {
  const more = columns.map(({ view }) => ownValue(view.words?.stats ?? {}, key)).find((label) => label !== undefined);
  return more ?? statLabels[key] ?? testLabels[key]!;
}

function quantityOf(column: FitColumn, key: string): Stat | undefined {
  const of = statLabels[key]?.of;
  if (of !== undefined) return meaningOf(column, of) === key ? statOf(column.fit, of) : undefined;
  if (meaningOf(column, key) === key) return statOf(column.fit, key);
  const instead = others[key]?.instead;
  const value = instead && column.fit.stats[instead];
  return typeof value === 'number' ? value : undefined;
}

const usualOrder = [
  'n',
  'r2',
  'r2Within',
  'pretrendF',
  'pretrendChi2',
  'pretrendP',
  'kpWaldF',
  'cdWaldF',
  'hansenJ',
  'hansenJP',
  'sargan',
  'sarganP',
  'pseudoR2',
  'll',
];

const overidentification: ReadonlySet<string> = new Set(['hansen-j', 'sargan']);

const isUsual = (column: FitColumn, name: string): boolean =>
  usualStatistics(column).includes(name) && statOf(column.fit, name) !== undefined;

/**
 * Names of the usual statistics: N; R², within where effects are absorbed; with instruments, the weak-identification F of the covariance
 * used and, with more of them than needed, the test of overidentification; or what the fit's estimator names.
 */
export function usualStatistics({ fit: { absorbed, stats, tests = [] }, view: { words } }: FitColumn): string[] {
  if (words !== undefined && words.usual !== null) return ['n', ...words.usual];
  const r2 = absorbed.length > 0 && stats.r2Within !== undefined ? 'r2Within' : 'r2';
  const overidentified = Object.entries(testLabels).flatMap(([pValue, { test, statistic }]) =>
    overidentification.has(test) && tests.some(({ name, df }) => name === test && (df?.[0] ?? 0) > 0)
      ? [statistic, pValue]
      : [],
  );
  const leads = tests.some(({ name, df }) => name === 'pre-trend' && (df?.[0] ?? 0) > 0)
    ? ['pretrendF', 'pretrendP']
    : [];
  const fitted = stats[r2] === undefined ? ['pseudoR2', 'll'] : [r2];
  return ['n', ...fitted, ...leads, ...overidentified, typeof stats.kpWaldF === 'number' ? 'kpWaldF' : 'cdWaldF'];
}
