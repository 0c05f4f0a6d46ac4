import { expect, it } from 'vitest';
import { bytesOf, KernelMemory, roomInTurn } from '../../../../src/base/kernels/memory.ts';

it('arrays in a room do not overlap, and begin where two numbers can be loaded at once', () => {
  const room = new KernelMemory(bytesOf(3 * 8, 5 * 4, 2 * 8));
  const arrays = [room.float64(3), room.int32(5), room.float64(2)];
  for (const [i, array] of arrays.entries()) {
    expect(array.byteOffset % 16).toBe(0);
    array.fill(i + 1);
  }
  expect(arrays.map((array) => [...array])).toEqual([
    [1, 1, 1],
    [2, 2, 2, 2, 2],
    [3, 3],
  ]);
});

it('more than four gigabytes is refused with what it is', () => {
  expect(() => new KernelMemory(5 * 2 ** 30)).toThrow('this estimation works on 5.0 GiB at once, and 4 are possible');
});

it('is the room of before again where that is large enough, with no arrays in it', () => {
  const roomOf = roomInTurn();
  const first = roomOf(bytesOf(80));
  const array = first.float64(10);
  expect(roomOf(bytesOf(80))).toBe(first);
  expect(first.float64(10).byteOffset).toBe(array.byteOffset);
  expect(roomOf(bytesOf(80_000))).not.toBe(first);
});
