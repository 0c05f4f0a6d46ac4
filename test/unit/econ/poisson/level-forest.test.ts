import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { LevelForest } from '../../../../src/econ/poisson/separation/level-forest.ts';

it('takes sums of levels off a column, all but for what components lack of one another', () => {
  const draw = createRng('forest').stream('levels', 0);
  for (let round = 0; round < 100; round++) {
    const n = 30;
    const [a, b] = [2 + draw.int(8), 2 + draw.int(8)];
    const [first, second] = [a, b].map((levels) => ({
      codes: Int32Array.from({ length: n }, () => draw.int(levels)),
      levels,
    }));
    const edges = Int32Array.from({ length: n }, (_, i) => i).filter(() => draw.uniform() < 0.4);
    const forest = new LevelForest(first!, second!, edges);
    const [u, v] = [a, b].map((levels) => Array.from({ length: levels }, () => 1e6 * draw.normal()));
    const x = Float64Array.from({ length: n }, (_, i) => u![first!.codes[i]!]! + v![second!.codes[i]!]!);
    const left = forest.solvedOut(x);
    const shifts = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      if (forest.isInside(i)) expect(left[i]).toBe(0);
      const pair = `${forest.componentOf(i, 0)} ${forest.componentOf(i, 1)}`;
      expect(left[i]).toBeCloseTo(shifts.get(pair) ?? left[i]!, 6);
      shifts.set(pair, left[i]!);
    }
    for (const row of edges) expect(forest.isInside(row)).toBe(true);
  }
});

it('leaves what no levels make', () => {
  const codes = (list: number[]) => ({ codes: Int32Array.from(list), levels: 2 });
  const forest = new LevelForest(codes([0, 0, 1, 1]), codes([0, 1, 0, 1]), Int32Array.of(0, 1, 2));
  expect(forest.count).toBe(1);
  expect([...forest.solvedOut(Float64Array.of(5, 7, 11, 20))]).toEqual([0, 0, 0, 7]);
});
