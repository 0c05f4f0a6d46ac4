/** The styles of a Word document, which readers may change in Word for the whole of it: those of its tables, equal ones once. */
import type { Entry } from '../format.ts';
import { sizeOf, twips } from './document-text.ts';
import { element } from './xml.ts';

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
/** Sizes of letters where nothing is said, in points. */
const SIZE = 10;
const NOTE_SIZE = 9;

/** How a table is set: the names of its styles, and the points of its letters. */
export interface Look {
  readonly caption: string;
  readonly cell: string;
  readonly note: string;
  readonly size: number;
}

export interface Styles {
  /** The part `styles.xml`. */
  readonly xml: string;
  lookOf(entry: Entry): Look;
}

/** The first table's look is the document's; that of any other is beside it where it differs. */
export function stylesOf(entries: readonly Entry[]): Styles {
  const ranks = new Map<string, number>();
  const firsts: Entry[] = [];
  for (const entry of entries) {
    const key = keyOf(entry);
    if (ranks.has(key)) continue;
    ranks.set(key, firsts.length);
    firsts.push(entry);
  }
  const numbered = (name: string, rank: number): string => (rank === 0 ? name : `${name}${rank + 1}`);
  return {
    xml: element(
      'w:styles',
      { 'xmlns:w': MAIN },
      docDefaults(firsts[0]!),
      element(
        'w:style',
        { 'w:type': 'paragraph', 'w:styleId': 'Normal', 'w:default': 1 },
        element('w:name', { 'w:val': 'Normal' }),
        element('w:qFormat'),
      ),
      ...firsts.flatMap(looks),
    ),
    lookOf(entry) {
      const rank = ranks.get(keyOf(entry))!;
      return {
        caption: numbered('Caption', rank),
        cell: numbered('TableCell', rank),
        note: numbered('TableNote', rank),
        size: pointsOf(entry, 'font_size', SIZE),
      };
    },
  };
}

/** All that styles are made of. */
const keyOf = ({ table: { language }, options: { landscape: _, ...options } }: Entry): string =>
  JSON.stringify([language, options]);

function pointsOf({ options }: Entry, name: string, usual: number): number {
  const points = options[name];
  return typeof points === 'number' ? points : usual;
}

function docDefaults(entry: Entry): string {
  const { font, font_asian: asian } = entry.options;
  const language = element('w:lang', { 'w:val': 'en-US', 'w:eastAsia': 'zh-CN' });
  const run = element('w:rPr', {}, fontsOf(font, asian), sizeOf(pointsOf(entry, 'font_size', SIZE)), language);
  return element('w:docDefaults', {}, element('w:rPrDefault', {}, run));
}

function looks(entry: Entry, rank: number): string[] {
  const { table, options } = entry;
  const spaced = (before: number, after: number): string =>
    element('w:spacing', { 'w:before': twips(before), 'w:after': twips(after) });
  const style = (name: string, paragraph: string, run: string): string => {
    const title = rank === 0 ? name : `${name} ${rank + 1}`;
    // Word has a caption of its own.
    const id = title === 'caption' ? 'Caption' : title.replace(/^c/, 'C').replaceAll(' ', '');
    return element(
      'w:style',
      { 'w:type': 'paragraph', 'w:styleId': id, 'w:customStyle': id === 'Caption' ? undefined : 1 },
      element('w:name', { 'w:val': title }),
      element('w:basedOn', { 'w:val': 'Normal' }),
      element('w:qFormat'),
      element('w:pPr', {}, paragraph),
      element('w:rPr', {}, run),
    );
  };
  const size = pointsOf(entry, 'font_size', SIZE);
  const captionFonts = fontsOf(options.caption_font ?? options.font, options.caption_font_asian ?? options.font_asian);
  // The document has the fonts and the size of the first.
  const fonts = rank === 0 ? '' : fontsOf(options.font, options.font_asian);
  return [
    style(
      'caption',
      element('w:keepNext') + spaced(0, 4) + element('w:jc', { 'w:val': 'center' }),
      captionFonts + (options.caption_bold ? element('w:b') : '') + sizeOf(pointsOf(entry, 'caption_size', size)),
    ),
    // No space between Chinese letters and an exponent.
    style(
      'Table Cell',
      element('w:autoSpaceDN', { 'w:val': 0 }) + spaced(1, 1),
      rank === 0 ? '' : fonts + sizeOf(size),
    ),
    style(
      'Table Note',
      spaced(3, 0) + (table.language === 'zh' ? '' : element('w:jc', { 'w:val': 'both' })),
      fonts + sizeOf(pointsOf(entry, 'note_size', NOTE_SIZE)),
    ),
  ];
}

const fontsOf = (font: unknown, asian: unknown): string =>
  element('w:rFonts', {
    'w:ascii': String(font),
    'w:hAnsi': String(font),
    'w:eastAsia': String(asian),
    'w:cs': String(font),
  });
