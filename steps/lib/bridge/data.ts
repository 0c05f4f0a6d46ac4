/** The data of a step's frame as text files that programs read: `data.csv`, the types of its columns, and the levels of categories. */
import { gather, isText } from '../../../src/frame/column.ts';
import { Frame } from '../../../src/frame/frame.ts';
import { writeCsv } from '../../../src/frame/write-csv.ts';
import { type Files, utf8 } from './language.ts';

export const dataFiles: readonly string[] = ['data.csv', 'columns.csv', 'levels.csv'];

/** These columns of a frame, in this order, at these rows. */
export function dataAt(frame: Frame, names: readonly string[], rows: Int32Array): Frame {
  const columns = new Map(names.map((name) => [name, gather(frame.column(name), rows)]));
  return Frame.of(columns, rows.length, frame.panel);
}

/** `columns.csv` has the type of each column, `levels.csv` the levels that a category has in the data, in their order. */
export function textFiles(data: Frame): Files {
  const types = data.names.map((name) => `${cell(name)},${data.type(name)}`);
  const levels = data.names
    .filter((name) => data.type(name) === 'category')
    .flatMap((name) => levelsOf(data, name).map((level) => `${cell(name)},${cell(level)}`));
  return new Map([
    ['data.csv', utf8(writeCsv(data, data.names, ','))],
    ['columns.csv', utf8(`${['name,type', ...types].join('\n')}\n`)],
    ['levels.csv', utf8(`${['column,level', ...levels].join('\n')}\n`)],
  ]);
}

/** The levels in use: a factor with others would have terms that nothing can estimate. */
export function levelsOf(data: Frame, name: string): string[] {
  const column = data.column(name);
  if (!isText(column)) return [];
  const used = new Set(column.codes);
  return column.dictionary.filter((_, code) => used.has(code));
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
