/**
 * Rows that separate, against an exact linear programme: with `PAPERMAKE_FUZZ=40000` for a night.
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { separation } from '../../../../src/econ/likelihood/separation.ts';
import { compact } from '../../../../src/econ/panel/effects.ts';
import { rectified } from '../../../../src/econ/poisson/separation/rectifier.ts';
import { separatedRows } from '../../../../src/econ/poisson/separation/separated-rows.ts';
import { type Columns, fitOf } from '../../../support/likelihood.ts';
import { judged, type SmallPanel, separatedAmong, smallPanel } from '../../../support/small-panels.ts';

const panels = Number(process.env.PAPERMAKE_FUZZ ?? 2_000);
const seeds = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${i}`);

/** Panels in which directions mix regressors and effects, or several regressors, at angles that alternating projections do not reach an end for. */
const narrow = [2549, 10376, 10976, 5822, 62, 2708, 11348, 7587].map((seed) => `find ${seed}`);

/** Units in which numbers are not exact. */
const units = [1, 0.1, 1e6, 0.07, 1e-7];

const columnsOf = ({ x, effects, constant }: SmallPanel, rows: readonly number[]): readonly Float64Array[] => [
  ...(constant && effects.length === 0 ? [new Float64Array(rows.length).fill(1)] : []),
  ...x.map((values, j) => Float64Array.from(rows, (i) => units[(j + rows.length) % units.length]! * values[i]!)),
];
const effectsOf = ({ effects }: SmallPanel, rows: readonly number[]) =>
  effects.map((codes, h) =>
    compact({
      name: `effect ${h}`,
      codes: Int32Array.from(rows, (i) => codes[i]!),
      levels: Array.from({ length: Math.max(...codes) + 1 }, (_, g) => String(g)),
    }),
  );

describe('the rows that separate', () => {
  it('are exactly those of the linear programme, with up to three effects and in any units', () => {
    let met = 0;
    for (const seed of seeds('exact', panels)) {
      const panel = smallPanel(seed, 3);
      let rows: readonly number[] = [...panel.y.keys()];
      for (let gone = -1; gone !== 0; ) {
        const y = Float64Array.from(rows, (i) => panel.y[i]!);
        const found = separatedRows(columnsOf(panel, rows), effectsOf(panel, rows), y)!;
        gone = found.length;
        const left = new Set(found);
        rows = rows.filter((_, at) => !left.has(at));
      }
      const separated = new Set(separatedAmong(panel, [...panel.y.keys()]));
      if (separated.size > 0) met++;
      const expected = [...panel.y.keys()].filter((i) => !separated.has(i));
      expect(rows, seed).toEqual(expected);
    }
    expect(met).toBeGreaterThan(panels / 4);
  });

  it('are among them where regressions alone search, and none only where there is none', () => {
    let open = 0;
    for (const seed of seeds('rectified', panels / 5)) {
      const panel = smallPanel(seed, 3);
      const rows = [...panel.y.keys()];
      const found = rectified(columnsOf(panel, rows), effectsOf(panel, rows), Float64Array.from(panel.y));
      const separated = separatedAmong(panel, rows);
      if (found === null) open++;
      else {
        expect(separated, seed).toEqual(expect.arrayContaining([...found]));
        expect(found.length > 0, seed).toBe(separated.length > 0);
      }
    }
    expect(open).toBeLessThanOrEqual(panels / 200);
  });
});

const fitted = (columns: Columns, keys: Parameters<typeof fitOf>[1]): Fit | string => {
  try {
    return fitOf(columns, keys);
  } catch (problem) {
    if (problem instanceof Refusal) return problem.code;
    throw problem;
  }
};

describe('a regression', () => {
  it('leaves out what the linear programme says, refuses that where asked, and is that of the rows that are left', () => {
    const met = { separated: 0, kept: 0 };
    for (const seed of [...narrow, ...seeds('fit', panels / 5)]) {
      const panel = smallPanel(seed);
      const { rows, unusable, separated } = judged(panel);
      const columns: Record<string, readonly number[]> = { y: panel.y };
      for (const [j, values] of panel.x.entries()) columns[`x${j}`] = values;
      for (const [h, codes] of panel.effects.entries()) columns[`f${h}`] = codes;
      columns.w = panel.y.map((_, i) => 1 + (i % 3));
      const terms = panel.x.map((_, j) => `x${j}`).join(' + ');
      const absorbed = panel.effects.map((_, h) => `f${h}`).join(' + ');
      const noConstant = absorbed === '' && !panel.constant;
      const fit = `y ~ ${noConstant ? '0 + ' : ''}${terms}${absorbed === '' ? '' : ` | ${absorbed}`}`;
      const isWeighted = panel.constant && absorbed !== '';
      const keys = (separation: string, more = {}) =>
        ({
          fit,
          estimator: { is: 'poisson', separation, ...(isWeighted ? { exposure: 'w' } : {}) },
          ...(isWeighted ? { weights: { probability: 'w' } } : {}),
          ...more,
        }) as const;
      const found = fitted(columns, keys('drop'));
      if (typeof found === 'string') {
        expect(rows.length === 0 ? ['empty-sample'] : ['too-few-rows', 'not-finite'], seed).toContain(found);
        continue;
      }
      expect([found.stats.nDroppedFe, found.stats.nSeparated], seed).toEqual([unusable, separated]);
      const refused = fitted(columns, keys('refuse'));
      expect(refused === 'separation', seed).toBe(separated > 0);
      met[separated > 0 ? 'separated' : 'kept']++;
      if (separated === 0) continue;
      const left = Object.fromEntries(
        Object.entries(columns).map(([name, cells]) => [name, rows.map((i) => cells[i]!)]),
      );
      const alone = fitted(left, keys('drop')) as Fit;
      for (const { term, estimate } of found.terms) {
        const other = alone.terms.find((each) => each.term === term)!.estimate;
        expect(Math.abs(estimate - other), `${seed} ${term}`).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(other)));
      }
    }
    expect(Math.min(met.separated, met.kept)).toBeGreaterThan(panels / 50);
  });
});

it('refuses by name what no search decides, and searches by regressions what is too large for another', () => {
  const draw = createRng('open').stream('columns', 0);
  const y = Float64Array.from({ length: 700 }, (_, i) => (i === 0 ? 1 : 0));
  const columns = Array.from({ length: 320 }, () => y.map(() => draw.normal()));
  expect(() => separation(columns, y)).toThrow(
    'it cannot be told whether the likelihood has a maximum or separates rows',
  );
  expect(separatedRows(columns, [], y)).toEqual(rectified(columns, [], y));
  expect(separatedRows(columns, [], y)).not.toBeNull();
});
