/** Conditional permutations of local Moran statistics: against all arrangements of a tiny map, and against a plain loop over the same draws. */
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { orderOfUnits, permutedLocally } from '../../../../src/econ/spatial/moran.ts';
import { linksOf } from '../../../../src/econ/spatial/weights.ts';

/** A map of six units in a row, the last of which is an island; weights differ. */
const n = 6;
const matrix = new Float64Array(n * n);
const link = (a: number, b: number, weight: number): void => {
  matrix[a * n + b] = weight;
};
link(0, 1, 1);
link(1, 0, 0.7);
link(1, 2, 0.3);
link(2, 1, 0.5);
link(2, 3, 0.5);
link(3, 2, 0.2);
link(3, 4, 0.8);
link(4, 3, 1);
const x = Float64Array.of(1, 2.5, 2, 7, 9, 4);
const links = linksOf(matrix, n);
const drawn = (draw: number) => createRng('3').stream('p', draw);

const z = x.map((value) => value - x.reduce((a, b) => a + b, 0) / n);
const statistic = (unit: number, others: readonly number[]): number => {
  const rest = [...Array(n).keys()].filter((each) => each !== unit);
  return rest.reduce((total, each, at) => total + matrix[unit * n + each]! * others[at]!, 0) * z[unit]!;
};
const othersOf = (unit: number): number[] => [...z].filter((_, each) => each !== unit);
/** The smaller of the two shares of statistics that are as far or farther out. */
const tail = (found: readonly number[], own: number, extra: 0 | 1): number => {
  const above = found.filter((each) => each >= own - 1e-12).length;
  const below = found.filter((each) => each <= own + 1e-12).length;
  return (extra + Math.min(above, below)) / (extra + found.length);
};

function* arrangements(list: readonly number[]): Generator<readonly number[]> {
  if (list.length === 0) yield [];
  for (const [i, first] of list.entries())
    for (const rest of arrangements(list.filter((_, at) => at !== i))) yield [first, ...rest];
}

it('comes near the share among all arrangements of the other units', () => {
  const p = permutedLocally(x, links, 20_000, drawn);
  for (let unit = 0; unit < n; unit++) {
    const all = [...arrangements(othersOf(unit))].map((others) => statistic(unit, others));
    const expected = tail(all, statistic(unit, othersOf(unit)), 0);
    expect(Math.abs(p[unit]! - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 20_000) + 1e-4);
  }
  expect(p[5]).toBe(1);
});

it('is that of a loop over the same draws, whatever the order of units in the data', () => {
  const draws = 199;
  const p = permutedLocally(x, links, draws, drawn);
  // The neighbour of the largest weight takes the first value.
  const rank = [...orderOfUnits(x, links)];
  for (let unit = 0; unit < n; unit++) {
    const rest = rank.filter((each) => each !== unit);
    const weights = [...matrix.subarray(unit * n, unit * n + n)].filter((w) => w > 0).sort((a, b) => b - a);
    const found = Array.from({ length: draws }, (_, draw) => {
      const places = drawn(draw).shuffle(Float64Array.from(rest.keys()));
      return z[unit]! * weights.reduce((total, weight, k) => total + weight * z[rest[places[k]!]!]!, 0);
    });
    expect(p[unit]).toBe(tail(found, statistic(unit, othersOf(unit)), 1));
  }
  const moved = [3, 0, 5, 2, 4, 1];
  const turned = new Float64Array(n * n);
  for (const [a, from] of moved.entries())
    for (const [b, to] of moved.entries()) turned[a * n + b] = matrix[from * n + to]!;
  const again = permutedLocally(
    Float64Array.from(moved, (unit) => x[unit]!),
    linksOf(turned, n),
    draws,
    drawn,
  );
  expect([...again]).toEqual(moved.map((unit) => p[unit]));
});
