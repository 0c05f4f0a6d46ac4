/** Matching of each period by itself, through the command line: weights, tables by level, claims, words. */
import { afterEach, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const stream = createRng('5').stream('rows', 0);
const rows = Array.from({ length: 120 }, (_, i) => {
  const [x, z, year] = [stream.normal(), stream.normal(), 2010 + (i % 3)];
  const d = year === 2010 ? 0 : x + 3 * stream.normal() > 0.3 ? 1 : 0;
  return [i, year, d, x.toFixed(4), z.toFixed(4), (2 * x + 3 * d + stream.normal()).toFixed(4)].join(',');
});

const pipeline = `papermake: 1
variables: {x: {en: Size, zh: 规模}}
steps:
  d: {kind: ingest, file: d.csv}
  m: {kind: match, from: d, treatment: d, on: [x, z], by: year, outcomes: [y]}
  alone: {kind: match, from: d, treatment: d, on: [x, z], outcomes: [y], sample: year == 2011}
  did: {kind: models, from: m, fit: y ~ d, weights: weight, sample: weight > 0}
  t:
    kind: report
    tables:
      pooled: {from: m, formats: [markdown]}
      years: {from: m, show: balance-by, formats: [markdown, latex, csv]}
      effects: {from: m, show: effects-by, preset: cn, formats: [markdown, csv]}
claims:
  same: m.levels["2011"].att.y.estimate == alone.att.y.estimate
  before: m.levels["2012"].balance.x.bias != m.balance.x.bias
  model: m.levels["2011"].logit.x == alone.logit.x
`;

it('has its weights, balance and effects by period, which tables show and claims name', async () => {
  project = new Project({ 'd.csv': `id,year,d,x,z,y\n${rows.join('\n')}\n`, 'pipeline.yaml': pipeline });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(
      '40 rows are not matched, since `year` has levels with treated rows alone, or with controls alone: 2010',
    ),
  ]);
  const [pooled, years, effects] = ['pooled', 'years', 'effects'].map((name) => project.read(`out/t/${name}.md`));
  expect(pooled).toContain('each level of year by itself');
  expect(years).toMatch(/2011[\s\S]*Size[\s\S]*Mean[\s\S]*2012[\s\S]*Size[\s\S]*Mean/);
  expect(years).not.toContain('2010');
  expect(effects).toContain('按年份逐组匹配');
  const records = project.read('out/t/effects.csv');
  expect(records).toMatch(/2011[\s\S]*2012/);
  const shown = JSON.parse((await project.run('show', '--json', 'm')).stdout) as { levels?: unknown };
  expect(JSON.stringify(shown)).toContain('"level":"2011"');
});

it('names what it does not have, where it stands', async () => {
  const edited = pipeline.replace('by: year,', 'by: yaer,');
  project = new Project({ 'd.csv': `id,year,d,x,z,y\n${rows.join('\n')}\n`, 'pipeline.yaml': edited });
  expect((await project.run()).stderr).toContain('unknown variable `yaer`');
  project.edit('pipeline.yaml', ' by: yaer,', '');
  expect((await project.run()).stderr).toContain('there are none, since the step has no `by`');
  project.write('pipeline.yaml', project.read('pipeline.yaml').split('claims:')[0]!);
  const { code, stderr } = await project.run();
  expect(code).toBe(1);
  expect(stderr).toContain('`m` matches all rows together, and has no levels to show');
});
