/** Sums of kernels are those of JavaScript, to their bits. */
import { expect, it } from 'vitest';
import { type Passes as Draws, code as drawsCode } from '../../../../src/base/kernels/compiled/draws.ts';
import { code, type Passes } from '../../../../src/base/kernels/compiled/products.ts';
import { bytesOf, Room } from '../../../../src/base/kernels/room.ts';
import { createRng } from '../../../../src/base/number/rng.ts';
import { dot } from '../../../../src/base/number/sum.ts';

const most = 1800;
const room = new Room(4 * bytesOf(8 * most));
const draw = createRng('1').stream('sums', 0);
const [w, x, z] = [0, 1, 2].map(() => {
  const column = room.float64(most);
  for (let i = 0; i < most; i++) column[i] = draw.normal() * 10 ** draw.int(6);
  return column;
}) as [Float64Array, Float64Array, Float64Array];

it('`dots` adds up as `dot` does', () => {
  const kernel = room.passes<Draws>(drawsCode);
  const out = room.float64(2);
  for (let n = 0; n <= most / 2; n++) {
    kernel.dots(w.byteOffset, x.byteOffset, out.byteOffset, 2, n);
    expect([...out]).toEqual([dot(w, x, 0, 0, n), dot(w, x, 0, n, n)]);
  }
});

it('`weightedDot` adds up even rows and odd ones', () => {
  const kernel = room.passes<Passes>(code);
  for (const n of [0, 1, 2, 7, 1024, 1799]) {
    const sums = [0, 0] as [number, number];
    for (let i = 0; i < n - (n % 2); i++) sums[i % 2] = sums[i % 2]! + w[i]! * x[i]! * z[i]!;
    const last = n % 2 === 0 ? 0 : w[n - 1]! * x[n - 1]! * z[n - 1]!;
    expect(kernel.weightedDot(w.byteOffset, x.byteOffset, z.byteOffset, n)).toBe(sums[0] + sums[1] + last);
  }
});
