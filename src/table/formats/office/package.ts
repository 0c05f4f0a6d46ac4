/** Packs the parts of an Office document (ECMA-376, Open Packaging Conventions) into its file. */

import type { Table } from '../../table.ts';
import { provenance } from '../cells.ts';
import { element, escapeXml } from './xml.ts';
import { zip } from './zip.ts';

/** A part other than the properties, which every document has. */
export interface PackagePart {
  /** `word/document.xml` */
  readonly path: string;
  /** The content type: `application/vnd.openxmlformats-…+xml`. */
  readonly type: string;
  readonly xml: string;
}

/** A part that is no XML: a picture. */
export type PicturePart = Omit<PackagePart, 'xml'> & { readonly bytes: Uint8Array };

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CORE = 'http://schemas.openxmlformats.org/package/2006/metadata/core-properties';
const CORE_TYPE = 'application/vnd.openxmlformats-package.core-properties+xml';
const RELATIONS_TYPE = 'application/vnd.openxmlformats-package.relationships+xml';
const DC = 'http://purl.org/dc/elements/1.1/';

/**
 * The bytes of a document. The first part is what programs open; the others are related to it by the last words of their
 * `relation`s, as `rId1`, `rId2`, …. Nothing in it tells when or where it was made; its description says what each table was made from.
 */
export function officeFile(
  main: PackagePart,
  related: readonly ((PackagePart | PicturePart) & { readonly relation: string })[],
  tables: readonly Table[],
): Uint8Array {
  const [, folder, name] = /^(.*\/)([^/]*)$/.exec(main.path)!;
  const properties = element(
    'cp:coreProperties',
    { 'xmlns:cp': CORE, 'xmlns:dc': DC },
    element('dc:creator', {}, 'papermake'),
    element('dc:description', {}, escapeXml(tables.map(provenance).join('\n'))),
  );
  const parts: (PackagePart | PicturePart)[] = [
    {
      path: '_rels/.rels',
      type: RELATIONS_TYPE,
      xml: relations([
        { type: `${OFFICE}/officeDocument`, target: main.path },
        { type: CORE.replace('/metadata/', '/relationships/metadata/'), target: 'docProps/core.xml' },
      ]),
    },
    { path: 'docProps/core.xml', type: CORE_TYPE, xml: properties },
    main,
    {
      path: `${folder}_rels/${name}.rels`,
      type: RELATIONS_TYPE,
      xml: relations(
        related.map(({ relation, path }) => ({ type: `${OFFICE}/${relation}`, target: path.slice(folder!.length) })),
      ),
    },
    ...related,
  ];
  const files = [{ path: '[Content_Types].xml', xml: contentTypes(parts) }, ...parts];
  const bytes = (xml: string): Uint8Array =>
    new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`);
  return zip(new Map(files.map((part) => [part.path, 'xml' in part ? bytes(part.xml) : part.bytes])));
}

function relations(all: readonly { readonly type: string; readonly target: string }[]): string {
  const each = all.map(({ type, target }, i) =>
    element('Relationship', { Id: `rId${i + 1}`, Type: type, Target: target }),
  );
  return element('Relationships', { xmlns: RELATIONS }, ...each);
}

function contentTypes(parts: readonly Omit<PackagePart, 'xml'>[]): string {
  return element(
    'Types',
    { xmlns: 'http://schemas.openxmlformats.org/package/2006/content-types' },
    element('Default', { Extension: 'rels', ContentType: RELATIONS_TYPE }),
    ...parts
      .filter(({ type }) => type !== RELATIONS_TYPE)
      .map(({ path, type }) => element('Override', { PartName: `/${path}`, ContentType: type })),
  );
}
