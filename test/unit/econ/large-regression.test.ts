import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/rng.ts';
import type { Design, NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import { compact } from '../../../src/econ/effects.ts';
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import { largeRegression } from '../../../src/econ/large-regression.ts';
import { clusterOn, column, fitOn } from './panels.ts';

const units = 2500;
const nobs = 50_000;
const draw = createRng('large').stream('test', 0);
// unbalanced: unit g has 10 to 30 rows
const lengths = Array.from({ length: units }, (_, g) => 10 + ((g * 7) % 21));
const extra = nobs - lengths.reduce((a, b) => a + b, 0);
lengths[0] = lengths[0]! + extra;
const codes = Int32Array.from(lengths.flatMap((n, g) => Array.from({ length: n }, () => g)));
const levels = (count: number) => Array.from({ length: count }, (_, i) => String(i));
const unit: NamedCodes = { name: 'unit', codes, levels: levels(units) };
const region: NamedCodes = { name: 'region', codes: codes.map((g) => g % 40), levels: levels(40) };
const effect = Float64Array.from({ length: units }, () => 2 * draw.normal());
const x1 = Float64Array.from(codes, (g) => effect[g]! + draw.normal());
const x2 = x1.map((x) => 100 + 0.5 * x + draw.normal());
const y = x1.map((x, i) => 3 + x - 0.3 * x2[i]! + effect[codes[i]!]! + draw.normal() * (1 + Math.abs(x) / 2));
const design: Design = {
  nobs,
  outcome: column('y', y),
  terms: [column('x1', x1), column('x2', x2)],
  constant: true,
  absorb: [unit],
};

// every second row first: the units' rows no longer stand together
const order = Array.from({ length: nobs }, (_, i) => ((2 * i) % nobs) + (2 * i >= nobs ? 1 : 0));
const turnColumn = ({ name, values }: NamedColumn) =>
  column(
    name,
    order.map((i) => values[i]!),
  );
const turnCodes = (each: NamedCodes): NamedCodes => ({ ...each, codes: Int32Array.from(order, (i) => each.codes[i]!) });
const turned = (each: Design): Design => ({
  ...each,
  outcome: turnColumn(each.outcome),
  terms: each.terms.map(turnColumn),
  absorb: each.absorb.map(turnCodes),
});

const applies = (each: Design, cluster: NamedCodes): boolean => {
  const vcov = { is: 'cluster', by: [cluster.name] } as const;
  return largeRegression(each, each.absorb.map(compact), 1, vcov, [compact(cluster)]) !== null;
};

function expectClose(a: Stat | null | undefined, b: Stat | null | undefined, what: string): void {
  if (typeof b !== 'number') expect(a, what).toEqual(b);
  else expect(Math.abs((a as number) - b), what).toBeLessThanOrEqual(1e-10 * Math.abs(b));
}

function expectSame(a: Fit, b: Fit): void {
  expect({ ...a, terms: 0, vcov: 0, stats: 0 }).toEqual({ ...b, terms: 0, vcov: 0, stats: 0 });
  expect(Object.keys(a.stats)).toEqual(Object.keys(b.stats));
  for (const [name, value] of Object.entries(b.stats)) expectClose(a.stats[name as keyof Fit['stats']], value, name);
  for (const [j, row] of b.terms.entries()) {
    expectClose(a.terms[j]!.estimate, row.estimate, row.term);
    expectClose(a.terms[j]!.stdError, row.stdError, row.term);
  }
}

describe('one pass over a panel is what QR of its rows in any order gives', () => {
  it.each([
    ['xtreg', unit],
    ['xtreg', region],
    ['areg', unit],
    ['reghdfe', region],
    ['asymptotic', unit],
  ] as const)('%s, clustered on %o', (small, cluster) => {
    expect(applies(design, cluster)).toBe(true);
    expect(applies(turned(design), turnCodes(cluster))).toBe(false);
    const options = { ...clusterOn(cluster), small };
    expectSame(fitOn(design, options), fitOn(turned(design), { ...options, clusters: [turnCodes(cluster)] }));
  });
});

describe('it leaves to QR what it could get wrong', () => {
  const withTerm = (values: Float64Array) => ({ ...design, terms: [...design.terms, column('x3', values)] });

  it.each<[string, Design, boolean]>([
    ['a third regressor', withTerm(x1.map((x, i) => x + draw.normal() + i / nobs)), true],
    ['nearly collinear columns', withTerm(x1.map((x) => x + 1e-3 * draw.normal())), false],
    ['collinear columns', withTerm(x1.map((x, i) => x - 2 * x2[i]!)), false],
    ['a large mean', withTerm(x1.map((x) => 1e9 + x + draw.normal())), false],
    ['what does not vary within units', withTerm(Float64Array.from(codes)), false],
    [
      'an outcome that is almost explained',
      {
        ...design,
        outcome: column(
          'y',
          x1.map((x) => x + 1e-4 * draw.normal()),
        ),
      },
      false,
    ],
    ['values that cannot be squared', withTerm(x1.map((x, i) => (i === 7 ? 1e120 : x))), false],
  ])('%s', (_, each, expected) => {
    expect(applies(each, unit)).toBe(expected);
  });

  it('few rows, and clusters that cut through units', () => {
    const crossing = { name: 'crossing', codes: codes.map((_, i) => i % 30), levels: levels(30) };
    expect(applies(design, crossing)).toBe(false);
    const few = { ...design, nobs: 49_999 };
    expect(applies(few, unit)).toBe(false);
  });
});
