/** Draws stand-in data for one file: rows that no unit of the original has, with the properties that the recipe keeps. */

import { createRng, type Rng } from '../../../base/number/rng.ts';
import { Refusal } from '../../../base/problem.ts';
import { drawCells } from './cells.ts';
import { periodTexts, type RawColumn } from './column.ts';
import type { Recipe } from './recipe.ts';
import { type DrawnRows, drawRows, type Panelled, panelOf } from './rows.ts';

export interface Original {
  /** Path of the file, which names the random draws. */
  readonly path: string;
  readonly nrows: number;
  readonly columns: readonly RawColumn[];
  /** Names of the columns of the panel, where the step has one and the file holds both. */
  readonly panel?: { readonly unit: string; readonly time: string };
}

/** Name → the text of each row, an empty one where it is missing. */
export type StandIn = ReadonlyMap<string, readonly string[]>;

export function drawStandIn(original: Original, recipe: Recipe): StandIn {
  const { columns, path, nrows } = original;
  const rng = createRng(`${recipe.seed} ${path}`);
  const find = (name: string | undefined) => columns.find((column) => column.name === name);
  const [unit, time] = [find(original.panel?.unit), find(original.panel?.time)];
  const panel = unit && time && panelOf(unit.values, time.values);
  const members = panel?.units ?? nrows;
  if (members < recipe.cell)
    throw tooFew(`it has ${members} ${panel ? 'units' : 'rows'}, and a cell must have ${recipe.cell}`);
  const isOpen = ({ name }: RawColumn): boolean => recipe.open.has(name);
  // Rows stay where they are where their units, or any columns of a file without units, may be known.
  const areRowsOpen = panel === undefined ? columns.some(isOpen) : isOpen(unit!);
  const rows = areRowsOpen && panel ? panel : rowsOf(panel, nrows, recipe, rng);
  const texts = new Map<string, readonly string[]>();
  const drawn: RawColumn[] = [];
  for (const column of columns) {
    if (areRowsOpen && isOpen(column)) texts.set(column.name, keptTexts(column));
    else if (panel && column === unit) texts.set(column.name, namesOfUnits(column, rows.unit));
    else if (panel && column === time) texts.set(column.name, periodTexts(column, rows.period, panel.period));
    else drawn.push(column);
  }
  for (const [name, cells] of drawCells(drawn, { nrows, panel, rows }, recipe, rng)) texts.set(name, cells);
  return new Map(columns.map(({ name }) => [name, texts.get(name)!]));
}

function rowsOf(panel: Panelled | undefined, nrows: number, { cell, keeps }: Recipe, rng: Rng): DrawnRows {
  if (panel === undefined)
    return { unit: Int32Array.from({ length: nrows }, (_, i) => i), period: new Int32Array(nrows) };
  const rows = drawRows(panel, cell, !keeps.has('panel'), rng.stream('rows', 0));
  if (rows.unit.length === 0) throw tooFew(`no period has ${cell} units, which a cell must have`);
  return rows;
}

/** The reason names no value of the data. */
const tooFew = (why: string): Refusal =>
  new Refusal('stand-in-cells', why, { hint: 'a smaller `cell` shows more of the data: ask whoever owns them' });

/** Units have numbers above all that the original has, or texts that say that they are synthetic. */
function namesOfUnits(column: RawColumn, units: Int32Array): readonly string[] {
  if (column.is === 'text') return Array.from(units, (unit) => `synthetic ${unit + 1}`);
  const most = column.values.reduce((max, value) => Math.max(max, Math.abs(value)), units.length);
  const base = 10 ** Math.ceil(Math.log10(most + 1));
  return Array.from(units, (unit) => String(base + unit + 1));
}

/** The texts of the rows themselves, for columns of which every value may be known. */
const keptTexts = ({ values, print }: RawColumn): readonly string[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? '' : print(value)));
