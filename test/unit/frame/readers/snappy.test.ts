/** Unpacked Snappy is what a library makes of it, and what is damaged is refused. */
import fc from 'fast-check';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { expect, it } from 'vitest';
import { unpackSnappy } from '../../../../src/frame/readers/parquet/passes.ts';

/** Literals and copies as the format has them, and what they unpack to. */
function packed(pieces: readonly (readonly [literal: Uint8Array, back: number, length: number, form: number])[]) {
  const bytes: number[] = [];
  const text: number[] = [];
  for (const [literal, wish, wanted, form] of pieces) {
    const n = literal.length - 1;
    const size = n < 60 ? 0 : n < 256 ? 1 : 2;
    bytes.push((size === 0 ? n : 59 + size) << 2, ...[n & 255, n >> 8].slice(0, size), ...literal);
    text.push(...literal);
    const back = 1 + (wish % Math.min(text.length, 2047));
    const length = form === 1 ? 4 + (wanted % 8) : 1 + (wanted % 64);
    if (form === 1) bytes.push(((back >> 8) << 5) | ((length - 4) << 2) | 1, back & 255);
    else bytes.push(((length - 1) << 2) | form, back & 255, back >> 8, ...(form === 3 ? [0, 0] : []));
    for (let i = 0; i < length; i++) text.push(text[text.length - back]!);
  }
  const head: number[] = [];
  for (let n = text.length; ; n >>= 7) {
    head.push(n > 127 ? (n & 127) | 128 : n);
    if (n <= 127) break;
  }
  return { bytes: Uint8Array.from([...head, ...bytes]), text: Uint8Array.from(text) };
}

const piece = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.nat(), fc.nat(), fc.constantFrom(1, 2, 3));
const pieces = fc.array(piece, { minLength: 1, maxLength: 12 });

it('is what was packed', () => {
  fc.assert(
    fc.property(pieces, (given) => {
      const { bytes, text } = packed(given);
      const expected = new Uint8Array(text.length);
      snappyUncompress(bytes, expected);
      expect(Buffer.compare(expected, text)).toBe(0);
      expect(Buffer.compare(unpackSnappy(bytes, text.length), text)).toBe(0);
    }),
    { numRuns: 150 },
  );
});

it('is refused where it is damaged, and never longer than it says', () => {
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.nat(8), more: fc.integer({ min: -3, max: 3 }) });
  fc.assert(
    fc.property(pieces, change, (given, { at, byte, cut, more }) => {
      const { bytes, text } = packed(given);
      bytes[at % bytes.length] = byte;
      const size = Math.max(0, text.length + more);
      try {
        expect(unpackSnappy(bytes.subarray(0, bytes.length - cut), size)).toHaveLength(size);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 150 },
  );
});
