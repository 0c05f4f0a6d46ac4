/** The text of a Word document, a line for each paragraph whatever runs it is cut into, and edits of it that leave the rest of the file as it was. */
import { attempt } from '../../base/attempt.ts';
import { openZip } from '../../frame/readers/xlsx/zip.ts';
import { escapeXml } from '../../table/formats/office/xml.ts';
import { zipWith } from '../../table/formats/office/zip.ts';
import { spliced, type TextEdit } from '../edit.ts';
import { Runs } from './marks/runs.ts';

export interface WordText {
  readonly text: string;
  /** The file with edits of its text, each made in the run in which its stretch begins. */
  edited(edits: readonly TextEdit[]): Uint8Array;
}

const BODY = 'word/document.xml';

/** Throws where the bytes are no Word document. */
export function readWord(bytes: Uint8Array): WordText {
  const xml = openZip(bytes)(BODY);
  if (xml === undefined) throw new Error(`it has no ${BODY}`);
  const { text, places } = textOf(xml);
  return {
    text,
    edited(edits) {
      const runs = edits.some(({ number }) => number !== undefined) ? attempt(() => new Runs(xml)) : undefined;
      const cuts = [...edits.flatMap((edit) => cutsOf(edit, places, runs)), ...(runs?.spaces ?? [])];
      return zipWith(bytes, BODY, new TextEncoder().encode(spliced(xml, cuts)));
    },
  };
}

/** The offsets of a character of the text in the XML, where an entity is longer than its character. */
type XmlSpan = readonly [start: number, end: number];

const PARAGRAPH = /<w:p(?: [^<>]*)?\/>|<w:p(?: [^<>]*)?>.*?(?:<\/w:p>|$)/gs;
const RUN_TEXT = /(?<=<w:t(?: [^>/]*)?>)[^<]*(?=<\/w:t>)/g;
const CHARACTER = /&(?:#x(?<hex>[\da-f]+)|#(?<decimal>\d+)|(?<name>\w+));|[^&]|&/gi;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function textOf(xml: string): { readonly text: string; readonly places: readonly XmlSpan[] } {
  let text = '';
  const places: XmlSpan[] = [];
  for (const [i, paragraph] of [...xml.matchAll(PARAGRAPH)].entries()) {
    if (i > 0) {
      text += '\n';
      places.push([paragraph.index, paragraph.index]);
    }
    for (const run of paragraph[0].matchAll(RUN_TEXT)) {
      for (const character of run[0].matchAll(CHARACTER)) {
        const start = paragraph.index + run.index + character.index;
        const meant = meantBy(character);
        text += meant;
        for (let unit = 0; unit < meant.length; unit++) places.push([start, start + character[0].length]);
      }
    }
  }
  return { text, places };
}

function meantBy({ 0: written, groups = {} }: RegExpMatchArray): string {
  const { hex, decimal, name } = groups;
  if (name !== undefined) return ENTITIES[name] ?? written;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return hex === undefined && decimal === undefined ? written : String.fromCodePoint(Math.min(code, 0x10_ffff));
}

/** Maps an edit of the text to edits of the XML: the new text where the stretch begins, and nothing in the later runs. */
function cutsOf(
  { at: [start, end], text, number }: TextEdit,
  places: readonly XmlSpan[],
  runs: Runs | undefined,
): TextEdit[] {
  const stretch = places.slice(start, end);
  const [first, ...others] = stretch;
  if (first === undefined) {
    const [, before] = places[start - 1]!;
    return [{ at: [before, before], text: escapeXml(text) }];
  }
  const marked = number && runs?.marked({ kind: 'number', ...number }, text, first[0]);
  return [{ at: first, text: marked ?? escapeXml(text) }, ...others.map((at): TextEdit => ({ at, text: '' }))];
}
