/** What must be true of efficiency and of its changes in random data, whatever the numbers are. */
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import type { EfficiencySpec } from '../../../../src/econ/efficiency/spec.ts';
import { efficiencyOf } from '../../../../steps/efficiency/numbers/report.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const DATA = 10;

const usual: EfficiencySpec = {
  ...{ name: 'e', inputs: ['k', 'l'], outputs: ['y', 'q'], undesirable: [], model: 'radial', orientation: 'input' },
  ...{ returns: 'constant', isSuper: false, frontier: 'period', direction: null, disposability: null },
  ...{ withScale: false, index: null, isParted: false, slacks: false, peers: null, bootstrap: null },
};
const sbm = { model: 'sbm', orientation: null } as const;
const ddf = {
  model: 'ddf',
  orientation: null,
  direction: 'outputs',
  undesirable: ['b'],
  disposability: 'weak',
} as const;

/** Units in periods, in which all get better by a tenth. */
function columnsOf(draw: RandomStream, units = 8, periods = 3): Record<string, number[]> {
  const names = ['id', 't', 'k', 'l', 'y', 'q', 'b'];
  const columns: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let id = 0; id < units; id++)
    for (let t = 0; t < periods; t++) {
      const row = [id, 2000 + t, ...Array.from({ length: 5 }, () => 1 + 9 * draw.uniform())];
      for (const [i, name] of names.entries()) columns[name]!.push(row[i]!);
    }
  return columns;
}

const panel = { unit: 'id', time: 't' };

function made(columns: Record<string, Cells>, more: Partial<EfficiencySpec>, isPanel = true) {
  const found = efficiencyOf({ ...usual, ...more }, dataOf(columns, isPanel ? panel : null), () => undefined);
  const column = (end = ''): number[] => {
    const { column: values } = found.columns.find(({ name }) => name === `e${end}`)!;
    return 'values' in values ? Array.from(values.values as Float64Array) : [];
  };
  return { ...found, column };
}

const all = (test: (columns: Record<string, number[]>, i: number) => void): void => {
  for (let i = 0; i < DATA; i++) test(columnsOf(createRng('efficiency').stream('data', i)), i);
};

const near = (a: readonly number[], b: readonly number[], digits = 9): void => {
  expect(a.length).toBe(b.length);
  for (const [i, value] of a.entries()) {
    if (Number.isNaN(value) || Number.isNaN(b[i]!)) expect([i, value]).toEqual([i, b[i]!]);
    else expect(value).toBeCloseTo(b[i]!, digits);
  }
};

describe('scores', () => {
  it.each([
    ['radial', {}],
    ['of outputs', { orientation: 'output' }],
    ['slacks-based', { ...sbm, undesirable: ['b'], returns: 'variable' }],
    ['directional', ddf],
    ['super', { isSuper: true }],
    ['slacks-based and super', { ...sbm, undesirable: ['b'], isSuper: true }],
  ] as const)('do not hang on units of measurement, or on the order of rows: %s', (_, more) => {
    all((columns) => {
      const plain = made(columns, more).column();
      const scaled = {
        ...columns,
        k: columns.k!.map((value) => value * 1000),
        q: columns.q!.map((value) => value / 500),
      };
      near(made(scaled, more).column(), plain);
      const turned = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, [...cells].reverse()]));
      near(made(turned, more, true).column(), plain);
    });
  });

  it('of inputs and of outputs are reciprocals under constant returns, and least where returns are constant', () => {
    all((columns) => {
      const constant = made(columns, {}).column();
      near(
        made(columns, { orientation: 'output' }).column(),
        constant.map((score) => 1 / score),
      );
      const [variable, not] = (['variable', 'nonincreasing'] as const).map((returns) =>
        made(columns, { returns }).column(),
      );
      for (const [i, score] of constant.entries()) {
        expect(score).toBeLessThanOrEqual(not![i]! + 1e-9);
        expect(not![i]!).toBeLessThanOrEqual(variable![i]! + 1e-9);
      }
    });
  });

  it('by slacks are at most radial ones, and one for the same units once slacks are none', () => {
    all((columns) => {
      const radial = made(columns, { slacks: true });
      const slack = ['k', 'l', 'y', 'q'].map((name) => radial.column(`_slack_${name}`));
      for (const [i, score] of made(columns, sbm).column().entries()) {
        const own = radial.column()[i]!;
        expect(score).toBeLessThanOrEqual(own + 1e-9);
        const isFull = own > 1 - 1e-9 && slack.every((values) => values[i]! < 1e-9);
        expect(score > 1 - 1e-9).toBe(isFull);
      }
    });
  });

  it('by slacks reach their target: it is efficient', () => {
    all((columns) => {
      const { column } = made(columns, { ...sbm, undesirable: ['b'], slacks: true });
      const t0 = columns.id!.flatMap((_, i) => (columns.t![i] === 2000 ? [i] : []));
      const target = (i: number, name: string, sign: number): number =>
        columns[name]![i]! + sign * column(`_slack_${name}`)[i]!;
      const one = t0[0]!;
      const beside = Object.fromEntries(
        ['k', 'l', 'y', 'q', 'b'].map((name) => [
          name,
          [...t0.map((i) => columns[name]![i]!), target(one, name, name === 'y' || name === 'q' ? 1 : -1)],
        ]),
      );
      expect(
        made(beside, { ...sbm, undesirable: ['b'] }, false)
          .column()
          .at(-1),
      ).toBeCloseTo(1, 8);
    });
  });

  it('of all but efficient units are the same with super-efficiency, which no unit of its own bounds', () => {
    for (const more of [{}, { ...sbm, undesirable: ['b'] }] as const)
      all((columns) => {
        const [plain, beyond] = [made(columns, more).column(), made(columns, { ...more, isSuper: true }).column()];
        for (const [i, score] of plain.entries())
          if (score < 1 - 1e-9) expect(beyond[i]!).toBeCloseTo(score, 9);
          else expect(beyond[i]!).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(beyond.some((score) => score > 1.001)).toBe(true);
      });
  });

  it('are measured against all rows by one frontier, and are not higher there', () => {
    all((columns) => {
      const [own, global] = [made(columns, {}).column(), made(columns, { frontier: 'global' }).column()];
      near(made(columns, {}, false).column(), global);
      for (const [i, score] of global.entries()) expect(score).toBeLessThanOrEqual(own[i]! + 1e-9);
    });
  });

  it('are missing where a quantity is, and leave all others as they are without such rows', () => {
    all((columns) => {
      const gaps = { ...columns, k: columns.k!.map((value, i) => (i % 5 === 0 ? null : value)) };
      const found = made(gaps, {}, false);
      expect(found.notes).toEqual([
        `${columns.k!.filter((_, i) => i % 5 === 0).length} rows lack an input or output, and have no score`,
      ]);
      const kept = Object.fromEntries(
        Object.entries(columns).map(([name, cells]) => [name, cells.filter((_, i) => i % 5 !== 0)]),
      );
      near(
        found.column().filter((score) => !Number.isNaN(score)),
        made(kept, {}, false).column(),
      );
    });
  });

  it('refuse quantities below zero, and zeros that slacks would be shares of', () => {
    const columns = columnsOf(createRng('efficiency').stream('data', 0));
    columns.k![3] = 0;
    expect(
      made(columns, {})
        .column()
        .every((score) => score > 0),
    ).toBe(true);
    expect(() => made(columns, sbm)).toThrow('`k` is zero in 1 rows');
    columns.k![3] = -1;
    expect(() => made(columns, {})).toThrow('`k` is below zero in 1 rows');
  });
});

