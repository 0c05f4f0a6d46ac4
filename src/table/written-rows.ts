/** Rows of the author's own, written or computed, among those that were made from results. */
import { didYouMean } from '../base/text/suggest.ts';
import type { BuildContext, Built, CellsOf, Group } from './builders/builder.ts';
import { isComputed, type WrittenRow } from './options/option-schemas.ts';
import type { Cell, Panel, Row } from './table.ts';
import type { Words } from './words/phrases.ts';

/**
 * Written ones stand below the rows of their `after` in every panel that has them, or below everything. Computed ones stand in every panel of
 * fits, at its end where the row of their `after` stands for all panels; those that all panels have alike stand once with it.
 */
export function withRows(
  built: Omit<Built, 'cellsOf'>,
  groups: readonly Group[],
  cellsOf: CellsOf | undefined,
  context: BuildContext,
): readonly Panel[] {
  const all = groups.map((_, g) => g);
  const asked = [
    ...groups.flatMap(({ rows = [] }, g) => rows.map((row) => ({ row, groups: [g] }))),
    ...context.options.rows.map((row) => ({ row, groups: all })),
  ];
  let panels: readonly Panel[] = built.panels;
  // rows that name one place stand there in the order in which they are written
  const last = new Map<string, string>();
  for (const { row: given, groups: where } of asked) {
    requireAfter(given, panels, context);
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
      : where.map(() => writtenCells(row, built.columns.length, context));
    panels = isComputed(row) || !isOfAll ? inGroups(panels, row, where, cells) : written(panels, row, cells[0]!);
  }
  return panels;
}

function writtenCells(
  { label, cells = [] }: WrittenRow,
  width: number,
  { words, refuse }: BuildContext,
): readonly Cell[] {
  if (cells.length === width) return cells.map((cell) => cellOf(cell, words));
  const message = `expected ${width} cells in the row \`${label}\`, one a column, got ${cells.length}`;
  return refuse('wrong-row', message, { option: 'rows', hint: '`~` leaves a cell empty' });
}

function requireAfter({ label, after }: WrittenRow, panels: readonly Panel[], { refuse }: BuildContext): void {
  const keys = new Set(panels.flatMap(({ rows }) => rows.map((row) => row.key)));
  if (after === undefined || keys.has(after)) return;
  const hint = didYouMean(after, [...keys]) ?? `rows: ${[...keys].map((key) => `\`${key}\``).join(', ')}`;
  const message = `\`rows\` puts \`${label}\` after \`${after}\`, which is no row of this table`;
  refuse('unknown-row', message, { option: 'rows', hint });
}

const keyOf = ({ label }: Pick<WrittenRow, 'label'>): string => `row:${label}`;

const has = ({ rows }: Panel, after: string | undefined): boolean => rows.some(({ key }) => key === after);

/** The panel with the row below those of `after`, or at its end. */
function withRow({ title, rows }: Panel, { label, after }: WrittenRow, cells: readonly Cell[]): Panel {
  const at = rows.findLastIndex(({ key }) => key === after);
  const place = at === -1 ? rows.length - 1 : at;
  const section: Row['section'] = rows[place]?.section ?? 'body';
  const row: Row = { key: keyOf({ label }), label, cells, section, apart: true };
  return { title, rows: rows.toSpliced(place + 1, 0, row) };
}

const written = (panels: readonly Panel[], row: WrittenRow, cells: readonly Cell[]): readonly Panel[] =>
  panels.map((panel, p) => {
    const isHere = row.after === undefined ? p === panels.length - 1 : has(panel, row.after);
    return isHere ? withRow(panel, row, cells) : panel;
  });

/** In the panels of these groups, or once below all of them. */
function inGroups(
  panels: readonly Panel[],
  row: WrittenRow,
  groups: readonly number[],
  cells: readonly (readonly Cell[])[],
): readonly Panel[] {
  const shared = panels.findLastIndex(({ title }, p) => title === null && p === panels.length - 1);
  const isAlike = groups.length > 1 && cells.every((each) => JSON.stringify(each) === JSON.stringify(cells[0]));
  const isShared = shared > 0 && isAlike && (row.after === undefined || has(panels[shared]!, row.after));
  if (isShared) return panels.map((panel, p) => (p === shared ? withRow(panel, row, cells[0]!) : panel));
  return panels.map((panel, p) => (groups.includes(p) ? withRow(panel, row, cells[groups.indexOf(p)]!) : panel));
}

/** A number as it is printed, which is set as the others are. */
const FIGURES = /^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?$/;

function cellOf(cell: NonNullable<WrittenRow['cells']>[number], words: Words): Cell {
  if (cell === null || cell === '') return { is: 'empty' };
  if (typeof cell === 'boolean') return { is: 'text', text: cell ? words.yes : words.no };
  return typeof cell === 'number' || FIGURES.test(cell)
    ? { is: 'text', text: String(cell), figures: true }
    : { is: 'text', text: cell };
}
