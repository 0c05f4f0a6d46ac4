/**
 * Neighbours by an estimated score: Stata's published values, the formulas of Abadie & Imbens (2016) written out row by row, what must change nothing, and how
 * often intervals cover. PAPERMAKE_FUZZ: how many samples, PAPERMAKE_SEED: others.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { match } from '../../../../steps/match/numbers/match.ts';
import { scoreModel } from '../../../../steps/match/numbers/score.ts';
import type { MatchSpec } from '../../../../steps/match/numbers/spec.ts';
import { dataOf } from '../../../support/data.ts';

const usual: MatchSpec = {
  ...{ treatment: 'd', on: ['x', 'z'], method: 'nearest', score: 'logit', index: false, k: 1, replace: true },
  ...{ ties: false, caliper: null, order: 'descending', algorithm: 'greedy', kernel: 'epan', bandwidth: 0.06 },
  ...{ common: false, moments: 1, outcomes: ['y'], sample: null, exclude: null, at: null, name: 'weight' },
  metric: 'score',
};
const models = { logit: await scoreModel(usual), probit: await scoreModel({ ...usual, score: 'probit' }) };

type Columns = Readonly<Record<string, readonly number[]>>;

function matched(more: Partial<MatchSpec>, cells: Columns) {
  const spec = { ...usual, ...more };
  const found = match(spec, dataOf(cells), models[spec.score]);
  const { estimate, stdError } = found.records[spec.estimand ?? 'att']![0]!;
  return { ...found, estimate, stdError: stdError as number };
}

const stream = createRng('31').stream('rows', 0);
const rows = Array.from({ length: 200 }, () => {
  const [x, z] = [stream.normal(), Math.round(2 * stream.normal())];
  const d = x + z / 2 + 1.5 * stream.normal() > 0.3 ? 1 : 0;
  return { x, z, d, y: 1 + 2 * x - z + d * (3 + x) + (1 + d) * stream.normal() };
});
const columnsOf = <K extends string>(all: readonly Readonly<Record<K, number>>[]): Record<K, number[]> =>
  Object.fromEntries(Object.keys(all[0]!).map((name) => [name, all.map((row) => row[name as K])])) as never;
const columns = columnsOf(rows);

describe('the error of an effect', () => {
  /** The rows at the k least distances, those at the last one all. */
  const nearest = (rows: readonly number[], distance: (j: number) => number, k: number): number[] => {
    const last = rows.map(distance).sort((a, b) => a - b)[k - 1]!;
    return rows.filter((j) => distance(j) <= last + 1e-12);
  };
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const spread = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((total, value, i) => total + (value - mean(a)) * (b[i]! - mean(b)), 0) / (a.length - 1);

  /** The estimate and its variance as the paper writes them, with sums over all pairs of rows. */
  function plain(
    cells: Columns,
    theta: readonly number[],
    link: 'logit' | 'probit',
    estimand: 'att' | 'ate',
    k: number,
    near: number,
  ) {
    const { x, z, d, y } = cells as Record<'x' | 'z' | 'd' | 'y', number[]>;
    const all = x.map((_, i) => i);
    const design = all.map((i) => [x[i]!, z[i]!, 1]);
    const index = design.map((row) => row.reduce((total, value, j) => total + value * theta[j]!, 0));
    const normalTail = (v: number): number => {
      // Simpson's rule on the density of the standard normal.
      const steps = 4000;
      const f = (u: number): number => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
      const h = v / steps;
      let total = f(0) + f(v);
      for (let s = 1; s < steps; s++) total += (s % 2 === 0 ? 2 : 4) * f(s * h);
      return 0.5 + (total * h) / 3;
    };
    const p = index.map((v) => (link === 'logit' ? 1 / (1 + Math.exp(-v)) : normalTail(v)));
    const f = index.map((v, i) =>
      link === 'logit' ? p[i]! * (1 - p[i]!) : Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI),
    );
    const onSide = (side: number): number[] => all.filter((i) => d[i] === side);
    const byP = (i: number) => (j: number) => Math.abs(p[i]! - p[j]!);
    const matches = all.map((i) => nearest(onSide(1 - d[i]!), byP(i), k));
    const own = all.map((i) => nearest(onSide(d[i]!), byP(i), near));
    const others = all.map((i) => nearest(onSide(1 - d[i]!), byP(i), near));
    const at = (list: readonly number[], of: readonly number[]): number[] => list.map((j) => of[j]!);
    const gap = (i: number, list: readonly number[]): number => (2 * d[i]! - 1) * (y[i]! - mean(at(list, y)));
    const meant = estimand === 'ate' ? all : onSide(1);
    const n = meant.length;
    const tau = mean(meant.map((i) => gap(i, matches[i]!)));
    let variance = meant.reduce((total, i) => total + (gap(i, matches[i]!) - tau) ** 2, 0) / n ** 2;
    for (const j of all) {
      const users = meant.filter((i) => matches[i]!.includes(j));
      const share = users.reduce((total, i) => total + 1 / matches[i]!.length, 0);
      const squares = users.reduce((total, i) => total + 1 / matches[i]!.length ** 2, 0);
      const factor = share ** 2 - squares + (estimand === 'ate' ? 2 * share : 0);
      variance += (factor * spread(at(own[j]!, y), at(own[j]!, y))) / n ** 2;
    }
    const information = [0, 1, 2].map((a) =>
      [0, 1, 2].map((b) =>
        all.reduce((total, i) => total + (f[i]! ** 2 / (p[i]! * (1 - p[i]!))) * design[i]![a]! * design[i]![b]!, 0),
      ),
    );
    const form = (v: readonly number[]): number => {
      const solution = solve(information, v);
      return v.reduce((total, value, j) => total + value * solution[j]!, 0);
    };
    // Distances by the inverse covariance of the covariates.
    const s = [spread(x, x), spread(x, z), spread(z, z)] as const;
    const det = s[0] * s[2] - s[1] ** 2;
    const byX = (i: number) => (j: number) => {
      const [a, b] = [x[i]! - x[j]!, z[i]! - z[j]!];
      return Math.sqrt((s[2] * a * a - 2 * s[1] * a * b + s[0] * b * b) / det);
    };
    const c = [0, 1, 2].map((column) =>
      all.reduce((total, i) => {
        const of = (side: number): number => {
          const list = d[i] === side ? own[i]! : others[i]!;
          return spread(
            list.map((j) => design[j]![column]!),
            at(list, y),
          );
        };
        const share =
          estimand === 'ate'
            ? of(1) / p[i]! + of(0) / (1 - p[i]!)
            : design[i]![column]! * (gap(i, matches[i]!) - tau) + of(1) + (of(0) * p[i]!) / (1 - p[i]!);
        return total + (f[i]! * share) / n;
      }, 0),
    );
    const slope = [0, 1, 2].map((column) =>
      estimand === 'ate'
        ? 0
        : all.reduce((total, i) => {
            const list = nearest(onSide(1 - d[i]!), byX(i), near);
            return total + (f[i]! * design[i]![column]! * (gap(i, list) - tau)) / n;
          }, 0),
    );
    return { tau, known: Math.sqrt(variance), estimated: Math.sqrt(variance - form(c) + form(slope)) };
  }

  function solve(matrix: readonly (readonly number[])[], v: readonly number[]): number[] {
    const rows = matrix.map((row, i) => [...row, v[i]!]);
    for (const [i] of rows.entries())
      for (const [j] of rows.entries()) {
        if (i === j) continue;
        const share = rows[j]![i]! / rows[i]![i]!;
        for (let k = 0; k < rows[j]!.length; k++) rows[j]![k]! -= share * rows[i]![k]!;
      }
    return rows.map((row, i) => row.at(-1)! / row[i]!);
  }

  it.each(
    (['logit', 'probit'] as const).flatMap((score) =>
      (['ate', 'att'] as const).flatMap((estimand) =>
        (
          [
            [1, 2],
            [2, 3],
          ] as const
        ).map(([k, errorNeighbours]) => ({ score, estimand, k, errorNeighbours })),
      ),
    ),
  )('by %o is that of the formulas written out', (spec) => {
    const found = matched(spec, columns);
    const fit = found.records[spec.score] as unknown as { terms: readonly { term: string; estimate: number }[] };
    const theta = ['x', 'z', '_cons'].map((name) => fit.terms.find(({ term }) => term === name)!.estimate);
    const expected = plain(columns, theta, spec.score, spec.estimand, spec.k, spec.errorNeighbours);
    expect(found.estimate).toBeCloseTo(expected.tau, 9);
    expect(found.stdError).toBeCloseTo(expected.estimated, 8);
    expect(Math.abs(expected.known / expected.estimated - 1)).toBeGreaterThan(1e-3);
  });

  it('on controls is that on the treated with the sides exchanged', () => {
    const turned = { ...columns, d: columns.d.map((side) => 1 - side) };
    for (const score of ['logit', 'probit'] as const) {
      const [a, b] = [matched({ estimand: 'atc', score }, columns), matched({ score }, turned)];
      expect(a.estimate).toBeCloseTo(-b.estimate, 9);
      expect(a.stdError).toBeCloseTo(b.stdError, 9);
    }
  });

  it.each(['att', 'ate', 'atc'] as const)('of `%s` does not hang on the order of rows, nor on units', (estimand) => {
    const order = rows.map((_, i) => (i * 37) % rows.length);
    const moved = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [
        name,
        order.map((i) => (name === 'x' ? 1000 * cells[i]! + 5 : cells[i]!)),
      ]),
    );
    const [a, b] = [matched({ estimand }, columns), matched({ estimand }, moved)];
    expect(b.estimate).toBeCloseTo(a.estimate, 8);
    expect(b.stdError).toBeCloseTo(a.stdError, 7);
  });

  it('is not defined where the score takes more from the variance than a small sample has', () => {
    const few = columnsOf(rows.slice(0, 90));
    expect(matched({ estimand: 'ate', score: 'probit' }, few).stdError).toEqual({
      invalid: 'the estimated variance is negative',
    });
  });

  it('is of all rows: those beyond a caliper are refused', () => {
    expect(() => matched({ caliper: 0.001 }, columns)).toThrow('rows have none of the other side within the caliper');
    expect(matched({ caliper: 0.9 }, columns).stdError).toBe(matched({}, columns).stdError);
  });
});

