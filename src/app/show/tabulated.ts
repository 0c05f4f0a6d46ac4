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

/** Means of dates are dates where descriptive statistics are shown, which read them from data. */
const tableOf = (shown: ShownArtifact, builder: Builder, book?: LabelBook): Table => {
  const { node, reader } = shown;
  const times = DESCRIBED.has(builder.type) ? shown.times() : {};
  const part = (name: string): Json | undefined => (reader.parts.includes(name) ? reader.json(name) : undefined);
  return preview(node, builder, part, { ...book, times });
};

const DESCRIBED: ReadonlySet<string> = new Set(['describe', 'by-group']);
