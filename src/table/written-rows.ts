/** Rows of the author's own, written or computed, among those that were made from results. */
import { quoted } from '../base/text/quoted.ts';
import { didYouMean } from '../base/text/suggest.ts';
import type { BuildContext, Built, CellsOf, Group } from './builders/builder.ts';
import { statKey } from './computed/row.ts';
import { isComputed, type WrittenRow } from './options/option-schemas.ts';
import type { Cell, Row, TablePanel } from './table.ts';
import type { TableWords } from './words/phrases.ts';

/**
 * Written ones stand below the rows of their `after` in every panel that has them, or below everything. Computed ones stand in every panel of
 * fits, at its end where the row of their `after` stands for all panels. Those that all panels have alike stand once with it.
 */
export function withRows(
  built: Pick<Built, 'panels' | 'columns'>,
  groups: readonly Group[],
  cellsOf: CellsOf | undefined,
  context: BuildContext,
): readonly TablePanel[] {
  const all = groups.map((_, g) => g);
  const width = built.columns.length;
  const asked = [
    ...groups.flatMap(({ rows = [] }, g) => rows.map((row) => ({ row, groups: [g] }))),
    ...context.options.rows.map((row) => ({ row, groups: all })),
  ];
  let panels: readonly TablePanel[] = built.panels;
  // rows that name one place stand there in the order in which they are written
  const last = new Map<string, string>();
  for (const { row: said, groups: where } of asked) {
    const given = anchored(said, panels, context);
    const { after } = given;
    const row = after === undefined ? given : { ...given, after: last.get(after) ?? after };
    if (after !== undefined) last.set(after, keyOf(given));
    const isOfAll = where.length === all.length;
    if (isComputed(row) && cellsOf === undefined) {
      const message = `the row \`${row.label}\` is computed of columns of models, which this table has none of`;
      context.refuse('no-column', message, { option: 'rows' });
    }
    const cells = isComputed(row)
      ? where.map((g) => cellsOf!(row, g))
      : isOfAll
        ? []
        : where.map((g) => writtenCells(row, widthOf(panels[g]!, width), context));
    panels =
      isComputed(row) || !isOfAll
        ? inGroups(panels, row, where, cells)
        : written(panels, row, width, (cells) => writtenCells(row, cells, context));
  }
  return panels;
}

/** Counts the columns of a panel; a panel without a head and rows has the `width` of its table. */
const widthOf = ({ head, rows }: TablePanel, width: number): number =>
  head?.columns.length ?? rows[0]?.cells.length ?? width;

function writtenCells(
  { label, cells = [] }: WrittenRow,
  width: number,
  { words, refuse }: BuildContext,
): readonly Cell[] {
  if (cells.length === width) return cells.map((cell) => cellOf(cell, words));
  const message = `expected ${width} cells in the row \`${label}\`, one a column, got ${cells.length}`;
  return refuse('wrong-row', message, { option: 'rows', hint: '`~` leaves a cell empty' });
}

/** The row that says where another one stands: it is below or above it. */
const anchorOf = ({ after, before }: WrittenRow): string | undefined => after ?? before;

/** The row with the key of the one that its `after` or `before` names, another of the author's own by its label. */
function anchored(row: WrittenRow, panels: readonly TablePanel[], { refuse }: BuildContext): WrittenRow {
  const anchor = anchorOf(row);
  if (anchor === undefined) return row;
  const side = row.after === undefined ? 'before' : 'after';
  const keys = [...new Set(panels.flatMap(({ rows }) => rows.map(({ key }) => key)))];
  const found = [anchor, keyOf({ label: anchor }), statKey(anchor)].find((key) => keys.includes(key));
  if (found !== undefined) return { ...row, [side]: found };
  const names = keys.map((key) => key.replace(/^(?:row|value):/, ''));
  const hint = didYouMean(anchor, names) ?? `rows: ${quoted(names)}`;
  const message = `\`rows\` puts \`${row.label}\` ${side} \`${anchor}\`, which is no row of this table`;
  return refuse('unknown-row', message, { option: 'rows', hint });
}

const keyOf = ({ label }: Pick<WrittenRow, 'label'>): string => `row:${label}`;

const has = ({ rows }: TablePanel, anchor: string | undefined): boolean => rows.some(({ key }) => key === anchor);

/** The panel with the row below those of `after` or above those of `before`, or at its end. */
function withRow(panel: TablePanel, { label, after, before }: WrittenRow, cells: readonly Cell[]): TablePanel {
  const { rows } = panel;
  const above = rows.findIndex(({ key }) => key === before);
  const below = rows.findLastIndex(({ key }) => key === after);
  const end = below === -1 ? rows.length : below + 1;
  const at = above === -1 ? end : above;
  const section: Row['section'] = rows[above === -1 ? end - 1 : above]?.section ?? 'body';
  const row: Row = { key: keyOf({ label }), label, cells, section, apart: true };
  return { ...panel, rows: rows.toSpliced(at, 0, row) };
}

const written = (
  panels: readonly TablePanel[],
  row: WrittenRow,
  width: number,
  cells: (width: number) => readonly Cell[],
): readonly TablePanel[] =>
  panels.map((panel, p) => {
    const anchor = anchorOf(row);
    const isHere = anchor === undefined ? p === panels.length - 1 : has(panel, anchor);
    return isHere ? withRow(panel, row, cells(widthOf(panel, width))) : panel;
  });

/** In the panels of these groups, or once below all of them. */
function inGroups(
  panels: readonly TablePanel[],
  row: WrittenRow,
  groups: readonly number[],
  cells: readonly (readonly Cell[])[],
): readonly TablePanel[] {
  const shared = panels.findLastIndex(({ title }, p) => title === null && p === panels.length - 1);
  const isAlike = groups.length > 1 && cells.every((each) => JSON.stringify(each) === JSON.stringify(cells[0]));
  const isShared = shared > 0 && isAlike && (anchorOf(row) === undefined || has(panels[shared]!, anchorOf(row)));
  if (isShared) return panels.map((panel, p) => (p === shared ? withRow(panel, row, cells[0]!) : panel));
  return panels.map((panel, p) => (groups.includes(p) ? withRow(panel, row, cells[groups.indexOf(p)]!) : panel));
}

/** A number as it is printed, which is set as the others are. */
const FIGURES = /^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?$/;

function cellOf(cell: NonNullable<WrittenRow['cells']>[number], words: TableWords): Cell {
  if (cell === null || cell === '') return { is: 'empty' };
  if (typeof cell === 'boolean') return { is: 'text', text: cell ? words.yes : words.no };
  return typeof cell === 'number' || FIGURES.test(cell)
    ? { is: 'text', text: String(cell), figures: true }
    : { is: 'text', text: cell };
}