/** Birth weights of Cattaneo (2010), which statsmodels brings with its tests. */
const births = '/usr/lib/python3/dist-packages/statsmodels/treatment/tests/results/cataneo2.csv';

describe.skipIf(!existsSync(births))('the effect of smoking on birth weights', () => {
  const [head, ...lines] = existsSync(births) ? readFileSync(births, 'utf8').trim().split('\n') : [''];
  const names = head!.split(',');
  const table = lines.map((line) => line.split(','));
  const read = ['bweight', 'mbsmoke_', 'mmarried_', 'mage', 'mage2', 'fage', 'fbaby_', 'medu', 'prenatal1_'];
  const cells = Object.fromEntries(read.map((name) => [name, table.map((row) => Number(row[names.indexOf(name)]))]));

  // Published outputs of teffects psmatch; on the treated Stata estimates the slope in the score in another way.
  it.each([
    [['mmarried_', 'mage', 'mage2', 'fbaby_', 'medu'], 'ate', -210.9683, 32.021, 1e-6],
    [['mmarried_', 'mage', 'fage', 'medu', 'prenatal1_'], 'ate', -229.4492, 25.88746, 1e-6],
    [['mmarried_', 'mage', 'fage', 'medu', 'prenatal1_'], 'att', -224.5927, 30.55147, 2e-4],
  ] as const)('by %o, `%s`, is that of Stata', (on, estimand, effect, error, within) => {
    const found = matched({ treatment: 'mbsmoke_', on, outcomes: ['bweight'], estimand }, cells);
    expect(Math.abs(found.estimate / effect - 1)).toBeLessThan(1e-6);
    expect(Math.abs(found.stdError / error - 1)).toBeLessThan(within);
  });
});

