/** Shows artifacts that can be tabulated, by their tables. */
import { printedTable } from '../../table/formats/printed-cells.ts';
import { renderText } from '../../table/formats/text.ts';
import { preview } from '../../table/preview.ts';
import type { Table } from '../../table/table.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

export const tabulated = (type: string): Viewer => ({
  type,
  text: (shown) => renderText(tableOf(shown, type)),
  json: ({ reader }) => Object.fromEntries(reader.parts.map((part) => [part, reader.json(part)])),
  blocks: (shown) => {
    const table = tableOf(shown, type);
    const { heads, printed: panels } = printedTable(table);
    const { language, spanners, notes } = table;
    return [{ is: 'table', caption: '', language, spanners, heads, panels, notes }];
  },
});

const tableOf = ({ node, reader }: ShownArtifact, type: string): Table =>
  preview(node, type, (part) => (reader.parts.includes(part) ? reader.json(part) : undefined))!;
