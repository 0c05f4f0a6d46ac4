/** The words of elements of a Word document, as they stand when all tracked changes are accepted, or when all are rejected. */
import { charactersOf, childOf, within, type XmlElement } from './tree.ts';

/** Says whether the tracked changes of a text are all accepted or all rejected. */
export type View = 'accepted' | 'rejected';

export const wordsOf = (xml: string, element: XmlElement, view: View = 'accepted'): string =>
  textsIn(element, view)
    .map((text) => charactersOf(xml, text))
    .join('');

/** The texts of runs, without those that are not there in the view. */
export const textsIn = (element: XmlElement, view: View = 'accepted'): XmlElement[] =>
  [...within(element)].filter(
    ({ name, parent }) => TEXTS[view].has(name) && parent?.name === 'w:r' && !isAbsent(parent, view),
  );

/** A text that a tracked change deletes is a `w:delText`. */
const TEXTS: Readonly<Record<View, ReadonlySet<string>>> = {
  accepted: new Set(['w:t']),
  rejected: new Set(['w:t', 'w:delText']),
};

/** Elements of tracked changes whose content is not there in a view. */
const ABSENT: Readonly<Record<View, ReadonlySet<string>>> = {
  accepted: new Set(['w:del', 'w:moveFrom']),
  rejected: new Set(['w:ins', 'w:moveTo']),
};

/** Says whether tracked changes leave nothing of an element in a view. */
export function isAbsent(element: XmlElement, view: View): boolean {
  let at: XmlElement | undefined = element;
  while (at !== undefined && !ABSENT[view].has(at.name)) at = at.parent;
  return at !== undefined;
}

/** Says whether a tracked change inserts an element, or moves it there. */
export const isInserted = (element: XmlElement): boolean => isAbsent(element, 'rejected');

/** Elements of tracked changes that hold runs. */
export const CHANGES: ReadonlySet<string> = new Set([...ABSENT.accepted, ...ABSENT.rejected]);

/** The words of all cells of a table, row by row. A row that is not there in the view is none. */
export const gridWords = (xml: string, table: XmlElement, view: View = 'accepted'): string =>
  rowsOf(table, view)
    .map((row) => cellsOf(row).map((cell) => wordsOf(xml, cell, view)))
    .map((cells) => cells.join('\t'))
    .join('\n');

export const rowsOf = (table: XmlElement, view: View = 'accepted'): XmlElement[] =>
  [...within(table)].filter((each) => each.name === 'w:tr' && !isAbsentRow(each, view));

export const cellsOf = (row: XmlElement): XmlElement[] => [...within(row)].filter(({ name }) => name === 'w:tc');

export function isAbsentRow(row: XmlElement, view: View): boolean {
  return childOf(row, 'w:trPr')?.children.some(({ name }) => ABSENT[view].has(name)) ?? false;
}
