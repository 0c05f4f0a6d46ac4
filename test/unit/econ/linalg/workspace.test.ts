import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/base/canonical.ts';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import { Workspace } from '../../../../src/econ/linalg/workspace.ts';
import { Variables } from '../../../../src/econ/sample/variables.ts';
import type { ModelSpec } from '../../../../src/econ/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const draw = createRng('workspace').stream('data', 0);
const cells = Array.from({ length: 60 }, (_, i) => ({ unit: `u${Math.floor(i / 6)}`, year: 2010 + (i % 6) }));
const normal = (): Cells => cells.map(() => draw.normal());
const columns: Record<string, Cells> = {
  unit: cells.map((c) => c.unit),
  year: cells.map((c) => c.year),
  region: cells.map((c) => (c.unit < 'u5' ? 'East' : 'West')),
  y: normal(),
  x: cells.map(() => 2 + draw.uniform()),
  a: normal(),
  visits: cells.map(() => Math.floor(4 * draw.uniform())),
  holes: cells.map((_, i) => (i % 7 === 0 ? null : draw.normal())),
};
columns.twin = columns.a!.map((value) => 3 * (value as number));
const panel = { unit: 'unit', time: 'year' };

function specs(keys: SpecKeys): readonly ModelSpec[] {
  const context = { sets: {}, samples: {}, frame: 'panel', columns: undefined, panel };
  return compileColumn(keys, null, context).specs;
}

const all = [
  ...specs({ fit: 'y ~ x + mvsw(a, twin, holes, log(x), L.a, i(year), a:x) | unit', vcov: 'cluster(unit)' }),
  ...specs({ fit: 'y ~ mvsw(a, holes, x^2) | sw(0, unit + year)', vcov: 'HC1' }),
  ...specs({ fit: 'y ~ csw(x, a, holes) | unit', vcov: 'cluster(region + unit)', small: 'reghdfe' }),
  ...specs({ fit: 'y ~ csw(x, a)', sample: 'year > 2011', winsorize: [5, 95], vcov: 'dk(1)' }),
  ...specs({ fit: 'y ~ csw(x, a) | unit', exclude: 'region == "West"', trim: [5, 95] }),
  ...specs({ fit: 'visits ~ csw(x, a, holes)', estimator: 'poisson', vcov: 'cluster(unit)' }),
  ...specs({ fit: 'y ~ a | unit | x ~ L.x + holes', vcov: 'cluster(unit)' }),
];
const bytes = (spec: ModelSpec, data = dataOf(columns, panel), workspace?: Workspace): string => {
  try {
    return canonicalJson(estimate(spec, data, workspace));
  } catch (error) {
    return String(error);
  }
};

describe('a workspace', () => {
  it('changes no bit of any estimation, whatever was estimated before', () => {
    const alone = all.map((spec) => bytes(spec));
    expect(alone.filter((text) => text.startsWith('{')).length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.shuffledSubarray([...all.keys()], { minLength: 20 }), (order) => {
        const data = dataOf(columns, panel);
        const workspace = new Workspace();
        for (const i of order) expect(bytes(all[i]!, data, workspace)).toBe(alone[i]);
      }),
      { numRuns: 8 },
    );
  });

  it('forgets when it holds much, and goes on', () => {
    const data = dataOf(columns, panel);
    const workspace = new Workspace();
    for (const spec of all.slice(0, 40)) {
      expect(bytes(spec, data, workspace)).toBe(bytes(spec));
      workspace.grow(40 * 1024 * 1024);
    }
  });

  it('counts an array once in however many results it stands', () => {
    const workspace = new Workspace();
    const values = new Float64Array(4 * 1024 * 1024);
    const kept = workspace.recall('kept', [], () => ({ name: 'x' }));
    for (let i = 0; i < 20; i++) workspace.recall(`again ${i}`, [], () => [{ name: 'x', values }]);
    expect(workspace.recall('kept', [], () => ({ name: 'x' }))).toBe(kept);
  });

  it('keeps by what and by the very inputs', () => {
    const workspace = new Workspace();
    const [a, b] = [new Float64Array(2), new Float64Array(2)];
    let made = 0;
    const next = (): number => ++made;
    expect(workspace.recall('n', [a, b], next)).toBe(1);
    expect(workspace.recall('n', [a, b], next)).toBe(1);
    expect([workspace.recall('n', [b, a], next), workspace.recall('n', [a], next)]).toEqual([2, 3]);
    expect([workspace.recall('m', [a, b], next), workspace.recall('n', [a, a], next)]).toEqual([4, 5]);
    expect(() =>
      workspace.recall('bad', [], () => {
        throw new Error('once');
      }),
    ).toThrow('once');
    expect(workspace.recall('bad', [], next)).toBe(6);
  });

  it('gives nothing to who may not read what it is made of', () => {
    const workspace = new Workspace();
    const leaf = { is: 'shift', lag: 1, diff: 0, of: { is: 'column', name: 'a' } } as const;
    new Variables(dataOf(columns, panel), workspace).values(leaf);
    const { a: _, ...others } = columns;
    expect(() => new Variables(dataOf(others, panel), workspace).values(leaf)).toThrow();
  });
});
