/** Audits stars by t = estimate / standard error and the distribution by which it is judged. */
import { isAncillary } from '../../base/text/term-names.ts';
import { normal, studentT, twoSided } from '../../econ/distributions/distributions.ts';
import { defaultStarLevels, starsOf } from '../../table/stars.ts';
import { type Audited, at, finding, type Printed, type Rule, type RuleFinding } from '../audit.ts';
import { magnitude, type PrintedInterval, printedInterval, ratio } from '../interval.ts';
import { termNamed } from '../names.ts';
import { fixedNumber, shortNumber } from '../numbers.ts';
import { type PrintedCell, unsigned } from '../printed.ts';

export const stars: Rule = {
  name: 'stars',
  find: ({ printed }: Audited) =>
    printed.flatMap((table) => table.columns.flatMap((column) => inColumn(table, column))),
};

interface Starred {
  readonly row: string;
  readonly cell: PrintedCell;
  /** Values that |t| may have had before rounding. */
  readonly t: PrintedInterval;
  /** |t| of the figures as printed. */
  readonly face: number;
}

function inColumn(table: Printed, column: string): RuleFinding[] {
  const tested = table.rows.filter((row) => !isAncillary(termNamed(row, {})));
  const cells = tested.flatMap((row) => starred(row, table.cell(row, column)));
  // A column without any star may just not use them.
  if (cells.every(({ cell }) => cell.stars === '')) return [];
  const df = table.df(column);
  return df === undefined
    ? unknownDf(table.name, column, cells)
    : cells.flatMap((each) => knownDf(table.name, column, each, df));
}

function starred(row: string, cell: PrintedCell | undefined): Starred[] {
  if (!cell?.value || !cell.stdError) return [];
  const error = unsigned(cell.stdError);
  if (error.value === 0) return [];
  const t = ratio(magnitude(printedInterval(cell.value)), printedInterval(error));
  return [{ row, cell, t, face: Math.abs(cell.value.value) / error.value }];
}

const pOf = (t: number, df: number): number =>
  t === Number.POSITIVE_INFINITY ? 0 : twoSided(df === Number.POSITIVE_INFINITY ? normal : studentT(df), t);
const starsAt = (t: number, df: number): number => starsOf(pOf(t, df), defaultStarLevels).length;

/** Tells whether rounding leaves room for the printed stars under t(df). */
const possible = ({ cell, t }: Starred, df: number): boolean =>
  starsAt(t.low, df) <= cell.stars.length && cell.stars.length <= starsAt(t.high, df);

const starText = (count: number): string => (count === 0 ? 'no star' : `\`${'*'.repeat(count)}\``);
const nameOf = (df: number): string => (df === Number.POSITIVE_INFINITY ? 'the normal distribution' : `t(${df})`);

function knownDf(table: string, column: string, each: Starred, df: number): RuleFinding[] {
  const earned = starsAt(each.face, df);
  if (earned === each.cell.stars.length) return [];
  const p = fixedNumber(pOf(each.face, df), 3);
  const message = `t = ${fixedNumber(each.face, 2)}, with ${nameOf(df)} p = ${p}: ${starText(earned)}, but ${starText(each.cell.stars.length)} is printed`;
  const open = possible(each, df);
  const more = open ? `; rounding leaves room for it${atFace(each, df)}` : elsewhere(each);
  return [finding(open ? 'warning' : 'error', table, at(each.row, column), message + more)];
}

const elsewhere = (each: Starred): string =>
  possible(each, Number.POSITIVE_INFINITY) ? '; the normal distribution would give it' : '';

/** Says from which degrees of freedom on the figures as printed earn their stars. */
function atFace({ face, cell }: Starred, df: number): string {
  if (starsAt(face, Number.POSITIVE_INFINITY) !== cell.stars.length) return '';
  const least = TRIED.find((tried) => tried > df && starsAt(face, tried) === cell.stars.length);
  return least === undefined ? '' : `; at face value it takes ${least} degrees of freedom or more`;
}

const TRIED: readonly number[] = Array.from({ length: 400 }, (_, i) => i + 1);

/** Findings where the distribution is not known: the stars of a column may tell which one could have given them all. */
function unknownDf(table: string, column: string, cells: readonly Starred[]): RuleFinding[] {
  const odd = cells.filter((each) => !possible(each, Number.POSITIVE_INFINITY));
  if (odd.length === 0) return [];
  const fitting = TRIED.filter((df) => cells.every((each) => possible(each, df)));
  const evidence = odd
    .map(({ row, face, cell }) => `${row}: t = ${shortNumber(Number(face.toFixed(2)))}, ${starText(cell.stars.length)}`)
    .join('; ');
  if (fitting.length === 0) {
    return odd.map(({ row, face, cell }) => {
      const message = `t = ${fixedNumber(face, 2)} earns ${starText(starsAt(face, Number.POSITIVE_INFINITY))} under the normal distribution, but ${starText(cell.stars.length)} is printed, and no t distribution gives all stars of the column`;
      return finding('error', table, at(row, column), message);
    });
  }
  const [least, most] = [fitting[0]!, fitting.at(-1)!];
  const range = least === most ? `${least}` : `${least} to ${most}`;
  const message = `the stars are not those of the normal distribution (${evidence}) but of t with ${range} degrees of freedom: inference by few clusters`;
  return [finding('note', table, column, message)];
}
