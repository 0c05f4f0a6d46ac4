import { expect, it } from 'vitest';
import { Refusal } from '../../../../src/base/problem.ts';
import { compareCell } from '../../../../steps/did/numbers/two-by-two.ts';
import { separatedExactly } from '../../../support/separated-exactly.ts';
import { smallPanel } from '../../../support/small-panels.ts';

it('refuses covariates that separate, as the exact linear programme says, and no others', { tags: 'slow' }, () => {
  const met = { separated: 0, kept: 0 };
  for (let i = 0; i < 600; i++) {
    const { x, y } = smallPanel(`cell ${i}`, 0);
    const treated = Float64Array.from(y, (value) => (value > 0 ? 1 : 0));
    const covariates = x.map((values) => Float64Array.from(values));
    const change = Float64Array.from(y, (_, row) => Math.sin(7 * row));
    let found = 'estimated';
    try {
      compareCell({ change, treated, covariates }, 'ipw');
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      found = problem.code;
    }
    if (found === 'empty-cell') continue;
    const ofRow = (row: number): number[] => [1, ...x.map((values) => values[row]!)];
    const signed = y.map((value, row) => ofRow(row).map((each) => (value > 0 ? each : -each)));
    const isSeparated = separatedExactly([ofRow(0).map(() => 0)], signed).length > 0;
    met[isSeparated ? 'separated' : 'kept']++;
    expect(found, `${i}`).toBe(isSeparated ? 'separation' : 'estimated');
  }
  expect(Math.min(met.separated, met.kept)).toBeGreaterThan(100);
});

it('refuses collinear covariates', () => {
  const treated = Float64Array.of(1, 0, 1, 0, 1, 0, 0, 1);
  const one = Float64Array.of(1, 2, 3, 4, 2, 1, 5, 3);
  const cell = { change: one.map((value) => value * value), treated, covariates: [one, one.map((value) => 3 - value)] };
  for (const method of ['ipw', 'dr', 'reg'] as const) expect(() => compareCell(cell, method)).toThrow('collinear');
});
