/** Shows artifacts that can be tabulated, by their tables. */
import { preview } from '../../table/preview.ts';
import type { Viewer } from './viewer.ts';

export const tabulated = (type: string): Viewer => ({
  type,
  text: ({ node, reader }) =>
    preview(node, type, (part) => (reader.parts.includes(part) ? reader.json(part) : undefined))!,
  json: ({ reader }) => Object.fromEntries(reader.parts.map((part) => [part, reader.json(part)])),
});
