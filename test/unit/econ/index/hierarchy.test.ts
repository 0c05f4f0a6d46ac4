import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedGroups, type Judgement, judgedWeights, prioritiesOf } from '../../../../src/econ/index/hierarchy.ts';
import { obstaclesByPeriod, obstaclesOf } from '../../../../src/econ/index/obstacles.ts';

const group = (members: readonly string[]) => ({ dimension: null, members });
const judged = (...all: readonly (readonly [string, string, number])[]): Judgement[] =>
  all.map(([first, second, times]) => ({ first, second, times }));

describe('priorities', () => {
  it('are the principal eigenvector of judgements that nearly agree', () => {
    // eigen(matrix(c(1, 1/3, 1/5, 3, 1, 1/3, 5, 3, 1), 3)) of R
    const found = prioritiesOf(group(['a', 'b', 'c']), judged(['a', 'b', 3], ['a', 'c', 5], ['b', 'c', 3]));
    [0.63698557, 0.25828499, 0.10472943].forEach((weight, i) => {
      expect(found.weights[i]).toBeCloseTo(weight, 8);
    });
    expect(found.lambda).toBeCloseTo(3.0385110905581, 10);
    expect(found.consistencyRatio).toBeCloseTo(0.01925554527905 / 0.58, 10);
  });

  it('are the weights that judgements come from, whatever their order and direction', () => {
    const weight = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 2, maxLength: 15 }), fc.boolean(), (weights, isTurned) => {
        const members = weights.map((_, i) => `m${i}`);
        const all = members.flatMap((first, i) =>
          members.slice(i + 1).map((second, k): Judgement => {
            const times = weights[i]! / weights[i + 1 + k]!;
            return isTurned ? { first: second, second: first, times: 1 / times } : { first, second, times };
          }),
        );
        const found = prioritiesOf(group(members), isTurned ? all.reverse() : all);
        const total = weights.reduce((a, b) => a + b);
        weights.forEach((each, i) => {
          expect(found.weights[i]).toBeCloseTo(each / total, 10);
        });
        expect(found.consistencyRatio).toBeCloseTo(0, 8);
      }),
    );
  });

  it('tell judgements that go round', () => {
    const round = prioritiesOf(group(['a', 'b', 'c']), judged(['a', 'b', 5], ['b', 'c', 5], ['c', 'a', 5]));
    round.weights.forEach((weight) => {
      expect(weight).toBeCloseTo(1 / 3, 12);
    });
    expect(round.consistencyRatio).toBeCloseTo((5.2 + 1 - 3) / 2 / 0.58, 10);
  });
});

describe('judged weights', () => {
  const specs = [
    { indicator: 'x', dimension: 'A' },
    { indicator: 'y', dimension: 'A' },
    { indicator: 'z', dimension: 'B' },
  ];
  const judgements = judged(['A', 'B', 3], ['y', 'x', 4]);
  const column = Float64Array.of(0, 1);

  it('are those of the dimension times those within it', () => {
    expect(comparedGroups(specs).map(({ members }) => members)).toEqual([
      ['A', 'B'],
      ['x', 'y'],
    ]);
    const found = judgedWeights(specs, [column, column, column], judgements);
    [0.75 * 0.2, 0.75 * 0.8, 0.25].forEach((weight, j) => {
      expect(found[j]).toBeCloseTo(weight, 12);
    });
  });

  it('pass over what does not vary', () => {
    const found = judgedWeights(specs, [column, null, column], judgements);
    [0.15 / 0.4, 0, 0.25 / 0.4].forEach((weight, j) => {
      expect(found[j]).toBeCloseTo(weight, 12);
    });
  });
});

describe('obstacles', () => {
  const scaled = [Float64Array.of(0, 0.5, 1), Float64Array.of(1, 0, 1)];
  const weights = Float64Array.of(0.25, 0.75);

  it('are shares of what a row lacks; a row that lacks nothing has none', () => {
    const { degrees, means } = obstaclesOf(scaled, weights, 3);
    expect([...degrees.slice(0, 4)].map((each) => Number(each.toFixed(12)))).toEqual([
      1,
      0,
      Number((0.125 / 0.875).toFixed(12)),
      Number((0.75 / 0.875).toFixed(12)),
    ]);
    expect([...degrees.slice(4)].every(Number.isNaN)).toBe(true);
    expect(means[0]).toBeCloseTo((1 + 0.125 / 0.875) / 2, 12);
  });

  it('add up to 1 over the dimensions of a period', () => {
    const { degrees } = obstaclesOf(scaled, weights, 3);
    const codes = { codes: Int32Array.of(1, 0, 1), levels: ['2020', '2021', '2022'] };
    const found = obstaclesByPeriod(['A', 'B'], [{ rows: Int32Array.of(0, 1, 2), degrees }], codes);
    expect(found.map(({ time, dimension }) => `${time} ${dimension}`)).toEqual([
      '2020 A',
      '2020 B',
      '2021 A',
      '2021 B',
    ]);
    expect(found[2]!.obstacle).toBe(1);
    expect(found[0]!.obstacle + found[1]!.obstacle).toBeCloseTo(1, 12);
  });

  it('are not defined by a negative weight', () => {
    expect(obstaclesOf(scaled, Float64Array.of(-0.5, 1.5), 3).means[0]).toMatchObject({
      invalid: expect.stringContaining('negative'),
    });
  });
});