describe('intervals', () => {
  const samples = Number(process.env.PAPERMAKE_FUZZ ?? 120);
  const probability = (x: number, z: number): number => 1 / (1 + Math.exp(-x - 2 * z));
  /** The effect on the treated: the mean of the effects over a grid of covariates, weighted by p. */
  const onTreated = ((): number => {
    const grid = Array.from({ length: 200 }, (_, i) => (i + 0.5) / 200 - 0.5);
    let [total, weight] = [0, 0];
    for (const x of grid)
      for (const z of grid) {
        total += probability(x, z) * (5 + 2 * x + 4 * z);
        weight += probability(x, z);
      }
    return total / weight;
  })();
  const truth: Readonly<Record<'ate' | 'att', number>> = { ate: 5, att: onTreated };

  it.each(['ate', 'att'] as const)('of `%s` cover the effect in 95 of 100 samples', { tags: 'slow' }, (estimand) => {
    const seed = createRng(process.env.PAPERMAKE_SEED ?? '5');
    let covered = 0;
    for (let sample = 0; sample < samples; sample++) {
      const drawn = seed.stream(`cover ${estimand}`, sample);
      const cells = columnsOf(
        Array.from({ length: 500 }, () => {
          const [x, z] = [drawn.uniform() - 0.5, drawn.uniform() - 0.5];
          const d = drawn.uniform() < probability(x, z) ? 1 : 0;
          return { x, z, d, y: (d === 1 ? 5 + 5 * x + z : 3 * x - 3 * z) + drawn.normal() };
        }),
      );
      const { estimate, stdError } = matched({ estimand, errorNeighbours: 4 }, cells);
      if (Math.abs(estimate - truth[estimand]) < 1.959964 * stdError) covered++;
    }
    // Four standard deviations of the share, and what 500 rows are short of the limit.
    const slack = 4 * Math.sqrt((0.95 * 0.05) / samples) + 0.01;
    expect(Math.abs(covered / samples - 0.95)).toBeLessThan(slack);
  });
});
