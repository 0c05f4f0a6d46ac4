import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { dot } from '../../../../src/base/number/sum.ts';
import { readAsked } from '../../../../src/econ/predict/written.ts';
import { estimatorOf } from '../../../../src/econ/registry.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { predicted, specOf } from '../../../support/predicted.ts';

const draw = createRng('predict').stream('unit', 0);
const N = 120;
const column = (of: (i: number) => number | string | null): Cells => Array.from({ length: N }, (_, i) => of(i));
const columns: Record<string, Cells> = {
  id: column((i) => Math.floor(i / 6)),
  year: column((i) => 2000 + (i % 6)),
  g: column((i) => ['a', 'b', 'c'][i % 3]!),
  x: column(() => draw.normal()),
  z: column(() => draw.normal()),
  b: column(() => draw.int(2)),
};
columns.y = column((i) => 1 + (columns.x![i] as number) + Math.floor(i / 6) / 10 + draw.normal());
const panel = { unit: 'id', time: 'year' };
const data = dataOf(columns, panel);
const spec = (fit: string, more: object = {}) => specOf({ fit, ...more }, panel);
const finite = (values: Float64Array) => values.filter((value) => !Number.isNaN(value));

describe('fitted values and what is left', () => {
  it('add up to the outcome, with effects, slopes and weights', async () => {
    const more = dataOf({ ...columns, w: column((i) => 1 + (i % 3)) }, panel);
    for (const [fit, keys] of [
      ['y ~ x + z | id + year', {}],
      ['y ~ x | id[z]', {}],
      ['y ~ x | id + year', { weights: { analytic: 'w' } }],
    ] as const) {
      const { of } = await predicted(spec(fit, keys), more, ['index', 'effects', 'fitted', 'residual']);
      for (let i = 0; i < N; i++) {
        if (Number.isNaN(of.fitted![i]!)) continue;
        expect(of.index![i]! + of.effects![i]!).toBeCloseTo(of.fitted![i]!, 10);
        expect(of.fitted![i]! + of.residual![i]!).toBeCloseTo(columns.y![i] as number, 10);
      }
    }
  });

  it('of two effects are taken apart into their sum', async () => {
    const { of } = await predicted(spec('y ~ x | id + year'), data, ['effects', 'effect(id)', 'effect(year)']);
    for (let i = 0; i < N; i++)
      expect(of['effect(id)']![i]! + of['effect(year)']![i]!).toBeCloseTo(of.effects![i]!, 10);
    expect(of['effect(year)']!.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
  });

  it('have leverages that add up to the parameters', async () => {
    const { of } = await predicted(spec('y ~ x + z + i(g) | id'), data, ['leverage']);
    expect(of.leverage!.reduce((a, b) => a + b, 0)).toBeCloseTo(4 + 20, 9);
  });
});

describe('the order of rows, units and labels', () => {
  const texts = ['fitted', 'residual', 'studentised', 'cooks', 'leverage'];

  it('change no prediction of a row', async () => {
    const order = draw.shuffle(Array.from({ length: N }, (_, i) => i));
    const moved = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]),
    );
    const plain = specOf({ fit: 'y ~ x + z + i(g)' });
    const [first, second] = await Promise.all([
      predicted(plain, dataOf(columns), texts),
      predicted(plain, dataOf(moved), texts),
    ]);
    for (const text of texts)
      for (const [at, i] of order.entries()) expect(second.of[text]![at]!).toBeCloseTo(first.of[text]![i]!, 11);
  });

  it('scale fitted values alone', async () => {
    const scaled = dataOf({ ...columns, y: columns.y!.map((value) => 1000 * (value as number)) }, panel);
    const model = spec('y ~ x + z | id');
    const [a, b] = await Promise.all([predicted(model, data, texts), predicted(model, scaled, texts)]);
    for (let i = 0; i < N; i++) {
      expect(b.of.fitted![i]! / 1000).toBeCloseTo(a.of.fitted![i]!, 10);
      for (const text of ['studentised', 'cooks', 'leverage']) expect(b.of[text]![i]!).toBeCloseTo(a.of[text]![i]!, 10);
    }
  });
});

describe('other rows', () => {
  const half = 'year < 2003';

  it('are the rows of the model too', async () => {
    const model = spec('y ~ x + z + i(g) | id');
    const [own, other] = await Promise.all([
      predicted(model, data, ['fitted', 'residual']),
      predicted(model, data, ['fitted', 'residual'], data),
    ]);
    for (const text of ['fitted', 'residual'])
      for (let i = 0; i < N; i++) expect(other.of[text]![i]!).toBeCloseTo(own.of[text]![i]!, 10);
  });

  it('at levels that the model never met are missing and counted', async () => {
    const known = await predicted(spec('y ~ x + i(g)', { sample: "g != 'c'" }), data, ['fitted'], data);
    expect(known.unseen.get('i(g)')).toBe(N / 3);
    expect(finite(known.of.fitted!)).toHaveLength((2 * N) / 3);
    const absorbed = await predicted(spec('y ~ x | id', { sample: 'id < 15' }), data, ['index', 'fitted'], data);
    expect(absorbed.unseen.get('id')).toBe(5 * 6);
    expect(finite(absorbed.of.index!)).toHaveLength(N);
    expect(finite(absorbed.of.fitted!)).toHaveLength(15 * 6);
  });

  it('of a pair of effects that no row joins are missing', async () => {
    // units below 10 are seen up to 2002, and the others from 2003 on
    const apart = spec('y ~ x | id + year', { sample: '(id < 10 and year < 2003) or (id >= 10 and year >= 2003)' });
    const found = await predicted(apart, data, ['fitted', 'effect(id)'], data);
    expect(found.unseen.get('id, year')).toBe(N / 2);
    expect(finite(found.of.fitted!)).toHaveLength(N / 2);
    expect(found.warnings.map(({ code }) => code)).toContain('unconnected-effects');
    const { of } = await predicted(apart, data, ['fitted']);
    for (let i = 0; i < N; i++)
      if (!Number.isNaN(of.fitted![i]!)) expect(found.of.fitted![i]!).toBeCloseTo(of.fitted![i]!, 10);
  });

  it('have lags of their own panel', async () => {
    const { of } = await predicted(spec('y ~ L.x', { sample: half }), data, ['fitted'], data);
    expect(finite(of.fitted!)).toHaveLength(N - 20);
  });
});

