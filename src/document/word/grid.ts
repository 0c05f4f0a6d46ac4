/** Pipe tables of Markdown in Word. */
import { paragraph } from '../../table/formats/office/document-text.ts';
import { element } from '../../table/formats/office/xml.ts';

/** A table in three lines; its cells are runs. */
export function grid(rows: readonly (readonly string[])[], aligns: readonly string[]): string {
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
    element('w:tblGrid', {}, ...aligns.map(() => element('w:gridCol', { 'w:w': 1500 }))),
    ...rows.map((cells, r) => element('w:tr', {}, ...cells.map((content, c) => cell(content, c, r === 0)))),
  );
  return table + paragraph('BodyText', '');
}
