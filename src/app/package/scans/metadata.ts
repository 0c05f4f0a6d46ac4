/** Finds authors and programs' owners in what PDF, Word, Excel and PNG files say of themselves. */
import { attempt } from '../../../base/attempt.ts';
import { openArchive } from '../../../frame/readers/xlsx/zip.ts';
import type { Finding, Scan } from './scan.ts';

const HINT = 'remove the properties of the file (in Word: Inspect Document), or make it anew';

export const metadata: Scan = {
  name: 'metadata',
  tells: 'names in the metadata of PDF, Word, Excel and PNG files',
  find: ({ files }) =>
    [...files].flatMap(([path, bytes]): Finding[] => {
      const read = READERS.find(([end]) => end.test(path))?.[1];
      const found = read && attempt(() => read(bytes));
      return found === undefined ? [] : [{ path, message: `its property \`${found}\` names somebody`, hint: HINT }];
    }),
};

type Read = (bytes: Uint8Array) => string | undefined;

const READERS: readonly (readonly [end: RegExp, read: Read])[] = [
  [/\.pdf$/i, ofPdf],
  [/\.(docx|xlsx|pptx|docm|xlsm)$/i, ofOffice],
  [/\.png$/i, ofPng],
];

/** Bytes of a stream of objects that are looked at. */
const MOST_UNPACKED = 16 * 1024 * 1024;
/** Characters behind `dc:creator` in which its names stand. */
const PACKET = 400;

/** The information dictionary and the XMP packet (ISO 32000-2, 14.3), which may lie in packed streams of objects (7.5.7). */
function ofPdf(bytes: Uint8Array): string | undefined {
  const plain = Buffer.from(bytes).toString('latin1');
  const text = [plain, ...packedObjects(bytes, plain)].join('\n');
  if (/\/Author\s*(\((?!\s*\))|<(?!\s*>)[0-9A-Fa-f])/.test(text)) return 'Author';
  const creator = text.indexOf('<dc:creator>');
  const isNamed = creator >= 0 && /<rdf:li[^<>]*>\s*[^<\s]/.test(text.slice(creator, creator + PACKET));
  return isNamed ? 'dc:creator' : undefined;
}

function packedObjects(bytes: Uint8Array, plain: string): string[] {
  const { inflateSync } = process.getBuiltinModule('node:zlib');
  const texts: string[] = [];
  for (let at = plain.indexOf('/ObjStm'); at >= 0; at = plain.indexOf('/ObjStm', at + 1)) {
    const keyword = plain.indexOf('stream', at);
    const from = keyword + (plain[keyword + 6] === '\r' ? 8 : 7);
    const to = plain.indexOf('endstream', from);
    if (keyword < 0 || to < 0) break;
    const unpacked = attempt(() => inflateSync(bytes.subarray(from, to), { maxOutputLength: MOST_UNPACKED }));
    if (unpacked !== undefined) texts.push(Buffer.from(unpacked).toString('latin1'));
  }
  return texts;
}

/** Files that papermake writes name it as their creator, which is nobody. */
const OFFICE: readonly (readonly [property: string, of: 'core' | 'app', form: RegExp])[] = [
  ['dc:creator', 'core', /<dc:creator[^<>]*>\s*(?!papermake\s*<)[^<\s]/],
  ['cp:lastModifiedBy', 'core', /<cp:lastModifiedBy[^<>]*>\s*[^<\s]/],
  ['Company', 'app', /<Company>\s*[^<\s]/],
  ['Manager', 'app', /<Manager>\s*[^<\s]/],
];

/** Core properties of Office Open XML (ECMA-376, part 2, 11). */
function ofOffice(bytes: Uint8Array): string | undefined {
  const archive = openArchive(bytes);
  const core = archive.text('docProps/core.xml') ?? '';
  const app = archive.text('docProps/app.xml') ?? '';
  const found = OFFICE.find(([, of, form]) => form.test(of === 'core' ? core : app))?.[0];
  const isMarked = MARKED.some((part) => /\bw:author="[^"]/.test(archive.text(part) ?? ''));
  return found ?? (isMarked ? 'w:author' : undefined);
}

/** Parts in which Word keeps who changed or said what. */
const MARKED = ['word/document.xml', 'word/comments.xml', 'word/footnotes.xml'];

const PERSONAL = ['Author', 'Artist', 'Copyright', 'Source', 'Creator'];

/** Textual chunks and EXIF (PNG, 11.3.3). */
function ofPng(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    if (type === 'eXIf') return 'eXIf';
    if (!['tEXt', 'iTXt', 'zTXt'].includes(type)) continue;
    const keyword = Buffer.from(bytes.subarray(at + 8, at + 88))
      .toString('latin1')
      .split('\0')[0]!;
    if (PERSONAL.includes(keyword)) return keyword;
  }
  return undefined;
}
