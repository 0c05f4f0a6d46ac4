/** Receiver operating characteristics against the counts of pairs. */
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { roc } from '../../../../src/econ/graphics/roc.ts';

const random = createRng('roc').stream('scores', 0);
const outcomes = Array.from({ length: 90 }, () => (random.normal() > 0.3 ? 1 : 0));
// Rounded, so that some are tied.
const scores = outcomes.map((outcome) => Math.round(2 * (random.normal() + outcome)));
const of = (y: readonly number[], s: readonly number[]) => roc(Float64Array.from(y), Float64Array.from(s));

it('has the share of pairs whose scores are in order below it, ties counted half', () => {
  let won = 0;
  let pairs = 0;
  for (const [i, one] of outcomes.entries())
    for (const [k, other] of outcomes.entries()) {
      if (one !== 1 || other !== 0) continue;
      pairs++;
      won += scores[i]! > scores[k]! ? 1 : scores[i] === scores[k] ? 0.5 : 0;
    }
  expect(of(outcomes, scores).area).toBeCloseTo(won / pairs, 13);
});

it('has at each cut-off the shares that reach it', () => {
  const { points, positive, negative } = of(outcomes, scores);
  expect(points[0]).toMatchObject({ falsePositive: 0, truePositive: 0 });
  expect(points.at(-1)).toMatchObject({ falsePositive: 1, truePositive: 1 });
  for (const { cutoff, falsePositive, truePositive } of points) {
    const reaching = (outcome: number): number =>
      outcomes.filter((each, i) => each === outcome && scores[i]! >= cutoff).length;
    expect(falsePositive).toBe(reaching(0) / negative);
    expect(truePositive).toBe(reaching(1) / positive);
  }
});

it('does not hang on the order of rows or the unit of scores, turns over with their sign, and leaves out what is missing', () => {
  const { area } = of(outcomes, scores);
  expect(of([...outcomes].reverse(), [...scores].reverse()).area).toBe(area);
  expect(
    of(
      outcomes,
      scores.map((score) => 3 * score - 7),
    ).area,
  ).toBe(area);
  expect(
    of(
      outcomes,
      scores.map((score) => -score),
    ).area,
  ).toBeCloseTo(1 - area, 13);
  expect(of([1, Number.NaN, ...outcomes], [Number.NaN, 5, ...scores]).area).toBe(area);
});

it('refuses outcomes that are all alike or more than two', () => {
  expect(() => of([1, 1], [1, 2])).toThrow('the outcome is 1 in all 2 rows');
  expect(() => of([0, 2], [1, 2])).toThrow('expected 0 and 1');
});
