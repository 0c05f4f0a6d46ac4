/** Draws the values of stand-in data at the level at which each column varies: what units have, what comes with periods, and the rest. */
import type { Rng } from '../../../base/number/rng.ts';
import { periodTexts, type RawColumn } from './column.ts';
import { type Level, levelOf } from './level.ts';
import { marginalOf, type Quantile } from './marginal.ts';
import type { Recipe } from './recipe.ts';
import type { DrawnRows, Panelled } from './rows.ts';
import { centred, filledScores, mixed, normalScores, quantiles } from './scores.ts';

export interface Rows {
  /** Rows of the original. */
  readonly nrows: number;
  readonly panel: Panelled | undefined;
  /** Rows that are drawn. */
  readonly rows: DrawnRows;
}

/** The text of values that few have. */
export const OTHER = 'other (synthetic)';

export function drawCells(
  columns: readonly RawColumn[],
  { nrows, panel, rows }: Rows,
  recipe: Recipe,
  rng: Rng,
): ReadonlyMap<string, readonly string[]> {
  const { keeps, open } = recipe;
  const all = Array.from({ length: nrows }, (_, row) => row);
  const unitOf = (row: number): number => panel?.unit[row] ?? row;
  const members = panel?.units ?? nrows;
  const marginal = (column: RawColumn, entries: readonly number[], missing: boolean) =>
    marginalOf(column, entries, {
      cell: open.has(column.name) ? 1 : recipe.cell,
      member: unitOf,
      missing,
      other: OTHER,
    });
  const levels = new Map<RawColumn, Level>(columns.map((column) => [column, levelOf(column, panel)]));
  const ofLevel = (is: Level['is']) => [...levels].flatMap(([column, level]) => (level.is === is ? [column] : []));
  const texts = new Map<string, readonly string[]>();
  // A value that all units share in a period tells of none of them.
  for (const column of ofLevel('period')) texts.set(column.name, periodTexts(column, rows.period, panel!.period));

  const firsts = panel === undefined ? all : firstRows(panel);
  const byUnit = ofLevel('unit');
  const starting = [...levels].flatMap(([column, level]) =>
    level.is === 'start' ? [{ column, starts: level.starts }] : [],
  );
  const byRow = ofLevel('row');
  const lacking = byRow.filter(
    ({ values }) =>
      keeps.has('missing') && new Set(all.filter((row) => Number.isNaN(values[row]!)).map(unitOf)).size >= recipe.cell,
  );

  const unitScores = [
    // A missing value of a unit is a kind of its own, as that of units which are never treated.
    ...byUnit.map(({ values }) => normalScores(firsts.map((row) => values[row]!))),
    ...starting.map(({ starts }) => normalScores(starts)),
  ];
  const rowScores = [
    ...filledScores(
      byRow.map(({ values }) => values),
      rng.stream('missing', 0),
    ),
    ...lacking.map(({ values }) => normalScores(values.map((value) => Number(Number.isNaN(value))))),
  ];
  const apart = panel !== undefined && keeps.has('panel') ? panel : undefined;
  const between = rowScores.map((scores) =>
    apart ? means(scores, apart.unit, apart.units) : new Float64Array(members),
  );
  const within = rowScores.map((scores, j) => centred(scores.map((score, row) => score - between[j]![unitOf(row)]!)));
  const independent = !keeps.has('correlations');
  const drawnUnits = mixed([...unitScores, ...between], members, rng.stream('units', 0), independent);
  const drawnRows = mixed(within, rows.unit.length, rng.stream('cells', 0), independent);
  const ties = rng.stream('ties', 0);

  byUnit.forEach((column, j) => {
    const values = valuesAt(column, marginal(column, firsts, keeps.has('missing')), quantiles(drawnUnits[j]!, ties));
    texts.set(
      column.name,
      Array.from(rows.unit, (unit) => values[unit]!),
    );
  });
  starting.forEach(({ column, starts }, j) => {
    const at = quantiles(drawnUnits[byUnit.length + j]!, ties);
    const startAt = startsAt(starts, recipe.cell);
    texts.set(
      column.name,
      Array.from(rows.unit, (unit, row) => (rows.period[row]! >= startAt(at[unit]!) ? '1' : '0')),
    );
  });
  const rowQuantiles = within.map((scores, j) => {
    const ofUnit = drawnUnits[unitScores.length + j]!;
    const ofPeriod = apart && means(scores, apart.period, apart.periods);
    const drawn = drawnRows[j]!.map(
      (score, row) => score + (apart ? ofUnit[rows.unit[row]!]! + ofPeriod![rows.period[row]!]! : 0),
    );
    return quantiles(drawn, ties);
  });
  byRow.forEach((column, j) => {
    const values = valuesAt(column, marginal(column, all, false), rowQuantiles[j]!);
    const at = lacking.includes(column) ? rowQuantiles[byRow.length + lacking.indexOf(column)]! : undefined;
    const there = 1 - column.values.filter(Number.isNaN).length / nrows;
    texts.set(column.name, at === undefined ? values : values.map((value, row) => (at[row]! < there ? value : '')));
  });
  return texts;
}

/** Values at quantiles; where nearly every text is another, names that say that they are synthetic. */
function valuesAt({ name }: RawColumn, quantile: Quantile | undefined, at: Float64Array): readonly string[] {
  if (quantile === undefined) return Array.from(at, (_, i) => `synthetic ${name} ${i + 1}`);
  return Array.from(at, quantile);
}

function firstRows({ unit, units }: Panelled): readonly number[] {
  const first = new Array<number>(units).fill(-1);
  unit.forEach((each, row) => {
    if (first[each] === -1) first[each] = row;
  });
  return first;
}

function means(values: Float64Array, group: Int32Array, groups: number): Float64Array {
  const [sums, counts] = [new Float64Array(groups), new Float64Array(groups)];
  values.forEach((value, row) => {
    sums[group[row]!] = sums[group[row]!]! + value;
    counts[group[row]!] = counts[group[row]!]! + 1;
  });
  return sums.map((sum, i) => sum / Math.max(1, counts[i]!));
}

/** The period of a start at a quantile, of starts that enough units share; never where there is none. */
function startsAt(starts: Float64Array, cell: number): (u: number) => number {
  const counts = new Map<number, number>();
  for (const start of starts) counts.set(start, (counts.get(start) ?? 0) + 1);
  const shared = [...starts].filter((start) => counts.get(start)! >= cell).sort((a, b) => a - b);
  return (u) => {
    const start = shared[Math.min(shared.length - 1, Math.floor(u * shared.length))];
    return start === undefined || start < 0 ? Number.POSITIVE_INFINITY : start;
  };
}
