/** Matching by covariates, inverse probabilities and strata: closed forms, what must change nothing, Stata's published values, and what is refused. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { match } from '../../../../steps/match/numbers/match.ts';
import { Neighbours } from '../../../../steps/match/numbers/neighbours.ts';
import { scoreModel } from '../../../../steps/match/numbers/score.ts';
import type { MatchSpec } from '../../../../steps/match/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const usual: MatchSpec = {
  ...{ treatment: 'd', on: ['x', 'z'], method: 'nearest', score: 'logit', index: false, k: 1, replace: true },
  ...{ ties: false, caliper: null, order: 'descending', algorithm: 'greedy', kernel: 'epan', bandwidth: 0.06 },
  ...{ common: false, moments: 1, outcomes: ['y'], sample: null, exclude: null, at: null, name: 'weight' },
};
const models = { logit: await scoreModel(usual), probit: await scoreModel({ ...usual, score: 'probit' }) };

type Columns = Readonly<Record<string, Cells>>;

const stream = createRng('11').stream('rows', 0);
const columns: Columns = (() => {
  const rows = Array.from({ length: 160 }, () => {
    const [x, z, e] = [stream.normal(), Math.round(2 * stream.normal()), stream.normal()];
    const d = x + z / 3 + 2 * stream.normal() > 0.5 ? 1 : 0;
    return { x, z, d, y: 1 + 2 * x - z + 3 * d + e, g: stream.uniform() > 0.5 ? 'a' : 'b' };
  });
  return Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'x'])]));
})();

function matched(more: Partial<MatchSpec>, cells: Columns = columns) {
  const spec = { ...usual, ...more };
  const hasScore = spec.metric === undefined && spec.method !== 'cem';
  return match(spec, dataOf(cells), hasScore ? models[spec.score] : null);
}

function effectOf(more: Partial<MatchSpec>, cells: Columns = columns) {
  const { estimate, stdError } = matched(more, cells).records[more.estimand ?? 'att']![0]!;
  return [estimate, stdError as number] as const;
}

const byMahalanobis = { metric: 'mahalanobis' } as const;
const variants: readonly Partial<MatchSpec>[] = [
  byMahalanobis,
  { ...byMahalanobis, k: 3, estimand: 'ate' },
  { metric: 'inverse-variance', k: 2, adjust: ['x', 'z'], errorNeighbours: 0 },
  { ...byMahalanobis, exact: ['g'], estimand: 'atc' },
  { method: 'ipw' },
  { method: 'ipw', estimand: 'ate', adjust: ['x', 'z'], score: 'probit' },
  { method: 'ipw', estimand: 'atc', adjust: ['z'], trim: 0.05 },
  { method: 'cem', cuts: { x: 4, z: [0, 1] } },
];

describe('the tree of neighbours', () => {
  const coordinates = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
    minLength: 2,
    maxLength: 90,
  });

  it('finds the rows that looking at all of them finds', () => {
    fc.assert(
      fc.property(coordinates, fc.integer({ min: 1, max: 5 }), fc.constantFrom(1.5, 4, Infinity), (points, k, most) => {
        const tree = new Neighbours(Float64Array.from(points.flat()), 2, [...points.keys()]);
        const gap = (i: number): number => Math.hypot(points[i]![0] - points[0]![0], points[i]![1] - points[0]![1]);
        const near = [...points.keys()].filter((i) => i !== 0 && gap(i) < most);
        const last = near.map(gap).sort((a, b) => a - b)[Math.min(k, near.length) - 1]!;
        expect(tree.nearest(0, k, most)).toEqual(near.filter((i) => gap(i) <= last));
      }),
    );
  });
});

describe('effects', () => {
  it.each(variants)('of %o do not hang on the order of rows', (more) => {
    const order = [...columns.x!.keys()].sort((a, b) => ((a * 7919) % 160) - ((b * 7919) % 160));
    const moved = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]),
    );
    const [a, b] = [effectOf(more), effectOf(more, moved)];
    expect(b[0]).toBeCloseTo(a[0], 9);
    expect(b[1]).toBeCloseTo(a[1], 9);
  });

  it.each(variants.filter(({ method }) => method !== 'cem'))('of %o do not hang on the units of covariates', (more) => {
    const other = { ...columns, x: columns.x!.map((value) => 1000 * (value as number) + 5) };
    const [a, b] = [effectOf(more), effectOf(more, other)];
    expect(b[0]).toBeCloseTo(a[0], 7);
    expect(b[1]).toBeCloseTo(a[1], 7);
  });

  it('by the Mahalanobis distance are those by any mixture of the covariates', () => {
    const sum = columns.x!.map((value, i) => (value as number) + 2 * (columns.z![i] as number));
    const [a, b] = [effectOf(byMahalanobis), effectOf(byMahalanobis, { ...columns, z: sum })];
    expect(b[0]).toBeCloseTo(a[0], 9);
    expect(b[1]).toBeCloseTo(a[1], 9);
  });

  it('of rows that are all alike are the difference of means', () => {
    const cells = { x: [1, 1, 1, 1, 1, 2], z: [0, 0, 0, 0, 0, 5], d: [1, 1, 0, 0, 0, 0], y: [4, 6, 1, 2, 3, 99] };
    expect(effectOf({ metric: 'inverse-variance' }, cells)[0]).toBeCloseTo(3, 12);
  });

  it('with exact keys match within them alone', () => {
    const { weights } = matched({ ...byMahalanobis, exact: ['g'] });
    for (const group of ['a', 'b']) {
      const total = (side: number): number =>
        weights.reduce((sum, w, i) => (columns.g![i] === group && columns.d![i] === side ? sum + w : sum), 0);
      expect(total(0)).toBeCloseTo(total(1), 9);
    }
  });

  it('corrected for the bias are exact where the outcome is linear, and so are augmented weights', () => {
    const y = columns.x!.map(
      (x, i) => 1 + 2 * (x as number) - (columns.z![i] as number) + 3 * (columns.d![i] as number),
    );
    for (const more of [{ ...byMahalanobis, k: 2 }, { method: 'ipw' }] as const)
      for (const estimand of ['att', 'ate', 'atc'] as const)
        expect(effectOf({ ...more, estimand, adjust: ['x', 'z'] }, { ...columns, y })[0]).toBeCloseTo(3, 9);
  });

  it('by inverse probabilities of a saturated score are means of the differences in its cells', () => {
    const cells: Columns = { ...columns, x: columns.x!.map((value) => ((value as number) > 0 ? 1 : 0)) };
    const part = (x: number, d: number): number[] =>
      cells.y!.filter((_, i) => cells.x![i] === x && cells.d![i] === d) as number[];
    const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    const gaps = [0, 1].map((x) => mean(part(x, 1)) - mean(part(x, 0)));
    const [zero, one] = [0, 1].map((x) => part(x, 1).length) as [number, number];
    const expected = (zero * gaps[0]! + one * gaps[1]!) / (zero + one);
    expect(effectOf({ method: 'ipw', on: ['x'] }, cells)[0]).toBeCloseTo(expected, 8);
    expect(effectOf({ method: 'cem', on: ['x'] }, cells)[0]).toBeCloseTo(expected, 12);
  });

  it('write nothing else where a default is written out', () => {
    expect(effectOf({ ...byMahalanobis, errorNeighbours: 2, estimand: 'att', adjust: [], exact: [] })).toEqual(
      effectOf(byMahalanobis),
    );
  });
});

describe('strata', () => {
  it('weigh controls by the treated rows that are alike', () => {
    const cells = { x: [0, 0, 0, 5, 5, 9], z: [1, 1, 1, 1, 1, 1], d: [1, 0, 0, 1, 0, 1], y: [1, 2, 3, 4, 5, 6] };
    const { weights, records, warnings } = matched({ method: 'cem', cuts: { x: [4, 8], z: 'exact' } }, cells);
    expect([...weights]).toEqual([1, 0.5, 0.5, 1, 1, 0]);
    expect(records.strata).toEqual({ count: 3, shared: 2 });
    expect(warnings.map(({ message }) => message)).toEqual(['1 treated rows have no control in reach, and weigh 0']);
  });
});

describe('refusals', () => {
  it.each([
    [
      { ...byMahalanobis, on: ['x', 'w'] },
      { w: columns.x!.map((x) => 2 * (x as number)) },
      '`w` is a combination of the columns before it',
    ],
    [{ metric: 'inverse-variance', on: ['x', 'w'] }, { w: columns.x!.map(() => 1) }, '`w` is the same in all rows'],
    [{ ...byMahalanobis, caliper: 1e-12 }, {}, 'no row has one of the other side in reach'],
    [{ method: 'cem', cuts: { x: 'exact' } }, {}, 'strata has both treated rows and controls'],
  ] as [Partial<MatchSpec>, Columns, string][])('of %o', (more, further, message) => {
    expect(() => matched(more, { ...columns, ...further })).toThrow(message);
  });

  it('of a variance that nothing tells, which one variance for all rows mends', () => {
    const alone = columns.d!.indexOf(0);
    const treated = [...columns.d!.keys()].filter((i) => columns.d![i] === 1).slice(0, 2);
    const w = columns.d!.map((_, i) => (i === alone || treated.includes(i) ? 'p' : 'q'));
    const spec = { ...byMahalanobis, exact: ['w'] };
    expect(() => matched(spec, { ...columns, w })).toThrow('a row is the only one of its side');
    expect(Number.isFinite(effectOf({ ...spec, errorNeighbours: 0 }, { ...columns, w })[1])).toBe(true);
  });
});

/** Birth weights of Cattaneo (2010), which statsmodels brings with its tests. */
const births = '/usr/lib/python3/dist-packages/statsmodels/treatment/tests/results/cataneo2.csv';

