import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, KernelMemory } from '../../../../src/base/kernels/memory.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { compact, type Effect } from '../../../../src/econ/panel/effects.ts';
import { PlacedEffects } from '../../../../src/econ/panel/placed-effects.ts';
import { withinTransform } from '../../../../src/econ/panel/within.ts';
import { named } from '../panels.ts';

const dummies = ({ codes, levels }: Effect): Float64Array[] =>
  Array.from({ length: levels }, (_, level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0)));

const rows = 24;
const codes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: rows, maxLength: rows });
const values = (min: number, max: number) =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: rows, maxLength: rows });
const drawn = fc.record({
  effects: fc.array(codes, { minLength: 1, maxLength: 3 }),
  x: values(-5, 5),
  weights: fc.option(values(0.1, 4)),
  offset: fc.constantFrom(0, 1e6),
});

describe('several effects at once', () => {
  it('are swept out as by least squares on their dummies', () => {
    fc.assert(
      fc.property(drawn, ({ effects: lists, x, weights, offset }) => {
        const effects = lists.map((list, e) => compact(named(`e${e}`, list)));
        const w = weights === null ? null : Float64Array.from(weights);
        const column = Float64Array.from(x, (value) => value + offset);
        const found = withinTransform(column, effects, w);
        const scaled = (each: Float64Array): Float64Array =>
          each.map((value, i) => value * Math.sqrt(w === null ? 1 : w[i]!));
        const { residuals } = leastSquares(effects.flatMap(dummies).map(scaled), scaled(column), () => 1e-9);
        const size = 1 + offset * 1e-5;
        scaled(found).forEach((value, i) => {
          expect(Math.abs(value - residuals[i]!)).toBeLessThan(2e-10 * size);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('are swept out to the same bits where the rows of a level stand together', () => {
    fc.assert(
      fc.property(drawn, ({ effects: lists, x, offset }) => {
        const [first, ...rest] = lists.map((list, e) => compact(named(`e${e}`, e === 0 ? [...list].sort() : list)));
        const column = Float64Array.from(x, (value) => value + offset);
        const apart = { ...first!, runs: first!.levels + 1 };
        expect(withinTransform(column, [first!])).toEqual(withinTransform(column, [apart]));
        const fine = compact(
          named(
            'fine',
            [...column.keys()].map((i) => i >> 2),
          ),
        );
        const scattered = { ...fine, runs: fine.levels + 1 };
        expect(withinTransform(column, [fine, ...rest])).toEqual(withinTransform(column, [scattered, ...rest]));
      }),
      { numRuns: 100 },
    );
  });

  it('are swept out in place as far as is asked for, by what the first leaves', () => {
    const [a, b] = [
      compact(named('a', [0, 0, 0, 1, 1, 1, 2, 2])),
      compact(named('b', [0, 1, 2, 0, 1, 3, 2, 3])),
    ] as const;
    const column = Float64Array.of(1, 5, -2, 8, 3, 1, 0, 4);
    const room = new KernelMemory(PlacedEffects.bytes([a, b]) + bytesOf(8 * column.length));
    const crossed = new PlacedEffects(room, [a, b]);
    const coarse = room.float64(column.length);
    coarse.set(column);
    const size = crossed.sweep(coarse, (norm) => 10 * norm);
    const near = (found: Float64Array, expected: Float64Array): void => {
      for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 12);
    };
    const first = withinTransform(column, [a]);
    expect(size).toBeCloseTo(Math.hypot(...first), 12);
    near(coarse, first);
    crossed.sweep(coarse, (norm) => 1e-14 * norm);
    near(coarse, withinTransform(column, [a, b]));
  });
});