describe('changes', () => {
  /** The data where the second period is the first with outputs that are a fifth larger. */
  const grown = (columns: Record<string, number[]>): Record<string, number[]> =>
    Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [
        name,
        cells.map((value, i) =>
          columns.t![i] === 2001 && name !== 't' ? (name === 'y' || name === 'q' ? 1.2 : 1) * cells[i - 1]! : value,
        ),
      ]),
    );

  it.each([
    ['malmquist', {}],
    ['malmquist', { orientation: 'output' }],
    ['gml', {}],
  ] as const)('are those of the frontier alone where all units grow alike: %s', (index, more) => {
    all((columns) => {
      const { column } = made(grown(columns), { index, ...more });
      const second = columns.t!.flatMap((t, i) => (t === 2001 ? [i] : []));
      for (const i of second) {
        expect(column('_index')[i]!).toBeCloseTo(1.2, 9);
        expect(column('_ec')[i]!).toBeCloseTo(1, 9);
        expect(column('_tc')[i]!).toBeCloseTo(1.2, 9);
      }
      expect(
        column('_index')
          .filter((_, i) => columns.t![i] === 2000)
          .every(Number.isNaN),
      ).toBe(true);
    });
  });

  it.each([
    ['malmquist', { isParted: true }],
    ['gml', { ...sbm, undesirable: ['b'] }],
    ['gml', ddf],
    ['ml', ddf],
    ['ml', { ...ddf, disposability: 'free' }],
  ] as const)('are the product of their parts: %s', (index, more) => {
    all((columns) => {
      const { column } = made(columns, { index, ...more });
      near(
        column('_ec').map((ec, i) => ec * column('_tc')[i]!),
        column('_index'),
      );
      if ('isParted' in more)
        near(
          column('_pec').map((pec, i) => pec * column('_sec')[i]!),
          column('_ec'),
        );
    });
  });

  it('multiply over periods to those between the first and the last, where the frontier is global', () => {
    all((columns) => {
      const { column } = made(columns, { index: 'gml', ...sbm, undesirable: ['b'] });
      const scores = made(columns, { frontier: 'global', ...sbm, undesirable: ['b'] }).column();
      const change = column('_index');
      for (let i = 2; i < scores.length; i += 3)
        expect(change[i]! * change[i - 1]!).toBeCloseTo(scores[i]! / scores[i - 2]!, 9);
    });
  });

  it('do not hang on slacks, super-efficiency or the frontier of the scores', () => {
    all((columns) => {
      const plain = made(columns, { index: 'malmquist' }).column('_index');
      for (const more of [{ slacks: true }, { isSuper: true }, { frontier: 'global' }] as const)
        near(made(columns, { index: 'malmquist', ...more }).column('_index'), plain);
    });
  });
});
