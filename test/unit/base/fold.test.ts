/** Texts and tables that fit into a width. */
import { expect, it } from 'vitest';
import { displayWidth } from '../../../src/base/text/display-width.ts';

import { columnBlocks, wrapped } from '../../../src/base/text/fold.ts';
import { renderText } from '../../../src/table/formats/text.ts';
import type { Table } from '../../../src/table/table.ts';

it('words go to the next line, and letters of Chinese, but no comma begins one', () => {
  expect(wrapped('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrapped('one two three', 8, '  ')).toEqual(['one two', '  three']);
  expect(wrapped('a-word-too-long b', 5)).toEqual(['a-word-too-long', 'b']);
  expect(wrapped('新质生产力，缩小差距', 11)).toEqual(['新质生产', '力，缩小差', '距']);
  expect(wrapped('one two three', undefined)).toEqual(['one two three']);
});

it('columns stand in as few blocks as their order allows, and one that is too wide alone', () => {
  expect(columnBlocks(5, [5, 5, 5], 19)).toEqual([
    { from: 0, to: 2 },
    { from: 2, to: 3 },
  ]);
  expect(columnBlocks(5, [50, 5], 19)).toEqual([
    { from: 0, to: 1 },
    { from: 1, to: 2 },
  ]);
  expect(columnBlocks(5, [5, 5], undefined)).toEqual([{ from: 0, to: 2 }]);
});

const header = (i: number): string => `Column ${i}`;
const table: Table = {
  id: 't',
  caption: 'A caption',
  label: '',
  language: 'en',
  stub: '',
  sources: [],
  spanners: [[{ text: 'All', from: 0, to: 6 }]],
  columns: Array.from({ length: 7 }, (_, i) => ({ header: header(i), number: `(${i + 1})` })),
  panels: [
    {
      title: null,
      rows: ['NQP', 'A label that is far longer than the room beside numbers'].map((label) => ({
        key: label,
        label,
        section: 'body',
        cells: Array.from({ length: 7 }, (_, i) => ({ is: 'text', text: `${i}.25***` })),
      })),
    },
  ],
  notes: ['A note that has more words than fit into one line of a narrow terminal.'],
  data: { columns: [], rows: [] },
};

it.each([40, 60, 80])('no line of a table is wider than %i, and every block has its labels', (width) => {
  const text = renderText(table, width);
  for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  const blocks = text.split('\n\n');
  expect(blocks.length).toBeGreaterThan(1);
  for (const block of blocks) expect(block).toMatch(/^NQP /m);
  for (const { header: name } of table.columns) expect(text.split(name)).toHaveLength(2);
  expect(text.split('All')).toHaveLength(blocks.length + 1);
  expect(text.split('A caption')).toHaveLength(2);
});

it('a table that fits, or goes to a file, is one block', () => {
  expect(renderText(table).split('\n\n')).toHaveLength(1);
  expect(renderText(table, 500)).toBe(renderText(table));
});
