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

  it('in another style shows the levels alone', () => {
    const shown = text(fitOn({ ...design, absorb: [unit] }, clusterOn(unit)));
    expect(shown).toMatch(/absorbed: unit \(12 levels\)/);
    expect(shown).not.toContain('Redundant');
  });
});
