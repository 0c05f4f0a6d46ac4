/** Moments are those of the sums of base/number/sum.ts, to their bits. */
import { expect, it } from 'vitest';
import { bytesOf, KernelMemory } from '../../../../src/base/kernels/memory.ts';
import { createRng } from '../../../../src/base/number/rng.ts';
import { blockLength, joined, mean, sum, sumSquaresAbout } from '../../../../src/base/number/sum.ts';
import { bytesOfMoments, momentsOf } from '../../../../src/econ/describe/moments.ts';

const most = 40_000;
const room = new KernelMemory(bytesOf(8 * most) + bytesOfMoments(most));

function bySums(x: Float64Array) {
  const n = x.length;
  const centre = mean(x);
  const spread = sumSquaresAbout(x, centre);
  const z = x.map((value) => value - centre);
  const rest = mean(z);
  const scale = Math.sqrt(spread / n);
  const moment = (power: (z: number) => number): number => {
    const powers = z.map((value) => power((value - rest) / scale));
    const blocks = Float64Array.from({ length: Math.ceil(n / blockLength) }, (_, i) =>
      sum(powers, i * blockLength, Math.min(n, (i + 1) * blockLength)),
    );
    return joined(blocks) / n;
  };
  return { mean: centre, spread, skewness: moment((a) => a * a * a), kurtosis: moment((a) => a * a * (a * a)) };
}

it.each([2, 3, 4, 5, 6, 7, 255, 256, 257, 258, 259, 513, 8191, 8193, 16_385, most])('of %d numbers', (n) => {
  const draw = createRng('1').stream('moments', n);
  const drawn = Float64Array.from({ length: n }, () => 1000 + draw.normal() * 10 ** draw.int(6));
  const values = room.emptied().float64(n);
  values.set(drawn);
  expect(momentsOf(values, room)).toEqual(bySums(drawn));
});
