/** Rotemberg weights of random designs against two-stage least squares with the whole instrument and with each share, and what must be true of them. */
import { expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { rotembergResult } from '../../../../steps/rotemberg/numbers/rotemberg-result.ts';
import type { RotembergSpec } from '../../../../steps/rotemberg/numbers/spec.ts';
import { frameOfColumns } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const SPECS = Math.max(300, Number(process.env.PAPERMAKE_FUZZ ?? 400) / 8);

interface Drawn {
  readonly spec: RotembergSpec;
  readonly columns: Record<string, (number | null)[]>;
}

function drawn(draw: RandomStream): Drawn {
  const [units, periods, sectors] = [12 + draw.int(20), 1 + draw.int(3), 2 + draw.int(4)];
  const shocks = Array.from({ length: periods * sectors }, () => draw.normal());
  const columns: Record<string, number[]> = { t: [], ctl: [], w: [], x: [], y: [], z: [] };
  for (let k = 0; k < sectors; k++) for (const name of [`s${k}`, `g${k}`]) columns[name] = [];
  for (let i = 0; i < units; i++) {
    const raw = Array.from({ length: sectors + 1 }, () => draw.uniform());
    const all = raw.reduce((sum, value) => sum + value, 0);
    for (let t = 0; t < periods; t++) {
      let z = 0;
      for (let k = 0; k < sectors; k++) {
        const [share, shock] = [raw[k]! / all, shocks[t * sectors + k]!];
        columns[`s${k}`]!.push(share);
        columns[`g${k}`]!.push(shock);
        z += share * shock;
      }
      const [ctl, u] = [draw.normal(), draw.normal()];
      const x = 3 * z + 0.4 * ctl + u + 0.3 * draw.normal();
      const own = { t: 2000 + t, ctl, w: 0.3 + draw.uniform(), x, y: 1.3 * x + u + ctl + draw.normal(), z };
      for (const [name, value] of Object.entries(own)) columns[name]!.push(value);
    }
  }
  const names = Array.from({ length: sectors }, (_, k) => k);
  return {
    columns,
    spec: {
      ...{ outcome: 'y', endogenous: 'x', shares: names.map((k) => `s${k}`), shocks: names.map((k) => `g${k}`) },
      period: periods > 1 ? 't' : null,
      controls: draw.int(2) === 0 ? [] : ['ctl'],
      absorb: periods > 1 && draw.int(2) === 0 ? ['t'] : [],
      weights: draw.int(2) === 0 ? null : 'w',
      ...{ sample: null, exclude: null, top: 5 },
    },
  };
}

/** Two-stage least squares with one instrument. */
function iv({ spec, columns }: Drawn, instrument: number[]): Fit {
  const { controls, absorb, weights } = spec;
  const effects = absorb.length === 0 ? '0' : absorb.join(' + ');
  const fit = `y ~ ${controls.join(' + ') || '1'} | ${effects} | x ~ inst`;
  const keys = { fit, ...(weights && { weights: { analytic: weights } }) };
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: null };
  const { specs } = compileColumn(keys as never, null, context);
  return estimate(specs[0]!, frameOfColumns({ ...columns, inst: instrument }) as never);
}

const close = (a: unknown, b: number, where: string): void =>
  expect(Math.abs((a as number) - b), where).toBeLessThan(1e-7 * (1 + Math.abs(b)));

it(`of ${SPECS} random designs are those of two-stage least squares`, () => {
  const draw = createRng(process.env.PAPERMAKE_SEED ?? '1').stream('rotemberg', 0);
  for (let n = 0; n < SPECS; n++) {
    const given = drawn(draw);
    const { spec, columns } = given;
    const result = rotembergResult(spec, frameOfColumns(columns) as never);
    const where = `design ${n}`;
    close(
      result.components.reduce((sum, { alpha }) => sum + alpha, 0),
      1,
      where,
    );
    close(
      result.sectors.reduce((sum, { alpha }) => sum + alpha, 0),
      1,
      where,
    );
    close(result.positive.sum + result.negative.sum, 1, where);
    close(
      result.components.reduce((sum, { alpha, beta }) => sum + alpha * (beta as number), 0),
      result.iv,
      where,
    );
    close(result.iv, iv(given, columns.z as number[]).terms[0]!.estimate, where);
    const one = result.components[draw.int(result.components.length)]!;
    const alone = (columns[one.sector] as number[]).map((share, i) =>
      one.period === '' || Number(one.period) === columns.t![i] ? share : 0,
    );
    close(one.beta, iv(given, alone).terms[0]!.estimate, `${where}, ${one.variable}`);
  }
});

it('does not change with the order of rows, units of variables, and a constant in the outcome', () => {
  const draw = createRng('rotemberg').stream('metamorphic', 0);
  for (let n = 0; n < 20; n++) {
    const { spec, columns } = drawn(draw);
    const before = rotembergResult(spec, frameOfColumns(columns) as never);
    const order = draw.shuffle([...columns.y!.keys()]);
    const other = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, order.map((i) => values[i]!)]),
    );
    other.y = other.y!.map((value) => 100 * value! + 7);
    other.x = other.x!.map((value) => value! / 1000);
    for (const name of spec.shocks) other[name] = other[name]!.map((value) => 50 * value!);
    const after = rotembergResult(spec, frameOfColumns(other) as never);
    for (const [i, own] of before.components.entries()) {
      const same = after.components.find(({ variable }) => variable === own.variable)!;
      close(same.alpha, own.alpha, `weight ${i}`);
      close(same.beta, 1e5 * (own.beta as number), `estimate ${i}`);
    }
    close(after.iv, 1e5 * before.iv, 'iv');
  }
});

it('takes a shock that leaves out a unit’s own part, and refuses an instrument that controls span', () => {
  const { spec, columns } = drawn(createRng('own').stream('rotemberg', 1));
  const uneven = { ...columns, g0: columns.g0!.map((value, i) => value! + i / 1000) };
  const result = rotembergResult(spec, frameOfColumns(uneven) as never);
  expect(result.components[0]!.shock).toEqual({ invalid: 'it varies over the rows of the period' });
  expect(result.correlation).toEqual({ invalid: 'shocks vary over rows' });
  close(
    result.components.reduce((sum, { alpha }) => sum + alpha, 0),
    1,
    'sum',
  );
  const still = { ...columns, x: columns.ctl! };
  const spanned = { ...spec, controls: ['ctl'] };
  expect(() => rotembergResult(spanned, frameOfColumns(still) as never)).toThrow(
    'controls and effects leave nothing of `x`',
  );
});
