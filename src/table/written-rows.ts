/** Rows of the author's own among those that were made from results. */
import { didYouMean } from '../base/text/suggest.ts';
import type { BuildContext, Built } from './builders/builder.ts';
import type { WrittenRow } from './options/option-schemas.ts';
import type { Cell, Panel, Row } from './table.ts';
import type { Words } from './words/phrases.ts';

/** Each below the rows of its `after`, in every panel that has them, or below everything. */
export function withWrittenRows(
  { panels, columns }: Built,
  written: readonly WrittenRow[],
  { words, refuse }: BuildContext,
): readonly Panel[] {
  let shown = panels.map((panel) => ({ ...panel, rows: [...panel.rows] }));
  for (const { label, cells, after } of written) {
    if (cells.length !== columns.length) {
      const message = `expected ${columns.length} cells in the row \`${label}\`, one a column, got ${cells.length}`;
      return refuse('wrong-row', message, { option: 'rows', hint: '`~` leaves a cell empty' });
    }
    const own = { key: `row:${label}`, label, cells: cells.map((cell) => cellOf(cell, words)) };
    const keys = new Set(shown.flatMap(({ rows }) => rows.map((row) => row.key)));
    if (after !== undefined && !keys.has(after)) {
      const hint = didYouMean(after, [...keys]) ?? `rows: ${[...keys].map((key) => `\`${key}\``).join(', ')}`;
      const message = `\`rows\` puts \`${label}\` after \`${after}\`, which is no row of this table`;
      return refuse('unknown-row', message, { option: 'rows', hint });
    }
    shown = shown.map(({ title, rows }, p) => {
      const isHere = after === undefined ? p === shown.length - 1 : rows.some((row) => row.key === after);
      if (!isHere) return { title, rows };
      const at = after === undefined ? rows.length - 1 : rows.findLastIndex((row) => row.key === after);
      const section: Row['section'] = rows[at]?.section ?? 'body';
      return { title, rows: rows.toSpliced(at + 1, 0, { ...own, section, apart: true }) };
    });
  }
  return shown;
}

/** A number as it is printed, which is set as the others are. */
const FIGURES = /^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?$/;

function cellOf(cell: WrittenRow['cells'][number], words: Words): Cell {
  if (cell === null || cell === '') return { is: 'empty' };
  if (typeof cell === 'boolean') return { is: 'text', text: cell ? words.yes : words.no };
  return typeof cell === 'number' || FIGURES.test(cell)
    ? { is: 'text', text: String(cell), figures: true }
    : { is: 'text', text: cell };
}
