import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compareCell } from '../../../../steps/did/numbers/cells/two-by-two.ts';
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
      compareCell({ change, treated, covariates, weights: null }, 'ipw');
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
  const cell = {
    change: one.map((value) => value * value),
    treated,
    covariates: [one, one.map((value) => 3 - value)],
    weights: null,
  };
  for (const method of ['ipw', 'dr', 'reg'] as const) expect(() => compareCell(cell, method)).toThrow('collinear');
});

/** Solves A b = v by elimination. */
function solved(a: readonly (readonly number[])[], v: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, v[i]!]);
  for (let i = 0; i < rows.length; i++) {
    const best = rows.reduce((at, row, k) => (k > i && Math.abs(row[i]!) > Math.abs(rows[at]![i]!) ? k : at), i);
    [rows[i], rows[best]] = [rows[best]!, rows[i]!];
    for (let k = 0; k < rows.length; k++) {
      const factor = k === i ? 0 : rows[k]![i]! / rows[i]![i]!;
      rows[k] = rows[k]!.map((value, j) => value - factor * rows[i]![j]!);
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

interface Units {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly d: readonly number[];
}

/** Sant'Anna and Zhao's (2020) estimators of units that count w times, written from their equations 2.1, 2.2 and 2.6. */
function effectOf({ x, y, d }: Units, w: readonly number[], method: 'dr' | 'ipw' | 'reg'): number {
  const k = x[0]!.length;
  const products = (of: readonly number[]) =>
    Array.from({ length: k }, (_, a) =>
      Array.from({ length: k }, (_, b) => x.reduce((sum, row, i) => sum + of[i]! * row[a]! * row[b]!, 0)),
    );
  const moments = (of: readonly number[]) =>
    Array.from({ length: k }, (_, a) => x.reduce((sum, row, i) => sum + of[i]! * row[a]!, 0));
  const at = (b: readonly number[], i: number) => x[i]!.reduce((sum, value, a) => sum + value * b[a]!, 0);
  const control = w.map((each, i) => each * (1 - d[i]!));
  const b = solved(products(control), moments(control.map((each, i) => each * y[i]!)));
  let g = Array.from({ length: k }, () => 0);
  for (let step = 0; step < 40; step++) {
    const p = y.map((_, i) => 1 / (1 + Math.exp(-at(g, i))));
    const change = solved(
      products(p.map((each, i) => w[i]! * each * (1 - each))),
      moments(p.map((each, i) => w[i]! * (d[i]! - each))),
    );
    g = g.map((each, a) => each + change[a]!);
  }
  const odds = y.map((_, i) => Math.exp(at(g, i)));
  const [toTreated, toControl] = [w.map((each, i) => each * d[i]!), control.map((each, i) => each * odds[i]!)];
  const average = (of: readonly number[], values: readonly number[]) =>
    of.reduce((sum, each, i) => sum + each * values[i]!, 0) / of.reduce((sum, each) => sum + each, 0);
  const fitted = y.map((_, i) => at(b, i));
  const rest = y.map((value, i) => value - fitted[i]!);
  if (method === 'reg') return average(toTreated, rest);
  const values = method === 'dr' ? rest : y;
  return average(toTreated, values) - average(toControl, values);
}

it.each(['dr', 'ipw', 'reg'] as const)('counts units by weights, and has the influence of each: %s', (method) => {
  const draw = createRng('weighted cells').stream('units', 0);
  const n = 60;
  const x = Array.from({ length: n }, () => [1, draw.normal(), draw.uniform()]);
  const d = x.map((row) => (0.4 * row[1]! + draw.normal() > 0.3 ? 1 : 0));
  const y = x.map((row, i) => row[1]! + row[2]! * row[2]! + 2 * d[i]! + draw.normal());
  const w = x.map(() => 0.3 + 2 * draw.uniform());
  const cell = compareCell(
    {
      change: Float64Array.from(y),
      treated: Float64Array.from(d),
      covariates: [1, 2].map((j) => Float64Array.from(x, (row) => row[j]!)),
      weights: Float64Array.from(w),
    },
    method,
  );
  const units = { x, y, d };
  expect(cell.estimate).toBeCloseTo(effectOf(units, w, method), 10);
  // by how much the estimate moves where a unit counts more: its influence over n
  const h = 1e-5;
  for (let i = 0; i < n; i++) {
    const [up, down] = [1 + h, 1 - h].map((times) => effectOf(units, w.with(i, w[i]! * times), method));
    expect(cell.influence[i]! / n).toBeCloseTo((up! - down!) / (2 * h), 8);
  }
});
