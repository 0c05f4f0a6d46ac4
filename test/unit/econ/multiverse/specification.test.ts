import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Data } from '../../../../src/econ/data.ts';
import { Workspace } from '../../../../src/econ/linalg/workspace.ts';
import { fit as linear } from '../../../../src/econ/linear/fit.ts';
import { estimateSpecification, sharedDesign } from '../../../../src/econ/multiverse/specification.ts';
import { droppedWarnings } from '../../../../src/econ/regression/dropped.ts';
import type { ModelSpec } from '../../../../src/econ/spec.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: { unit: 'id', time: 't' } };
const specsOf = (keys: SpecKeys): readonly ModelSpec[] => {
  const { specs, problems } = compileColumn(keys, null, context);
  expect(problems).toEqual([]);
  return specs;
};

function panel(seed: number, units = 24, periods = 6, missing = false): Data {
  let state = seed * 2654435761 + 1;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296 - 0.5;
  };
  const rows = Array.from({ length: units * periods }, (_, i) => {
    const [a, b, c] = [draw(), draw(), draw()];
    const x = draw() + 0.5 * a;
    const y = 0.3 * x + a - 0.4 * b + draw() + Math.floor(i / periods) / units;
    return { id: Math.floor(i / periods), t: i % periods, y, x, a, b, c: missing && i % 17 === 0 ? null : c };
  });
  const column = (name: keyof (typeof rows)[0]) => rows.map((row) => row[name]);
  return dataOf(
    Object.fromEntries((['id', 't', 'y', 'x', 'a', 'b', 'c'] as const).map((name) => [name, column(name)])),
    { unit: 'id', time: 't' },
  );
}

const numbers = ['estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'] as const;

/** Fails where a specification is not what the column of models is. */
function expectAsModels(spec: ModelSpec, data: Data, workspace = new Workspace()): void {
  const { specification: own } = estimateSpecification(spec, 'x', data, linear, workspace);
  const fit = estimate(spec, data);
  const row = fit.terms.find(({ term }) => term === 'x')!;
  for (const name of numbers) {
    const [got, expected] = [own[name] as number, row[name] as number];
    expect(Math.abs(got - expected), name).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-300);
  }
  expect([own.nobs, own.dfResid, own.nclusters]).toEqual([fit.nobs, fit.dfResid, fit.nclusters]);
  const said = [...fit.warnings, ...droppedWarnings(fit)].map(({ code, message }) => ({ code, message }));
  expect(own.warnings ?? []).toEqual(said);
}

const effects = ['', ' | id', ' | t', ' | id + t'];
const vcovs = ['iid', 'HC0', 'HC1', 'HC3', 'cluster(id)', 'cluster(t)', 'cluster(id + t)', 'robust'];

