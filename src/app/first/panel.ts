/** Guesses which variables are the unit and the time of a panel: whole or texts, by their names and by whether each pair stands once. */
import { isTimeType } from '../../base/calendar.ts';
import { isText } from '../../frame/column.ts';
import type { Variable } from './look.ts';

export interface PanelGuess {
  readonly unit: Variable;
  readonly time: Variable;
  /** Rows that repeat the unit and the time of an earlier one. */
  readonly repeated: number;
  /** Is true where every unit has every time. */
  readonly isBalanced: boolean;
  /** Names of other variables that tell the same units apart. */
  readonly others: readonly string[];
}

const TIME = /^(?:.*_)?(?:year|yr|date|time|month|quarter|period|wave|day|week|round|t)\d?$|年|季度|月份|日期|时间/i;
const UNIT =
  /(?:^|_)(?:id|code|fips|firm|company|stock|ticker|permno|gvkey|stkcd|symbol|country|iso\d?|state|county|region|province|prov|city|village|household|hhid|pid|person|school|bank|industry|ind|unit|n)(?:_|id|code|$)|id$|code$|代码|编码|企业|公司|证券|股票|省|市|县|地区|国家|银行|学校/i;
/** Fewer rows a unit, or a time, than this are no panel. */
const LEAST_ROWS = 1.5;
/** Repeated pairs may be a slip in the data where they are rarer. */
const SLIP = 0.1;

export const isTimeName = (name: string): boolean => TIME.test(name);
export const isUnitName = (name: string): boolean => UNIT.test(name);

const isYear = ({ isWhole, column, range }: Variable): boolean =>
  isWhole && !isText(column) && range !== undefined && Number(range[0]) >= 1800 && Number(range[1]) <= 2100;

/** Variables that look like the time, the likeliest first. */
export function timesOf(variables: readonly Variable[], nrows: number): Variable[] {
  const score = (variable: Variable): number =>
    (isTimeName(variable.name) ? 2 : 0) + (isTimeType(variable.column.type) ? 2 : 0) + (isYear(variable) ? 2 : 0);
  return variables
    .filter((each) => {
      const { column, isWhole, missing, distinct, refused } = each;
      return (
        refused === undefined &&
        !isText(column) &&
        isWhole &&
        missing < nrows / 10 &&
        distinct > 1 &&
        nrows / distinct >= LEAST_ROWS &&
        score(each) > 1
      );
    })
    .sort((a, b) => score(b) - score(a));
}

/** Undefined where no pair of variables looks like unit and time. */
export function panelOf(variables: readonly Variable[], nrows: number): PanelGuess | undefined {
  const guesses = timesOf(variables, nrows)
    .slice(0, 3)
    .flatMap((time) => unitsOf(variables, time, nrows).map((unit) => guess(unit, time, nrows)));
  const clean = guesses.filter(({ repeated }) => repeated === 0);
  const likely = guesses.filter(({ unit, repeated }) => isUnitName(unit.name) && repeated <= SLIP * nrows);
  const [best] = clean.length > 0 ? ranked(clean) : ranked(likely);
  if (best === undefined) return undefined;
  const others = clean.filter(({ unit, time }) => time === best.time && unit !== best.unit && isSame(unit, best.unit));
  return { ...best, others: others.map(({ unit }) => unit.name) };
}

const named = ({ unit }: PanelGuess): number => Number(isUnitName(unit.name) || isText(unit.column));

const ranked = (guesses: readonly PanelGuess[]): PanelGuess[] =>
  [...guesses].sort((a, b) => named(b) - named(a) || a.repeated - b.repeated || a.unit.distinct - b.unit.distinct);

const unitsOf = (variables: readonly Variable[], time: Variable, nrows: number): Variable[] =>
  variables.filter(
    (each) =>
      each !== time &&
      each.refused === undefined &&
      (isText(each.column) || each.isWhole) &&
      !isTimeName(each.name) &&
      each.distinct > 1 &&
      each.missing < nrows / 10 &&
      nrows / each.distinct >= LEAST_ROWS,
  );

/** The number by which a row's value is told apart; NaN where it is missing. */
export const codeOf = ({ column }: Variable): ((row: number) => number) => {
  if (!isText(column)) return (row) => column.values[row]!;
  return (row) => (column.codes[row]! < 0 ? Number.NaN : column.codes[row]!);
};

function guess(unit: Variable, time: Variable, nrows: number): PanelGuess {
  const [unitAt, timeAt] = [codeOf(unit), codeOf(time)];
  const seen = new Map<number, Set<number>>();
  let repeated = 0;
  for (let row = 0; row < nrows; row++) {
    const times = seen.get(unitAt(row)) ?? new Set();
    if (times.has(timeAt(row))) repeated += 1;
    times.add(timeAt(row));
    seen.set(unitAt(row), times);
  }
  const isBalanced = repeated === 0 && nrows === seen.size * time.distinct;
  return { unit, time, repeated, isBalanced, others: [] };
}

/** Tells whether two variables part the rows alike. */
function isSame(a: Variable, b: Variable): boolean {
  if (a.distinct !== b.distinct) return false;
  const [first, second] = [codeOf(a), codeOf(b)];
  const partner = new Map<number, number>();
  const nrows = isText(a.column) ? a.column.codes.length : a.column.values.length;
  for (let row = 0; row < nrows; row++) {
    const known = partner.get(first(row));
    if (known === undefined) partner.set(first(row), second(row));
    else if (!Object.is(known, second(row))) return false;
  }
  return true;
}
