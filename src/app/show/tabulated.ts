/** Shows artifacts that can be tabulated, by their tables. */
import { resultOfType } from '../../../steps/registry.ts';
import type { Json } from '../../base/json.ts';
import type { Builder } from '../../table/builders/builder.ts';
import { printedTable } from '../../table/formats/printed-cells.ts';
import { renderText } from '../../table/formats/text.ts';
import { preview } from '../../table/preview.ts';
import type { Table } from '../../table/table.ts';
import type { LabelBook } from '../../table/words/labels.ts';
import { screenWidth } from '../terminal/width.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

export const tabulated = (builder: Builder): Viewer => ({
  type: builder.type,
  text: (shown) => renderText(tableOf(shown, builder), screenWidth()),
  json: ({ reader, hides }) => {
    const parts: Record<string, Json> = Object.fromEntries(reader.parts.map((part) => [part, reader.json(part)]));
    return resultOfType(reader.type)?.shown?.(parts, hides) ?? parts;
  },
  blocks: (shown) => {
    const table = tableOf(shown, builder, shown.book);
    const { printed: panels, ...heads } = printedTable(table);
    const { language, spanners, notes } = table;
    return [{ is: 'table', caption: '', language, spanners, ...heads, panels, notes }];
  },
});

const tableOf = ({ node, reader }: ShownArtifact, builder: Builder, book?: LabelBook): Table =>
  preview(node, builder, (part) => (reader.parts.includes(part) ? reader.json(part) : undefined), book);
