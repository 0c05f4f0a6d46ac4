/** Puts the results of a fresh Word document into a copy of it that came back edited, and leaves what its readers wrote. */
import { attempt } from '../../base/attempt.ts';
import { zipWith } from '../../table/formats/office/zip.ts';
import { spliced, type TextEdit } from '../edit.ts';
import type { MarkKind } from '../word/marks/tags.ts';
import { within } from '../word/marks/tree.ts';
import { readParts, type TextPart, type WordParts } from './file.ts';
import { regridded } from './grid.ts';
import { Pictures } from './pictures.ts';
import { type Place, pictureIn, placesIn } from './places.ts';
import { inTheWay, retexted } from './retext.ts';
import { withLackingStyles } from './styles.ts';
import { withTyped } from './typed.ts';

export type Verdict =
  /** The result was put there. */
  | 'updated'
  /** It stands there already. */
  | 'same'
  /** A reader changed what stands there. */
  | 'edited'
  /** A reader deleted it by a tracked change. */
  | 'deleted'
  /** The document shows this result no longer. */
  | 'gone'
  /** It could not be put there; `why` says the reason. */
  | 'blocked'
  /** The document shows it, and the file does not. */
  | 'lacking'
  /** A reader typed a mark for which the document shows nothing. */
  | 'unknown';

export interface Outcome {
  readonly verdict: Verdict;
  readonly kind: MarkKind;
  /** The name of the result, cut where it is long. */
  readonly of: string;
  /** Words that stand in the file as it came; undefined of pictures, and of what it lacks. */
  readonly stands?: string;
  /** Words that were placed there, where they are known. */
  readonly was?: string;
  /** Words of the fresh document; undefined of pictures, and of what it shows no longer. */
  readonly now?: string;
  readonly why?: string;
}

export interface Updated {
  /** The file; the same bytes where nothing was put into it. */
  readonly bytes: Uint8Array;
  readonly outcomes: readonly Outcome[];
}

/** `came` is the edited file, `fresh` the document as it is made now, `before` the one that was made before, if it is known. Throws where `came` is no Word document. */
export function updateWord(came: Uint8Array, fresh: Uint8Array, before?: Uint8Array): Updated {
  const file = readParts(came);
  const now = readParts(fresh);
  const wanted = new Map(
    placesIn(now)
      .map((place) => [place.key, place] as const)
      .reverse(),
  );
  const placed = [...wanted.values(), ...((before && attempt(() => placesIn(readParts(before)))) ?? [])];
  const wordsBy = new Map(
    placed.flatMap(({ digest, words }) => (digest === undefined ? [] : [[digest, words] as const])),
  );
  const places = placesIn(file);
  // The cells of a table have no title of their own, but its caption and its notes have.
  const titles = new Map(
    [...places, ...wanted.values()].flatMap(({ tag, title }) => (title === '' ? [] : [[tag.of, title] as const])),
  );
  const pictures = new Pictures(file);
  const edits = new Map<TextPart, TextEdit[]>();
  const outcomes = places.map((place): Outcome => {
    const own = wanted.get(place.key);
    const put = own === undefined ? { verdict: 'gone' as const } : settled(place, own, now, pictures);
    if ('edits' in put) edits.set(place.part, [...(edits.get(place.part) ?? []), ...put.edits]);
    const { verdict, why } =
      'edits' in put ? { verdict: 'updated' as const, why: undefined } : { why: undefined, ...put };
    const isPicture = place.tag.kind === 'picture';
    const was = verdict === 'edited' && !isPicture ? wordsBy.get(place.tag.placed) : undefined;
    return {
      ...{ verdict, kind: place.tag.kind, of: titles.get(place.tag.of) ?? place.title },
      ...(isPicture ? {} : { stands: place.words }),
      ...(was === undefined ? {} : { was }),
      ...(isPicture || own === undefined ? {} : { now: own.words }),
      ...(why === undefined ? {} : { why }),
    };
  });
  const found = new Set(places.map(({ key }) => key));
  const lacking = [...wanted.values()]
    .filter(({ key }) => !found.has(key))
    .reverse()
    .map(({ tag, title, words }): Outcome => {
      const of = titles.get(tag.of) ?? title;
      return { verdict: 'lacking', kind: tag.kind, of, ...(tag.kind === 'picture' ? {} : { now: words }) };
    });
  const { bytes, filled, unknown } = withTyped(written(came, { file, now, edits, pictures }), [...wanted.values()]);
  const typed = [
    ...filled.map((each): Outcome => ({ verdict: 'updated', kind: 'number', ...each })),
    ...unknown.map((each): Outcome => ({ verdict: 'unknown', ...each })),
  ];
  return { bytes, outcomes: [...outcomes, ...typed, ...lacking] };
}

type Settled = { readonly edits: readonly TextEdit[] } | { readonly verdict: Verdict; readonly why?: string };

function settled(place: Place, own: Place, now: WordParts, pictures: Pictures): Settled {
  const { content, digest, tag, part } = place;
  if (content === undefined) return { verdict: 'blocked', why: 'it stands in no table' };
  if (digest !== undefined && digest === own.digest) return { verdict: 'same' };
  if (digest !== tag.placed) return { verdict: isTakenOut(place) ? 'deleted' : 'edited' };
  if (tag.kind === 'grid') {
    const put = regridded(place, own);
    return 'why' in put ? { verdict: 'blocked', why: put.why } : put;
  }
  const line = { xml: part.xml, element: content };
  const why = inTheWay(line);
  if (why !== undefined) return { verdict: 'blocked', why };
  const tagged: TextEdit = { at: place.tagAt, text: own.part.xml.slice(...own.tagAt) };
  if (tag.kind !== 'picture') {
    const isNumber = tag.kind === 'number';
    return { edits: [tagged, ...retexted(line, { xml: own.part.xml, element: own.content! }, isNumber)] };
  }
  const picture = pictureIn(now, own.part, own.content!);
  const put = picture && pictures.put(place, picture);
  return put === undefined ? { verdict: 'blocked', why: 'no picture stands there' } : { edits: [tagged, ...put] };
}

/** Says whether nothing but what a tracked change deletes stands in a control or a table. */
const isTakenOut = ({ content, words }: Place): boolean =>
  words.trim() === '' && [...within(content!)].some(({ name }) => name === 'w:delText' || name === 'w:moveFrom');

interface Work {
  readonly file: WordParts;
  readonly now: WordParts;
  readonly edits: ReadonlyMap<TextPart, readonly TextEdit[]>;
  readonly pictures: Pictures;
}

function written(came: Uint8Array, { file, now, edits, pictures }: Work): Uint8Array {
  if (edits.size === 0) return came;
  let bytes = came;
  for (const [{ path, xml }, own] of edits) bytes = zipWith(bytes, path, new TextEncoder().encode(spliced(xml, own)));
  return withLackingStyles(pictures.written(bytes), { file, now, edits: [...edits.values()].flat() });
}
