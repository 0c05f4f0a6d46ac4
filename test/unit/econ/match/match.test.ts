/** Matching and balancing: what must be true of weights whatever the data, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { match } from '../../../../steps/match/numbers/match.ts';
import { pairs as take } from '../../../../steps/match/numbers/pairs.ts';
import { scoreModel } from '../../../../steps/match/numbers/score.ts';
import type { MatchSpec } from '../../../../steps/match/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { type Match, pairs as plainPairs } from './plain-pairs.ts';

const usual: MatchSpec = {
  treatment: 'd',
  on: ['x', 'z'],
  method: 'nearest',
  score: 'logit',
  index: false,
  k: 1,
  replace: true,
  ties: false,
  caliper: null,
  order: 'descending',
  algorithm: 'greedy',
  kernel: 'epan',
  bandwidth: 0.06,
  common: false,
  moments: 1,
  outcomes: ['y'],
  sample: null,
  exclude: null,
  at: null,
  name: 'weight',
};
const [logit, probit] = await Promise.all([scoreModel(usual), scoreModel({ ...usual, score: 'probit' })]);

const n = 120;
const drawn = (name: string): number[] => {
  const stream = createRng('7').stream(name, 0);
  return Array.from({ length: n }, () => stream.normal());
};
const [x, z, u, e] = ['x', 'z', 'u', 'e'].map(drawn) as [number[], number[], number[], number[]];
const d = x.map((value, i) => (value + 0.5 * z[i]! + 2 * u[i]! > 0.8 ? 1 : 0));
const columns = { x, z, d, y: x.map((value, i) => 2 * value + z[i]! + 3 * d[i]! + e[i]! / 5) };

function matched(more: Partial<MatchSpec> = {}, cells: Readonly<Record<string, Cells>> = columns) {
  const spec = { ...usual, ...more };
  const model = spec.method === 'entropy' ? null : spec.score === 'probit' ? probit : logit;
  return match(spec, dataOf(cells), model);
}

const sumOf = (weights: Float64Array, side: 0 | 1): number =>
  weights.reduce((sum, w, i) => (d[i] === side ? sum + w : sum), 0);

describe('weights', () => {
  it.each([
    { method: 'nearest' },
    { method: 'nearest', k: 3 },
    { method: 'nearest', replace: false },
    { method: 'nearest', replace: false, algorithm: 'psmatch2' },
    { method: 'nearest', ties: true, caliper: 0.02 },
    { method: 'radius', caliper: 0.05 },
    { method: 'kernel' },
    { method: 'kernel', kernel: 'normal', score: 'probit' },
    { method: 'entropy' },
    { method: 'entropy', moments: 2 },
  ] as Partial<MatchSpec>[])('of %o sum to as many controls as treated rows', (more) => {
    const { weights, records } = matched(more);
    expect(sumOf(weights, 1)).toBe(records.support.matched);
    expect(sumOf(weights, 0)).toBeCloseTo(records.support.matched, 9);
    expect(Math.abs(records.att![0]!.estimate - 3)).toBeLessThan(1);
  });

  it('of entropy balancing make the moments equal', () => {
    for (const row of matched({ method: 'entropy', moments: 2 }).records.balance)
      expect(row.controlMatched).toBeCloseTo(row.treatedMatched, 9);
  });

  it('do not hang on the units of what is matched on', () => {
    const other = { ...columns, x: x.map((value) => 1000 * value + 5) };
    for (const method of ['nearest', 'kernel', 'entropy'] as const) {
      const [a, b] = [matched({ method }), matched({ method }, other)];
      for (let i = 0; i < n; i++) expect(b.weights[i]).toBeCloseTo(a.weights[i]!, 7);
    }
  });

  it('without replacement use no control twice', () => {
    const few = { ...columns, d: d.map((value, i) => (i % 5 === 0 ? 1 - value : value)) };
    const { weights } = matched({ replace: false }, few);
    expect(weights.every((w) => w === 0 || w === 1)).toBe(true);
  });

  it('of units are carried to all their rows', () => {
    const ids = Array.from({ length: 2 * n }, (_, i) => Math.floor(i / 2));
    const cells = {
      id: ids,
      t: ids.map((_, i) => i % 2),
      d: ids.map((id) => d[id]!),
      x: ids.map((id, i) => x[id]! + 9 * (i % 2)),
      z: ids.map((id) => z[id]!),
      y: ids.map((id) => columns.y[id]!),
    };
    const spec = { ...usual, at: 't == 0' };
    const { weights } = match(spec, dataOf(cells, { unit: 'id', time: 't' }), logit);
    const plain = matched().weights;
    expect([...weights]).toEqual(ids.map((id) => plain[id]));
    expect(() => match({ ...usual, at: 't >= 0' }, dataOf(cells, { unit: 'id', time: 't' }), logit)).toThrow(
      'the unit `0` has more than one row where `t >= 0`',
    );
  });
});

/** The controls of each treated row with their weights, by position. */
function pairs(treated: Float64Array, controls: Float64Array, spec: MatchSpec): Match[] {
  const found: [number, number][][] = Array.from(treated, () => []);
  take(treated, controls, spec, (i, j, weight) => found[i]!.push([j, weight]));
  return found.map(byPosition);
}

