/** The simplex method against all bases of small programmes, and on programmes that have no optimum or make pivots that gain nothing. */
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { type Optimum, Simplex, type Standard } from '../../../../src/econ/efficiency/simplex.ts';

const PROGRAMMES = Math.max(400, Number(process.env.PAPERMAKE_FUZZ ?? 400));

function programme(
  rows: readonly (readonly number[])[],
  rhs: readonly number[],
  costs: readonly number[],
  kept = 0,
): Standard {
  const count = costs.length;
  const columns = new Float64Array(count * rows.length);
  for (const [i, row] of rows.entries()) for (const [j, value] of row.entries()) columns[j * rows.length + i] = value;
  return { columns, count, costs: Float64Array.from(costs), rhs: Float64Array.from(rhs), barred: -1, kept };
}

/** Solves a square system; undefined where it is singular. */
function solved(matrix: readonly (readonly number[])[], rhs: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, rhs[i]!]);
  for (let p = 0; p < rows.length; p++) {
    const at = rows.reduce((best, row, i) => (i >= p && Math.abs(row[p]!) > Math.abs(rows[best]![p]!) ? i : best), p);
    [rows[p], rows[at]] = [rows[at]!, rows[p]!];
    if (Math.abs(rows[p]![p]!) < 1e-9) return undefined;
    for (let i = 0; i < rows.length; i++) {
      if (i === p) continue;
      const by = rows[i]![p]! / rows[p]![p]!;
      rows[i] = rows[i]!.map((value, k) => value - by * rows[p]![k]!);
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

/** The least objective over all feasible bases; null where there is none. */
function byAllBases(
  rows: readonly (readonly number[])[],
  rhs: readonly number[],
  costs: readonly number[],
): number | null {
  let best: number | null = null;
  const choose = (from: number, chosen: readonly number[]): void => {
    if (chosen.length === rows.length) {
      const values = solved(
        rows.map((row) => chosen.map((j) => row[j]!)),
        rhs,
      );
      if (values === undefined || values.some((value) => value < -1e-9)) return;
      const objective = values.reduce((sum, value, k) => sum + value * costs[chosen[k]!]!, 0);
      if (best === null || objective < best) best = objective;
      return;
    }
    for (let j = from; j < costs.length; j++) choose(j + 1, [...chosen, j]);
  };
  choose(0, []);
  return best;
}

it('finds what the best of all bases gives, and no optimum where no basis is feasible', () => {
  const draw = createRng('simplex').stream('programmes', 0);
  let [optima, none] = [0, 0];
  for (let trial = 0; trial < PROGRAMMES; trial++) {
    const [height, count] = [1 + draw.int(3), 4 + draw.int(4)];
    // whole numbers tie often, and a cost that is not below zero has a bound
    const rows = Array.from({ length: height }, () => Array.from({ length: count }, () => draw.int(7) - 2));
    const rhs = Array.from({ length: height }, () => draw.int(9) - 2);
    const costs = Array.from({ length: count }, () => draw.int(6));
    const expected = byAllBases(rows, rhs, costs);
    const found = new Simplex(height).solve(programme(rows, rhs, costs, draw.int(2) === 0 ? 0 : count - 1));
    if (expected === null) {
      // rows that depend on each other have no basis of their own columns alone
      if (found === 'infeasible') none++;
      continue;
    }
    optima++;
    expect((found as Optimum).objective).toBeCloseTo(expected, 9);
    expect((found as Optimum).gap).toBeLessThan(1e-9);
  }
  expect(optima).toBeGreaterThan(PROGRAMMES / 4);
  expect(none).toBeGreaterThan(PROGRAMMES / 20);
});

it('says where nothing meets the constraints, and where nothing bounds the objective', () => {
  expect(new Simplex(1).solve(programme([[1, 2]], [-1], [1, 1]))).toBe('infeasible');
  expect(new Simplex(1).solve(programme([[1, -1]], [1], [0, -1]))).toBe('unbounded');
});

it('ends where pivots by the lowest reduced cost would go round for ever', () => {
  // Beale (1955)
  const rows = [
    [0.25, -8, -1, 9, 1, 0, 0],
    [0.5, -12, -0.5, 3, 0, 1, 0],
    [0, 0, 1, 0, 0, 0, 1],
  ];
  const found = new Simplex(3).solve(programme(rows, [0, 0, 1], [-0.75, 20, -0.5, 6, 0, 0, 0])) as Optimum;
  expect(found.objective).toBeCloseTo(-1.25, 12);
});

it('leaves out a constraint that others imply, and a column that is barred', () => {
  const twice = new Simplex(2).solve(
    programme(
      [
        [1, 1],
        [2, 2],
      ],
      [1, 2],
      [1, 3],
    ),
  ) as Optimum;
  expect(twice).toMatchObject({ objective: 1 });
  const barred = new Simplex(1).solve({ ...programme([[1, 1]], [1], [1, 3]), barred: 0 }) as Optimum;
  expect([...barred.values]).toEqual([[1, 1]]);
});
