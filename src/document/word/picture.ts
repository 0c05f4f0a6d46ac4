/** Pictures in Word: how large a PNG is, and how it stands in a line. */
import { paragraph } from '../../table/formats/office/document-text.ts';
import { element } from '../../table/formats/office/xml.ts';
import { words } from '../../table/words/phrases.ts';
import { textRun } from './runs.ts';

/** Points of a line of text on A4 with margins of an inch. */
const LINE = 451;
/** English Metric Units, 914,400 an inch. */
const EMU = 12700;
const POINTS: Readonly<Record<string, number>> = { pt: 1, in: 72, cm: 28.3465, mm: 2.83465 };

const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const PICTURE = 'http://schemas.openxmlformats.org/drawingml/2006/picture';
const INLINE = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Points of a PNG by its own resolution, 96 dots an inch where it says none; undefined where the bytes are no PNG. */
export function sizeOfPng(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) return undefined;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const perMetre = resolutionOf(view);
  const points = perMetre === undefined ? 0.75 : 2834.645 / perMetre;
  return { width: width * points, height: height * points };
}

/** Dots a metre, which the chunk `pHYs` before the picture says. */
function resolutionOf(view: DataView): number | undefined {
  for (let at = 8; at + 12 < view.byteLength; ) {
    const [length, name] = [view.getUint32(at), view.getUint32(at + 4)];
    if (name === 0x49444154) return undefined;
    if (name === 0x70485973 && view.getUint8(at + 16) === 1) return view.getUint32(at + 8);
    at += length + 12;
  }
  return undefined;
}

/** The size asked for (`80%`, `6cm`), or its own, no wider than the line. */
export function fitted({ width, height }: Size, asked: string | null): Size {
  const [, number = '', unit = ''] = /^([\d.]+)(%|[^\W\d]\w*)$/.exec(asked ?? '') ?? [];
  const wanted = unit === '%' ? (Number(number) / 100) * LINE : Number(number) * (POINTS[unit] ?? Number.NaN);
  const chosen = Math.min(Number.isNaN(wanted) ? width : wanted, LINE);
  return { width: chosen, height: (height * chosen) / width };
}

/** The run of the `number`-th picture, which the relation `id` leads to; `said` is what it shows, for whoever cannot see it. */
export function pictureRun(id: string, number: number, { width, height }: Size, said: string): string {
  const extent = { cx: Math.round(width * EMU), cy: Math.round(height * EMU) };
  const named = { id: number, name: `Picture ${number}`, descr: said };
  return element(
    'w:r',
    {},
    element(
      'w:drawing',
      {},
      element(
        'wp:inline',
        { 'xmlns:wp': INLINE, distT: 0, distB: 0, distL: 0, distR: 0 },
        element('wp:extent', extent),
        element('wp:docPr', named),
        element(
          'a:graphic',
          { 'xmlns:a': DRAWING },
          element(
            'a:graphicData',
            { uri: PICTURE },
            element(
              'pic:pic',
              { 'xmlns:pic': PICTURE },
              element('pic:nvPicPr', {}, element('pic:cNvPr', named), element('pic:cNvPicPr')),
              element(
                'pic:blipFill',
                {},
                element('a:blip', { 'xmlns:r': OFFICE, 'r:embed': id }),
                element('a:stretch', {}, element('a:fillRect')),
              ),
              element(
                'pic:spPr',
                {},
                element('a:xfrm', {}, element('a:off', { x: 0, y: 0 }), element('a:ext', extent)),
                element('a:prstGeom', { prst: 'rect' }, element('a:avLst')),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A picture with its caption below; `picture` and `caption` are runs, and the number is a field, so that Word counts on. */
export function figureXml({
  picture,
  number,
  caption,
  language,
}: {
  readonly picture: string;
  readonly number: number;
  readonly caption: string;
  readonly language: 'en' | 'zh';
}): string {
  const field = element('w:fldSimple', { 'w:instr': ' SEQ Figure \\* ARABIC ' }, textRun(String(number), {}));
  const said = caption === '' ? '' : textRun(words[language].captioned, {}) + caption;
  const name = textRun(language === 'zh' ? '图' : 'Figure ', {});
  return paragraph('Figure', picture) + paragraph('Caption', name + field + said);
}
