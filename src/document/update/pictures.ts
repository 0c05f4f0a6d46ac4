/** Puts other pictures into the places of those of papermake, as wide as they are there. */
import { element } from '../../table/formats/office/xml.ts';
import { zipPlus, zipWith } from '../../table/formats/office/zip.ts';
import { spliced, type TextEdit } from '../edit.ts';
import type { Changes } from '../word/marks/changes.ts';
import { around, attributeAt, attributeOf, within, type XmlElement } from '../word/marks/tree.ts';
import { isAbsent, isInserted } from '../word/marks/words.ts';
import { relationsOf, relationsPath, type TextPart, type WordParts } from '../word/parts.ts';
import { sizeOfPng } from '../word/picture.ts';
import { withPng } from '../word/png-type.ts';
import { type Place, type PlacedPicture, pictureIn } from './places.ts';

const IMAGE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';
const TYPES = '[Content_Types].xml';
/** Shares by which sizes of pictures may differ by rounding. */
const ROUNDING = 0.005;

/** Collects the pictures that change, and makes the parts of the file that hold them and lead to them. */
export class Pictures {
  readonly #file: WordParts;
  /** Bytes by the paths of pictures whose place other ones take. */
  readonly #replaced = new Map<string, Uint8Array>();
  /** Numbers of drawings that are taken. */
  readonly #drawn = new Set<number>();
  readonly #added: {
    readonly part: TextPart;
    readonly id: string;
    readonly path: string;
    readonly bytes: Uint8Array;
  }[] = [];

  constructor(file: WordParts) {
    this.#file = file;
  }

  /** Edits of the part in which `place` stands, tracked by `changes` if there are; undefined where either has no picture. */
  put(place: Place, wanted: PlacedPicture, changes: Changes | undefined): readonly TextEdit[] | undefined {
    const old = pictureIn(this.#file, place.part, place.content!);
    if (old === undefined) return undefined;
    const edits = resized(place, old.bytes, wanted.bytes);
    const run = around(old.blip, 'w:r');
    if (changes !== undefined && run !== undefined && !isInserted(run)) {
      const copy = [...edits, this.#led(place, old, wanted), ...this.#named(place.part, run)];
      return [{ at: [run.start, run.end], text: beside(place.part.xml, { run, copy, changes }) }];
    }
    if (this.#isAlone(place.part, old)) {
      this.#replaced.set(old.path, wanted.bytes);
      return edits;
    }
    return [...edits, this.#led(place, old, wanted)];
  }

  /** An edit by which the old picture's place leads to a new part with the wanted one. */
  #led({ part }: Place, old: PlacedPicture, wanted: PlacedPicture): TextEdit {
    const { id, path } = this.#free(part);
    this.#added.push({ part, id, path, bytes: wanted.bytes });
    return { at: attributeAt(part.xml, old.blip, 'r:embed')!, text: id };
  }

  /** Edits by which the drawings of a run have numbers that no other one of the part has. */
  #named({ xml, root }: TextPart, run: XmlElement): TextEdit[] {
    const numberOf = (each: XmlElement): number => Number(attributeOf(xml, each, 'id'));
    const drawn = (container: XmlElement): XmlElement[] =>
      [...within(container)].filter(({ name }) => name === 'wp:docPr');
    for (const each of drawn(root)) this.#drawn.add(numberOf(each));
    return drawn(run).flatMap((each): TextEdit[] => {
      const at = attributeAt(xml, each, 'id');
      let next = numberOf(each) + 1;
      while (this.#drawn.has(next)) next++;
      this.#drawn.add(next);
      return at === undefined || !Number.isSafeInteger(next) ? [] : [{ at, text: String(next) }];
    });
  }

  /** The file with the pictures in it. */
  written(bytes: Uint8Array): Uint8Array {
    const { archive } = this.#file;
    let file = bytes;
    for (const [path, picture] of this.#replaced) file = zipWith(file, path, picture);
    for (const part of new Set(this.#added.map((each) => each.part))) {
      const path = relationsPath(part.path);
      const own = this.#added.filter((each) => each.part === part);
      const lines = own.map((each) => element('Relationship', { Id: each.id, Type: IMAGE, Target: `/${each.path}` }));
      const xml = archive.text(path)!.replace('</Relationships>', `${lines.join('')}</Relationships>`);
      file = zipWith(file, path, encoded(xml));
    }
    if (this.#added.length > 0) file = zipWith(file, TYPES, encoded(withPng(archive.text(TYPES)!)));
    for (const { path, bytes: picture } of this.#added) file = zipPlus(file, path, picture);
    return file;
  }

  /** Says whether nothing else in the file shows a picture. */
  #isAlone({ xml }: TextPart, { path, id }: PlacedPicture): boolean {
    const leading = this.#file.texts
      .flatMap((part) => relationsOf(this.#file.archive, part.path))
      .filter(({ target }) => target === path);
    return leading.length === 1 && xml.split(`"${id}"`).length === 2;
  }

  #free({ targets }: TextPart): { readonly id: string; readonly path: string } {
    const taken = (n: number): boolean =>
      targets.has(`papermake${n}`) ||
      this.#file.archive.has(`word/media/papermake${n}.png`) ||
      this.#added.some(({ id }) => id === `papermake${n}`);
    let n = 1;
    while (taken(n)) n++;
    return { id: `papermake${n}`, path: `word/media/papermake${n}.png` };
  }
}

/** A run that a tracked change deletes, and behind it a copy with edits that one inserts. */
function beside(
  xml: string,
  { run, copy, changes }: { readonly run: XmlElement; readonly copy: readonly TextEdit[]; readonly changes: Changes },
): string {
  const { start, end } = run;
  const own = xml.slice(start, end);
  const moved = copy.map(({ at: [a, b], text }): TextEdit => ({ at: [a - start, b - start], text }));
  return changes.deleted(own) + changes.inserted(spliced(own, moved));
}

const encoded = (xml: string): Uint8Array => new TextEncoder().encode(xml);

/** The height for the new shape at the width that stands there; none where the shape is the same. */
function resized({ part: { xml }, content }: Place, old: Uint8Array, wanted: Uint8Array): TextEdit[] {
  const [before, after] = [sizeOfPng(old), sizeOfPng(wanted)];
  if (before === undefined || after === undefined) return [];
  const change = after.height / after.width / (before.height / before.width);
  if (Math.abs(change - 1) < ROUNDING) return [];
  return [...within(content!)]
    .filter(
      (each) =>
        (each.name === 'wp:extent' || each.name === 'a:ext') &&
        attributeOf(xml, each, 'cy') !== undefined &&
        !isAbsent(each, 'accepted'),
    )
    .map((extent: XmlElement): TextEdit => {
      const height = Number(attributeOf(xml, extent, 'cy')) * change;
      return { at: attributeAt(xml, extent, 'cy')!, text: String(Math.round(height)) };
    });
}
