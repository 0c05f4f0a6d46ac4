/** Cells of a table by the names of rows, columns and panels. */
import { expect, it } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { cellsAsResult } from '../../../src/check/table-cells.ts';

const panel = (title: string, value: number): Json => ({
  title,
  rows: [{ key: 'x', label: 'X', cells: [{ text: String(value), value }] }],
});
const sidecar: Json = {
  table: 't',
  heads: [{ header: 'All', source: 'm.a' }],
  printed: [panel('Panel A. Gap', 1), panel('Panel B. Income', 2)],
};

it('lists panels beside rows, and finds a cell through its panel', () => {
  const found = cellsAsResult(sidecar) as unknown as Record<string, Record<string, Record<string, { value: number }>>>;
  expect(Object.keys(found)).toEqual(['x', 'Panel A. Gap', 'Panel B. Income']);
  expect(found['Panel B. Income']!.x!['1']!.value).toBe(2);
});
