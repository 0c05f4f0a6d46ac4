/** Writes zip archives (PKWARE APPNOTE: local headers, central directory, its end). */

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
