/** Puts the results of a fresh Word document into a copy of it that came back edited, and leaves what its readers wrote. */
import { attempt } from '../../base/attempt.ts';
import { zipWith } from '../../table/formats/office/zip.ts';
import { spliced, type TextEdit } from '../edit.ts';
import { Changes, Ids, rejecting, type Tracking, trackingIn } from '../word/marks/changes.ts';
import { formsIn } from '../word/marks/lines.ts';
import { type MarkKind, writtenTag } from '../word/marks/tags.ts';
import { within, type XmlElement } from '../word/marks/tree.ts';
import { isAbsent } from '../word/marks/words.ts';
import { readParts, type TextPart, type WordParts } from '../word/parts.ts';
import { regridded } from './grid.ts';
import { Pictures } from './pictures.ts';
import { isOwnChange, type Place, pictureIn, placesIn } from './places.ts';
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

export interface Updating {
  /** The document that was made before, if it is known. */
  readonly before?: Uint8Array | undefined;
  /** The author and the time of tracked changes; undefined where none are made, but those that go on with an open one of papermake's. */
  readonly tracking?: Tracking | undefined;
}

/** `came` is the edited file, `fresh` the document as it is made now. Throws where `came` is no Word document. */
export function updateWord(came: Uint8Array, fresh: Uint8Array, { before, tracking }: Updating = {}): Updated {
  const file = readParts(came);
  const ids = new Ids(file.texts.map(({ xml }) => xml));
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
  const told = toldOnce(places);
  const all = places.map((place): Outcome => {
    const own = wanted.get(place.key);
    const put =
      own === undefined ? { verdict: 'gone' as const } : settled(place, own, { now, pictures, ids, tracking });
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
  const outcomes = all.filter((_, i) => told.has(places[i]!));
  const found = new Set(places.map(({ key }) => key));
  const lacking = [...wanted.values()]
    .filter(({ key }) => !found.has(key))
    .reverse()
    .map(({ tag, title, words }): Outcome => {
      const of = titles.get(tag.of) ?? title;
      return { verdict: 'lacking', kind: tag.kind, of, ...(tag.kind === 'picture' ? {} : { now: words }) };
    });
  const put = written(came, { file, now, edits, pictures });
  const { bytes, filled, unknown } = withTyped(put, [...wanted.values()], tracking && new Changes(tracking, ids));
  const typed = [
    ...filled.map((each): Outcome => ({ verdict: 'updated', kind: 'number', ...each })),
    ...unknown.map((each): Outcome => ({ verdict: 'unknown', ...each })),
  ];
  return { bytes, outcomes: [...outcomes, ...typed, ...lacking] };
}

type Settled = { readonly edits: readonly TextEdit[] } | { readonly verdict: Verdict; readonly why?: string };

interface Settling {
  readonly now: WordParts;
  readonly pictures: Pictures;
  readonly ids: Ids;
  readonly tracking: Tracking | undefined;
}

function settled(place: Place, own: Place, { now, pictures, ids, tracking }: Settling): Settled {
  const { content, digest, tag, part } = place;
  if (content === undefined) return { verdict: 'blocked', why: 'it stands in no table' };
  if (digest !== undefined && digest === own.digest) return { verdict: 'same' };
  const isRejected = digest !== undefined && digest === tag.before;
  if (digest !== tag.placed && !isRejected) return { verdict: isTakenOut(place) ? 'deleted' : 'edited' };
  const isOwn = isOwnChange(place);
  if (isOwn && place.rejected !== undefined && place.rejected === own.digest) return takenBack(place, own);
  // A tracked change of papermake's that is still open goes on in the same name.
  const by = tracking ?? (isOwn ? trackingIn(part.xml, content) : undefined);
  const changes = by && new Changes(by, ids);
  const before = by === undefined || (place.isChanged && !isOwn) ? undefined : place.rejected;
  if (tag.kind === 'grid') {
    const put = regridded(place, own, { changes, before });
    return 'why' in put ? { verdict: 'blocked', why: put.why } : put;
  }
  const line = { xml: part.xml, element: content };
  const why = inTheWay(line, isOwn);
  if (why !== undefined) return { verdict: 'blocked', why };
  const tagged: TextEdit = {
    at: place.tagAt,
    text: writtenTag(before === undefined ? own.tag : { ...own.tag, before }),
  };
  if (tag.kind !== 'picture') {
    const how = { oneLook: tag.kind === 'number', changes };
    return { edits: [tagged, ...retexted(line, { xml: own.part.xml, element: own.content! }, how)] };
  }
  const picture = pictureIn(now, own.part, own.content!);
  const put = picture && pictures.put(place, picture, changes);
  return put === undefined ? { verdict: 'blocked', why: 'no picture stands there' } : { edits: [tagged, ...put] };
}

/** Has papermake's own open change rejected where the result is again what it replaced. */
function takenBack({ part, tagAt, content }: Place, own: Place): Settled {
  const edits = rejecting(part.xml, content!);
  // The mark of rows that were inserted goes with them, and the rows before them have one of their own.
  const isGone = edits.some(({ at: [start, end] }) => start <= tagAt[0] && tagAt[1] <= end);
  const tagged: TextEdit = { at: tagAt, text: own.part.xml.slice(...own.tagAt) };
  return { edits: isGone ? edits : [...edits, tagged] };
}

/** Places but those that stand with the same words in the first form of their text box, which Word writes twice. */
function toldOnce(places: readonly Place[]): ReadonlySet<Place> {
  const told = new Set(places);
  for (const root of new Set(places.map(({ part }) => part.root))) {
    for (const [first, other] of formsIn(root)) {
      const inside = (form: XmlElement): Place[] =>
        places.filter(
          ({ part, element: { start, end } }) => part.root === root && form.start <= start && end <= form.end,
        );
      const own = inside(first).map(stateOf);
      for (const each of inside(other)) if (own.includes(stateOf(each))) told.delete(each);
    }
  }
  return told;
}

const stateOf = ({ key, tag, digest, rejected }: Place): string => [key, tag.placed, digest, rejected].join(' ');

/** Says whether nothing but what a tracked change deletes stands in a control or a table. */
const isTakenOut = ({ tag, digest, content, words }: Place): boolean =>
  (tag.kind === 'picture' ? digest === undefined : words.trim() === '') &&
  (isAbsent(content!, 'accepted') || [...within(content!)].some(({ name }) => TAKEN_OUT.has(name)));

const TAKEN_OUT: ReadonlySet<string> = new Set(['w:del', 'w:moveFrom', 'w:delText']);

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
