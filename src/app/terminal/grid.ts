/** Sets texts in aligned columns, and prints numbers as a person reads them on a screen. */
import { largest } from '../../base/extremes.ts';
import { displayWidth } from '../../base/text/display-width.ts';
import { columnBlocks } from '../../base/text/fold.ts';
import type { Stat } from '../../econ/fit.ts';
import { pad } from '../../table/formats/cells.ts';
import { briefNumber, formatNumber } from '../../table/number.ts';
import { screenWidth } from './width.ts';

export type ColumnSide = 'left' | 'right';

/** Lines with columns of equal width, two spaces apart; the last side holds for all further columns. */
export function gridLines(rows: readonly (readonly string[])[], sides: readonly ColumnSide[]): string[] {
  const count = Math.max(0, largest(rows.map((row) => row.length)));
  const widths = Array.from({ length: count }, (_, c) => largest(rows.map((row) => displayWidth(row[c] ?? ''))));
  const side = (c: number): ColumnSide => sides[c] ?? sides.at(-1) ?? 'left';
  return rows.map((row) =>
    widths
      .map((width, c) => pad(row[c] ?? '', width, side(c)))
      .join('  ')
      .trimEnd(),
  );
}

/** A grid below its heads and a rule. Columns that find no room on the screen stand in blocks below, each beside the first column. `closed`: a rule ends each. */
export function headedLines(
  rows: readonly (readonly string[])[],
  sides: readonly ColumnSide[],
  { width = screenWidth(), closed = false }: { readonly width?: number | undefined; readonly closed?: boolean } = {},
): string[] {
  const side = (c: number): ColumnSide => sides[c] ?? sides.at(-1) ?? 'left';
  const count = Math.max(0, largest(rows.map((row) => row.length)));
  const widths = Array.from({ length: count }, (_, c) => largest(rows.map((row) => displayWidth(row[c] ?? ''))));
  const blocks = columnBlocks(widths[0] ?? 0, widths.slice(1), width);
  return blocks.flatMap(({ from, to }, b) => {
    const columns = [0, ...Array.from({ length: to - from }, (_, i) => from + i + 1)];
    const lines = gridLines(
      rows.map((row) => columns.map((c) => row[c] ?? '')),
      columns.map(side),
    );
    const line = rule(lines);
    return [...(b > 0 ? [''] : []), lines[0] ?? '', line, ...lines.slice(1), ...(closed ? [line] : [])];
  });
}

/** Pads numbers so that their decimal points stand in one column. */
export function alignPoints(cells: readonly string[]): string[] {
  const hasPoint = (cell: string): boolean => cell.includes('.') && cell !== '.' && !cell.includes('×');
  const after = cells.map((cell) => (hasPoint(cell) ? cell.length - cell.indexOf('.') : 0));
  const most = Math.max(0, ...after);
  return cells.map((cell, i) => cell + ' '.repeat(most - after[i]!));
}

export const rule = (lines: readonly string[]): string => '─'.repeat(Math.max(0, ...lines.map(displayWidth)));

/** A number with up to seven significant digits, as Stata's `%9.0g`. */
export const shortNumber = (value: number): string => briefNumber(value, 7);

/** A number with so many decimals. */
export function fixed(value: Stat, digits: number): string {
  if (typeof value !== 'number') return '.';
  return formatNumber(value, { digits, style: 'fixed', thousands: false, zeros: 'keep' });
}

export const shortStat = (value: Stat): string => (typeof value === 'number' ? shortNumber(value) : '.');