const byPosition = (match: Match): Match => match.toSorted(([a], [b]) => a - b);

describe('pairs', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 });

  it('are the nearest, and all of the nearest where ties are asked for', () => {
    fc.assert(
      fc.property(scores, scores, (treated, controls) => {
        const [t, c] = [Float64Array.from(treated), Float64Array.from(controls)];
        const one = pairs(t, c, usual);
        const all = pairs(t, c, { ...usual, ties: true });
        for (const [i, score] of treated.entries()) {
          const least = Math.min(...controls.map((each) => Math.abs(each - score)));
          const nearest = controls.filter((each) => Math.abs(each - score) === least);
          expect(Math.abs(controls[one[i]![0]![0]]! - score)).toBe(least);
          expect(controls[one[i]![0]![0]]).toBe(Math.min(...nearest));
          expect(all[i]).toHaveLength(nearest.length);
        }
      }),
    );
  });

  const coarse = fc.integer({ min: 0, max: 9 }).map((score) => score / 10);
  const rounded = coarse.chain((score) => fc.constantFrom(score, score + 5e-13, score - 5e-13, score + 2e-12));
  const anything = fc.double({ min: 0, max: 1, noNaN: true });
  const side = (most: number) => fc.array(fc.oneof(coarse, rounded, anything), { minLength: 1, maxLength: most });
  const asked = fc.record({
    method: fc.constantFrom('nearest', 'nearest', 'radius', 'kernel'),
    k: fc.integer({ min: 1, max: 5 }),
    replace: fc.boolean(),
    ties: fc.boolean(),
    caliper: fc.constantFrom(null, 0.05, 0.1, 0.3),
    order: fc.constantFrom('descending', 'ascending'),
    algorithm: fc.constantFrom('greedy', 'psmatch2'),
    kernel: fc.constantFrom('epan', 'normal', 'biweight', 'uniform', 'tricube'),
    bandwidth: fc.constantFrom(0.02, 0.1, 0.5),
  });

  it('are those that are found by looking at all controls for each treated row, to the bit', () => {
    fc.assert(
      fc.property(side(30), side(40), asked, (treated, controls, more) => {
        const spec = {
          ...usual,
          ...more,
          caliper: more.method === 'radius' ? (more.caliper ?? 0.2) : more.caliper,
        } as MatchSpec;
        const [t, c] = [Float64Array.from(treated), Float64Array.from(controls)];
        expect(pairs(t, c, spec)).toEqual(plainPairs(t, c, spec).map(byPosition));
      }),
      { numRuns: 2000 },
    );
  });

  it('of psmatch2, descending, are those of the scores with their signs turned', () => {
    const spec = { ...usual, replace: false, algorithm: 'psmatch2', caliper: 3 } as const;
    const turned = (values: readonly number[]) => Float64Array.from(values, (value) => -value);
    fc.assert(
      fc.property(scores, scores, (t, c) => {
        expect(pairs(Float64Array.from(t), Float64Array.from(c), { ...spec, order: 'descending' })).toEqual(
          pairs(turned(t), turned(c), { ...spec, order: 'ascending' }),
        );
      }),
    );
  });

  it('of a caliper lie strictly within it, those of a radius at most at it', () => {
    const [t, c] = [Float64Array.of(1), Float64Array.of(0.5, 1.5, 3)];
    expect(pairs(t, c, { ...usual, caliper: 0.5 })).toEqual([[]]);
    expect(pairs(t, c, { ...usual, method: 'radius', caliper: 0.5 })).toEqual([
      [
        [0, 0.5],
        [1, 0.5],
      ],
    ]);
  });
});

describe('what is refused', () => {
  it('is a term that tells treated rows from controls, and one side alone', () => {
    const sure = { ...columns, z: d.map((value, i) => (value === 1 && i % 2 === 0 ? 1 : 0)) };
    expect(() => matched({}, sure)).toThrow('`z` tells treated rows from controls');
    expect(() => matched({}, { ...columns, d: d.map(() => 1) })).toThrow(
      `expected treated rows and controls, got ${n} and 0`,
    );
    expect(() => matched({}, { ...columns, d: d.map((value, i) => value + i) })).toThrow(
      'expected a treatment of 0 and 1',
    );
  });

  it('is a mean that no weights reach, by its term', () => {
    const far = { ...columns, x: x.map((value, i) => value + (d[i] === 1 ? 50 : 0)) };
    expect(() => matched({ method: 'entropy' }, far)).toThrow(
      'no weights of the controls give `x` the mean of the treated',
    );
  });
});

it('calls the model of the score by its name', () => {
  const named = (more: Partial<MatchSpec>): string[] =>
    Object.keys(matched(more).records).filter((name) => ['logit', 'probit', 'score'].includes(name));
  expect(named({})).toEqual(['logit', 'score']);
  expect(named({ score: 'probit' })).toEqual(['probit', 'score']);
  expect(named({ method: 'entropy' })).toEqual([]);
});
