/** Puts other words into runs of a Word file, in the look that the words there have. */
import { element, escapeXml } from '../../table/formats/office/xml.ts';
import type { TextEdit } from '../edit.ts';
import { attributeOf, charactersOf, childOf, within, type XmlElement } from '../word/marks/tree.ts';
import { textsIn } from '../word/marks/words.ts';

/** Elements of a part. */
export interface Within {
  readonly xml: string;
  readonly element: XmlElement;
}

const CHANGES: ReadonlySet<string> = new Set(['w:ins', 'w:del', 'w:moveFrom', 'w:moveTo']);

/** Says what stands in the way of other words: tracked changes, or controls within; undefined where nothing does. */
export function inTheWay({ element: container }: Within): string | undefined {
  const inside = [...within(container)].filter((each) => each !== container);
  if (inside.some(({ name }) => CHANGES.has(name))) return 'tracked changes stand in it: accept or reject them';
  return inside.some(({ name }) => name === 'w:sdt') ? 'another content control stands in it' : undefined;
}

/**
 * Edits by which the runs of `place` have the words of `fresh`. A number has one look, that of its first run; other words are raised and slanted as
 * they are in `fresh`, and have the look of the runs there that are so. What else stands between the runs stays.
 */
export function retexted(place: Within, fresh: Within, oneLook: boolean): TextEdit[] {
  const texts = textsIn(place.element);
  const runs = [...new Set(texts.map(({ parent }) => parent!))];
  const looks = new Map(runs.map((run) => [styleOf(place.xml, run), lookOf(place.xml, run)] as const).reverse());
  const first = runs[0];
  const written = textsIn(fresh.element).map((text) => {
    const run = text.parent!;
    const usual = first && oneLook ? lookOf(place.xml, first) : looks.get(styleOf(fresh.xml, run));
    return { look: usual ?? lookOf(fresh.xml, run), words: charactersOf(fresh.xml, text) };
  });
  const xml = merged(written)
    .map(({ look, words }) => element('w:r', {}, look, element('w:t', { 'xml:space': 'preserve' }, escapeXml(words))))
    .join('');
  if (first === undefined) return [atEnd(place, xml)];
  return [{ at: [first.start, first.start], text: xml }, ...runs.flatMap(withoutTexts)];
}

interface Piece {
  readonly look: string;
  readonly words: string;
}

/** Neighbours of one look as one. */
function merged(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.look === piece.look) all[all.length - 1] = { look: last.look, words: last.words + piece.words };
    else all.push(piece);
  }
  return all;
}

/** Elements of a run that hold nothing but its words. */
const OF_WORDS: ReadonlySet<string> = new Set(['w:rPr', 'w:t', 'w:lastRenderedPageBreak']);

const withoutTexts = (run: XmlElement): TextEdit[] => {
  const gone = run.children.every(({ name }) => OF_WORDS.has(name))
    ? [run]
    : run.children.filter(({ name }) => name === 'w:t');
  return gone.map(({ start, end }) => ({ at: [start, end], text: '' }));
};

function atEnd({ xml, element: { name, start, from, to, end } }: Within, content: string): TextEdit {
  if (from !== end) return { at: [to, to], text: content };
  return { at: [start, end], text: `${xml.slice(start, end - 2)}>${content}</${name}>` };
}

function lookOf(xml: string, run: XmlElement): string {
  const look = childOf(run, 'w:rPr');
  return look === undefined ? '' : xml.slice(look.start, look.end);
}

/** Tells whether the words of a run are slanted and raised. */
function styleOf(xml: string, run: XmlElement): string {
  const look = childOf(run, 'w:rPr');
  const slanted = look && childOf(look, 'w:i');
  const isSlanted = slanted !== undefined && !/^(?:0|false|off)$/.test(attributeOf(xml, slanted, 'w:val') ?? '');
  const raised = look && childOf(look, 'w:vertAlign');
  return `${isSlanted} ${raised === undefined ? 'baseline' : attributeOf(xml, raised, 'w:val')}`;
}
