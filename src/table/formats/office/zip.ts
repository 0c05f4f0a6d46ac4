/** Writes zip archives (PKWARE APPNOTE: local headers, central directory, its end), whole, or with one file replaced or added. */

/** The earliest date that an archive can hold, 1980-01-01, so that equal files give equal bytes. */
const DATE = 0x0021;
/** Names are UTF-8. */
const FLAGS = 0x0800;

/**
 * An archive of the files by their paths, in order, each stored as it is: what deflates them differs between versions of
 * Node, and with it the bytes.
 */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const { crc32 } = process.getBuiltinModule('node:zlib');
  const contents: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    const common = [u16(FLAGS), u16(0), u16(0), u16(DATE), u32(crc32(bytes)), u32(bytes.length), u32(bytes.length)];
    const local = joined([u32(0x04034b50), u16(20), ...common, u16(name.length), u16(0), name]);
    const place = [u16(name.length), u16(0), u16(0), u16(0), u16(0), u32(0), u32(at)];
    directory.push(joined([u32(0x02014b50), u16(20), u16(20), ...common, ...place, name]));
    contents.push(local, bytes);
    at += local.length + bytes.length;
  }
  const central = joined(directory);
  const counts = [u16(files.size), u16(files.size), u32(central.length), u32(at)];
  return joined([...contents, central, u32(0x06054b50), u16(0), u16(0), ...counts, u16(0)]);
}

/** The archive with other bytes for the file at `path`; all other files stay byte for byte, packed as they are. Throws where there is none. */
export function zipWith(archive: Uint8Array, path: string, bytes: Uint8Array): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(view);
  const entries = entriesOf(view, end);
  const places = [...entries.map(({ at }) => at), view.getUint32(end + 16, true)].sort((a, b) => a - b);
  const contents: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { at: was, header } of entries) {
    const own = header.slice();
    const fields = new DataView(own.buffer);
    const isIt = new TextDecoder().decode(own.subarray(46, 46 + fields.getUint16(28, true))) === path;
    const next = places.find((place) => place > was)!;
    const local = isIt ? stored(fields, bytes) : archive.subarray(was, next);
    fields.setUint32(42, at, true);
    contents.push(local);
    directory.push(own);
    at += local.length;
  }
  const central = joined(directory);
  const last = new Uint8Array(archive.subarray(end));
  new DataView(last.buffer).setUint32(16, at, true);
  return joined([...contents, central, last]);
}

/** The archive with one more file behind the others, which stay byte for byte. */
export function zipPlus(archive: Uint8Array, path: string, bytes: Uint8Array): Uint8Array {
  const viewOf = (part: Uint8Array): DataView => new DataView(part.buffer, part.byteOffset, part.byteLength);
  const end = endOf(viewOf(archive));
  const start = viewOf(archive).getUint32(end + 16, true);
  const added = zip(new Map([[path, bytes]]));
  const addedEnd = endOf(viewOf(added));
  const addedStart = viewOf(added).getUint32(addedEnd + 16, true);
  const header = added.slice(addedStart, addedEnd);
  viewOf(header).setUint32(42, start, true);
  const last = archive.slice(end);
  const fields = viewOf(last);
  for (const count of [8, 10]) fields.setUint16(count, fields.getUint16(count, true) + 1, true);
  fields.setUint32(12, fields.getUint32(12, true) + header.length, true);
  fields.setUint32(16, start + addedStart, true);
  return joined([
    archive.subarray(0, start),
    added.subarray(0, addedStart),
    archive.subarray(start, end),
    header,
    last,
  ]);
}

/** A file that is stored as it is, of which `header` in the directory tells: name and time stay. */
function stored(header: DataView, bytes: Uint8Array): Uint8Array {
  const { crc32 } = process.getBuiltinModule('node:zlib');
  const name = new Uint8Array(header.buffer, 46, header.getUint16(28, true));
  // Sizes stand in front of the file, not behind it.
  header.setUint16(8, header.getUint16(8, true) & ~8, true);
  header.setUint16(10, 0, true);
  for (const [offset, value] of [
    [16, crc32(bytes)],
    [20, bytes.length],
    [24, bytes.length],
  ] as const)
    header.setUint32(offset, value, true);
  const common = new Uint8Array(header.buffer, 6, 22);
  return joined([u32(0x04034b50), common, u16(name.length), u16(0), name, bytes]);
}

function endOf(view: DataView): number {
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Error('it is no zip archive');
  return end;
}

/** Entries of the directory, each with the place of its file. */
function entriesOf(view: DataView, end: number): { readonly at: number; readonly header: Uint8Array }[] {
  let here = view.getUint32(end + 16, true);
  return Array.from({ length: view.getUint16(end + 10, true) }, () => {
    const length = 46 + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(here + field, true), 0);
    const header = new Uint8Array(view.buffer, view.byteOffset + here, length);
    const at = view.getUint32(here + 42, true);
    here += length;
    return { at, header };
  });
}

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >>> 8);
const u32 = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
