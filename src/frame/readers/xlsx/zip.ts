/** Reading the files of a zip archive (PKWARE APPNOTE: end of central directory, central headers, stored and deflated). */
import { DataError } from '../../complaint.ts';
import { LONGEST_TEXT, mebibytes, mostUnpacked, tooLarge } from '../../limits.ts';

export function damagedBook(detail: string): DataError {
  return new DataError({ code: 'damaged-file', message: `not a readable Excel file: ${detail}`, path: ['file'] });
}

function tooLargeWhenUnpacked(path: string, most: number): DataError {
  const what = `\`${path}\` in the workbook, more than ${mebibytes(most)} when unpacked`;
  return tooLarge(what, 'save the sheet as CSV, or only the columns and rows in use');
}

/** Text of a file in the archive by its path, undefined when there is none. */
export type Archive = (path: string) => string | undefined;

export const openZip = (bytes: Uint8Array): Archive => openArchive(bytes).text;

export interface WorkbookParts {
  readonly has: (path: string) => boolean;
  readonly text: Archive;
  /** Its bytes, or what the first so many packed bytes hold; undefined when there is none. */
  readonly bytes: (path: string, packed?: number) => Uint8Array | undefined;
}

export function openArchive(bytes: Uint8Array): WorkbookParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const entries = centralDirectory(view);
    const unpack = (path: string, packed?: number): Uint8Array | undefined => {
      const entry = entries.get(path);
      return entry && contents(view, path, entry, packed);
    };
    return {
      has: (path) => entries.has(path),
      text: (path) => {
        const unpacked = unpack(path);
        return unpacked && new TextDecoder().decode(unpacked);
      },
      bytes: unpack,
    };
  } catch (error) {
    if (error instanceof RangeError) throw damagedBook('it is cut');
    throw error;
  }
}

interface ZipEntry {
  readonly method: number;
  readonly compressed: number;
  readonly headerAt: number;
}

function centralDirectory(view: DataView): ReadonlyMap<string, ZipEntry> {
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw damagedBook('it is no `.xlsx`; an old `.xls` or a protected file must be saved as `.xlsx` first');
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw damagedBook('its directory is broken');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      compressed: view.getUint32(at + 20, true),
      headerAt: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function contents(
  view: DataView,
  path: string,
  { method, compressed, headerAt }: ZipEntry,
  packed = Number.POSITIVE_INFINITY,
): Uint8Array {
  const most = Math.min(LONGEST_TEXT, mostUnpacked(compressed));
  try {
    const dataAt = headerAt + 30 + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
    const data = new Uint8Array(view.buffer, view.byteOffset + dataAt, compressed);
    if (method === 0 && compressed <= most) return data;
    if (method === 8) {
      const { inflateRawSync, constants } = process.getBuiltinModule('node:zlib');
      const isPart = packed < compressed;
      const finishFlush = isPart ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
      return inflateRawSync(isPart ? data.subarray(0, packed) : data, { maxOutputLength: most, finishFlush });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLargeWhenUnpacked(path, most);
    throw damagedBook('a part of it cannot be unpacked');
  }
  if (method === 0) throw tooLargeWhenUnpacked(path, most);
  throw damagedBook(`unknown compression ${method}`);
}
