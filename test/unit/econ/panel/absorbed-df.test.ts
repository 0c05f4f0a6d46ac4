import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { householder } from '../../../../src/econ/linalg/qr.ts';
import { absorbedDf } from '../../../../src/econ/panel/absorbed-df.ts';
import { compact, type Effect } from '../../../../src/econ/panel/effects.ts';
import { named } from '../panels.ts';

const effect = (name: string, codes: readonly number[]) => compact(named(name, codes));

const dummies = ({ codes, levels }: Effect): Float64Array[] =>
  Array.from({ length: levels }, (_, level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0)));

/** Rank of the dummies of all effects together. */
function rank(effects: readonly Effect[]): number {
  const columns = effects.flatMap(dummies);
  return householder(columns, effects[0]!.codes.length, () => 1e-9).kept.length;
}

const codes = (levels: number, rows: number) =>
  fc.array(fc.integer({ min: 0, max: levels - 1 }), { minLength: rows, maxLength: rows });
/** Few rows over many levels, so that the graph of two effects falls into pieces. */
const effectsOf = (count: number) =>
  fc.integer({ min: 4, max: 24 }).chain((rows) => fc.array(codes(8, rows), { minLength: count, maxLength: count }));
const compacted = (drawn: readonly (readonly number[])[]) => drawn.map((each, i) => effect(`e${i}`, each));

describe('absorbed degrees of freedom', () => {
  const unit = effect('unit', [0, 0, 0, 1, 1, 1]);
  const time = effect('time', [0, 1, 2, 0, 1, 2]);
  const cell = effect('cell', [0, 1, 2, 3, 4, 5]);

  it('are levels less redundant ones', () => {
    expect(absorbedDf([unit, time]).df).toBe(4);
    expect(absorbedDf([unit, time, unit])).toEqual({
      df: 4,
      nested: 0,
      effects: [
        { redundant: 0, nested: false },
        { redundant: 1, nested: false },
        { redundant: 2, nested: false },
      ],
    });
  });

  it('of nested effects are none, and the first of the others gives up a level', () => {
    expect(absorbedDf([unit, time], [unit])).toEqual({
      df: 2,
      nested: 2,
      effects: [
        { redundant: 2, nested: true },
        { redundant: 1, nested: false },
      ],
    });
    expect(absorbedDf([unit, time], [unit, time])).toMatchObject({ df: 0, nested: 5 });
    expect(absorbedDf([unit], [time])).toMatchObject({ df: 2, nested: 0 });
    expect(absorbedDf([cell], [unit])).toMatchObject({ df: 0, nested: 6 });
  });

  it('of two effects are the rank of their dummies', () => {
    fc.assert(
      fc.property(effectsOf(2), (drawn) => {
        const effects = compacted(drawn);
        expect(absorbedDf(effects).df).toBe(rank(effects));
      }),
      { numRuns: 300 },
    );
  });

  it('of more are that rank or more', () => {
    fc.assert(
      fc.property(effectsOf(3), (drawn) => {
        const effects = compacted(drawn);
        expect(absorbedDf(effects).df).toBeGreaterThanOrEqual(rank(effects));
      }),
    );
  });
});