describe('what estimators predict', () => {
  it('of a conditional logit adds up to 1 in a group', async () => {
    const { of } = await predicted(spec('b ~ x | id', { estimator: 'clogit' }), data, ['probability', 'index']);
    const groups = new Map<number, number>();
    for (let i = 0; i < N; i++) {
      const p = of.probability![i]!;
      if (!Number.isNaN(p)) groups.set(columns.id![i] as number, (groups.get(columns.id![i] as number) ?? 0) + p);
    }
    expect(groups.size).toBeGreaterThan(10);
    for (const total of groups.values()) expect(total).toBeCloseTo(1, 12);
  });

  it('of a selection model has a Mills ratio that two steps by hand take', async () => {
    const seen = { ...columns, y: columns.y!.map((value, i) => (columns.b![i] === 1 ? value : null)) };
    const model = spec('y ~ x', { estimator: { is: 'heckman', select: 'b ~ x + z' } });
    const { of } = await predicted(model, dataOf(seen, panel), ['mills', 'index', 'probability']);
    expect(finite(of.mills!)).toHaveLength(N);
    const byHand = await predicted(spec('y ~ x + m'), dataOf({ ...seen, m: [...of.mills!] }, panel), ['fitted']);
    for (let i = 0; i < N; i++)
      if (columns.b![i] === 1) {
        const lambda = byHand.of.fitted![i]! - of.index![i]!;
        expect(lambda / of.mills![i]!).toBeCloseTo(lambdaOf(byHand.of.fitted!, of), 6);
      }
  });

  it('of a quantile leaves its share of the residuals below 0', async () => {
    const model = spec('y ~ x + z', { estimator: { is: 'quantile', tau: 0.25 } });
    const { of } = await predicted(model, data, ['residual', 'fitted', 'index']);
    expect(of.fitted).toEqual(of.index);
    const below = of.residual!.filter((value) => value < -1e-9).length;
    const above = of.residual!.filter((value) => value > 1e-9).length;
    expect(below).toBeLessThanOrEqual(N / 4);
    expect(above).toBeLessThanOrEqual((3 * N) / 4);
  });

  it('of scores of a likelihood add up to 0 with each regressor', async () => {
    for (const estimator of ['logit', 'probit']) {
      const { of } = await predicted(spec('b ~ x + z', { estimator }), data, ['score']);
      expect(dot(of.score!, Float64Array.from(columns.x as number[]))).toBeCloseTo(0, 6);
    }
  });
});

const lambdaOf = (fitted: Float64Array, of: Readonly<Record<string, Float64Array>>): number => {
  const i = columns.b!.indexOf(1);
  return (fitted[i]! - of.index![i]!) / of.mills![i]!;
};

describe('what is refused', () => {
  const model = spec('y ~ x | id');
  const read = (text: string, isElsewhere = false) => readAsked(text, model, estimatorOf(model), isElsewhere);

  it.each([
    ['rstudent', false, { code: 'unknown-prediction', hint: 'write `studentised`' }],
    ['residul', false, { code: 'unknown-prediction', hint: 'write `residual`' }],
    ['pearson', false, { code: 'unsupported', message: '`linear` has no `pearson`' }],
    ['cooks', true, { code: 'unsupported', hint: 'leave `data` out' }],
    ['effect', false, { code: 'no-effects', hint: 'write `effect(id)`' }],
    ['effect(year)', false, { message: 'the model absorbs no `year`' }],
  ] as const)('%s', (text, isElsewhere, expected) => {
    expect(read(text, isElsewhere)).toMatchObject(expected);
  });

  it.each([
    ['leverage', 'y ~ x | id + year', {}, /several absorbed effects/],
    ['effect(id)', 'y ~ x | id + year + g', {}, /three and more effects/],
    ['effect(id)', 'y ~ x | id[z]', {}, /with slopes are not taken apart/],
    ['leverage', 'y ~ x', { weights: { frequency: 'w' } }, /not defined here with frequency weights/],
    ['fitted', 'y ~ x', { estimator: { is: 're', mundlak: true } }, /`re` with `mundlak`/],
  ] as const)('%s of %s', async (text, fit, keys, message) => {
    const more = dataOf({ ...columns, w: column((i) => 1 + (i % 3)) }, panel);
    await expect(predicted(spec(fit, keys), more, [text])).rejects.toThrow(message);
  });
});
