/** Entropy balancing: the conditions that its weights alone meet, over random samples, and what it refuses. */
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { NamedColumn } from '../../../../src/econ/design.ts';
import { entropyBalance } from '../../../../steps/match/numbers/entropy.ts';

interface Drawn {
  readonly columns: readonly NamedColumn[];
  readonly treated: readonly number[];
  readonly controls: readonly number[];
}

/** Treated rows lie a little to the right of controls, in units that differ by millions. */
function drawn(seed: number): Drawn {
  const draw = createRng('entropy').stream('sample', seed);
  const [n, k] = [60 + draw.int(200), 1 + draw.int(4)];
  const isTreated = Array.from({ length: n }, () => draw.uniform() < 0.3);
  const columns = Array.from({ length: k }, (_, j) => {
    const unit = [1, 1e-6, 1e6][draw.int(3)]!;
    const values = Float64Array.from(isTreated, (d) =>
      j === 3 ? draw.int(2) : unit * (5 + draw.normal() + (d ? 0.3 : 0)),
    );
    return { name: `x${j}`, values };
  });
  const rowsOf = (d: boolean): number[] => isTreated.flatMap((each, i) => (each === d ? [i] : []));
  return { columns, treated: rowsOf(true), controls: rowsOf(false) };
}

it('gives controls the means of the treated, by positive weights whose logarithms are linear in the columns', () => {
  for (let seed = 0; seed < 100; seed++) {
    const { columns, treated, controls } = drawn(seed);
    const { weights, lambda } = entropyBalance(columns, treated, controls);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    const total = weights.reduce((a, b) => a + b, 0);
    expect(Math.abs(total / treated.length - 1)).toBeLessThan(1e-12);
    for (const { values } of columns) {
      const target = treated.reduce((sum, i) => sum + values[i]!, 0) / treated.length;
      const reached = controls.reduce((sum, i, j) => sum + weights[j]! * values[i]!, 0) / total;
      expect(Math.abs(reached / target - 1)).toBeLessThan(1e-10);
    }
    // the first order conditions of the least Σ w ln w: ln w = a + λ'c
    const levels = controls.map((i, j) => {
      const along = columns.reduce((sum, { values }, k) => sum + lambda[k]! * values[i]!, 0);
      return Math.log(weights[j]!) - along;
    });
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(1e-9);
  }
});

it('names the column that others span, and the one whose mean no weights reach', () => {
  const { columns, treated, controls } = drawn(1);
  const [first] = columns as [NamedColumn];
  const refusal = (all: readonly NamedColumn[]): Refusal => {
    try {
      entropyBalance(all, treated, controls);
    } catch (error) {
      if (error instanceof Refusal) return error;
    }
    throw new Error('it was not refused');
  };
  const twice = refusal([...columns, { name: 'again', values: first.values.map((x) => 3 - 2 * x) }]);
  expect(twice.code).toBe('collinear-moments');
  expect(twice.message).toContain('`again` is a combination of');
  const isTreated = new Set(treated);
  const apart = refusal([{ name: 'apart', values: first.values.map((_, i) => (isTreated.has(i) ? 9 : (i % 7) / 7)) }]);
  expect(apart.code).toBe('not-balanced');
  expect(apart.message).toContain('`apart`');
});
