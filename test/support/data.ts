/** Data in memory for tests: columns of numbers (null missing) or texts; with a panel, rows are sorted by its keys. */
import type { Data } from '../../src/econ/data.ts';
import { type Column, canonicalText, TextBuilder } from '../../src/frame/column.ts';
import { Frame, type Panel } from '../../src/frame/frame.ts';

export type Cells = readonly (number | string | null)[];

export function frameOfColumns(columns: Readonly<Record<string, Cells>>, panel: Panel | null = null): Frame {
  const n = Object.values(columns)[0]?.length ?? 0;
  const order = Array.from({ length: n }, (_, i) => i);
  if (panel !== null) {
    const [unit, time] = [columns[panel.unit]!, columns[panel.time]!];
    order.sort((a, b) => compare(unit[a]!, unit[b]!) || compare(time[a]!, time[b]!));
  }
  const entries = Object.entries(columns).map(
    ([name, cells]) => [name, columnOf(order.map((i) => cells[i]!))] as const,
  );
  return Frame.of(new Map(entries), n, panel);
}

export function dataOf(columns: Readonly<Record<string, Cells>>, panel: Panel | null = null): Data {
  return frameOfColumns(columns, panel);
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function columnOf(cells: Cells): Column {
  if (!cells.some((cell) => typeof cell === 'string')) {
    return {
      type: 'number',
      values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : (cell as number))),
    };
  }
  const builder = new TextBuilder(cells.length);
  for (const [row, cell] of cells.entries()) if (cell !== null) builder.set(row, String(cell));
  return canonicalText(builder.finish());
}
