/**
 * Writes the package file of npm: a tar archive (POSIX.1-1988 `ustar`) in gzip (RFC 1952). Its blocks are stored (RFC 1951, 3.2.4), since
 * what deflates them differs between versions of Node, and with it the bytes.
 */

const BLOCK = 512;
/** The most bytes of a stored block. */
const STORED = 0xffff;
const LONGEST_NAME = 100;

/** The files by their paths, in order, with no owner and no time. */
export function tarball(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [path, bytes] of files)
    parts.push(header(path, bytes.length), bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  return stored(Buffer.concat([...parts, new Uint8Array(2 * BLOCK)]));
}

function header(path: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(path) > LONGEST_NAME) throw new Error(`the name of ${path} is too long for an archive`);
  const octal = (value: number, at: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  };
  block.write(path, 0);
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write('        0', 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function stored(bytes: Uint8Array): Uint8Array {
  const { crc32 } = process.getBuiltinModule('node:zlib');
  // Method 8, no flags, no time, no level, an unknown system.
  const parts: Uint8Array[] = [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)];
  for (let at = 0; at < bytes.length; at += STORED) {
    const part = bytes.subarray(at, at + STORED);
    const head = Buffer.alloc(5);
    head[0] = at + STORED >= bytes.length ? 1 : 0;
    head.writeUInt16LE(part.length, 1);
    head.writeUInt16LE(0xffff - part.length, 3);
    parts.push(head, part);
  }
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes), 0);
  end.writeUInt32LE(bytes.length % 0x1_0000_0000, 4);
  return Buffer.concat([...parts, end]);
}
