/** Puts other words into runs of a Word file, in the look that the words there have. */
import { element, escapeXml } from '../../table/formats/office/xml.ts';
import type { TextEdit } from '../edit.ts';
import { type Changes, struck } from '../word/marks/changes.ts';
import { attributeOf, charactersOf, childOf, within, type XmlElement } from '../word/marks/tree.ts';
import { CHANGES, isInserted, textsIn } from '../word/marks/words.ts';

/** Elements of a part. */
export interface Within {
  readonly xml: string;
  readonly element: XmlElement;
}

/** Says what stands in the way of other words: controls within, or tracked changes that are not papermake's; undefined where nothing does. */
export function inTheWay({ element: container }: Within, isOwnChange: boolean): string | undefined {
  const inside = [...within(container)].filter((each) => each !== container);
  if (!isOwnChange && inside.some(({ name }) => CHANGES.has(name)))
    return 'tracked changes stand in it: accept or reject them';
  return inside.some(({ name }) => name === 'w:sdt') ? 'another content control stands in it' : undefined;
}

export interface Putting {
  /** A number has one look, that of its first run. */
  readonly oneLook: boolean;
  /** By which the edits are tracked; undefined where they are not. Words that stand in an insertion change within it. */
  readonly changes: Changes | undefined;
}

/**
 * Edits by which the runs of `place` have the words of `fresh`. A number has one look, that of its first run; other words are raised and slanted as
 * they are in `fresh`, and have the look of the runs there that are so. What else stands between the runs stays.
 */
export function retexted(place: Within, fresh: Within, { oneLook, changes }: Putting): TextEdit[] {
  const texts = textsIn(place.element);
  const runs = [...new Set(texts.map(({ parent }) => parent!))];
  const tracked = (at: XmlElement): Changes | undefined => (isInserted(at) ? undefined : changes);
  const usual = (run: XmlElement): string => lookOf(place.xml, run, changes !== undefined);
  const looks = new Map(runs.map((run) => [styleOf(place.xml, run), usual(run)] as const).reverse());
  const [first, ...others] = runs;
  const written = textsIn(fresh.element).map((text) => {
    const run = text.parent!;
    const look = first && oneLook ? usual(first) : looks.get(styleOf(fresh.xml, run));
    return { look: look ?? lookOf(fresh.xml, run, false), words: charactersOf(fresh.xml, text) };
  });
  const xml = merged(written)
    .map(({ look, words }) => element('w:r', {}, look, element('w:t', { 'xml:space': 'preserve' }, escapeXml(words))))
    .join('');
  const by = tracked(first ?? place.element);
  const inserted = by === undefined ? xml : by.inserted(xml);
  if (first === undefined) return [atEnd(place, inserted)];
  const rest = others.flatMap((run) => {
    const own = tracked(run);
    return own === undefined ? withoutTexts(run) : [{ at: spanOf(run), text: deletedRun(place.xml, run, own) }];
  });
  if (by === undefined) return [{ at: [first.start, first.start], text: xml }, ...withoutTexts(first), ...rest];
  const gone = deletedRun(place.xml, first, by);
  return [{ at: spanOf(first), text: isOfWords(first) ? gone + inserted : inserted + gone }, ...rest];
}

const spanOf = ({ start, end }: XmlElement): readonly [number, number] => [start, end];

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

const isOfWords = (run: XmlElement): boolean => run.children.every(({ name }) => OF_WORDS.has(name));

const withoutTexts = (run: XmlElement): TextEdit[] => {
  const gone = isOfWords(run) ? [run] : run.children.filter(({ name }) => name === 'w:t');
  return gone.map(({ start, end }) => ({ at: [start, end], text: '' }));
};

/** A run whose words are deleted by a tracked change; what else it holds stands in runs of its own. */
function deletedRun(xml: string, run: XmlElement, changes: Changes): string {
  const look = lookOf(xml, run, false);
  const begin = xml.slice(run.start, run.from);
  const groups: { isWords: boolean; content: string }[] = [];
  for (const child of run.children) {
    if (child.name === 'w:rPr') continue;
    const isWords = OF_WORDS.has(child.name);
    const content = isWords ? struck(xml, child) : xml.slice(child.start, child.end);
    const last = groups.at(-1);
    if (last?.isWords === isWords) last.content += content;
    else groups.push({ isWords, content });
  }
  return groups
    .map(({ isWords, content }) => {
      const own = `${begin}${look}${content}</${run.name}>`;
      return isWords ? changes.deleted(own) : own;
    })
    .join('');
}

function atEnd({ xml, element: { name, start, from, to, end } }: Within, content: string): TextEdit {
  if (from !== end) return { at: [to, to], text: content };
  return { at: [start, end], text: `${xml.slice(start, end - 2)}>${content}</${name}>` };
}

/** The properties of a run; `isCopied`: without those that it had before a tracked change of them. */
function lookOf(xml: string, run: XmlElement, isCopied: boolean): string {
  const look = childOf(run, 'w:rPr');
  if (look === undefined) return '';
  const change = isCopied ? childOf(look, 'w:rPrChange') : undefined;
  if (change === undefined) return xml.slice(look.start, look.end);
  return xml.slice(look.start, change.start) + xml.slice(change.end, look.end);
}

/** Tells whether the words of a run are slanted and raised. */
function styleOf(xml: string, run: XmlElement): string {
  const look = childOf(run, 'w:rPr');
  const slanted = look && childOf(look, 'w:i');
  const isSlanted = slanted !== undefined && !/^(?:0|false|off)$/.test(attributeOf(xml, slanted, 'w:val') ?? '');
  const raised = look && childOf(look, 'w:vertAlign');
  return `${isSlanted} ${raised === undefined ? 'baseline' : attributeOf(xml, raised, 'w:val')}`;
}
