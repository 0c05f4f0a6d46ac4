/**
 * The text of a Word document, a line for each paragraph whatever runs it is cut into, its notes, headers and footers behind it, and edits of it that
 * leave the rest of the file as it was.
 */
import { escapeXml } from '../../table/formats/office/xml.ts';
import { zipWith } from '../../table/formats/office/zip.ts';
import { spliced, type TextEdit } from '../edit.ts';
import type { Changes } from './marks/changes.ts';
import { type Line, linesOf } from './marks/lines.ts';
import { Runs, type XmlSpan } from './marks/runs.ts';
import type { XmlElement } from './marks/tree.ts';
import { readParts } from './parts.ts';

export interface WordText {
  /** A text box counts once, though Word writes it twice. */
  readonly text: string;
  /** The file with edits of its text, each made in the run in which its stretch begins; as tracked changes where `changes` writes them. */
  edited(edits: readonly TextEdit[], changes?: Changes): Uint8Array;
}

/**
 * Parts the text from each footnote part, endnote part, header and footer behind it. Their lines stand between lines of this character, which no XML
 * may hold (XML 1.0, 2.2).
 */
export const PART_BREAK = '\n\f\n';

/** Throws where the bytes are no Word document, or where its XML is damaged. */
export function readWord(bytes: Uint8Array): WordText {
  let end = 0;
  const parts = readParts(bytes).texts.map(({ path, xml, root }) => {
    const { text, places } = textOf(xml, linesOf(xml, root));
    const start = end;
    end += text.length + PART_BREAK.length;
    return { path, xml, root, text, places, start };
  });
  return {
    text: parts.map(({ text }) => text).join(PART_BREAK),
    edited(edits, changes) {
      return parts.reduce((archive, { path, xml, root, text, places, start }) => {
        const own = edits.filter(({ at: [from] }) => from >= start && from <= start + text.length);
        if (own.length === 0) return archive;
        const runs = new Runs(xml, root);
        const cuts = own.flatMap(({ at: [from, to], ...edit }) =>
          cutsOf({ ...edit, at: [from - start, to - start] }, places, { runs, changes }),
        );
        return zipWith(archive, path, new TextEncoder().encode(spliced(xml, [...cuts, ...runs.spaces])));
      }, bytes);
    },
  };
}

/** Where a character stands: in its paragraph, and in each copy of it. */
type CharacterPlace = readonly XmlSpan[];

const CHARACTER = /&(?:#x(?<hex>[\da-f]+)|#(?<decimal>\d+)|(?<name>\w+));|[^&]|&/gi;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function textOf(
  xml: string,
  lines: readonly Line[],
): { readonly text: string; readonly places: readonly CharacterPlace[] } {
  let text = '';
  const places: CharacterPlace[] = [];
  for (const [i, line] of lines.entries()) {
    const forms = [line, ...line.copies];
    if (i > 0) {
      text += '\n';
      places.push(forms.map(({ paragraph: { start } }) => [start, start]));
    }
    const [own, ...copies] = forms.map(({ texts }) => charactersIn(xml, texts));
    text += own!.text;
    for (const [unit, at] of own!.places.entries()) {
      const others = copies.filter((copy) => copy.text === own!.text).map((copy) => copy.places[unit]!);
      places.push([at, ...others]);
    }
  }
  return { text, places };
}

function charactersIn(
  xml: string,
  texts: readonly XmlElement[],
): { readonly text: string; readonly places: XmlSpan[] } {
  let text = '';
  const places: XmlSpan[] = [];
  for (const { from, to } of texts) {
    for (const character of xml.slice(from, to).matchAll(CHARACTER)) {
      const start = from + character.index;
      const meant = meantBy(character);
      text += meant;
      for (let unit = 0; unit < meant.length; unit++) places.push([start, start + character[0].length]);
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

interface Cutting {
  readonly runs: Runs;
  readonly changes: Changes | undefined;
}

/** Maps an edit of the text to edits of the XML, in each form in which the text stands. */
function cutsOf(edit: TextEdit, places: readonly CharacterPlace[], how: Cutting): TextEdit[] {
  const [start, end] = edit.at;
  const stretch = places.slice(start, end);
  const first = stretch[0] ?? places[start - 1]!;
  return first.flatMap((at, form) => {
    const own = stretch.flatMap((place) => (place[form] === undefined ? [] : [place[form]]));
    return cutsIn(edit, { stretch: own, at }, how);
  });
}

/** The new text where the stretch begins, and nothing in the later runs; behind the character at `at` where the stretch is empty. */
function cutsIn(
  { text, number }: TextEdit,
  { stretch, at: [, before] }: { readonly stretch: readonly XmlSpan[]; readonly at: XmlSpan },
  { runs, changes }: Cutting,
): TextEdit[] {
  const [first, ...others] = stretch;
  if (first === undefined) return [{ at: [before, before], text: escapeXml(text) }];
  const bound = number && ({ kind: 'number', ...number } as const);
  if (changes !== undefined) return runs.tracked(stretch, { words: text, bound, changes });
  const marked = bound && runs.marked(bound, text, first[0]);
  return [{ at: first, text: marked ?? escapeXml(text) }, ...others.map((at): TextEdit => ({ at, text: '' }))];
}