describe.skipIf(!existsSync(births))('the effect of smoking on birth weights', () => {
  const [head, ...lines] = existsSync(births) ? readFileSync(births, 'utf8').trim().split('\n') : [''];
  const names = head!.split(',');
  const rows = lines.map((line) => line.split(','));
  const read = ['bweight', 'mbsmoke_', 'mmarried_', 'mage', 'mage2', 'fbaby_', 'medu', 'prenatal1_'];
  const cells = Object.fromEntries(read.map((name) => [name, rows.map((row) => Number(row[names.indexOf(name)]))]));
  const spec: Partial<MatchSpec> = {
    treatment: 'mbsmoke_',
    on: ['mmarried_', 'mage', 'mage2', 'fbaby_', 'medu'],
    outcomes: ['bweight'],
    method: 'ipw',
    score: 'probit',
    estimand: 'ate',
  };

  // Stata's logs of teffects ipw and teffects aipw, as statsmodels keeps them.
  it.each([
    [{}, -230.68863779526, 25.815243801554, 3403.4627086846],
    [{ adjust: ['prenatal1_', 'mmarried_', 'mage', 'fbaby_'] }, -230.98920111258, 26.210564625435, 3403.3552531738],
  ] as const)('with %o is that of Stata', (more, effect, error, control) => {
    const found = matched({ ...spec, ...more }, cells).records.ate![0]!;
    expect(found.estimate / effect).toBeCloseTo(1, 9);
    expect((found.stdError as number) / error).toBeCloseTo(1, 8);
    expect(found.control / control).toBeCloseTo(1, 11);
  });
});
