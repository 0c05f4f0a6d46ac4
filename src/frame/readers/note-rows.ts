/** Notes below the data, as yearbooks have them: a text in the first cell that begins as notes do, and nothing beside it. */
import { aside } from '../../base/value.ts';
import { trimBlanks } from '../blanks.ts';
import { type DataComplaint, yamlScalar } from '../complaint.ts';
import type { Cells, HeaderColumn } from './source.ts';

/** Rows at the end that are looked at. */
const LAST_ROWS = 10;

const begins = /^(?:数据来源|资料来源|来源|注释|注|说明|备注)(?=[：:])|^(?:sources?|notes?)(?=\s*[:：])/iu;

/** Returns the complaint about notes that would be read as data, or undefined where there are none. */
export function noteRow(cells: Cells, header: readonly HeaderColumn[]): DataComplaint | undefined {
  if (header.length < 2) return undefined;
  for (let row = Math.max(0, cells.nrows - LAST_ROWS); row < cells.nrows; row++) {
    // The text of a number may take as long to find as the whole file to read.
    if (!Number.isNaN(cells.number(row, 0))) continue;
    const text = trimBlanks(cells.text(row, 0));
    const [word] = begins.exec(text) ?? [];
    if (word === undefined || !isAlone(cells, row, header.length)) continue;
    const shown = text.length > 20 ? `${text.slice(0, 20)}…` : text;
    const at = cells.row(row);
    return {
      code: 'note-row',
      message: `row ${at} holds a note and no data${aside(header[0]!.name, `: \`${shown}\``)}`,
      hint: `\`footer: ${yamlScalar(word)}\` leaves it out with what follows, \`skip: [${at}]\` it alone`,
      row: at,
      column: header[0]!.name,
      path: ['file'],
    };
  }
  return undefined;
}

/** Tells whether a line of a text seems to begin a note, so that `noteRow` has to see its rows. */
export const mayHoldNote = (text: string): boolean =>
  text.split(/[\r\n]/).some((line) => begins.test(trimBlanks(trimBlanks(line).replace(/^"/, ''))));

const isAlone = (cells: Cells, row: number, columns: number): boolean =>
  Array.from({ length: columns - 1 }, (_, j) => j + 1).every(
    (j) => Number.isNaN(cells.date(row, j)) && trimBlanks(cells.text(row, j)) === '',
  );
