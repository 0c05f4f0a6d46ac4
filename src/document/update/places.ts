/** Finds the marks of papermake in a Word file, with what stands in each. */
import { digestOf, keyOf, readBookmark, readTag, type Tag } from '../word/marks/tags.ts';
import { around, attributeAt, attributeOf, childOf, within, type XmlElement } from '../word/marks/tree.ts';
import { gridWords, wordsOf } from '../word/marks/words.ts';
import type { TextPart, WordParts } from './file.ts';

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
  /** Offsets of the tag, or of the name of the bookmark. */
  readonly tagAt: readonly [start: number, end: number];
}

/** In the order of each part. A table counts once, whatever bookmarks stand in it. */
export function placesIn(file: WordParts): Place[] {
  const tables = new Set<XmlElement | undefined>();
  return file.texts.flatMap((part) =>
    [...within(part.root)].flatMap((element) => {
      if (element.name === 'w:sdt') return inControl(file, part, element) ?? [];
      const found = inTable(part, element);
      if (found === undefined || (found.content !== undefined && tables.has(found.content))) return [];
      tables.add(found.content);
      return [found];
    }),
  );
}

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
  const placed = tag.kind === 'picture' ? content && pictureIn(file, part, content)?.bytes : content && words;
  const digest = placed && digestOf(placed);
  return { part, tag, key: keyOf(tag), title, element, content, words, digest, tagAt: tagAt! };
}

function inTable(part: TextPart, element: XmlElement): Place | undefined {
  const { xml } = part;
  const tagAt = element.name === 'w:bookmarkStart' ? attributeAt(xml, element, 'w:name') : undefined;
  const tag = tagAt && readBookmark(xml.slice(...tagAt));
  if (tag?.kind !== 'grid') return undefined;
  const content = around(element, 'w:tbl');
  const words = content === undefined ? '' : gridWords(xml, content);
  const digest = content && digestOf(words);
  return { part, tag, key: keyOf(tag), title: '', element, content, words, digest, tagAt: tagAt! };
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
): PlacedPicture | undefined {
  const [blip, ...others] = [...within(content)].filter(({ name }) => name === 'a:blip');
  const id = blip && attributeOf(xml, blip, 'r:embed');
  const path = id === undefined ? undefined : targets.get(id);
  const bytes = path === undefined ? undefined : archive.bytes(path);
  return bytes === undefined || others.length > 0 ? undefined : { bytes, path: path!, id: id!, blip: blip! };
}
