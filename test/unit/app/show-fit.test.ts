import { describe, expect, it } from 'vitest';
import { fit as viewer } from '../../../src/app/show/fit.ts';
import type { ShownArtifact } from '../../../src/app/show/viewer.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { clusterOn, fitOn, simulate } from '../econ/panels.ts';

const text = (fit: Fit): string =>
  viewer.text({
    node: 'm.1',
    reader: { type: 'fit', parts: Object.keys(fit), json: (part: string) => fit[part as keyof Fit] },
  } as unknown as ShownArtifact);

describe('a fit in the style of `reghdfe`', () => {
  const { design, unit, time } = simulate('shown', 12, 6, 0);

  it('shows the levels of each effect, the redundant and the counted ones', () => {
    const shown = text(fitOn({ ...design, absorb: [unit, time] }, clusterOn(unit)));
    expect(shown).toContain(`Absorbed  Levels  Redundant  Counted
────────────────────────────────────────────────────────────────
unit          12         12        0  nested within the clusters
time           6          1        5
────────────────────────────────────────────────────────────────
`);
    expect(shown).not.toContain('absorbed: ');
    expect(shown).toMatch(/R² adjusted within +\d\.\d{4}\n/);
  });

  it('says where the root MSE changes with the clusters', () => {
    const shown = text(fitOn({ ...design, absorb: [unit, time] }, clusterOn(unit, time)));
    expect(shown).toContain(
      'Root MSE, sigma_e and adjusted R² count every level of effects within the clusters, as `reghdfe` does: 1 degree of freedom fewer than without clusters\n',
    );
    expect(text(fitOn({ ...design, absorb: [unit, time] }, clusterOn(unit)))).not.toContain('every level');
  });

  it('in another style shows the levels alone', () => {
    const shown = text(fitOn({ ...design, absorb: [unit] }, clusterOn(unit)));
    expect(shown).toMatch(/absorbed: unit \(12 levels\)/);
    expect(shown).not.toContain('Redundant');
  });
});

describe('what the errors were summed by', () => {
  const { design, unit, time, region, times } = simulate('summed', 12, 6, 0.2);

  it('is counted for each cluster variable and for each combination of them', () => {
    const fit = fitOn(design, clusterOn(unit, time, region));
    const cells = new Set(Array.from(unit.codes, (code, i) => `${code} ${time.codes[i]}`)).size;
    const regionCells = new Set(Array.from(region.codes, (code, i) => `${code} ${time.codes[i]}`)).size;
    expect(fit.vcovInfo.combinations).toEqual([
      { names: ['unit', 'time'], count: cells },
      { names: ['unit', 'region'], count: 12 },
      { names: ['time', 'region'], count: regionCells },
      { names: ['unit', 'time', 'region'], count: cells },
    ]);
    expect(text(fit)).toContain(`clusters: unit and time together (${cells})`);
    expect(fitOn(design, clusterOn(unit)).vcovInfo).not.toHaveProperty('combinations');
  });

  it('is the number of periods for Driscoll and Kraay’s', () => {
    expect(text(fitOn(design, { vcov: { is: 'dk', lag: 1 }, time: times }))).toMatch(/^periods: 6 /m);
  });
});
