/** The styles of a Word document, which readers may change in Word for the whole of it: those of its tables, equal ones once. */
import type { FormattedTable } from '../format.ts';
import { sizeOf, twips } from './document-text.ts';
import { element } from './xml.ts';

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
/** Sizes of letters where nothing is said, in points. */
const SIZE = 10;
const NOTE_SIZE = 9;

/** The styles of a table: their names, and their font sizes in points. */
export interface TableStyles {
  readonly caption: string;
  readonly cell: string;
  readonly note: string;
  readonly size: number;
}

export interface Styles {
  /** The part `styles.xml`. */
  readonly xml: string;
  lookOf(entry: FormattedTable): TableStyles;
}

/**
 * Returns the document's styles from the look of the first table. A table with another look gets a numbered style. `more` are styles of its
 * text.
 */
export function stylesOf(entries: readonly FormattedTable[], more: readonly string[] = []): Styles {
  const [first] = entries as [FormattedTable];
  const found = kinds.map((kind) => new Map(entries.map((entry) => [kind.looks(entry, first), entry])));
  const ranked = (k: number, entry: FormattedTable): number =>
    [...found[k]!.keys()].indexOf(kinds[k]!.looks(entry, first));
  const idOf = (k: number, entry: FormattedTable): string => idOfStyle(kinds[k]!.name, ranked(k, entry));
  return {
    xml: element(
      'w:styles',
      { 'xmlns:w': MAIN },
      docDefaults(first),
      element(
        'w:style',
        { 'w:type': 'paragraph', 'w:styleId': 'Normal', 'w:default': 1 },
        element('w:name', { 'w:val': 'Normal' }),
        element('w:qFormat'),
      ),
      ...kinds.flatMap(({ name }, k) => [...found[k]!.keys()].map((look, rank) => style(name, rank, look))),
      ...more,
    ),
    lookOf: (entry) => ({
      ...{ caption: idOf(0, entry), cell: idOf(1, entry), note: idOf(2, entry) },
      size: pointsOf(entry, 'font_size', SIZE),
    }),
  };
}

function pointsOf({ options }: FormattedTable, name: string, usual: number): number {
  const points = options[name];
  return typeof points === 'number' ? points : usual;
}

function docDefaults(entry: FormattedTable): string {
  const { font, font_asian: asian } = entry.options;
  const language = element('w:lang', { 'w:val': 'en-US', 'w:eastAsia': 'zh-CN' });
  const run = element('w:rPr', {}, fontsOf(font, asian), sizeOf(pointsOf(entry, 'font_size', SIZE)), language);
  // No line of a paragraph stands alone on its page.
  const paragraphs = element('w:pPrDefault', {}, element('w:pPr', {}, element('w:widowControl')));
  return element('w:docDefaults', {}, element('w:rPrDefault', {}, run), paragraphs);
}

interface Kind {
  readonly name: string;
  /** The properties of its paragraphs and runs beside those of the document, which are the first table's. */
  looks(entry: FormattedTable, first: FormattedTable): string;
}

const spaced = (before: number, after: number): string =>
  element('w:spacing', { 'w:before': twips(before), 'w:after': twips(after) });

const looking = (paragraph: string, ...run: readonly string[]): string =>
  element('w:pPr', {}, paragraph) + element('w:rPr', {}, run.join(''));

/** Fonts of cells and notes; empty where they are the document's. */
function bodyFonts(entry: FormattedTable, first: FormattedTable): string {
  const [own, document] = [entry, first].map(({ options }) => fontsOf(options.font, options.font_asian));
  return own === document ? '' : own!;
}

/** Size of cells; empty where it is the document's. */
function bodySize(entry: FormattedTable, first: FormattedTable): string {
  const [own, document] = [entry, first].map((each) => sizeOf(pointsOf(each, 'font_size', SIZE)));
  return own === document ? '' : own!;
}

const kinds: readonly Kind[] = [
  {
    name: 'caption',
    looks(entry) {
      const { font, font_asian: asian, caption_font, caption_font_asian, caption_bold } = entry.options;
      return looking(
        element('w:keepNext') + spaced(0, 4) + element('w:jc', { 'w:val': 'center' }),
        fontsOf(caption_font ?? font, caption_font_asian ?? asian),
        caption_bold ? element('w:b') : '',
        sizeOf(pointsOf(entry, 'caption_size', pointsOf(entry, 'font_size', SIZE))),
      );
    },
  },
  {
    name: 'Table Cell',
    // No space between Chinese letters and an exponent.
    looks: (entry, first) =>
      looking(element('w:autoSpaceDN', { 'w:val': 0 }) + spaced(1, 1), bodyFonts(entry, first), bodySize(entry, first)),
  },
  {
    name: 'Table Note',
    looks: (entry, first) =>
      looking(
        element('w:keepLines') +
          spaced(3, 0) +
          (entry.table.language === 'zh' ? '' : element('w:jc', { 'w:val': 'both' })),
        bodyFonts(entry, first),
        sizeOf(pointsOf(entry, 'note_size', Math.min(NOTE_SIZE, pointsOf(entry, 'font_size', SIZE)))),
      ),
  },
];

const nameOf = (name: string, rank: number): string => (rank === 0 ? name : `${name} ${rank + 1}`);
const idOfStyle = (name: string, rank: number): string => nameOf(name, rank).replace(/^c/, 'C').replaceAll(' ', '');

function style(name: string, rank: number, looks: string): string {
  const id = idOfStyle(name, rank);
  return element(
    'w:style',
    // Word has a caption of its own.
    { 'w:type': 'paragraph', 'w:styleId': id, 'w:customStyle': id === 'Caption' ? undefined : 1 },
    element('w:name', { 'w:val': nameOf(name, rank) }),
    element('w:basedOn', { 'w:val': 'Normal' }),
    element('w:qFormat'),
    looks,
  );
}

const fontsOf = (font: unknown, asian: unknown): string =>
  element('w:rFonts', {
    'w:ascii': String(font),
    'w:hAnsi': String(font),
    'w:eastAsia': String(asian),
    'w:cs': String(font),
  });
