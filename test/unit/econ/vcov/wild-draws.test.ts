import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { RandomSigns, signedSums } from '../../../../src/econ/vcov/random-signs.ts';
import { drawAll } from '../../../../src/econ/vcov/wild-draws.ts';

const seeds = fc.integer({ min: 0, max: 1e6 });
const normals = (seed: number, name: string, n: number): Float64Array => {
  const stream = createRng(String(seed)).stream(name, 0);
  return Float64Array.from({ length: n }, () => stream.normal());
};
const stream = (seed: string) => createRng(seed).stream('wild-bootstrap', 0);
const signsOf = (seed: string, groups: number, count: number): number[][] =>
  [...RandomSigns.drawn(stream(seed), groups, count)].flatMap((signs) =>
    Array.from({ length: signs.to - signs.from }, (_, i) => {
      const w = new Float64Array(groups);
      signs.weights(signs.from + i, w);
      return [...w];
    }),
  );

describe('random signs', () => {
  it('give the sums that are added up one by one', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 100 }), (seed, groups) => {
        const columns = [normals(seed, 'a', groups), normals(seed, 'b', groups)];
        for (const signs of RandomSigns.drawn(stream('1'), groups, 30)) {
          const sums = signedSums(columns, signs);
          for (const [b, w] of signsOf('1', groups, 30).entries())
            for (const [c, column] of columns.entries())
              expect(sums[2 * b + c]).toBeCloseTo(
                column.reduce((all, value, g) => all + w[g]! * value, 0),
                10,
              );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are those of fewer draws, and more, across stretches', () => {
    const groups = 12_000;
    const last = (count: number): Float64Array => {
      const w = new Float64Array(groups);
      for (const signs of RandomSigns.drawn(stream('s'), groups, count)) signs.weights(signs.to - 1, w);
      return w;
    };
    const all = [...RandomSigns.drawn(stream('s'), groups, 2100)];
    expect(all.map(({ from, to }) => [from, to])).toEqual([
      [0, 2048],
      [2048, 2100],
    ]);
    const w = new Float64Array(groups);
    all[1]!.weights(2070, w);
    expect(w).toEqual(last(2071));
    const mean = w.reduce((a, b) => a + b, 0) / groups;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(groups));
    expect(signsOf('t', 41, 3)).not.toEqual(signsOf('s', 41, 3));
  });
});

describe('replications of many clusters', () => {
  it('have the products of scores that are taken cluster by cluster, also where these cancel', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 33, max: 120 }), fc.boolean(), (seed, groups, cancel) => {
        const loadings = ['l0', 'l1'].map((name) => normals(seed, name, groups));
        const scores = (name: string) => [0, 1].map((j) => normals(seed, `${name}${j}`, groups));
        const sums = (name: string) => ({ shift: normals(seed, name, groups), scores: scores(name), crossing: null });
        const [e, r] = [sums('e'), sums('r')];
        // only one cluster matters, and what it loads on takes all of it off
        if (cancel) {
          for (const values of [r.shift, ...r.scores, ...loadings]) values.fill(0);
          loadings[0]![3] = 0.1 + seed / 1e6;
          r.scores[0]![3] = 1.7;
          r.shift[3] = loadings[0]![3]! * 1.7;
        }
        const found = drawAll(e, r, loadings, groups, { weights: 'rademacher', reps: 20, seed: 'x' });
        for (const [b, w] of signsOf('x', groups, 20).entries()) {
          const scoresOf = (u: typeof e): number[] => {
            const f = u.scores.map((s) => s.reduce((all, value, g) => all + w[g]! * value, 0));
            return w.map((sign, h) => sign * u.shift[h]! - loadings[0]![h]! * f[0]! - loadings[1]![h]! * f[1]!);
          };
          const [se, sr] = [scoresOf(e), scoresOf(r)];
          const product = (a: number[], c: number[]) => a.reduce((all, value, h) => all + value * c[h]!, 0);
          const size = product(se, se);
          expect(found.ee[b]! / size).toBeCloseTo(1, 9);
          expect(found.er[b]! / size).toBeCloseTo(product(se, sr) / size, 9);
          if (cancel) expect(found.rr[b]).toBe(0);
          else expect(found.rr[b]! / product(sr, sr)).toBeCloseTo(1, 9);
          expect(found.e[b]).toBeCloseTo(product([...e.shift], w), 10);
          expect(found.r[b]).toBeCloseTo(product([...r.shift], w), 10);
        }
      }),
      { numRuns: 40 },
    );
  });
});
