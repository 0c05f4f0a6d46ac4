/** Puts tables into a Word document of the author's, each in the place of a paragraph that names it. */
import { openZip } from '../../frame/readers/xlsx/zip.ts';
import type { Entry } from '../../table/formats/format.ts';
import { tableInText } from '../../table/formats/office/document.ts';
import { stylesOf } from '../../table/formats/office/document-styles.ts';
import { zipWith } from '../../table/formats/office/zip.ts';

const BODY = 'word/document.xml';
const STYLES = 'word/styles.xml';
const PARAGRAPH = /<w:p(?: [^>]*)?>.*?<\/w:p>/gs;
const STYLE = /<w:style .*?<\/w:style>/gs;

/** A paragraph of its own that names a table. */
export const TABLE = /^[ \t]*\{\{\s*table\s+(?<name>[^\s{}"“”]+)\s*\}\}[ \t]*$/dgm;

/** `tables` are by the names of their nodes, in the order in which they are numbered. */
export function withTables(bytes: Uint8Array, tables: ReadonlyMap<string, Entry>): Uint8Array {
  if (tables.size === 0) return bytes;
  const open = openZip(bytes);
  const { xml: styles, lookOf } = stylesOf([...tables.values()]);
  let number = 0;
  const body = open(BODY)!.replace(PARAGRAPH, (paragraph) => {
    const text = [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, run]) => run).join('');
    const name = [...text.matchAll(TABLE)][0]?.groups?.name;
    const entry = name === undefined ? undefined : tables.get(name);
    if (entry === undefined) return paragraph;
    number += 1;
    // A field in the author's own caption would count on; the numbers of these are fields too.
    return tableInText(entry, { number, look: lookOf(entry) });
  });
  const encode = (xml: string): Uint8Array => new TextEncoder().encode(xml);
  return zipWith(zipWith(bytes, BODY, encode(body)), STYLES, encode(withStyles(open(STYLES)!, styles)));
}

/** The author's styles, and those of tables that they lack. */
function withStyles(own: string, ours: string): string {
  const lacking = [...ours.matchAll(STYLE)]
    .map(([style]) => style)
    .filter((style) => {
      const id = /w:styleId="([^"]*)"/.exec(style)![1]!;
      return id !== 'Normal' && !own.includes(`w:styleId="${id}"`);
    });
  return own.replace('</w:styles>', `${lacking.join('')}</w:styles>`);
}
