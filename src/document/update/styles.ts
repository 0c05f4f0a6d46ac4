/** Adds the styles of tables that were put into a Word file and whose styles it lacks. */
import { zipWith } from '../../table/formats/office/zip.ts';
import type { TextEdit } from '../edit.ts';
import { attributeOf, childOf, elementsOf } from '../word/marks/tree.ts';
import type { WordParts } from '../word/parts.ts';

const STYLES = 'word/styles.xml';

/** `edits` are those of the file, `now` the document that they come from. */
export function withLackingStyles(
  bytes: Uint8Array,
  { file, now, edits }: { readonly file: WordParts; readonly now: WordParts; readonly edits: readonly TextEdit[] },
): Uint8Array {
  const [own, ours] = [file.archive.text(STYLES), now.archive.text(STYLES)];
  const named = new Set(
    edits.flatMap(({ text }) => [...text.matchAll(/<w:pStyle w:val="([^"]*)"/g)].map(([, id]) => id!)),
  );
  if (own === undefined || ours === undefined || named.size === 0) return bytes;
  const known = stylesIn(own);
  const lacking = [...stylesIn(ours)].flatMap(([id, xml]) => (named.has(id) && !known.has(id) ? [xml] : []));
  if (lacking.length === 0) return bytes;
  return zipWith(
    bytes,
    STYLES,
    new TextEncoder().encode(own.replace('</w:styles>', () => `${lacking.join('')}</w:styles>`)),
  );
}

/** The styles of a document by their ids. */
function stylesIn(xml: string): Map<string, string> {
  const root = elementsOf(xml);
  return new Map(
    root.children.flatMap((style) => {
      const id = style.name === 'w:style' ? attributeOf(xml, style, 'w:styleId') : undefined;
      return id === undefined || childOf(style, 'w:name') === undefined
        ? []
        : [[id, xml.slice(style.start, style.end)] as const];
    }),
  );
}
