/** A frame as delimited text for other programs: the shortest digits that read back as the same number. */
import { valueText } from './column.ts';
import type { Frame } from './frame.ts';

/** A missing value is an empty cell, a date `2011-03-01`. Lines end in `\n`. */
export function writeCsv(frame: Frame, names: readonly string[], delimiter: ',' | '\t'): string {
  const columns = names.map((name) => frame.typed(name));
  const line = (cells: readonly string[]): string => cells.map((text) => quoted(text, delimiter)).join(delimiter);
  const lines = [line(names)];
  for (let row = 0; row < frame.nrows; row++) {
    const text = line(columns.map((column) => valueText(column, row)));
    // An empty line is no row to most readers.
    lines.push(text === '' ? '""' : text);
  }
  return `${lines.join('\n')}\n`;
}

function quoted(text: string, delimiter: string): string {
  if (!/["\n\r]|^\s|\s$/.test(text) && !text.includes(delimiter)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
