/** Rotemberg weights of random designs against two-stage least squares with the whole instrument and with each share, and what must be true of them. */
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { type RotembergResult, rotembergResult } from '../../../../steps/rotemberg/numbers/rotemberg-result.ts';
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
      ...{
        sample: null,
        exclude: null,
        top: 5,
        shiftShare: null,
        vcov: { is: 'hc', type: 'HC1' },
        byPeriod: draw.int(4) === 0,
      },
    },
  };
}

/** Two-stage least squares with one instrument. */
function iv({ spec, columns }: Drawn, instrument: number[], more: object = {}): Fit {
  const { controls, absorb, weights } = spec;
  const effects = absorb.length === 0 ? '0' : absorb.join(' + ');
  const fit = `y ~ ${controls.join(' + ') || '1'} | ${effects} | x ~ inst`;
  const keys = { fit, ...(weights && { weights: { analytic: weights } }), ...more };
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

it('has first stages, sets and estimates of sectors as two-stage least squares with each product of share and shock has', () => {
  const draw = createRng('alone').stream('rotemberg', 0);
  for (let n = 0; n < 12; n++) {
    const { spec, columns } = drawn(draw);
    const pooled: RotembergSpec = { ...spec, byPeriod: false, vcov: { is: 'cluster', by: ['t'] } };
    for (const asked of [{ ...spec, byPeriod: false }, ...(spec.period === null ? [] : [pooled])]) {
      const result = rotembergResult(asked, frameOfColumns(columns) as never);
      for (const { sector, beta, f, low, set } of result.sectors as RotembergResult['rows']) {
        const shock = columns[sector.replace('s', 'g')]!;
        const product = (columns[sector] as number[]).map((share, i) => share * shock[i]!);
        const vcov = asked.vcov.is === 'cluster' ? 'cluster(t)' : 'robust';
        const fit = iv({ spec, columns }, product, { vcov, small: spec.absorb.length > 0 ? 'reghdfe' : true });
        close(beta, fit.terms[0]!.estimate, sector);
        close(f, fit.firstStage![0]!.f as number, `F of ${sector}`);
        const ar = fit.tests!.find(({ name }) => name === 'anderson-rubin') as {
          low?: unknown;
          set?: { type: string };
        };
        expect((set as { type?: string }).type).toBe(ar.set!.type);
        if (typeof ar.low === 'number') close(low, ar.low, `set of ${sector}`);
      }
      const all = result.sectors.map(({ alpha }) => alpha);
      close(result.positive.sum + result.negative.sum, 1, 'signs');
      close(
        all.reduce((sum, alpha) => sum + alpha, 0),
        1,
        'sectors',
      );
      close(
        [result.positive, result.negative].reduce(
          (sum, { sum: weight, estimate: own }) => sum + (typeof own === 'number' ? weight * own : 0),
          0,
        ),
        result.iv,
        'estimates by sign',
      );
    }
  }
});

describe('of a declared shift-share variable', () => {
  const draw = createRng('declared').stream('rotemberg', 0);
  const [units, years, industries] = [14, [2000, 2001, 2002, 2003], ['food', 'steel', 'cloth']];
  const workers: Record<string, (number | string)[]> = { city: [], year: [], industry: [], workers: [] };
  const value = new Map<string, number>();
  for (let i = 0; i < units; i++)
    for (const year of years)
      for (const industry of industries) {
        const none = industry === 'cloth' && i % 5 === 0;
        const n = none ? 0 : Math.round(20 + 200 * draw.uniform());
        value.set(`${i} ${year} ${industry}`, n);
        for (const [name, each] of Object.entries({ city: i, year, industry, workers: n })) workers[name]!.push(each);
      }
  const at = (i: number, year: number, industry: string): number => value.get(`${i} ${year} ${industry}`)!;
  const everyone = [...Array(units).keys()];
  const total = (year: number, industry: string, without: number | null): number =>
    everyone.filter((i) => i !== without).reduce((sum, i) => sum + at(i, year, industry), 0);

  it.each([false, true])('is that of its shares and shocks as columns, leaving out one’s own part: %s', (leaveOut) => {
    const wide: Record<string, (number | null)[]> = { city: [], year: [], y: [], x: [], z: [] };
    for (const name of industries) for (const column of [name, `g_${name}`]) wide[column] = [];
    for (const i of everyone)
      for (const year of years) {
        let z = 0;
        const base = industries.reduce((sum, name) => sum + at(i, 2000, name), 0);
        for (const name of industries) {
          const share = at(i, 2000, name) / base;
          const own = leaveOut ? i : null;
          const shock = total(year, name, own) / total(year - 1, name, own) - 1;
          wide[name]!.push(share);
          wide[`g_${name}`]!.push(year === 2000 ? null : shock);
          z += share * (year === 2000 ? 0 : shock);
        }
        const x = 2 * z + 0.05 * draw.normal();
        for (const [name, each] of Object.entries({ city: i, year, y: x + 0.1 * draw.normal(), x, z }))
          wide[name]!.push(each);
      }
    const usual: RotembergSpec = {
      ...{ outcome: 'y', endogenous: 'x', shares: industries, shocks: industries.map((name) => `g_${name}`) },
      ...{ shiftShare: null, period: 'year', controls: [], absorb: ['year'], weights: null },
      ...{ vcov: { is: 'cluster', by: ['city'] }, sample: null, exclude: null, byPeriod: false, top: 2 },
    };
    const panel = { unit: 'city', time: 'year' };
    const shiftShare = { sector: 'industry', value: 'workers', base: 2000, leaveOut, zero: false, panel };
    const byColumns = rotembergResult(usual, frameOfColumns(wide) as never);
    const declared: RotembergSpec = { ...usual, shares: [], shocks: [], shiftShare };
    const found = rotembergResult(declared, frameOfColumns(wide) as never, frameOfColumns(workers) as never);
    expect(found.nobs).toBe(units * (years.length - 1));
    expect(found.varies).toBe(leaveOut);
    expect(found.rowsLost).toEqual([{ cause: 'missing', count: units, detail: '' }]);
    expect(found.rows.map(({ variable }) => variable)).toEqual(byColumns.rows.map(({ variable }) => variable));
    for (const own of found.sectors as RotembergResult['rows']) {
      const same = (byColumns.sectors as RotembergResult['rows']).find(({ variable }) => variable === own.variable)!;
      for (const name of ['alpha', 'beta', 'shock', 'share', 'f', 'low', 'high'] as const)
        if (typeof same[name] === 'number') close(own[name], same[name], `${own.variable} ${name}`);
        else expect(own[name]).toEqual(same[name]);
    }
    close(found.iv, byColumns.iv, 'iv');
    const alone = rotembergResult(
      { ...declared, sample: 'year == 2002', absorb: [] },
      frameOfColumns(wide) as never,
      frameOfColumns(workers) as never,
    );
    expect(alone.sectors.map(({ variable }) => variable).sort()).toEqual([...industries].sort());
    expect(alone.components[0]!.variable).toMatch(/:2002$/);
    const shuffled = draw.shuffle([...wide.y!.keys()]);
    const moved = Object.fromEntries(Object.entries(wide).map(([name, own]) => [name, shuffled.map((i) => own[i]!)]));
    const after = rotembergResult(declared, frameOfColumns(moved) as never, frameOfColumns(workers) as never);
    for (const [k, own] of found.sectors.entries()) close(after.sectors[k]!.alpha, own.alpha, own.variable);
  });
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
  const own = uneven.g0.filter((_, i) => spec.period === null || columns.t![i] === 2000);
  close(result.components[0]!.shock, own.reduce((sum, value) => sum + value, 0) / own.length, 'shock');
  expect(result.varies).toBe(true);
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
