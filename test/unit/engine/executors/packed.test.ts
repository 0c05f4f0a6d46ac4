/** Parts go to a worker in one piece, and come out as they went in. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Digest } from '../../../../src/base/brand.ts';
import { bytesToShare } from '../../../../src/base/shared-memory.ts';
import { packed, unpacked } from '../../../../src/engine/executors/packed.ts';

const named = (parts: readonly Uint8Array[]): Map<Digest, Uint8Array> =>
  new Map(parts.map((bytes, i) => [`d${i}` as Digest, bytes]));

it('short and long parts come back, where numbers may lie as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }), (drawn) => {
      const parts = named([...drawn, bytesToShare(100_000).fill(3), ...drawn.map((bytes) => bytes.subarray(1))]);
      const back = unpacked(structuredClone(packed(parts)));
      for (const [name, bytes] of parts) expect(Buffer.compare(back.get(name)!, bytes), name).toBe(0);
      expect(back.size).toBe(parts.size);
      for (const { byteOffset } of back.values()) expect(byteOffset % 8).toBe(0);
    }),
  );
});

it('a short part of a long memory takes no more than its own length along', () => {
  const { short, long } = packed(named([new Uint8Array(new ArrayBuffer(10_000_000), 5000, 3)]));
  expect([short.bytes.buffer.byteLength, long.size]).toEqual([8, 0]);
});
