import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Workspace } from '../../../../src/econ/linalg/workspace.ts';
import { compact } from '../../../../src/econ/panel/effects.ts';
import { sharedProducts } from '../../../../src/econ/panel/shared-products.ts';
import { panelProducts } from '../../../../src/econ/panel/unit-products.ts';
import { betweenOf } from '../../../../src/econ/panel/unit-sums.ts';

const levels = (count: number) => Array.from({ length: count }, (_, i) => String(i));

function panel(rows: number, units: number, seed: string) {
  const draw = createRng(seed).stream('pairs', 0);
  const codes = Int32Array.from({ length: rows }, (_, i) => (i < units ? i : draw.int(units)));
  const column = () => Float64Array.from({ length: rows }, () => 100 * draw.normal());
  return {
    columns: [column(), column(), column(), column(), column()],
    unit: compact({ name: 'unit', codes, levels: levels(units) }),
    groups: compact({ name: 'group', codes: codes.map((g) => g % 3), levels: levels(3) }),
  };
}

describe('products of pairs', () => {
  it('are to the bit those of all columns at once, whatever was asked for before', () => {
    const cases = fc.record({
      rows: fc.integer({ min: 8, max: 900 }),
      units: fc.integer({ min: 3, max: 8 }),
      grouped: fc.boolean(),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }),
    });
    fc.assert(
      fc.property(cases, ({ rows, units, grouped, order }) => {
        const { columns, unit, groups } = panel(rows, units, `${rows}`);
        const by = grouped ? groups : null;
        const workspace = new Workspace();
        sharedProducts(columns, unit, by, workspace);
        const chosen = order.map((j) => columns[j]!);
        const whole = panelProducts(chosen, unit, by, new Workspace())!;
        expect(sharedProducts(chosen, unit, by, workspace)).toEqual({
          ...whole,
          between: betweenOf(whole.means, unit),
        });
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});