describe('a specification is what the column of models is', () => {
  it.each(effects)('with effects%s', (fe) => {
    for (const missing of [false, true]) {
      const data = panel(7, 24, 6, missing);
      const workspace = new Workspace();
      for (const vcov of vcovs.filter((each) => each !== 'HC3' || !fe.includes('+')))
        for (const spec of specsOf({ fit: `y ~ x + mvsw(a, b, c)${fe}`, vcov })) expectAsModels(spec, data, workspace);
    }
  });

  it.each([false, 'reghdfe', 'xtreg'] as const)('in the style %s', (small) => {
    const data = panel(3);
    for (const vcov of ['iid', 'cluster(id)'])
      for (const spec of specsOf({ fit: 'y ~ x + a + b | id', vcov, small })) expectAsModels(spec, data);
  });

  it('for any draw, sample and unit of measure', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(...effects),
        fc.constantFrom('iid', 'HC1', 'cluster(id)'),
        fc.constantFrom('t > 0', 'id != 3', 'a > -0.4'),
        (seed, fe, vcov, sample) => {
          const data = panel(seed, 12, 5, seed % 2 === 0);
          for (const spec of specsOf({ fit: `y ~ x + mvsw(a, c)${fe}`, vcov, sample })) expectAsModels(spec, data);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([1, 0.1, 0.01, 0.005])(
    'where sums by cluster cancel each other, since columns differ by %f alone',
    (apart) => {
      const n = 90;
      const x = Array.from({ length: n }, (_, i) => Math.sin(i * i));
      const near = x.map((value, i) => value + apart * Math.cos(7 * i * i));
      const y = x.map((value, i) => 2 * value + near[i]! + 0.04 * Math.sin(3 * i * i + 1));
      const data = dataOf({ y, x, near, id: x.map((_, i) => i % 15), t: x.map((_, i) => i) });
      for (const spec of specsOf({ fit: 'y ~ x + mvsw(near)', vcov: 'cluster(id)' })) expectAsModels(spec, data);
    },
  );

  it('where columns are nearly collinear or the outcome is nearly explained, which rows alone tell', () => {
    const n = 60;
    const x = Array.from({ length: n }, (_, i) => Math.sin(i));
    const near = x.map((value, i) => value + 1e-4 * Math.cos(7 * i));
    const y = x.map((value, i) => 2 * value + near[i]! + 1e-6 * Math.sin(3 * i));
    const data = dataOf({ y, x, near, id: x.map((_, i) => i % 9), t: x.map((_, i) => i) });
    for (const spec of specsOf({ fit: 'y ~ x + mvsw(near)', vcov: 'cluster(id)' })) expectAsModels(spec, data);
  });
});

it('warns of what the column of models warns of', () => {
  const data = panel(9);
  const codes = (fit: string, vcov: string): readonly string[] => {
    const [spec] = specsOf({ fit, vcov });
    expectAsModels(spec!, data);
    const { specification } = estimateSpecification(spec!, 'x', data, linear);
    return (specification.warnings ?? []).map(({ code, message }) => `${code} ${message.split(' ')[0]}`);
  };
  expect(codes('y ~ x + a', 'cluster(t)')).toEqual(['few-clusters 6']);
  expect(codes('y ~ x + a + b + c + i(t)', 'cluster(t)')).toContain('few-clusters F(.):');
  expect(codes('y ~ x + a | id', 'cluster(t)')).toEqual(['counted-as-reghdfe `id`', 'few-clusters 6']);
  expect(codes('y ~ x + a + i(id) | t', 'cluster(id)')).toContain('few-clusters F(.):');
  expect(codes('y ~ x + a + id | id', 'cluster(id)')).toEqual(['dropped-term `id`']);
  expect(codes('y ~ x + a | id', 'cluster(id)')).toEqual([]);
});

it('has no estimate of a term that the others span, and says why', () => {
  const data = dataOf({
    y: [1, 3, 2, 5, 4],
    x: [1, 2, 3, 4, 5],
    a: [2, 4, 6, 8, 10],
    id: [1, 2, 3, 4, 5],
    t: [1, 2, 3, 4, 5],
  });
  const [spec] = specsOf({ fit: 'y ~ a + x' });
  const { specification } = estimateSpecification(spec!, 'x', data, linear);
  expect(specification.estimate).toMatchObject({ invalid: expect.any(String) });
});

it('is the same bits whatever was estimated before', () => {
  const data = panel(11, 24, 6, true);
  const specs = specsOf({ fit: 'y ~ x + mvsw(a, b, c) | id', vcov: 'cluster(id)' });
  const alone = specs.map((spec) => estimateSpecification(spec, 'x', data, linear).specification);
  const workspace = new Workspace();
  const together = [...specs]
    .reverse()
    .map((spec) => estimateSpecification(spec, 'x', data, linear, workspace).specification);
  expect(together.reverse()).toEqual(alone);
});

it('sums serve linear models with simple errors alone', () => {
  const data = panel(5);
  const isShared = (keys: SpecKeys): boolean => sharedDesign(specsOf(keys)[0]!, data, new Workspace()) !== null;
  expect(isShared({ fit: 'y ~ x | id', vcov: 'cluster(id)' })).toBe(true);
  expect(isShared({ fit: 'y ~ x | id', vcov: 'HC2' })).toBe(false);
  expect(isShared({ fit: 'y ~ x', vcov: 'dk(1)' })).toBe(false);
  expect(isShared({ fit: 'y ~ a | x ~ b' })).toBe(false);
});
