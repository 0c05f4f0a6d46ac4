/** Puts other cells into a table of a Word file: cell by cell where its shape is the same, otherwise the table as a whole. */
import type { TextEdit } from '../edit.ts';
import { readBookmark } from '../word/marks/tags.ts';
import { attributeAt, attributeOf, childOf, within, type XmlElement } from '../word/marks/tree.ts';
import { cellsOf, rowsOf, wordsOf } from '../word/marks/words.ts';
import type { Place } from './places.ts';
import { inTheWay, retexted, type Within } from './retext.ts';

export type Placed = { readonly edits: readonly TextEdit[] } | { readonly why: string };

/** Edits of the part in which `place` stands. */
export function regridded(place: Place, fresh: Place): Placed {
  const [old, wanted] = [tableOf(place), tableOf(fresh)];
  return isAlike(old, wanted) ? byCell(old, wanted, place, fresh) : whole(place, fresh);
}

const tableOf = ({ part, content }: Place): Within => ({ xml: part.xml, element: content! });

function isAlike(a: Within, b: Within): boolean {
  const [one, other] = [shapeOf(a), shapeOf(b)];
  return one !== undefined && one === other;
}

/** The spans of all cells; undefined where a cell holds more than a paragraph. */
function shapeOf({ xml, element }: Within): string | undefined {
  const rows = rowsOf(element).map((row) => cellsOf(row));
  const isPlain = (cell: XmlElement): boolean =>
    cell.children.filter(({ name }) => name !== 'w:tcPr').length === 1 && childOf(cell, 'w:p') !== undefined;
  return rows.flat().every(isPlain)
    ? JSON.stringify(rows.map((cells) => cells.map((each) => spanOf(xml, each))))
    : undefined;
}

function spanOf(xml: string, cell: XmlElement): string {
  const properties = childOf(cell, 'w:tcPr');
  const [columns, merged] = ['w:gridSpan', 'w:vMerge'].map((name) => properties && childOf(properties, name));
  const span = (columns && attributeOf(xml, columns, 'w:val')) ?? '1';
  return merged === undefined ? span : `${span} ${attributeOf(xml, merged, 'w:val') ?? 'continue'}`;
}

function byCell(old: Within, wanted: Within, place: Place, fresh: Place): Placed {
  const cells = ({ element }: Within): XmlElement[] => rowsOf(element).flatMap(cellsOf);
  const others = cells(wanted);
  const edits: TextEdit[] = [];
  for (const [i, cell] of cells(old).entries()) {
    const other = others[i]!;
    if (wordsOf(old.xml, cell) === wordsOf(wanted.xml, other)) continue;
    const line = { xml: old.xml, element: childOf(cell, 'w:p')! };
    const why = inTheWay(line);
    if (why !== undefined) return { why };
    edits.push(...retexted(line, { xml: wanted.xml, element: childOf(other, 'w:p')! }, false));
  }
  return { edits: [...edits, { at: place.tagAt, text: fresh.part.xml.slice(...fresh.tagAt) }] };
}

/** Lists the elements of a table of papermake's. In its properties anything may stand but tracked changes. */
const OWN: ReadonlySet<string> = new Set(
  ['tbl', 'tblPr', 'tblGrid', 'tblPrEx', 'tr', 'trPr', 'tc', 'tcPr', 'p', 'pPr', 'r', 'rPr', 't'].map(
    (name) => `w:${name}`,
  ),
);
const MARKS: ReadonlySet<string> = new Set(['w:proofErr', 'w:lastRenderedPageBreak', 'w:bookmarkEnd']);
const PROPERTIES = /Pr(?:Ex)?$|^w:tblGrid$/;
const CHANGED = /^w:(?:ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|\w+Change)$/;

function whole(place: Place, fresh: Place): Placed {
  const { xml } = place.part;
  const table = place.content!;
  const inside = [...within(table)];
  if (inside.some(({ name }) => CHANGED.test(name)))
    return { why: 'its rows are others now, and tracked changes stand in it: accept or reject them' };
  const foreign = inside.some((each) => each !== place.element && !isOwn(xml, each, table));
  const id = attributeOf(xml, place.element, 'w:id');
  const ends = inside.filter((each) => each.name === 'w:bookmarkEnd' && attributeOf(xml, each, 'w:id') === id);
  if (foreign || id === undefined || ends.length !== 1)
    return { why: 'its rows are others now, and comments, notes or other things stand in it, which would be lost' };
  return { edits: [{ at: [table.start, table.end], text: renumbered(fresh, id) }] };
}

function isOwn(xml: string, element: XmlElement, table: XmlElement): boolean {
  for (let at = element.parent; at !== undefined && at !== table; at = at.parent)
    if (PROPERTIES.test(at.name)) return true;
  if (element.parent !== undefined && PROPERTIES.test(element.parent.name)) return true;
  if (element.name === 'w:bookmarkStart') return readBookmark(attributeOf(xml, element, 'w:name') ?? '') !== undefined;
  return OWN.has(element.name) || MARKS.has(element.name);
}

/** The fresh table, whose bookmark has the id of the one that it takes the place of. */
function renumbered(fresh: Place, id: string): string {
  const { xml } = fresh.part;
  const { start, end } = fresh.content!;
  const own = attributeOf(xml, fresh.element, 'w:id');
  const marks = [...within(fresh.content!)].filter(
    (each) => each.name.startsWith('w:bookmark') && attributeOf(xml, each, 'w:id') === own,
  );
  let text = '';
  let from = start;
  for (const mark of marks) {
    const [a, b] = attributeAt(xml, mark, 'w:id')!;
    text += xml.slice(from, a) + id;
    from = b;
  }
  return text + xml.slice(from, end);
}
