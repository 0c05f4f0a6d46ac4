/** Digests of files for readers: the three are those of other implementations, however a file is divided. */
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

/** Recorded with zlib and hashlib of Python 3: `adler32`, `md5` and `sha256` of one byte repeated. */
it.each([
  [
    4095,
    255,
    '9070efe3',
    'bdf804508e306e000725a51b86de4850',
    'a0631471e083ff5b0d37b9971a126cf4285a3e2a4b4f417c360a168bfea8b70e',
  ],
  [
    4097,
    255,
    '7351f1e1',
    'ab14c75f736e2df64af1e7ee489fcec9',
    'ea9c097317ba6d33927a94480040f58d128b94831dfb1873a31bf50b305acab1',
  ],
  [
    5_000_001,
    254,
    '5afd1a38',
    '3c67a412a44fe0dd2d390d088f2d402f',
    'e9ad4fedfa57880082a99f8cd9f84ee30fbd870865a63d29b74d6f1734cc8fee',
  ],
])('of %i bytes %i are as Python has them, however many are held at once', (size, value, adler32, md5, sha256) => {
  expect(digestsOf(fileOf(new Uint8Array(size).fill(value)))).toEqual({ bytes: size, adler32, md5, sha256 });
});
