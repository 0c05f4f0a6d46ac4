/** The parts of a Word file that hold text, and the pictures that they lead to. */
import { openArchive, type WorkbookParts } from '../../frame/readers/xlsx/zip.ts';
import { attributeOf, elementsOf, within, type XmlElement } from './marks/tree.ts';

/** How the names of Word files end. */
export const WORD_FILE = '.docx';

export const BODY = 'word/document.xml';
const FOLDER = 'word/';

/** A part with its elements, whose offsets are those of `xml`. */
export interface TextPart {
  readonly path: string;
  readonly xml: string;
  readonly root: XmlElement;
  /** Paths within the file by the ids of relations. */
  readonly targets: ReadonlyMap<string, string>;
}

export interface WordParts {
  readonly archive: WorkbookParts;
  /** The text itself first, then its footnotes, endnotes, headers and footers. */
  readonly texts: readonly TextPart[];
}

const KINDS = /\/(?:footnotes|endnotes|header|footer)$/;

/** Throws where the bytes are no Word document, or one whose XML is damaged. */
export function readParts(bytes: Uint8Array): WordParts {
  const archive = openArchive(bytes);
  if (!archive.has(BODY)) throw new Error(`it has no ${BODY}`);
  const others = relationsOf(archive, BODY).flatMap(({ type, target }) => (KINDS.test(type) ? [target] : []));
  const texts = [BODY, ...new Set(others)].flatMap((path): TextPart[] => {
    const xml = archive.text(path);
    if (xml === undefined) return [];
    const targets = new Map(relationsOf(archive, path).map(({ id, target }) => [id, target]));
    return [{ path, xml, root: elementsOf(xml), targets }];
  });
  return { archive, texts };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  /** A path within the file, or an address. */
  readonly target: string;
}

/** Where the relations of a part stand. */
export function relationsPath(part: string): string {
  const name = part.lastIndexOf('/') + 1;
  return `${part.slice(0, name)}_rels/${part.slice(name)}.rels`;
}

export function relationsOf(archive: WorkbookParts, part: string): Relation[] {
  const xml = archive.text(relationsPath(part));
  if (xml === undefined) return [];
  return [...within(elementsOf(xml))].flatMap((element): Relation[] => {
    const [id, type, target] = ['Id', 'Type', 'Target'].map((name) => attributeOf(xml, element, name));
    if (id === undefined || type === undefined || target === undefined) return [];
    return [{ id, type, target: target.startsWith('/') ? target.slice(1) : FOLDER + target }];
  });
}
