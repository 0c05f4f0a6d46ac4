/** Violations of parallel trends from the real binary: event studies of columns and of `did` steps, tables, refusals. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

const years = Array.from({ length: 9 }, (_, i) => 2001 + i);
const lines = Array.from({ length: 60 }, (_, unit) => {
  const g = unit % 3 === 0 ? 0 : unit % 3 === 1 ? 2005 : 2007;
  return years.map((year) => {
    const noise = ((((unit + 1) * 131 + year * 71) * 7919) % 1009) / 1000;
    return `${unit + 1},${year},${g},${(noise + (g > 0 && year >= g ? 0.8 : 0)).toFixed(4)}`;
  });
}).flat();
const files = { 'data/panel.csv': `id,year,g,y\n${lines.join('\n')}\n` };

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: id, time: year}}
  cs: {kind: did, from: panel, outcome: y, cohort: g, method: callaway, base: universal, events: [-3, 2]}
  sa: {kind: did, from: panel, outcome: y, cohort: g, method: sun-abraham, events: [-3, 2]}
  study:
    kind: models
    from: panel
    columns:
      - {id: es, fit: "y ~ event(year - g, window=[-3, 2]) | id + year", vcov: cluster(id)}
  trends: {kind: parallel_trends, from: cs, smooth: [0, 0.05], slope: 0.05, equivalence: 0.5}
  said: {kind: parallel_trends, from: cs, smooth: [0.05, 0], slope: 0.05, equivalence: 0.5, effect: first, relative: [0.5, 1, 1.5, 2], seed: 1}
  of_sa: {kind: parallel_trends, from: sa, effect: average, power: []}
  of_column: {kind: parallel_trends, from: study.es, effect: 0, relative: [1], power: []}
  tables:
    kind: report
    formats: [markdown]
    tables:
      trends: {from: trends}
      trends_zh: {from: trends, lang: zh}
claims:
  holds: trends["relative::0.5"].low < trends.original.low
`;

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, ...files });
  expect((await project.make()).failed).toEqual([]);
});
afterAll(() => project.dispose());

const shown = async (node: string): Promise<Record<string, unknown>> =>
  JSON.parse((await project.run('show', node, '--json')).stdout);

describe('a parallel_trends step', () => {
  it('says the same where a default is written out, in any order of M', async () => {
    const { rows, trends, breakdown } = await shown('trends');
    expect(await shown('said')).toMatchObject({ rows, trends, breakdown });
  });

  it('reads what `did` tells of its periods, whose first effect is that of the fit', async () => {
    const { rows, reference, events } = await shown('trends');
    const { terms } = (await shown('cs')) as { terms: { term: string; estimate: number; confLow: number }[] };
    const zero = terms.find(({ term }) => term === 'event::0')!;
    const [original] = rows as { estimate: number; low: number }[];
    expect(reference).toBe(-1);
    expect(original!.estimate).toBe(zero.estimate);
    expect(original!.low).toBeCloseTo(zero.confLow, 12);
    expect((events as { event: number }[]).map(({ event }) => event)).toEqual([-3, -2, 0, 1, 2]);
    expect(await shown('of_sa')).toMatchObject({ reference: -1 });
  });

  it('leaves out ends of a window that hold periods beyond them', async () => {
    expect(await shown('of_column')).toMatchObject({ warnings: [{ code: 'binned-left-out' }, { code: 'one-lead' }] });
  });

  it('names restrictions in the language of the table', () => {
    expect(project.read('out/tables/trends.md')).toContain('| Relative magnitude, M̄ = 0.5');
    expect(project.read('out/tables/trends_zh.md')).toContain('| 平滑性，M = 0.05');
  });
});

it.each([
  ['cs', 'base: universal, ', '', 'effects before treatment compare neighbouring periods: write `base: universal`'],
  ['sa', 'method: sun-abraham', 'method: imputation', 'have no covariance over periods before and after treatment'],
])('refuses effects of `%s` that it cannot read', async (_, from, to, message) => {
  const changed = new Project({ 'pipeline.yaml': PIPELINE.replace(from, to), ...files });
  const { stderr, stdout } = await changed.run('run', 'trends', 'of_sa');
  expect(stderr + stdout).toContain(message);
  changed.dispose();
});

it('refuses at its place what is no event study', async () => {
  const changed = new Project({ 'pipeline.yaml': PIPELINE.replace('from: study.es', 'from: panel'), ...files });
  const { stderr, stdout } = await changed.run('check');
  expect(stderr + stdout).toContain('expected an event study, got `panel`, a `frame`');
  changed.dispose();
});
