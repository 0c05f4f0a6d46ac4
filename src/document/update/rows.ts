/** Has the rows of a table deleted and those of another one inserted in it, as tracked changes. */
import { spliced, type TextEdit } from '../edit.ts';
import { type ChangeName, type Changes, rejecting, struck } from '../word/marks/changes.ts';
import { childOf, elementsOf, within, type XmlElement } from '../word/marks/tree.ts';
import type { Within } from './retext.ts';

/** The table with its rows marked, and those of the table `wanted` behind them; tracked changes in it that papermake made are rejected before. */
export function withOtherRows({ xml, element: table }: Within, wanted: string, changes: Changes): string {
  const { start, end } = table;
  const moved = rejecting(xml, table).map(({ at: [a, b], text }): TextEdit => ({ at: [a - start, b - start], text }));
  const base = spliced(xml.slice(start, end), moved);
  const [old, fresh] = [elementsOf(base), elementsOf(wanted)];
  const rows = (root: XmlElement): XmlElement[] => root.children.filter(({ name }) => name === 'w:tr');
  const inserted = rows(fresh).map((row) => marked({ xml: wanted, element: row }, 'w:ins', changes));
  const edits = rows(old).map(
    (row): TextEdit => ({ at: [row.start, row.end], text: marked({ xml: base, element: row }, 'w:del', changes) }),
  );
  const last = rows(old).at(-1)?.end ?? old.to;
  return spliced(base, [
    ...SHAPES.flatMap((name) => reshaped({ xml: base, element: old }, { xml: wanted, element: fresh }, name, changes)),
    ...edits,
    { at: [last, last], text: inserted.join('') },
  ]);
}

/** Lists the elements that say how a table is set, and how wide its columns are. */
const SHAPES = ['w:tblPr', 'w:tblGrid'] as const;

function reshaped(old: Within, fresh: Within, name: string, changes: Changes): TextEdit[] {
  const [was, is] = [childOf(old.element, name), childOf(fresh.element, name)];
  if (was === undefined || is === undefined) return [];
  const [before, after] = [old.xml.slice(was.start, was.end), fresh.xml.slice(is.start, is.end)];
  if (before === after) return [];
  const change = changes.marked(`${name}Change`, before);
  const content = fresh.xml.slice(is.from, is.to);
  return [{ at: [was.start, was.end], text: `<${name}>${content}${change}</${name}>` }];
}

/** A row with the marks by which it is deleted or inserted: its own, those of its paragraphs, and those of its runs. */
function marked({ xml, element: row }: Within, name: ChangeName, changes: Changes): string {
  const edits = [...within(row)].flatMap((each): TextEdit[] => {
    if (each.name === 'w:p') return [inProperties(each, changes.marked(name))];
    if (each.name === 'w:r') return [{ at: [each.start, each.end], text: runMarked(xml, each, name, changes) }];
    return [];
  });
  const own = childOf(row, 'w:trPr');
  const exceptions = childOf(row, 'w:tblPrEx');
  const mark = changes.marked(name);
  const at = exceptions?.end ?? row.from;
  const ofRow: TextEdit = own === undefined ? { at: [at, at], text: `<w:trPr>${mark}</w:trPr>` } : withLast(own, mark);
  const moved = [ofRow, ...edits].map(
    ({ at: [a, b], text }): TextEdit => ({ at: [a - row.start, b - row.start], text }),
  );
  return spliced(xml.slice(row.start, row.end), moved);
}

function runMarked(xml: string, run: XmlElement, name: ChangeName, changes: Changes): string {
  if (name === 'w:ins') return changes.inserted(xml.slice(run.start, run.end));
  const content = run.children.map((child) => struck(xml, child)).join('');
  return changes.deleted(`${xml.slice(run.start, run.from)}${content}${xml.slice(run.to, run.end)}`);
}

/** Puts a mark into the properties of a paragraph's end, where changes stand first. */
function inProperties(paragraph: XmlElement, mark: string): TextEdit {
  const own = childOf(paragraph, 'w:pPr');
  const look = own && childOf(own, 'w:rPr');
  if (look !== undefined) return withFirst(look, mark);
  const ofEnd = `<w:rPr>${mark}</w:rPr>`;
  if (own === undefined) return withFirst(paragraph, `<w:pPr>${ofEnd}</w:pPr>`);
  const behind = own.children.find(({ name }) => name === 'w:sectPr' || name === 'w:pPrChange');
  return behind === undefined ? withLast(own, ofEnd) : { at: [behind.start, behind.start], text: ofEnd };
}

const withFirst = (parent: XmlElement, content: string): TextEdit =>
  isEmpty(parent) ? filled(parent, content) : { at: [parent.from, parent.from], text: content };

const withLast = (parent: XmlElement, content: string): TextEdit =>
  isEmpty(parent) ? filled(parent, content) : { at: [parent.to, parent.to], text: content };

/** Says whether an element is a tag alone. */
const isEmpty = ({ from, end }: XmlElement): boolean => from === end;

const filled = ({ name, end }: XmlElement, content: string): TextEdit => ({
  at: [end - '/>'.length, end],
  text: `>${content}</${name}>`,
});
