/** Finds the marks of papermake in a Word file, with what stands in each. */
import { digestOf, keyOf, readBookmark, readTag, type Tag } from '../word/marks/tags.ts';
import { around, attributeAt, attributeOf, childOf, within, type XmlElement } from '../word/marks/tree.ts';
import { CHANGES, gridWords, isAbsent, isAbsentRow, type View, wordsOf } from '../word/marks/words.ts';
import type { TextPart, WordParts } from '../word/parts.ts';

/** A mark in a Word file. */
export interface Place {
  readonly part: TextPart;
  readonly tag: Tag;
  readonly key: string;
  /** The name of the result as Word shows it, cut where it is long; empty of a table's cells. */
  readonly title: string;
  /** The control, or the start of the bookmark. */
  readonly element: XmlElement;
  /** The content of the control, or the table; undefined where there is none. */
  readonly content: XmlElement | undefined;
  /** Words that stand there, cells apart by tabs and rows by line ends. */
  readonly words: string;
  /** The digest of what stands there; undefined where there is nothing, or no picture. */
  readonly digest: string | undefined;
  /** The digest of what would stand there with all tracked changes rejected; undefined where that is nothing. */
  readonly rejected: string | undefined;
  /** Says whether tracked changes stand in it, or around it. */
  readonly isChanged: boolean;
  /** Offsets of the tag, or of the name of the bookmark. */
  readonly tagAt: readonly [start: number, end: number];
}

/** In the order of each part. A table counts once, whatever bookmarks stand in it: a deleted row holds one that was placed earlier. */
export function placesIn(file: WordParts): Place[] {
  return file.texts.flatMap((part) => {
    const chosen = new Map<XmlElement, XmlElement>();
    const found = [...within(part.root)].flatMap((element) => {
      const place = element.name === 'w:sdt' ? inControl(file, part, element) : inTable(part, element);
      return place ?? [];
    });
    for (const { tag, element, content } of found) {
      if (tag.kind !== 'grid' || content === undefined) continue;
      const first = chosen.get(content);
      if (first === undefined || (isInDeletedRow(first) && !isInDeletedRow(element))) chosen.set(content, element);
    }
    return found.filter(({ tag, element, content }) => {
      return tag.kind !== 'grid' || content === undefined || chosen.get(content) === element;
    });
  });
}

function isInDeletedRow(element: XmlElement): boolean {
  const row = around(element, 'w:tr');
  return row !== undefined && isAbsentRow(row, 'accepted');
}

/**
 * Says whether all tracked changes in a place are those by which papermake placed what stands there, or insert the whole of it: rejected, they leave
 * what papermake replaced, or nothing.
 */
export const isOwnChange = ({ isChanged, tag, digest, rejected }: Place): boolean =>
  isChanged && digest === tag.placed && (rejected === undefined || rejected === tag.before);

function inControl(file: WordParts, part: TextPart, element: XmlElement): Place | undefined {
  const { xml } = part;
  const properties = childOf(element, 'w:sdtPr');
  const tagged = properties && childOf(properties, 'w:tag');
  const tagAt = tagged && attributeAt(xml, tagged, 'w:val');
  const tag = tagAt && readTag(xml.slice(...tagAt));
  if (tag === undefined) return undefined;
  const alias = childOf(properties!, 'w:alias');
  const title = (alias && attributeOf(xml, alias, 'w:val')) ?? '';
  const content = childOf(element, 'w:sdtContent');
  const words = content === undefined ? '' : wordsOf(xml, content);
  const digestIn = (view: View): string | undefined => {
    if (content === undefined) return undefined;
    if (tag.kind !== 'picture') return digestOf(view === 'accepted' ? words : wordsOf(xml, content, view));
    const picture = pictureIn(file, part, content, view);
    return picture && digestOf(picture.bytes);
  };
  return { part, tag, key: keyOf(tag), title, element, content, words, ...digests(content, digestIn), tagAt: tagAt! };
}

/** Digests of what stands in a place. */
function digests(
  content: XmlElement | undefined,
  digestIn: (view: View) => string | undefined,
): Pick<Place, 'digest' | 'rejected' | 'isChanged'> {
  const digest = digestIn('accepted');
  const isChanged =
    content !== undefined &&
    (isAbsent(content, 'accepted') ||
      isAbsent(content, 'rejected') ||
      [...within(content)].some(({ name }) => CHANGES.has(name)));
  const rejected = isChanged ? digestIn('rejected') : digest;
  return { digest, rejected: rejected === NOTHING ? undefined : rejected, isChanged };
}

const NOTHING = digestOf('');

function inTable(part: TextPart, element: XmlElement): Place | undefined {
  const { xml } = part;
  const tagAt = element.name === 'w:bookmarkStart' ? attributeAt(xml, element, 'w:name') : undefined;
  const tag = tagAt && readBookmark(xml.slice(...tagAt));
  if (tag?.kind !== 'grid') return undefined;
  const content = around(element, 'w:tbl');
  const words = content === undefined ? '' : gridWords(xml, content);
  const digestIn = (view: View): string | undefined =>
    content && digestOf(view === 'accepted' ? words : gridWords(xml, content, view));
  return {
    part,
    tag,
    key: keyOf(tag),
    title: '',
    element,
    content,
    words,
    ...digests(content, digestIn),
    tagAt: tagAt!,
  };
}

export interface PlacedPicture {
  readonly bytes: Uint8Array;
  /** The path of the picture within the file. */
  readonly path: string;
  /** The id of its relation. */
  readonly id: string;
  readonly blip: XmlElement;
}

/** The only picture in a control. */
export function pictureIn(
  { archive }: WordParts,
  { xml, targets }: TextPart,
  content: XmlElement,
  view: View = 'accepted',
): PlacedPicture | undefined {
  const [blip, ...others] = [...within(content)].filter((each) => each.name === 'a:blip' && !isAbsent(each, view));
  const id = blip && attributeOf(xml, blip, 'r:embed');
  const path = id === undefined ? undefined : targets.get(id);
  const bytes = path === undefined ? undefined : archive.bytes(path);
  return bytes === undefined || others.length > 0 ? undefined : { bytes, path: path!, id: id!, blip: blip! };
}
