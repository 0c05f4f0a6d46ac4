/** Writes tables as a Word document (ECMA-376 part 1, WordprocessingML), each with its caption above and its notes below. */

import type { Table } from '../../table.ts';
import { words } from '../../words/phrases.ts';
import { unbroken } from '../cells.ts';
import type { FormattedTable } from '../format.ts';
import { sharesOf } from '../page.ts';
import { stylesOf, type TableStyles } from './document-styles.ts';
import { TableWriter } from './document-table.ts';
import { paragraph, runs } from './document-text.ts';
import { layoutOf } from './layout.ts';
import { officeFile } from './package.ts';
import { element } from './xml.ts';

export const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
export const type = (part: string): string =>
  `application/vnd.openxmlformats-officedocument.wordprocessingml.${part}+xml`;

const A4 = { short: 11906, long: 16838 } as const;
const INCH = 1440;

/** The file of a document with each table on a page of its own; of several, each with its number. */
export function document(entries: readonly FormattedTable[]): Uint8Array {
  const tables = entries.map(({ table }) => table);
  const { xml: styles, lookOf } = stylesOf(entries);
  const content = entries.map((entry, e) => {
    const number = entries.length > 1 ? e + 1 : undefined;
    return section(entry, { number, last: e === entries.length - 1, look: lookOf(entry) });
  });
  const part = (name: string, xml: string) => ({ path: `word/${name}.xml`, type: type(name), relation: name, xml });
  return officeFile(
    {
      path: 'word/document.xml',
      type: type('document.main'),
      xml: element('w:document', { 'xmlns:w': MAIN }, element('w:body', {}, ...content)),
    },
    [part('styles', styles), part('settings', settings)],
    tables,
  );
}

/** Without it, Word lays out as its version of 2007 did. */
export const settings = element(
  'w:settings',
  { 'xmlns:w': MAIN },
  element(
    'w:compat',
    {},
    element('w:compatSetting', {
      'w:name': 'compatibilityMode',
      'w:uri': 'http://schemas.microsoft.com/office/word',
      'w:val': 15,
    }),
  ),
);

/** The place of a table in its document, and its styles. */
interface Position {
  readonly number: number | undefined;
  readonly last: boolean;
  readonly look: TableStyles;
}

/** A table with its caption and notes, on pages of their own. */
function section(entry: FormattedTable, { number, last, look }: Position): string {
  const { xml, landscape } = tableXml(entry, { number, look });
  const page = sectionProperties(landscape);
  const note = paragraph(look.note, notes(entry.table), ...(last ? [] : [page]));
  return [xml, note, ...(last ? [page] : [])].join('');
}

/** Puts a part of a table into the mark by which a text knows it again. */
export interface TableMarks {
  /** `xml`: runs of the caption or of the notes, or the table. */
  marked(part: 'caption' | 'grid' | 'notes', xml: string): string;
}

const UNMARKED: TableMarks = { marked: (_, xml) => xml };

/** A table with its caption and its notes in a text. */
export function tableInText(entry: FormattedTable, place: Omit<Position, 'last'>, marks = UNMARKED): string {
  const note = marks.marked('notes', notes(entry.table));
  const options = { ...entry.options, landscape: false };
  return tableXml({ ...entry, options }, place, marks).xml + paragraph(place.look.note, note);
}

function tableXml({ table, options }: FormattedTable, { number, look }: Omit<Position, 'last'>, marks = UNMARKED) {
  const layout = layoutOf(table, {
    landscape: options.landscape as boolean | 'auto',
    shares: sharesOf(options),
    size: look.size,
    // Few fonts are wider than Times by more.
    wider: options.font === 'Times New Roman' ? 1 : 1.15,
  });
  const grid = marks.marked('grid', new TableWriter(table, layout, look).xml());
  const xml = caption(table, { number, style: look.caption, marks }) + grid;
  return { xml, landscape: layout.landscape };
}

export function sectionProperties(landscape: boolean): string {
  const size = landscape
    ? { 'w:w': A4.long, 'w:h': A4.short, 'w:orient': 'landscape' }
    : { 'w:w': A4.short, 'w:h': A4.long };
  const margins = Object.fromEntries(['top', 'right', 'bottom', 'left'].map((side) => [`w:${side}`, INCH]));
  return element(
    'w:sectPr',
    {},
    element('w:pgSz', size),
    element('w:pgMar', { ...margins, 'w:header': INCH / 2, 'w:footer': INCH / 2, 'w:gutter': 0 }),
  );
}

/** `Table 1: Baseline`; the number is a field, so that Word counts on where tables are put into a paper. */
function caption(
  { caption: text, language }: Table,
  { number, style, marks }: { readonly number: number | undefined; readonly style: string; readonly marks: TableMarks },
): string {
  if (text === '' && number === undefined) return '';
  const { table: word, captioned } = words[language];
  if (number === undefined) return paragraph(style, runs(text));
  const field = element('w:fldSimple', { 'w:instr': ' SEQ Table \\* ARABIC ' }, runs(String(number)));
  const said = marks === UNMARKED ? runs(captioned + text) : runs(captioned) + marks.marked('caption', runs(text));
  return paragraph(style, runs(word) + field + (text === '' ? '' : said));
}

function notes({ notes: said, language }: Table): string {
  if (said.length === 0) return '';
  const { notes: label, space } = words[language];
  return runs(label, language === 'zh' ? {} : { italic: true }) + runs(space + said.map(unbroken).join(space));
}
