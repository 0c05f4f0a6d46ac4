/** The words of elements of a Word document, as they stand when all tracked changes are accepted. */
import { charactersOf, childOf, within, type XmlElement } from './tree.ts';

export const wordsOf = (xml: string, element: XmlElement): string =>
  textsIn(element)
    .map((text) => charactersOf(xml, text))
    .join('');

/** The texts of runs, without those that a tracked change deletes. */
export const textsIn = (element: XmlElement): XmlElement[] =>
  [...within(element)].filter(({ name, parent }) => name === 'w:t' && parent?.name === 'w:r' && !isDeleted(parent));

/** Says whether a tracked change deletes an element, or moves it away. */
export function isDeleted(element: XmlElement): boolean {
  let at: XmlElement | undefined = element;
  while (at !== undefined && at.name !== 'w:del' && at.name !== 'w:moveFrom') at = at.parent;
  return at !== undefined;
}

/** The words of all cells of a table, row by row. A row that a tracked change deletes is none. */
export const gridWords = (xml: string, table: XmlElement): string =>
  rowsOf(table)
    .map((row) => cellsOf(row).map((cell) => wordsOf(xml, cell)))
    .map((cells) => cells.join('\t'))
    .join('\n');

export const rowsOf = (table: XmlElement): XmlElement[] =>
  [...within(table)].filter((each) => each.name === 'w:tr' && !isDeletedRow(each));

export const cellsOf = (row: XmlElement): XmlElement[] => [...within(row)].filter(({ name }) => name === 'w:tc');

const isDeletedRow = (row: XmlElement): boolean => {
  const properties = childOf(row, 'w:trPr');
  return properties !== undefined && childOf(properties, 'w:del') !== undefined;
};
