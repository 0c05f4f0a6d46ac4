/** Event studies and staggered designs from the real binary: what is compared with what, from the formula to the table and the figure. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

const years = Array.from({ length: 10 }, (_, i) => 2000 + i);
const first = [0, 2004, 2006, 2003, 0, 2004, 2006, 2003, 0, 2004, 2006, 2000, 2012, 2003];
const outcome = (unit: number, year: number, g: number): number =>
  ((((unit * 131 + year * 71) * 7919) % 1009) / 1000 + (g > 0 && year >= g ? (year - g) / 4 : 0)) as number;
const lines = first.flatMap((g, unit) =>
  years.map((year) => `${unit + 1},${year},${g},${outcome(unit, year, g).toFixed(4)}`),
);
const files = { 'data/panel.csv': `id,year,g,y\n${lines.join('\n')}\n` };

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: id, time: year}}
  studies:
    kind: models
    from: panel
    columns:
      - {id: wide, fit: "y ~ event(year - g, window=[-3, 4], always=drop) | id + year", vcov: cluster(id)}
      - {id: narrow, fit: "y ~ event(year - g, ref=-2, window=[-3, 2], always=drop) | id + year", vcov: cluster(id)}
  imputed: {kind: did, from: panel, outcome: y, cohort: g, method: imputation, events: [0, 2]}
  sunab: {kind: did, from: panel, outcome: y, cohort: g, method: sun-abraham, control: last}
  callaway: {kind: did, from: panel, outcome: y, cohort: g, method: callaway, base: universal, events: [-3, 2]}
  bacon: {kind: did, from: panel, outcome: y, cohort: g, method: bacon, sample: id <= 10}
  tables:
    kind: report
    tables:
      studies: {from: studies, formats: [markdown]}
      studies_zh: {from: studies, formats: [markdown], lang: zh}
      did: {from: [imputed, sunab, callaway], formats: [markdown]}
  effects: {kind: figure, plot: event, from: [studies.wide, imputed, callaway], headers: [TWFE, BJS, CS], formats: [svg]}
`;

let project: Project;

beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, ...files });
  expect((await project.make()).failed).toEqual([]);
});
afterAll(() => project.dispose());

const shown = async (node: string): Promise<Record<string, unknown>> =>
  JSON.parse((await project.run('show', node, '--json')).stdout);

/** Labels of a table's body, without those of its footer. */
const labels = (table: string): string[] =>
  project
    .read(`out/tables/${table}.md`)
    .split('\n')
    .flatMap((line) => /^\| (\S.*?) +\|/.exec(line)?.[1] ?? [])
    .filter((label) => /period|Period|ATT|[≤≥]|期/.test(label) && !label.startsWith('平行'));

describe('a did step', () => {
  it('shows what it left out beside its fit, under a name that a fit does not have', async () => {
    expect(await shown('callaway')).toMatchObject({
      leftOut: { unitsTreatedInFirstPeriod: 1, periodsFromLastCohort: 0, incompleteUnits: 0 },
      dropped: [],
    });
    expect(await shown('sunab')).toMatchObject({
      leftOut: { unitsTreatedInFirstPeriod: 1, neverTreatedUnits: 4, periodsFromLastCohort: 4, singletons: 0 },
      dropped: [],
      nobs: 54,
    });
    expect(await shown('bacon')).toMatchObject({ rowsLost: [{ cause: 'sample', count: 40 }] });
  });

  it('has its rows in the order of event time, whichever result has them first', () => {
    expect(labels('did')).toEqual([
      ...['ATT', 'ATT, mean of cohorts', 'ATT, mean of periods', 'ATT, mean of periods since treatment'],
      ...['4 periods before', '3 periods before', '2 periods before', '1 period before'],
      ...['Period of treatment', '1 period after', '2 periods after'],
    ]);
  });
});

describe('an event study', () => {
  it('has its rows in the order of event time, and its ends as the ends that they are', () => {
    expect(labels('studies')).toEqual([
      ...['≤ −3', '2 periods before', '1 period before', 'Period of treatment', '1 period after'],
      ...['2 periods after', '3 periods after', '≥ 4'],
    ]);
    expect(labels('studies_zh')).toEqual([
      ...['处理前 3 期及以前', '处理前 2 期', '处理前 1 期', '处理当期', '处理后 1 期', '处理后 2 期'],
      ...['处理后 3 期', '处理后 4 期及以后'],
    ]);
  });

  it('keeps the names of its terms', async () => {
    const { terms } = (await shown('studies.wide')) as unknown as { terms: { term: string }[] };
    expect(terms.map(({ term }) => term)).toContain('event(year - g)::-3');
  });

  it('and each other result has its own base in a figure, or none', () => {
    const bases = project
      .read('out/figures/effects.csv')
      .split('\n')
      .filter((line) => line.startsWith('reference'))
      .map((line) => line.split(',').slice(1, 4));
    expect(bases).toEqual([
      ['TWFE', '', '-1'],
      ['CS', 'event::-1', '-1'],
    ]);
  });
});

describe('what is refused', () => {
  it('is a reference that no row has, and one that was estimated, where they are written', async () => {
    const wrong = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: id, time: year}}
  study: {kind: models, from: panel, columns: [{id: a, fit: "y ~ event(year - g) | id + year", sample: 'year in [2000, 2002, 2004, 2006, 2008] and g != 2003'}]}
  whole: {kind: models, from: panel, columns: [{id: a, fit: "y ~ event(year - g) | id + year"}]}
  figure: {kind: figure, plot: event, from: whole.a, reference: [0], formats: [svg]}
`;
    const other = new Project({ 'pipeline.yaml': wrong, ...files });
    const { code, stderr } = await other.run('run', '--keep-going');
    other.dispose();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /pipeline\.yaml:4:\d+ +no row used is at period -1 since treatment, the reference of `event\(year - g\)`/,
    );
    expect(stderr).toMatch(/hint: rows are at -6, -4, -2, 0, 2, 4, 6, 8 since treatment: write `ref=-2`/);
    expect(stderr).toMatch(/pipeline\.yaml:6:\d+ +`reference` names period 0, of which `whole\.a` has an estimate/);
    expect(stderr).toMatch(/hint: the results are compared with -1, which the figure draws without being told/);
  });
});
