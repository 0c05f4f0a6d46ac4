/** Chooses the variables of a first model: any that can be estimated, in the order of the file, since nobody but the author knows the question. */
import { isText } from '../../frame/column.ts';
import type { Variable } from './look.ts';
import { codeOf, isTimeName, isUnitName, type PanelGuess } from './panel.ts';

export interface Choice {
  readonly outcome: string;
  readonly regressors: readonly string[];
}

/** Regressors of a first model. */
const MOST = 4;
const LEAST_ROWS = 10;
/** Variables that are this alike are one. */
const ALIKE = 0.99;
/** Share of the units with several rows in which a variable must move for effects of units to leave something of it. */
const MOVING = 0.5;

/** Undefined where no two numbers vary together. With a panel they vary within its units. */
export function chosen(
  variables: readonly Variable[],
  nrows: number,
  panel: PanelGuess | undefined,
): Choice | undefined {
  const able = variables.filter((each) => isAble(each, nrows, panel));
  const outcome = able.find(({ distinct }) => distinct > 10) ?? able[0];
  if (outcome === undefined) return undefined;
  let rows = presentRows([outcome], nrows);
  const picked = [outcome];
  for (const each of able) {
    if (picked.length > MOST) break;
    if (each === outcome) continue;
    const left = rows.filter((row) => !Number.isNaN(codeOf(each)(row)));
    const least = Math.max(LEAST_ROWS, 5 * (picked.length + 1), 2 * (panel?.unit.distinct ?? 0), nrows / 2);
    if (left.length < least || picked.some((other) => Math.abs(correlation(each, other, left)) > ALIKE)) continue;
    picked.push(each);
    rows = left;
  }
  return picked.length < 2 ? undefined : { outcome: outcome.name, regressors: picked.slice(1).map(({ name }) => name) };
}

/** Numbers that are no codes, of which a share varies within units. */
function isAble(variable: Variable, nrows: number, panel: PanelGuess | undefined): boolean {
  const { column, distinct, missing, refused, name, isWhole } = variable;
  if (refused !== undefined || isText(column) || column.type !== 'number' || distinct < 2 || 2 * missing > nrows)
    return false;
  if (isTimeName(name) || (isWhole && (isUnitName(name) || isRowNumber(variable, nrows)))) return false;
  return panel === undefined || shareMoving(variable, panel, nrows) >= MOVING;
}

function shareMoving(variable: Variable, { unit }: PanelGuess, nrows: number): number {
  const [value, unitAt] = [codeOf(variable), codeOf(unit)];
  const first = new Map<number, number>();
  const several = new Set<number>();
  const moving = new Set<number>();
  for (let row = 0; row < nrows; row++) {
    const [own, its] = [value(row), unitAt(row)];
    if (Number.isNaN(own)) continue;
    const before = first.get(its);
    if (before === undefined) first.set(its, own);
    else {
      several.add(its);
      if (before !== own) moving.add(its);
    }
  }
  return several.size === 0 ? 0 : moving.size / several.size;
}

function presentRows(variables: readonly Variable[], nrows: number): number[] {
  const codes = variables.map(codeOf);
  return Array.from({ length: nrows }, (_, row) => row).filter((row) =>
    codes.every((code) => !Number.isNaN(code(row))),
  );
}

function correlation(a: Variable, b: Variable, rows: readonly number[]): number {
  const [x, y] = [codeOf(a), codeOf(b)];
  const mean = (value: (row: number) => number): number => rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const row of rows) {
    const [dx, dy] = [x(row) - mx, y(row) - my];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 ? 1 : xy / Math.sqrt(xx * yy);
}

/** Tells whether it does no more than count the rows. */
export const isRowNumber = ({ distinct, range }: Variable, nrows: number): boolean =>
  distinct === nrows && range !== undefined && Number(range[1]) - Number(range[0]) === nrows - 1;
