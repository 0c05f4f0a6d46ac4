/** Reads the data file beside a figure back. */

export interface DataRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const CELL = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;

/** Undoes what keeps spreadsheets from taking a text for a formula. */
const plain = (text: string): string => text.replace(/^'(?=[=+\-@\t\uff1d\uff0b\uff0d\uff20])/, '');

export function dataRows(text: string): DataRows {
  const lines: string[][] = [];
  let line: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const found = CELL.exec(text);
    if (found === null) break;
    const [, cell = '', end = ''] = found;
    line.push(plain(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  const [columns = [], ...rows] = lines;
  return { columns, rows };
}
