/** Writes tables as a Word document (ECMA-376 part 1, WordprocessingML), each with its caption above and its notes below. */
import type { Entry } from '../formats/format.ts';
import { words } from '../phrases.ts';
import type { Table } from '../table.ts';
import { TableWriter } from './document-table.ts';
import { paragraph, runs, sizeOf, twips } from './document-text.ts';
import { layoutOf } from './layout.ts';
import { officeFile } from './package.ts';
import { element } from './xml.ts';

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const type = (part: string): string => `application/vnd.openxmlformats-officedocument.wordprocessingml.${part}+xml`;

const A4 = { short: 11906, long: 16838 } as const;
const INCH = 1440;
/** Sizes of letters where nothing is said, in points. */
const SIZE = 10;
const NOTE_SIZE = 9;

/** The file of a document with each table on a page of its own; of several, each with its number. */
export function document(entries: readonly Entry[]): Uint8Array {
  const tables = entries.map(({ table }) => table);
  const size = pointsOf(entries[0]!, 'font_size', SIZE);
  const content = entries.map((entry, e) => {
    const number = entries.length > 1 ? e + 1 : undefined;
    return section(entry, { number, last: e === entries.length - 1, size });
  });
  const part = (name: string, xml: string) => ({ path: `word/${name}.xml`, type: type(name), relation: name, xml });
  return officeFile(
    {
      path: 'word/document.xml',
      type: type('document.main'),
      xml: element('w:document', { 'xmlns:w': MAIN }, element('w:body', {}, ...content)),
    },
    [part('styles', styles(entries[0]!)), part('settings', settings)],
    tables,
  );
}

function pointsOf({ options }: Entry, name: string, usual: number): number {
  const points = options[name];
  return typeof points === 'number' ? points : usual;
}

/** Without it, Word lays out as its version of 2007 did. */
const settings = element(
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

/** The styles, which readers may change in Word for the whole document. */
function styles(entry: Entry): string {
  const { table, options } = entry;
  const spaced = (before: number, after: number): string =>
    element('w:spacing', { 'w:before': twips(before), 'w:after': twips(after) });
  const style = (id: string, name: string, paragraph: string, run: string): string =>
    element(
      'w:style',
      { 'w:type': 'paragraph', 'w:styleId': id, 'w:customStyle': id === 'Caption' ? undefined : 1 },
      element('w:name', { 'w:val': name }),
      element('w:basedOn', { 'w:val': 'Normal' }),
      element('w:qFormat'),
      element('w:pPr', {}, paragraph),
      element('w:rPr', {}, run),
    );
  const size = pointsOf(entry, 'font_size', SIZE);
  const captionFonts = fontsOf(options.caption_font ?? options.font, options.caption_font_asian ?? options.font_asian);
  const language = element('w:lang', { 'w:val': 'en-US', 'w:eastAsia': 'zh-CN' });
  return element(
    'w:styles',
    { 'xmlns:w': MAIN },
    element(
      'w:docDefaults',
      {},
      element(
        'w:rPrDefault',
        {},
        element('w:rPr', {}, fontsOf(options.font, options.font_asian), sizeOf(size), language),
      ),
    ),
    element(
      'w:style',
      { 'w:type': 'paragraph', 'w:styleId': 'Normal', 'w:default': 1 },
      element('w:name', { 'w:val': 'Normal' }),
      element('w:qFormat'),
    ),
    style(
      'Caption',
      'caption',
      element('w:keepNext') + spaced(0, 4) + element('w:jc', { 'w:val': 'center' }),
      captionFonts + (options.caption_bold ? element('w:b') : '') + sizeOf(pointsOf(entry, 'caption_size', size)),
    ),
    // No space between Chinese letters and an exponent.
    style('TableCell', 'Table Cell', element('w:autoSpaceDN', { 'w:val': 0 }) + spaced(1, 1), ''),
    style(
      'TableNote',
      'Table Note',
      spaced(3, 0) + (table.language === 'zh' ? '' : element('w:jc', { 'w:val': 'both' })),
      sizeOf(pointsOf(entry, 'note_size', NOTE_SIZE)),
    ),
  );
}

const fontsOf = (font: unknown, asian: unknown): string =>
  element('w:rFonts', {
    'w:ascii': String(font),
    'w:hAnsi': String(font),
    'w:eastAsia': String(asian),
    'w:cs': String(font),
  });

/** Where a table stands in its document, whose letters have `size` points. */
interface Position {
  readonly number: number | undefined;
  readonly last: boolean;
  readonly size: number;
}

/** A table with its caption and notes, on pages of their own. */
function section(entry: Entry, { number, last, size }: Position): string {
  const { table, options } = entry;
  const layout = layoutOf(table, {
    landscape: options.landscape as boolean | 'auto',
    size: pointsOf(entry, 'font_size', SIZE),
    // Few fonts are wider than Times by more.
    wider: options.font === 'Times New Roman' ? 1 : 1.15,
  });
  const page = sectionProperties(layout.landscape);
  return [
    caption(table, number),
    new TableWriter(table, layout, size).xml(),
    paragraph('TableNote', notes(table), ...(last ? [] : [page])),
    ...(last ? [page] : []),
  ].join('');
}

function sectionProperties(landscape: boolean): string {
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
function caption({ caption: text, language }: Table, number: number | undefined): string {
  if (text === '' && number === undefined) return '';
  const { table: word, captioned } = words[language];
  if (number === undefined) return paragraph('Caption', runs(text));
  const field = element('w:fldSimple', { 'w:instr': ' SEQ Table \\* ARABIC ' }, runs(String(number)));
  return paragraph('Caption', runs(word) + field + (text === '' ? '' : runs(captioned + text)));
}

function notes({ notes: said, language }: Table): string {
  if (said.length === 0) return '';
  const { notes: label, space } = words[language];
  return runs(label, language === 'zh' ? {} : { italic: true }) + runs(space + said.join(space));
}
