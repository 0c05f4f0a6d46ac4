import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { IvDesign, NamedCodes, VcovSpec } from '../../../../src/econ/design.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { fitIv } from '../../../../src/econ/iv/tsls.ts';
import { column } from '../panels.ts';

const rows = 25_000;
const draw = createRng('many rows').stream('iv', 0);
const normal = (): Float64Array => Float64Array.from({ length: rows }, () => draw.normal());
const codesOf = (name: string, levels: number, of: (row: number) => number): NamedCodes => ({
  name,
  codes: Int32Array.from({ length: rows }, (_, row) => of(row)),
  levels: Array.from({ length: levels }, (_, level) => String(level)),
});
const unit = codesOf('unit', 2_500, (row) => Math.floor(row / 10));
const year = codesOf('year', 10, (row) => (row * row + row) % 10);
const other = codesOf('other', 97, (row) => (row * 31) % 97);
const [x, z1, z2, noise] = [normal(), normal(), normal(), normal()];
const w = noise.map((e, i) => z1[i]! + 0.5 * z2[i]! + 0.3 * x[i]! + e + draw.normal());
const v = noise.map((e, i) => z2[i]! - 0.4 * z1[i]! + e / 2 + draw.normal() + unit.codes[i]! / 2500);
const y = noise.map((e, i) => 3 + x[i]! + w[i]! - v[i]! + e + (unit.codes[i]! % 7));

type Rows = (values: Float64Array) => Float64Array;

/** Every row as often as the other form says by weights. */
function made(
  twice: boolean,
  endogenous: 1 | 2,
): { readonly design: IvDesign; readonly codes: (own: NamedCodes) => NamedCodes } {
  const each: Rows = (values) => (twice ? Float64Array.from({ length: 2 * rows }, (_, i) => values[i >> 1]!) : values);
  const codes = (own: NamedCodes): NamedCodes =>
    twice ? { ...own, codes: Int32Array.from({ length: 2 * rows }, (_, i) => own.codes[i >> 1]!) } : own;
  const two = new Float64Array(rows).fill(2);
  const weights = { kind: 'frequency', raw: two, values: two, roots: two.map(Math.sqrt), count: 2 * rows } as const;
  const z3 = x.map((value, i) => value * z1[i]!);
  const design: IvDesign = {
    nobs: twice ? 2 * rows : rows,
    outcome: column('y', each(y)),
    exogenous: [column('x', each(x))],
    endogenous: [column('w', each(w)), column('v', each(v))].slice(0, endogenous),
    instruments: [column('z1', each(z1)), column('z2', each(z2)), column('z3', each(z3))],
    constant: true,
    absorb: [],
    ...(twice ? {} : { weights }),
  };
  return { design, codes };
}

/** By QR of half the rows with weights of two, and from products of all the rows. */
function both(
  absorb: readonly NamedCodes[],
  by: readonly NamedCodes[],
  vcov: VcovSpec,
  endogenous: 1 | 2,
): readonly Fit[] {
  return [false, true].map((twice) => {
    const { design, codes } = made(twice, endogenous);
    const options = { vcov, small: 'xtivreg2', clusters: by.map(codes), time: null } as const;
    return fitIv({ ...design, absorb: absorb.map(codes) }, options);
  });
}

function expectAlike(a: unknown, b: unknown, path: string): void {
  if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b), `${path}: ${a} and ${b}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)));
  } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    expect(Object.keys(a), path).toEqual(Object.keys(b));
    for (const key of Object.keys(a)) expectAlike(a[key as keyof typeof a], b[key as keyof typeof b], `${path}.${key}`);
  } else expect(a, path).toEqual(b);
}

describe('instruments on many rows', () => {
  const clusters = (...own: readonly NamedCodes[]) =>
    [own, { is: 'cluster', by: own.map(({ name }) => name) } as VcovSpec] as const;
  const cases: readonly (readonly [readonly NamedCodes[], readonly NamedCodes[], VcovSpec, 1 | 2])[] = [
    [[], ...clusters(other), 1],
    [[unit, year], ...clusters(unit), 1],
    [[unit], ...clusters(other, year), 2],
    [[unit], [], { is: 'iid' }, 1],
    [[unit], ...clusters(unit), 2],
    [[unit], [], { is: 'hc', type: 'HC1' }, 1],
    [[], [], { is: 'hc', type: 'HC0' }, 2],
    [[unit, year], ...clusters(other), 1],
  ];
  it.each(cases.map((each, at) => [at, each] as const))(
    'give what QR of half the rows with weights gives, %i',
    (_, each) => {
      const [byQr, byProducts] = both(...each);
      expectAlike(byProducts, byQr, 'fit');
    },
  );
});
