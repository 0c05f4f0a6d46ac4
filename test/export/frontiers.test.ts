/**
 * Scripts of stochastic frontiers on more rows than other options need: a mean of inefficiency that a variable explains is told by few rows only roughly. R and Python find
 * papermake's values to eight digits; for inefficiency that units share, and where there is none, they say why nothing is written.
 */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import { csvFile, TrackedData } from '../../src/export/data.ts';
import { python } from '../../src/export/python/language.ts';
import { r } from '../../src/export/r/language.ts';
import { stata } from '../../src/export/stata/language.ts';
import { dataOf } from '../support/data.ts';
import { estimate } from '../support/estimate.ts';
import { byPython, byR, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';

const draw = createRng('frontiers').stream('rows', 0);
const rows = Array.from({ length: 1200 }, (_, row) => {
  const [x, z] = [2 * draw.normal(), draw.uniform()];
  let loss = -1;
  while (loss < 0) loss = 2.5 * z - 1 + draw.normal();
  return {
    id: `u${Math.floor(row / 6)}`,
    year: 2000 + (row % 6),
    x,
    z,
    y: 1 + x - loss + 0.3 * draw.normal(),
    up: x + loss,
  };
});
const panel = { unit: 'id', time: 'year' };
const raw = dataOf(
  Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as keyof typeof row])])),
  panel,
);
const data = new TrackedData('frontiers', raw);

const models: Readonly<Record<string, SpecKeys>> = {
  explained: { fit: 'y ~ x', estimator: { is: 'sfa', inefficiency: ['z'] } },
  explained_robust: { fit: 'y ~ x', estimator: { is: 'sfa', inefficiency: ['z'] }, vcov: 'HC1' },
  exponential: { fit: 'y ~ x + z', estimator: { is: 'sfa', distribution: 'exponential' } },
  shared: { fit: 'y ~ x', estimator: { is: 'sfa', over_time: 'constant' } },
  none: { fit: 'up ~ z', estimator: 'sfa' },
};
const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel };
const exported = Object.entries(models).map(([name, keys]) => {
  const [spec] = compileColumn(keys, null, context).specs;
  data.reads(columnsRead(spec!, panel));
  return { node: `frontiers.${name}`, data, spec: spec!, fit: estimate(spec!, raw) };
});

const programs = [
  { language: r, program: byR, why: withoutR, script: '01_cases.R' },
  { language: python, program: byPython, why: withoutPython, script: '01_cases.py' },
];

describe('stochastic frontiers', () => {
  it.each(programs)('are those of $language.name', ({ language, program, why, script }) => {
    const writer = language.open();
    const blocks = exported.map((model) => writer.model(model));
    expect(blocks.flatMap(({ missing }) => missing.map((each) => each.why))).toEqual([
      'inefficiency that rows of a unit share is not written for this language',
      'the maximum has no inefficiency, which no search for it finds',
    ]);
    if (why !== undefined) return;
    const written = blocks.filter(({ cells }) => cells > 0);
    expect(written.map(({ node }) => node)).toEqual([
      'frontiers.explained',
      'frontiers.explained_robust',
      'frontiers.exponential',
    ]);
    const files = [...writer.scripts(undefined, [{ name: 'cases', data: [data], blocks }]), csvFile(data)];
    expect(runInEmptyFolder(files, script, program).output).toMatch(/01_cases\.\w+: all \d+ values are the same/);
  });

  it('are `frontier` and `xtfrontier` of Stata', () => {
    const writer = stata.open();
    const blocks = exported.map((model) => writer.model(model));
    const text = blocks.flatMap(({ lines }) => lines).join('\n');
    expect(text).toContain('frontier y x, distribution(tnormal) cm(z)');
    expect(text).toContain('frontier y x, distribution(tnormal) cm(z) vce(robust)');
    expect(text).toContain('frontier y x z, distribution(exponential)');
    expect(blocks.find(({ node }) => node === 'frontiers.shared')!.missing[0]!.why).toBe(
      '`xtfrontier` estimates the mean of inefficiency, which is zero here',
    );
  });
});
