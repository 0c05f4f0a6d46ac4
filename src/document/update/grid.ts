/** Puts other cells into a table of a Word file: cell by cell where its shape is the same, otherwise the table as a whole. */
import { spliced, type TextEdit } from '../edit.ts';
import { type Changes, rejecting } from '../word/marks/changes.ts';
import { bookmarkName, readBookmark } from '../word/marks/tags.ts';
import { attributeAt, attributeOf, childOf, within, type XmlElement } from '../word/marks/tree.ts';
import { cellsOf, rowsOf, wordsOf } from '../word/marks/words.ts';
import { isOwnChange, type Place } from './places.ts';
import { inTheWay, retexted, type Within } from './retext.ts';
import { withOtherRows } from './rows.ts';

export type Placed = { readonly edits: readonly TextEdit[] } | { readonly why: string };

export interface Regridding {
  /** By which the edits are tracked; undefined where they are not. */
  readonly changes: Changes | undefined;
  /** The digest of what stands there with the tracked changes rejected, which the mark is to say; undefined where it says none. */
  readonly before: string | undefined;
}

/** Edits of the part in which `place` stands. */
export function regridded(place: Place, fresh: Place, how: Regridding): Placed {
  const [old, wanted] = [tableOf(place), tableOf(fresh)];
  return isAlike(old, wanted) ? byCell(place, fresh, how) : whole(place, fresh, how);
}

/** The name of the bookmark of the fresh table. */
const nameFor = ({ tag }: Place, before: string | undefined): string =>
  bookmarkName(before === undefined ? tag : { ...tag, before });

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

function byCell(place: Place, fresh: Place, { changes, before }: Regridding): Placed {
  const [old, wanted] = [tableOf(place), tableOf(fresh)];
  const cells = ({ element }: Within): XmlElement[] => rowsOf(element).flatMap((row) => cellsOf(row));
  const isOwn = isOwnChange(place);
  const others = cells(wanted);
  const edits: TextEdit[] = [];
  for (const [i, cell] of cells(old).entries()) {
    const other = others[i]!;
    if (wordsOf(old.xml, cell) === wordsOf(wanted.xml, other)) continue;
    const line = { xml: old.xml, element: childOf(cell, 'w:p')! };
    const why = inTheWay(line, isOwn);
    if (why !== undefined) return { why };
    // A cell that is as it was needs no change any more.
    const isBack = isOwn && wordsOf(old.xml, cell, 'rejected') === wordsOf(wanted.xml, other) && !isInsertedRow(cell);
    const words = { xml: wanted.xml, element: childOf(other, 'w:p')! };
    edits.push(...(isBack ? rejecting(old.xml, line.element) : retexted(line, words, { oneLook: false, changes })));
  }
  return { edits: [...edits, { at: place.tagAt, text: nameFor(fresh, before) }] };
}

function isInsertedRow(cell: XmlElement): boolean {
  const properties = cell.parent && childOf(cell.parent, 'w:trPr');
  return properties !== undefined && childOf(properties, 'w:ins') !== undefined;
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
/** The changes that papermake makes itself. */
const OWN_CHANGES: ReadonlySet<string> = new Set(
  ['ins', 'del', 'delText', 'tblPrChange', 'tblGridChange'].map((name) => `w:${name}`),
);

function whole(place: Place, fresh: Place, { changes, before }: Regridding): Placed {
  const { xml } = place.part;
  const table = place.content!;
  const isOwnOf = isOwnChange(place) ? OWN_CHANGES : NONE;
  const inside = [...within(table)];
  if (inside.some(({ name }) => CHANGED.test(name) && !isOwnOf.has(name)))
    return { why: 'its rows are others now, and tracked changes stand in it: accept or reject them' };
  const foreign = inside.some((each) => each !== place.element && !isOwnOf.has(each.name) && !isOwn(xml, each, table));
  const id = attributeOf(xml, place.element, 'w:id');
  const ends = inside.filter((each) => each.name === 'w:bookmarkEnd' && attributeOf(xml, each, 'w:id') === id);
  if (foreign || id === undefined || ends.length !== 1)
    return { why: 'its rows are others now, and comments, notes or other things stand in it, which would be lost' };
  const name = nameFor(fresh, before);
  const text =
    changes === undefined
      ? renumbered(fresh, { id, name })
      : withOtherRows({ xml, element: table }, renumbered(fresh, { id: changes.id(), name }), changes);
  return { edits: [{ at: [table.start, table.end], text }] };
}

const NONE: ReadonlySet<string> = new Set();

function isOwn(xml: string, element: XmlElement, table: XmlElement): boolean {
  for (let at = element.parent; at !== undefined && at !== table; at = at.parent)
    if (PROPERTIES.test(at.name)) return true;
  if (element.parent !== undefined && PROPERTIES.test(element.parent.name)) return true;
  if (element.name === 'w:bookmarkStart') return readBookmark(attributeOf(xml, element, 'w:name') ?? '') !== undefined;
  return OWN.has(element.name) || MARKS.has(element.name);
}

/** The fresh table, whose bookmark has another id and name. */
function renumbered(fresh: Place, { id, name }: { readonly id: string; readonly name: string }): string {
  const { xml } = fresh.part;
  const { start, end } = fresh.content!;
  const own = attributeOf(xml, fresh.element, 'w:id');
  const marks = [...within(fresh.content!)].filter(
    (each) => each.name.startsWith('w:bookmark') && attributeOf(xml, each, 'w:id') === own,
  );
  const edits = marks.map((mark): TextEdit => ({ at: attributeAt(xml, mark, 'w:id')!, text: id }));
  const all = [...edits, { at: fresh.tagAt, text: name }];
  return spliced(
    xml.slice(start, end),
    all.map(({ at, text }) => ({ at: [at[0] - start, at[1] - start], text })),
  );
}
