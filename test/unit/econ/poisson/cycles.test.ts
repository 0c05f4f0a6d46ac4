import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { onNoCycle } from '../../../../src/econ/poisson/separation/cycles.ts';

/** Whether a way leads from one vertex to another, by trying all. */
function leads(arcs: readonly (readonly [number, number])[], from: number, to: number): boolean {
  const reached = new Set([from]);
  for (let before = 0; before !== reached.size; ) {
    before = reached.size;
    for (const [a, b] of arcs) if (reached.has(a)) reached.add(b);
  }
  return reached.has(to);
}

it('finds the arcs that no way leads back along, in any graph', () => {
  const draw = createRng('cycles').stream('graphs', 0);
  for (let graph = 0; graph < 300; graph++) {
    const vertices = 1 + draw.int(9);
    const arcs = Array.from({ length: draw.int(16) }, () => [draw.int(vertices), draw.int(vertices)] as const);
    const [from, to] = [0, 1].map((end) => Int32Array.from(arcs, (arc) => arc[end]!)) as [Int32Array, Int32Array];
    const expected = arcs.flatMap(([a, b], at) => (leads(arcs, b, a) ? [] : [at]));
    expect(onNoCycle(vertices, from, to)).toEqual(expected);
  }
});

it('walks a way of 100,000 arcs', () => {
  const from = Int32Array.from({ length: 1e5 }, (_, i) => i);
  const to = from.map((i) => i + 1);
  expect(onNoCycle(1e5 + 1, from, to)).toHaveLength(1e5);
  expect(onNoCycle(1e5 + 1, Int32Array.of(1e5), Int32Array.of(0))).toEqual([0]);
});
