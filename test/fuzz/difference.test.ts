/**
 * Differences of a coefficient between groups in random small data, against least squares with every regressor interacted, and every permutation.
 * @module-tag slow
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../src/base/number/rng.ts';
import { Refusal } from '../../src/base/problem.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { groupPermutations, permutationTest } from '../../src/econ/difference/permutation.ts';
import { compareGroups } from '../../src/econ/difference/tests.ts';
import { normal, studentT, twoSided } from '../../src/econ/distributions/distributions.ts';
import { dataOf } from '../support/data.ts';
import { trials } from './budget.ts';
import { dummies, plainRegression, sumsBy, withoutSingletons } from './plain-regression.ts';

const panel = { unit: 'id', time: 't' };
const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };

interface Columns {
  readonly id: number[];
  readonly t: number[];
  readonly r: number[];
  /** As good as no effect lies within its levels. */
  readonly c: number[];
  readonly g: string[];
  readonly x: number[];
  readonly w: number[];
  readonly y: number[];
}

interface Case {
  readonly controls: readonly 'w'[];
  readonly effects: readonly ('id' | 't')[];
  readonly vcov: string;
  readonly singletons: 'keep' | 'drop';
  readonly columns: Columns;
}

const pick = <T>(list: readonly T[], draw: RandomStream): T => list[draw.int(list.length)]!;

function caseOf(seed: number, units: number, periods: number): Case {
  const draw = createRng(String(seed)).stream('difference', 0);
  const missing = pick([0, 0, 0.15], draw);
  const cells = Array.from({ length: units * periods }, (_, i) => ({ u: Math.floor(i / periods), t: i % periods }));
  const kept = cells.filter(() => draw.uniform() >= missing);
  const byUnit = draw.int(2) === 0;
  const groups = Array.from({ length: units }, () => pick(['A', 'B'], draw));
  const g = kept.map(({ u }) => (byUnit ? groups[u]! : pick(['A', 'B'], draw)));
  const [x, w] = [kept.map(({ u }) => u / 2 + draw.normal()), kept.map(() => 3 + draw.normal())];
  const y = kept.map(({ u, t }, i) => u - t + (g[i] === 'A' ? 1 : 0.2) * x[i]! + 0.5 * w[i]! + draw.normal());
  return {
    controls: pick([[], ['w']] as const, draw),
    effects: pick([[], [], ['id'], ['t'], ['id', 't']] as const, draw),
    vcov: pick(['iid', 'HC0', 'HC1', 'cluster(id)', 'cluster(r)', 'cluster(t)', 'cluster(c)'], draw),
    singletons: pick(['keep', 'drop'], draw),
    columns: {
      id: kept.map(({ u }) => u),
      t: kept.map(({ t }) => t),
      r: kept.map(({ u }) => u % 4),
      c: kept.map(() => draw.int(5)),
      g,
      x,
      w,
      y,
    },
  };
}

function specOf({ controls, effects, vcov, singletons }: Case) {
  const fit = `y ~ ${['x', ...controls].join(' + ')}${effects.length === 0 ? '' : ` | ${effects.join(' + ')}`}`;
  const [model] = compileColumn({ fit, vcov }, null, context).specs;
  return { model: { ...model!, singletons }, group: 'g', between: ['A', 'B'] as const, of: 'x' };
}

/** Rows of both groups, each without its singletons. */
function rowsOf({ effects, singletons, columns }: Case): number[] {
  return ['A', 'B'].flatMap((level) => {
    const rows = [...columns.g.keys()].filter((i) => columns.g[i] === level);
    return withoutSingletons(singletons === 'drop' ? effects.map((name) => columns[name]) : [], rows);
  });
}

/** The regression over some rows with everything interacted, `order` of x and controls; x of the two groups, A first, from column `first` on. */
function interacted(
  { controls, effects, columns }: Case,
  rows: readonly number[],
  inA: readonly boolean[],
  order: 'x first' | 'x last',
) {
  const of = <K extends keyof Columns>(name: K): Columns[K][number][] => rows.map((i) => columns[name][i]!);
  const halves = [true, false].map(
    (own) => (x: readonly number[]) => x.map((value, i) => (inA[i] === own ? value : 0)),
  );
  const both = (x: readonly number[]): number[][] => halves.map((half) => half(x));
  const absorbed = [rows.map(() => 1), ...effects.flatMap((name) => dummies(of(name) as number[]))].flatMap(both);
  const others = controls.flatMap((name) => both(of(name) as number[]));
  const x = both(of('x') as number[]);
  const before = order === 'x first' ? absorbed : [...absorbed, ...others];
  const after = order === 'x first' ? others : [];
  return { found: plainRegression([...before, ...x, ...after], of('y') as number[]), first: before.length };
}

/**
 * K of clustered errors: slopes, and what the constant span together with those effects of which a level, in one group, is in several clusters
 * (`reghdfe`, Correia 2016).
 */
function countedOf(
  { effects, columns }: Case,
  rows: readonly number[],
  inA: readonly boolean[],
  by: 'id',
  all: number,
) {
  const rankOf = (found: readonly (readonly number[])[]): number =>
    plainRegression(
      found,
      rows.map(() => 0),
    ).rank;
  const ones = rows.map(() => 1);
  const levels = effects.map((name) => rows.map((i, at) => `${inA[at]} ${columns[name][i]}`));
  const isWithin = (of: readonly string[]): boolean =>
    new Set(of.map((level, at) => `${level} ${columns[by][rows[at]!]}`)).size === new Set(of).size;
  const free = levels.filter((of) => !isWithin(of));
  if (effects.length === 0) return all;
  return all - rankOf(levels.flatMap(dummies)) + rankOf([ones, ...free.flatMap(dummies)]);
}

