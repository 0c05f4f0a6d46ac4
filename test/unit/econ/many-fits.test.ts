import { describe, expect, it } from 'vitest';
import { fitSubsets } from '../../../src/econ/regression/many-fits.ts';
import { clusterOn, column, fitOn, named, simulate, term } from './panels.ts';

const { design, unit, region } = simulate('subsets', 12, 6, 0.1);
const more = Array.from({ length: 3 }, (_, j) =>
  column(
    `c${j}`,
    design.outcome.values.map(
      (_, i) => Math.sin(i * (j + 2)) + (j === 2 ? 1e6 : 0) + 0.2 * design.terms[0]!.values[i]!,
    ),
  ),
);
const full = { ...design, terms: [...design.terms, ...more], absorb: [unit] };

describe('every subset of controls', () => {
  it.each([
    ['unit', unit],
    ['region', region],
  ])('is what estimating it alone gives, clustered on the %s', (_, cluster) => {
    const fits = fitSubsets({ design: full, cluster, fixed: 1 });
    expect(fits).toHaveLength(16);
    for (const [mask, fit] of fits.entries()) {
      const terms = full.terms.filter((__, j) => j === 0 || ((mask >> (j - 1)) & 1) === 1);
      const alone = fitOn({ ...full, terms }, { ...clusterOn(cluster), small: 'xtreg' });
      expect(fit.terms.map((j) => full.terms[j]!.name)).toEqual(terms.map(({ name }) => name));
      for (const [at, { name }] of terms.entries()) {
        const row = term(alone, name);
        expect(Math.abs(fit.estimates[at]! / row.estimate - 1)).toBeLessThan(1e-10);
        expect(Math.abs(fit.stdErrors![at]! / (row.stdError as number) - 1)).toBeLessThan(1e-10);
      }
      expect(fit.r2Within).toBeCloseTo(alone.stats.r2Within as number, 11);
    }
  });

  it('leaves out what the others span, wherever it stands', () => {
    const sum = column(
      'sum',
      full.terms[0]!.values.map((value, i) => value - 2 * full.terms[1]!.values[i]!),
    );
    const fits = fitSubsets({ design: { ...full, terms: [...full.terms.slice(0, 2), sum] }, cluster: unit, fixed: 1 });
    expect(fits.map(({ terms, dropped }) => [terms, dropped])).toEqual([
      [[0], []],
      [[0, 1], []],
      [[0, 2], []],
      [[0, 1], [2]],
    ]);
  });

  it('is refused where the effect is not nested in the clusters', () => {
    const crossing = named(
      'crossing',
      Array.from(unit.codes, (__, i) => i % 4),
    );
    expect(() => fitSubsets({ design: full, cluster: crossing, fixed: 1 })).toThrow(/nested in the clusters/);
  });
});
