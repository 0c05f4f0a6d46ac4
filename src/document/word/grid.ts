/** Pipe tables of Markdown in Word. */
import { largest } from '../../base/extremes.ts';
import { displayWidth } from '../../base/text/display-width.ts';
import { paragraph } from '../../table/formats/office/document-text.ts';
import { element } from '../../table/formats/office/xml.ts';

/** Twentieths of a point: a column at least, the line of a page, a letter of its usual size, and the room beside the letters. */
const [LEAST, LINE, LETTER, BESIDE] = [700, 9000, 108, 260];

/** The width of each column by the longest of its texts; where all together have no room, in the same proportions. */
function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const textOf = (runs: string): string =>
    runs
      .split('<')
      .map((piece) => piece.slice(piece.indexOf('>') + 1))
      .join('');
  const natural = (rows[0] ?? []).map((_, c) =>
    Math.max(LEAST, BESIDE + LETTER * largest(rows.map((cells) => displayWidth(textOf(cells[c] ?? ''))))),
  );
  const all = natural.reduce((sum, width) => sum + width, 0);
  return all <= LINE ? natural : natural.map((width) => Math.floor((width * LINE) / all));
}

/** A table in three lines; its cells are runs. */
export function grid(rows: readonly (readonly string[])[], aligns: readonly string[]): string {
  const widths = widthsOf(rows);
  const line = (name: string, size: number): string =>
    element(`w:${name}`, { 'w:val': 'single', 'w:sz': size, 'w:space': 0, 'w:color': 'auto' });
  const cell = (content: string, c: number, head: boolean): string =>
    element(
      'w:tc',
      {},
      element(
        'w:tcPr',
        {},
        element('w:tcW', { 'w:w': 0, 'w:type': 'auto' }),
        head ? element('w:tcBorders', {}, line('bottom', 6)) : '',
      ),
      paragraph('TableCell', content, element('w:jc', { 'w:val': aligns[c] ?? 'left' })),
    );
  const table = element(
    'w:tbl',
    {},
    element(
      'w:tblPr',
      {},
      element('w:tblW', { 'w:w': 0, 'w:type': 'auto' }),
      element('w:jc', { 'w:val': 'center' }),
      element('w:tblBorders', {}, line('top', 12), line('bottom', 12)),
    ),
    element('w:tblGrid', {}, ...aligns.map((_, c) => element('w:gridCol', { 'w:w': widths[c] ?? LEAST }))),
    ...rows.map((cells, r) => element('w:tr', {}, ...cells.map((content, c) => cell(content, c, r === 0)))),
  );
  return table + paragraph('BodyText', '');
}
