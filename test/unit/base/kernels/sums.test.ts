/** Sums of kernels are those of JavaScript, to their bits. */
import { expect, it } from 'vitest';
import { type Passes as Draws, code as drawsCode } from '../../../../src/base/kernels/compiled/draws.ts';
import { code, type Passes } from '../../../../src/base/kernels/compiled/products.ts';
import { type Passes as Threshold, code as thresholdCode } from '../../../../src/base/kernels/compiled/threshold.ts';
import { bytesOf, KernelMemory } from '../../../../src/base/kernels/memory.ts';
import { createRng } from '../../../../src/base/number/rng.ts';
import { dot } from '../../../../src/base/number/sum.ts';

const most = 1800;
const room = new KernelMemory(4 * bytesOf(8 * most));
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

it.each([1, 2])('`draw` adds up two outcomes as `dot` and a loop over the rows do, %i slopes', (p) => {
  const [units, periods, k, size] = [37, 23, 2, 5];
  const nobs = units * periods;
  const own = new KernelMemory(1 << 20);
  const kernel = own.passes<Threshold>(thresholdCode);
  const numbers = (n: number): Float64Array => own.float64(n).map(() => draw.normal() * 10 ** draw.int(6));
  const place = (values: Float64Array): Float64Array<ArrayBuffer> => {
    const out = own.float64(values.length);
    out.set(values);
    return out;
  };
  const [fitted, errors, r, basis] = [nobs, nobs, nobs * p, nobs * k].map((n) => place(numbers(n))) as Float64Array[];
  const [bin, drawn] = [own.int32(nobs), own.int32(2 * units)];
  for (let i = 0; i < nobs; i++) bin[i] = draw.int(size + 1);
  for (let u = 0; u < 2 * units; u++) drawn[u] = draw.int(units);
  const [y, parts] = [own.float64(512), own.float64(2 * (k + 1) * 4)];
  const [sums, products] = [own.float64(2 * (size + 1) * p), own.float64(2 * (k + 1))];
  const given = [fitted!, errors!, drawn, bin, r!, basis!].map(({ byteOffset }) => byteOffset);
  const room = [y, parts, sums, products].map(({ byteOffset }) => byteOffset);
  kernel.draw(
    ...(given as [number, number, number, number, number, number]),
    units,
    periods,
    p,
    k,
    ...(room as [number, number, number, number]),
  );
  for (const which of [0, 1]) {
    const outcome = fitted!.map((value, i) => {
      return value + errors![drawn[which * units + Math.floor(i / periods)]! * periods + (i % periods)]!;
    });
    const columns = [basis!.subarray(0, nobs), basis!.subarray(nobs), outcome];
    expect(columns.map((_, c) => products[2 * c + which])).toEqual(columns.map((column) => dot(column, outcome)));
    const added = new Float64Array((size + 1) * p);
    for (let at = 0; at < nobs * p; at++) {
      const to = bin[Math.floor(at / p)]! * p + (at % p);
      added[to] = added[to]! + r![at]! * outcome[Math.floor(at / p)]!;
    }
    expect([...added.keys()].map((at) => sums[2 * at + which])).toEqual([...added]);
  }
});
