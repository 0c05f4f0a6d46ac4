/**
 * Placebo tests of random small panels, against every assignment estimated by least squares on dummies.
 * @module-tag slow
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../src/base/number/rng.ts';
import { Refusal } from '../../src/base/problem.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { studentT, twoSided } from '../../src/econ/distributions/distributions.ts';
import { placebosOf, placeboTest } from '../../steps/placebo/numbers/placebo.ts';
import { dataOf } from '../support/data.ts';
import { trials } from './budget.ts';
import { dummies, type PlainRegression, plainRegression, sumsBy, withoutSingletons } from './plain-regression.ts';

const panel = { unit: 'id', time: 't' };
const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
const permutations = ['units', 'dates', 'both'] as const;

interface Case {
  readonly fit: string;
  readonly vcov: string;
  readonly permute: (typeof permutations)[number];
  readonly singletons: 'keep' | 'drop';
  readonly columns: Readonly<Record<'id' | 't' | 'r' | 'd' | 'x' | 'w' | 'y', number[]>>;
}

const pick = <T>(list: readonly T[], draw: RandomStream): T => list[draw.int(list.length)]!;

function caseOf(seed: number): Case {
  const draw = createRng(String(seed)).stream('placebo', 0);
  const [units, periods] = [3 + draw.int(3), 2 + draw.int(4)];
  const starts = Array.from({ length: units }, () => (draw.int(2) === 0 ? periods : draw.int(periods)));
  const common = draw.int(2) === 0 ? null : 1 + draw.int(periods - 1);
  const missing = pick([0, 0, 0.15], draw);
  const cells = Array.from({ length: units * periods }, (_, i) => ({ u: Math.floor(i / periods), t: i % periods }));
  const kept = cells.filter(() => draw.uniform() >= missing);
  const d = kept.map(({ u, t }) => (starts[u]! < periods && t >= (common ?? starts[u]!) ? 1 : 0));
  const [x, w] = [kept.map(({ u }) => u + draw.normal()), kept.map(() => draw.normal())];
  const y = kept.map(({ u, t }, i) => u - t / 2 + 0.7 * d[i]! + 0.4 * x[i]! + draw.normal());
  const terms = pick(['d', 'd + x', 'x + d + w'], draw);
  const effects = pick(['', ' | id', ' | t', ' | id + t', ' | id + t'], draw);
  return {
    fit: `y ~ ${terms}${effects}`,
    vcov: pick(['iid', 'HC0', 'HC1', 'cluster(id)', 'cluster(id)', 'cluster(r)', 'cluster(t)'], draw),
    permute: pick(permutations, draw),
    singletons: pick(['keep', 'drop'], draw),
    columns: { id: kept.map(({ u }) => u), t: kept.map(({ t }) => t), r: kept.map(({ u }) => u % 3), d, x, w, y },
  };
}

/** All ways in which labels fall on units. */
function arrangementsOf(labels: readonly number[]): number[][] {
  if (labels.length === 0) return [[]];
  return [...new Set(labels)].flatMap((label) => {
    const at = labels.indexOf(label);
    return arrangementsOf(labels.filter((_, i) => i !== at)).map((rest) => [label, ...rest]);
  });
}

