import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRuns } from '../../../../src/frame/readers/parquet/runs.ts';

const read = (bytes: readonly number[], width: number, n: number): number[] => {
  const view = new DataView(Uint8Array.from(bytes).buffer);
  return [...readRuns({ view, offset: 0 }, width, n)];
};

/** Unsigned LEB128. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];

const run = (width: number, count: number, value: number): number[] => [
  ...varint(2 * count),
  ...Array.from({ length: Math.ceil(width / 8) }, (_, byte) => (value >>> (8 * byte)) & 255),
];

/** By the eight, as the format has it. */
function packed(width: number, numbers: readonly number[]): number[] {
  const groups = Math.ceil(numbers.length / 8);
  const bits = Array.from({ length: 8 * groups }, (_, i) => numbers[i] ?? 0).flatMap((number) =>
    Array.from({ length: width }, (_, bit) => (number >>> bit) & 1),
  );
  const byte = (at: number): number => bits.slice(at, at + 8).reduce((sum, bit, i) => sum | (bit << i), 0);
  return [...varint(2 * groups + 1), ...Array.from({ length: bits.length / 8 }, (_, i) => byte(8 * i))];
}

describe('runs and packed bits', () => {
  it('give the numbers that were written', () => {
    const numbers = fc.integer({ min: 1, max: 24 }).chain((width) => {
      const number = fc.nat(2 ** width - 1);
      return fc.record({
        width: fc.constant(width),
        parts: fc.array(
          fc.oneof(
            fc.record({ count: fc.integer({ min: 1, max: 300 }), value: number }),
            fc.array(number, { minLength: 8, maxLength: 8 }),
          ),
          { minLength: 1, maxLength: 6 },
        ),
      });
    });
    fc.assert(
      fc.property(numbers, ({ width, parts }) => {
        const written = parts.flatMap((part) =>
          Array.isArray(part) ? part : Array<number>(part.count).fill(part.value),
        );
        const bytes = parts.flatMap((part) =>
          Array.isArray(part) ? packed(width, part) : run(width, part.count, part.value),
        );
        expect(read(bytes, width, written.length)).toEqual(written);
      }),
    );
  });

  it('are read no further than numbers are asked for, whatever a damaged run says', () => {
    expect(read(run(1, 2 ** 30, 1), 1, 3)).toEqual([1, 1, 1]);
    expect(read([...varint(2 * 2 ** 27 + 1), 0b0110_0101], 1, 3)).toEqual([1, 0, 1]);
    expect(() => read(run(1, 2, 1), 1, 3)).toThrow(RangeError);
    expect(() => read([0], 25, 1)).toThrow('indices of 25 bits');
    expect(read([], 0, 3)).toEqual([0, 0, 0]);
  });
});