/** A coefficient of many thousands is of a variable of which its controls leave little, and has fewer digits. */
function close(found: number, expected: number, tolerance = 1e-7): void {
  const size = Math.max(1, Math.abs(expected));
  expect(Math.abs(found - expected)).toBeLessThan(tolerance * size * Math.max(1, size / 1000));
}

function unlessRefused<T>(call: () => T): T | null {
  try {
    return call();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

it('of random specifications are those of the interacted regression, by Chow’s test and by stacked scores', () => {
  let compared = 0;
  const { numRuns, ...options } = trials(3);
  fc.assert(
    fc.property(seeds, (seed) => {
      const drawn = caseOf(seed, 5 + (seed % 4), 3 + (seed % 3));
      const { chow, suest, difference, groups } =
        unlessRefused(() => compareGroups(specOf(drawn), dataOf({ ...drawn.columns }, panel))) ?? {};
      if (chow === undefined || suest === undefined) return;
      const rows = rowsOf(drawn);
      const inA = rows.map((i) => drawn.columns.g[i] === 'A');
      expect(groups!.map(({ nobs }) => nobs)).toEqual([true, false].map((own) => inA.filter((a) => a === own).length));
      const { found, first } = interacted(drawn, rows, inA, 'x first');
      close(difference!, found.coefficients[first]! - found.coefficients[first + 1]!);
      const byRow = found.influence(first).map((value, i) => value - found.influence(first + 1)[i]!);
      const by = drawn.vcov.startsWith('cluster') ? drawn.vcov.slice('cluster('.length, -1) : null;
      const clusters = by === null ? null : rows.map((i) => drawn.columns[by as 'id'][i]!);
      const sums = sumsBy(byRow, clusters);
      const meat = sums.reduce((sum, value) => sum + value * value, 0);
      const nobs = rows.length;
      const iid = (found.rss / (nobs - found.rank)) * (found.bread(first, first) + found.bread(first + 1, first + 1));
      const counted = by === null ? found.rank : countedOf(drawn, rows, inA, by as 'id', found.rank);
      const factor = {
        HC0: 1,
        HC1: nobs / (nobs - counted),
        cluster: ((sums.length / (sums.length - 1)) * (nobs - 1)) / (nobs - counted),
      }[by === null ? drawn.vcov : 'cluster']!;
      expect([chow.kCounted, chow.df]).toEqual([counted, by === null ? nobs - found.rank : sums.length - 1]);
      const stdError = Math.sqrt(drawn.vcov === 'iid' ? iid : factor * meat);
      if (!(found.rss > 1e-8 && meat > 1e-12)) return;
      compared++;
      close(chow.stdError as number, stdError);
      close(chow.pValue as number, twoSided(studentT(chow.df!), difference! / stdError));
      const stacked = Math.sqrt((meat * sums.length) / (sums.length - 1));
      expect(suest.groups).toBe(sums.length);
      close(suest.stdError as number, stacked);
      close(suest.pValue as number, twoSided(normal, difference! / stacked));
    }),
    { numRuns, ...options },
  );
  expect(compared).toBeGreaterThan(numRuns / 3);
}, 3_600_000);

/** All choices of so many of the levels. */
const choices = (levels: readonly number[], many: number): number[][] =>
  many === 0
    ? [[]]
    : levels.flatMap((level, i) => choices(levels.slice(i + 1), many - 1).map((rest) => [level, ...rest]));

it('of random specifications by every permutation of units or rows', () => {
  let compared = 0;
  const { numRuns, ...options } = trials(0.5);
  fc.assert(
    fc.property(seeds, fc.constantFrom('rows', 'units'), (seed, permute) => {
      const drawn = permute === 'rows' ? caseOf(seed, 3, 3) : caseOf(seed, 4 + (seed % 3), 2 + (seed % 3));
      const spec = { ...specOf(drawn), permute, unit: 'id' } as const;
      const found = unlessRefused(() => groupPermutations(spec, dataOf({ ...drawn.columns }, panel)));
      if (found === null) return;
      const rows = rowsOf(drawn);
      const levels = permute === 'rows' ? [...rows.keys()] : rows.map((i) => drawn.columns.id[i]!);
      const inA = new Set(levels.filter((_, at) => drawn.columns.g[rows[at]!] === 'A'));
      const all = choices([...new Set(levels)], inA.size).map((chosen) => {
        const { found: fit, first } = interacted(
          drawn,
          rows,
          levels.map((level) => chosen.includes(level)),
          'x last',
        );
        const [a, b] = [fit.coefficients[first], fit.coefficients[first + 1]];
        return typeof a === 'number' && typeof b === 'number' ? a - b : null;
      });
      expect(found.assignments).toBe(all.length);
      const statistics = found.of(0, 5000, 5000, (i) => createRng('1').stream('difference', i));
      const identified = all.filter((value) => value !== null).sort((a, b) => a - b);
      const own = statistics.filter((value) => value !== null).sort((a, b) => a - b);
      expect(own).toHaveLength(identified.length);
      for (const [i, value] of identified.entries()) close(own[i]!, value);
      const test = permutationTest(found, statistics, 5000);
      const size = Math.abs(found.actual);
      const large = identified.filter((value) => Math.abs(value) >= size - 1e-7 * Math.max(1, size)).length;
      expect([test.exact, test.pValue]).toEqual([true, large / identified.length]);
      compared++;
    }),
    // rows whose control hardly differs: rounding leaves of the variable what looks like something, and little of it has few digits
    {
      numRuns,
      ...options,
      examples: [
        [1215011431, 'rows'],
        [1045566728, 'rows'],
      ],
    },
  );
  expect(compared).toBeGreaterThan(numRuns / 3);
}, 3_600_000);
