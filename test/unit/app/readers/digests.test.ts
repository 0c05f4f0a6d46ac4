/** Digests of files for readers: the three are those of other implementations, however a file is divided. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { digestsOf } from '../../../../src/app/readers/digests.ts';
import type { FileBytes } from '../../../../src/base/reader.ts';

const fileOf = (bytes: Uint8Array): FileBytes => ({
  size: bytes.length,
  part: (from, to) => bytes.subarray(from, to),
  fill: (into, from) => {
    into.set(bytes.subarray(from, from + into.length));
    return Math.min(into.length, bytes.length - from);
  },
  bytes: () => bytes,
});

it('are as published for a short text and an empty one', () => {
  expect(digestsOf(fileOf(Buffer.from('Wikipedia')))).toMatchObject({ bytes: 9, adler32: '11e60398' });
  expect(digestsOf(fileOf(Buffer.from('abc'))).md5).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(digestsOf(fileOf(new Uint8Array()))).toMatchObject({ bytes: 0, adler32: '00000001' });
});

it('are as python has them for bytes that are large, and for more of them than are held at once', () => {
  for (const [size, value] of [
    [4095, 255],
    [4097, 255],
    [5_000_001, 254],
  ] as const) {
    const code = `import zlib,hashlib;b=bytes([${value}])*${size};print("%08x"%zlib.adler32(b),hashlib.md5(b).hexdigest(),hashlib.sha256(b).hexdigest())`;
    const [adler32, md5, sha256] = execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim().split(' ');
    expect(digestsOf(fileOf(new Uint8Array(size).fill(value)))).toEqual({ bytes: size, adler32, md5, sha256 });
  }
});