/** What placebos of a case must be, but for the finite-sample factor, which is that of the actual fit. */
function expectedOf({ fit, vcov, permute, singletons, columns }: Case) {
  const [, right] = fit.split(' ~ ') as [string, string];
  const [terms, absorbed = ''] = right.split(' | ');
  const effects = absorbed === '' ? [] : absorbed.split(' + ').map((name) => columns[name as 'id']);
  const rows = withoutSingletons(singletons === 'drop' ? effects : [], [...columns.y.keys()]);
  const used = (x: readonly number[]): number[] => rows.map((i) => x[i]!);
  const [id, t, d, y] = [columns.id, columns.t, columns.d, columns.y].map(used) as [
    number[],
    number[],
    number[],
    number[],
  ];
  const controls = terms!.split(' + ').filter((name) => name !== 'd');
  const others = [
    rows.map(() => 1),
    ...effects.flatMap((values) => dummies(used(values))),
    ...controls.map((name) => used(columns[name as 'x'])),
  ];
  const units = [...new Set(id)];
  const periods = [...new Set(t)].sort((a, b) => a - b);
  const never = periods.length;
  const starts = units.map((unit) =>
    periods.findIndex((period) => d.some((value, i) => value === 1 && id[i] === unit && t[i] === period)),
  );
  const labels = starts.map((start) => (start < 0 ? never : start));
  const [, ...dates] = periods.keys();
  const dated = (label: number, date: number): number => (label < never ? date : never);
  const all = {
    units: () => arrangementsOf(labels),
    dates: () => dates.map((date) => labels.map((label) => dated(label, date))),
    both: () =>
      arrangementsOf(labels.map((label) => (label < never ? 0 : never))).flatMap((each) =>
        dates.map((date) => each.map((label) => dated(label, date))),
      ),
  }[permute]();
  const clusters = vcov.startsWith('cluster') ? used(columns[vcov.slice('cluster('.length, -1) as 'id']) : null;
  const of = (treatment: readonly number[]) => {
    const found = plainRegression([...others, treatment], y);
    const estimate = found.coefficients.at(-1)!;
    if (estimate === null) return null;
    return { estimate, variance: varianceOf(found, others.length, vcov, clusters) };
  };
  const treatments = all.map((each) =>
    id.map((unit, i) => (periods.indexOf(t[i]!) >= each[units.indexOf(unit)]! ? 1 : 0)),
  );
  return { nobs: rows.length, actual: of(d), placebos: treatments.map(of) };
}

function varianceOf(found: PlainRegression, column: number, vcov: string, clusters: readonly number[] | null): number {
  if (vcov === 'iid') return found.rss * found.bread(column, column);
  return sumsBy(found.influence(column), clusters).reduce((sum, value) => sum + value * value, 0);
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

function near(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  const [a, b] = [sorted(found), sorted(expected)];
  for (const [i, value] of b.entries())
    expect(Math.abs(a[i]! - value)).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
}

const rng = createRng('1');
const stream = (i: number) => rng.stream('placebo', i);

it('of random specifications are the regressions with every assignment', () => {
  let compared = 0;
  const { numRuns, ...options } = trials(2);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const drawn = caseOf(seed);
      const [model] = compileColumn({ fit: drawn.fit, vcov: drawn.vcov }, null, context).specs;
      const spec = {
        model: { ...model!, singletons: drawn.singletons },
        treatment: 'd',
        permute: drawn.permute,
        unit: 'id',
      };
      const expected = expectedOf(drawn);
      let placebos: ReturnType<typeof placebosOf>;
      try {
        placebos = placebosOf(spec, dataOf(drawn.columns, panel));
      } catch (error) {
        // a sample that has no such regression
        if (error instanceof Refusal) return;
        throw error;
      }
      const { of, ...found } = placebos;
      const { dfResid, terms, nobs } = found.fit;
      expect(nobs).toBe(expected.nobs);
      expect(found.assignments).toBe(expected.placebos.length);
      const identified = expected.placebos.filter((each) => each !== null);
      const draws = of({ from: 0, to: 5000, draws: 5000 }, stream);
      const test = placeboTest(found, draws, { permute: drawn.permute, draws: 5000, convention: 'corrected' });
      expect(Math.abs(found.observed - expected.actual!.estimate)).toBeLessThan(1e-8);
      near(
        draws.estimates.filter((value) => value !== null),
        identified.map(({ estimate }) => estimate),
        1e-7,
      );
      const size = Math.abs(expected.actual!.estimate);
      const large = identified.filter(({ estimate }) => Math.abs(estimate) >= size - 1e-8 * Math.max(1, size)).length;
      expect([test.exact, test.skipped, test.countAbsGe]).toEqual([
        true,
        expected.placebos.length - identified.length,
        large,
      ]);
      compared++;
      const stdError = terms.find(({ term }) => term === 'd')!.stdError;
      if (typeof stdError !== 'number' || dfResid === null || draws.pValues.includes(null)) return;
      const factor = stdError ** 2 / expected.actual!.variance;
      near(
        draws.pValues as number[],
        identified.map(({ estimate, variance }) =>
          twoSided(studentT(dfResid), estimate / Math.sqrt(factor * variance)),
        ),
        1e-6,
      );
    }),
    { numRuns, ...options },
  );
  expect(compared).toBeGreaterThan(numRuns / 2);
}, 3_600_000);
