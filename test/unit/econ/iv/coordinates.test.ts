import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { NamedCodes, VcovSpec } from '../../../../src/econ/design.ts';
import { coordinatesOf } from '../../../../src/econ/iv/coordinates.ts';
import { momentCovariance } from '../../../../src/econ/iv/moments.ts';
import { combine } from '../../../../src/econ/linalg/combine.ts';
import { Workspace } from '../../../../src/econ/linalg/workspace.ts';
import { compact } from '../../../../src/econ/panel/effects.ts';
import { withinBy } from '../../../../src/econ/panel/within.ts';
import type { SumsRequest } from '../../../../src/econ/vcov/regression-by-sums.ts';
import { column } from '../panels.ts';

const rows = 50_000;
const draw = createRng('coordinates').stream('rows', 0);
const normal = (): Float64Array => Float64Array.from({ length: rows }, () => draw.normal());
const codesOf = (name: string, levels: number, of: (row: number) => number): NamedCodes => ({
  name,
  codes: Int32Array.from({ length: rows }, (_, row) => of(row)),
  levels: Array.from({ length: levels }, (_, level) => String(level)),
});
const unit = codesOf('unit', 5_000, (row) => Math.floor(row / 10));
const year = codesOf('year', 10, (row) => (row * row + row + (row % 7)) % 10);
const region = codesOf('region', 50, (row) => Math.floor(row / 10) % 50);
const other = codesOf('other', 97, (row) => (row * 31) % 97);
const [x, z, noise] = [normal(), normal(), normal()];
const w = noise.map((e, i) => 5 + z[i]! + 0.3 * x[i]! + e);
const y = noise.map((e, i) => 3 + x[i]! + w[i]! + e + draw.normal() + (unit.codes[i]! % 7));

interface Case {
  readonly absorb: readonly NamedCodes[];
  readonly vcov: VcovSpec;
  readonly by?: readonly NamedCodes[];
  readonly constants?: 0 | 1;
}

function asked({ absorb, vcov, by = [], constants = 0 }: Case, terms = [x, z, w], nobs = rows): SumsRequest {
  const effects = absorb.map(compact);
  return {
    design: {
      nobs,
      outcome: column('y', y),
      terms: terms.map((own, j) => column(`x${j}`, own)),
      constant: true,
      absorb,
    },
    effects,
    constants,
    vcov,
    clusters: by.map(compact),
    within: withinBy(effects),
    workspace: new Workspace(),
  };
}

const clustered = (...by: readonly NamedCodes[]) =>
  ({ vcov: { is: 'cluster', by: by.map(({ name }) => name) }, by }) as const;
const robust = { vcov: { is: 'hc', type: 'HC1' } } as const;

const cases: Readonly<Record<string, Case>> = {
  'no effect, robust': { absorb: [], constants: 1, ...robust },
  'no effect, clusters': { absorb: [], constants: 1, ...clustered(other) },
  'one effect, clusters of itself': { absorb: [unit], ...clustered(unit) },
  'one effect, clusters of units, a constant': { absorb: [unit], constants: 1, ...clustered(region) },
  'one effect, clusters that cut units, a constant': { absorb: [unit], constants: 1, ...clustered(other) },
  'one effect, two cluster variables': { absorb: [unit], ...clustered(region, year) },
  'two effects, clusters': { absorb: [unit, year], constants: 1, ...clustered(other) },
  'two effects, robust': { absorb: [unit, year], ...robust },
};

describe('coordinates of the columns of an equation', () => {
  it.each(Object.entries(cases))('have the lengths, products and moments of the rows: %s', (_, given) => {
    const own = asked(given);
    const { constants, effects } = own;
    const coordinates = coordinatesOf(own)!;
    const columns = [own.design.outcome, ...own.design.terms].map(({ values }) => values);
    const ones = constants === 1 ? [new Float64Array(rows).fill(1)] : [];
    const byRows = [...ones, ...columns.map(own.within)];
    const byCoordinates = [...(constants === 1 ? [coordinates.ones] : []), ...columns.map((c) => coordinates.of(c))];
    const product = (a: Float64Array, b: Float64Array): number => a.reduce((total, v, i) => total + v * b[i]!, 0);
    for (const [i, a] of byRows.entries()) {
      for (const [j, b] of byRows.entries()) {
        const size = Math.sqrt(product(a, a) * product(b, b));
        expect(Math.abs(product(byCoordinates[i]!, byCoordinates[j]!) - product(a, b)) / size).toBeLessThan(1e-13);
      }
    }
    // residuals of some coefficients, with mean zero
    const weights = Float64Array.from(byRows, (_, j) => (j < constants ? 0 : [1, -0.7, 0.2, -0.4][j - constants]!));
    if (effects.length === 0) weights[0] = -product(byRows[0]!, combine(byRows, weights)) / rows;
    const expected = momentCovariance(byRows, combine(byRows, weights), {
      ...own,
      time: null,
      neighbours: null,
      absorbed: 0,
      nobs: rows,
      weights: undefined,
      coordinates: null,
    });
    const found = coordinates.meat(byCoordinates, combine(byCoordinates, weights));
    const k = byRows.length;
    for (let at = 0; at < expected.length; at++) {
      const [i, j] = [Math.floor(at / k), at % k];
      // in clusters of whole units the constant's scores are rounding
      const size = Math.sqrt((1 + expected[i * k + i]!) * (1 + expected[j * k + j]!));
      expect(Math.abs(found[at]! - expected[at]!) / size, `${i}, ${j}`).toBeLessThan(1e-10);
    }
  });

  it('are those of other vectors already', () => {
    const own = Float64Array.of(1, 2, 3, 4);
    expect(coordinatesOf(asked({ absorb: [unit], ...robust }))!.of(own)).toBe(own);
  });

  const near = z.map((value, i) => value + 0.01 * noise[i]!);
  const none: Readonly<Record<string, SumsRequest>> = {
    'columns that are nearly collinear': asked({ absorb: [unit], ...robust }, [x, z, near, w]),
    'a column that is a sum of others': asked({ absorb: [], constants: 1, ...robust }, [
      x,
      z,
      x.map((value, i) => value + z[i]!),
    ]),
    'little variation within units': asked({ absorb: [unit], ...robust }, [
      x,
      z,
      w.map((value, i) => 1e9 * unit.codes[i]! + value),
    ]),
    'an outcome that is nearly explained': asked({ absorb: [], constants: 1, ...robust }, [
      x,
      y.map((v, i) => v + 0.01 * z[i]!),
    ]),
    'errors of neighbours': asked({ absorb: [unit], vcov: { is: 'nw', lag: 1 } }),
    'few rows': asked({ absorb: [], constants: 1, ...robust }, [x, z, w], rows - 1),
  };
  it.each(Object.entries(none))('are left alone with %s', (_, own) => {
    expect(coordinatesOf(own)).toBe(null);
  });
});
