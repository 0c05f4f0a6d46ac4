import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { leastNorm } from '../../../../src/econ/linalg/least-norm.ts';

it('ends where every product is at least 0, and is 0 for what is taken more than once', () => {
  const draw = createRng('least norm').stream('vectors', 0);
  const ends = { zero: 0, away: 0 };
  for (let round = 0; round < 300; round++) {
    const [d, n] = [1 + draw.int(6), 1 + draw.int(20)];
    const lean = draw.uniform() < 0.5 ? 1.5 : 0;
    const vectors = Array.from({ length: d }, () => Float64Array.from({ length: n }, () => lean + draw.normal()));
    const { point, products } = leastNorm(vectors, 1e-9)!;
    const size = Math.hypot(...point);
    const isZero = size < 1e-8;
    ends[isZero ? 'zero' : 'away']++;
    if (isZero) continue;
    for (const product of products) expect(product).toBeGreaterThan(-1e-7 * size);
    // g'g = Σ p v'g, where p is 1 unless v'g is 0
    expect(products.reduce((total, product) => total + product, 0)).toBeCloseTo(size * size, 4);
  }
  expect(Math.min(ends.zero, ends.away)).toBeGreaterThan(50);
});
