import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { compact, components, intersect, isNested, keepNonSingletons } from '../../../../src/econ/panel/effects.ts';
import { withinTransform } from '../../../../src/econ/panel/within.ts';
import { named } from '../panels.ts';

const effect = (name: string, codes: readonly number[]) => compact(named(name, codes));

/** Codes of two to `most` effects on at most `rows` rows. */
const drawnEffects = (most: number, levels: number, rows: number) =>
  fc.integer({ min: 3, max: rows }).chain((n) => {
    const codes = fc.array(fc.integer({ min: 0, max: levels - 1 }), { minLength: n, maxLength: n });
    return fc.array(codes, { minLength: 2, maxLength: most });
  });

describe('effects', () => {
  it('keep the levels that occur, in their order', () => {
    const result = compact({ name: 'f', codes: Int32Array.from([4, 1, 4]), levels: ['a', 'b', 'c', 'd', 'e'] });
    expect([...result.codes]).toEqual([1, 0, 1]);
    expect([...result.counts]).toEqual([1, 2]);
    expect(() => compact({ name: 'f', codes: Int32Array.from([-1]), levels: ['a'] })).toThrow(/no value of `f`/);
  });

  it('know nesting and intersections', () => {
    const unit = effect('unit', [0, 0, 1, 1, 2, 2]);
    const region = effect('region', [0, 0, 0, 0, 1, 1]);
    expect(isNested(unit, region)).toBe(true);
    expect(isNested(region, unit)).toBe(false);
    expect(intersect(unit, effect('time', [0, 1, 0, 1, 0, 0])).levels).toBe(5);
  });

  it('count connected components', () => {
    expect(components(effect('a', [0, 0, 1, 1]), effect('b', [0, 1, 1, 2]))).toBe(1);
    expect(components(effect('a', [0, 0, 1, 1]), effect('b', [0, 0, 1, 2]))).toBe(2);
  });

  it('count what a walk from level to level reaches, whichever of two effects has more levels', () => {
    fc.assert(
      fc.property(drawnEffects(2, 9, 24), drawnEffects(2, 4, 24), ([first], [, second]) => {
        const n = Math.min(first!.length, second!.length);
        const [a, b] = [effect('a', first!.slice(0, n)), effect('b', second!.slice(0, n))];
        const labels = Array.from({ length: a.levels + b.levels }, (_, i) => i);
        for (let changed = true; changed; ) {
          changed = false;
          for (let i = 0; i < n; i++) {
            const [x, y] = [a.codes[i]!, a.levels + b.codes[i]!];
            if (labels[x] === labels[y]) continue;
            labels[x] = labels[y] = Math.min(labels[x]!, labels[y]!);
            changed = true;
          }
        }
        expect(components(a, b)).toBe(new Set(labels).size);
        expect(components(b, a)).toBe(new Set(labels).size);
      }),
    );
  });

  it('drop singletons again and again', () => {
    // dropping the only row of firm 2 leaves year 2 with one row, and that leaves firm 1 with one
    const firm = named('firm', [0, 0, 1, 1, 2]);
    const year = named('year', [0, 0, 0, 2, 2]);
    expect([...keepNonSingletons([firm, year], 5)]).toEqual([1, 1, 0, 0, 0]);
    expect([...keepNonSingletons([firm], 5)]).toEqual([1, 1, 1, 1, 0]);
  });

  it('leave no singleton, and lose no row that one row at a time would keep', () => {
    fc.assert(
      fc.property(drawnEffects(3, 7, 20), (drawn) => {
        const nobs = drawn[0]!.length;
        const left = new Set(drawn[0]!.keys());
        for (let row: number | undefined = 0; row !== undefined; ) {
          row = [...left].find((i) => drawn.some((codes) => [...left].every((j) => j === i || codes[j] !== codes[i])));
          if (row !== undefined) left.delete(row);
        }
        const kept = keepNonSingletons(
          drawn.map((codes, i) => named(`e${i}`, codes)),
          nobs,
        );
        expect([...kept.keys()].filter((i) => kept[i] === 1)).toEqual([...left]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the within transformation', () => {
  it('of up to four effects is the residual on their dummies', () => {
    fc.assert(
      fc.property(drawnEffects(4, 6, 24), fc.boolean(), (drawn, nests) => {
        const codes = nests ? [...drawn, drawn[0]!.map((code) => code >> 1)] : drawn;
        const effects = codes.map((each, i) => effect(`e${i}`, each));
        const dummies = effects.flatMap(({ codes: own, levels }) =>
          Array.from({ length: levels }, (_, level) => Float64Array.from(own, (code) => (code === level ? 1 : 0))),
        );
        const x = Float64Array.from(drawn[0]!, (_, i) => 100 + Math.sin(7 * i));
        const { residuals } = leastSquares(dummies, x, () => 1e-9);
        const within = withinTransform(x, effects);
        for (const [i, value] of within.entries()) expect(Math.abs(value - residuals[i]!)).toBeLessThan(1e-10);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out effects whose levels are made of whole levels of others', () => {
    const n = 240;
    const state = effect(
      'state',
      Array.from({ length: n }, (_, i) => i % 24),
    );
    const year = effect(
      'year',
      Array.from({ length: n }, (_, i) => Math.floor(i / 24)),
    );
    const region = effect(
      'region',
      Array.from(state.codes, (code) => code % 4),
    );
    const x = Float64Array.from({ length: n }, () => draw.normal());
    expect(withinTransform(x, [region, state, year])).toEqual(withinTransform(x, [state, year]));
    expect(withinTransform(x, [state, year, { ...state }])).toEqual(withinTransform(x, [state, year]));
  });

  const draw = createRng('within').stream('x', 0);

  it('leaves nothing of the effects, also along a chain, where alternating projections crawl', () => {
    const links = 400;
    const a = effect(
      'a',
      Array.from({ length: 2 * links }, (_, i) => Math.floor(i / 2)),
    );
    const b = effect(
      'b',
      Array.from({ length: 2 * links }, (_, i) => Math.floor((i + 1) / 2)),
    );
    const x = Float64Array.from({ length: 2 * links }, () => draw.normal());
    const spanned = x.map((_, i) => Math.sin(a.codes[i]!) + Math.cos(b.codes[i]!));
    // a chain is a tree: the effects span everything
    expect(Math.max(...withinTransform(spanned, [a, b]).map(Math.abs))).toBeLessThan(1e-9);
    expect(Math.max(...withinTransform(x, [a, b]).map(Math.abs))).toBeLessThan(1e-9);
  });

  it('gives residuals orthogonal to every level, and the same again', () => {
    const n = 600;
    const effects = [40, 25, 12].map((levels, k) =>
      effect(
        `e${k}`,
        Array.from({ length: n }, () => draw.int(levels)),
      ),
    );
    const x = Float64Array.from({ length: n }, () => 1e6 + draw.normal());
    const residuals = withinTransform(x, effects);
    for (const { codes, levels } of effects) {
      for (let level = 0; level < levels; level++) {
        const total = residuals.reduce((sum, value, i) => (codes[i] === level ? sum + value : sum), 0);
        expect(Math.abs(total)).toBeLessThan(1e-10);
      }
    }
    const again = withinTransform(residuals, effects);
    expect(Math.max(...again.map((value, i) => Math.abs(value - residuals[i]!)))).toBeLessThan(1e-11);
  });

  it('keeps the digits of small variation about a large offset', () => {
    const unit = effect('unit', [0, 0, 1, 1]);
    const x = Float64Array.from([1e9 + 0.25, 1e9 + 0.75, 5e9, 5e9 + 1]);
    expect([...withinTransform(x, [unit])]).toEqual([-0.25, 0.25, -0.5, 0.5]);
  });
});
