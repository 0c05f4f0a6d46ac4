/** A kind of the project's own says what it makes, and everything that asks for results of that type takes it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

const kind = (
  name: string,
  artifact: string,
  run: string,
): string => `import { defineStep, Type } from 'papermake/step';
export default defineStep({
  name: '${name}',
  summary: 's',
  params: Type.Object({ from: Type.String(), variables: Type.Optional(Type.String()) }),
  ${artifact}
  reads: ({ from }) => ({ data: { from, columns: ['y'] } }),
  run: () => (${run}),
});
`;
const ROWS = "{ rows: [{ variable: 'income', n: 8, mean: 2.5, sd: 1, min: 1, max: 4 }] }";

const pipeline = (claim: string, more = ''): string => `papermake: 1
variables: {income: {label: Household income}}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  about: {kind: survey, from: panel, variables: y}
${more}claims:
  true: 1 < 2
  mean: ${claim}
`;
const TABLES = '  tables: {kind: report, tables: {about: {from: about, formats: [markdown]}}}\n';

let project: Project;
beforeEach(() => {
  project = new Project({
    'data/panel.csv': DATA,
    'steps/survey.ts': kind('survey', "artifact: 'describe',", ROWS),
    'pipeline.yaml': pipeline('about.income.mean == 2.5', TABLES),
  });
});
afterEach(() => project.dispose());

/** The line of the pipeline that the first problem points at. */
const pointed = (stderr: string): string => /pipeline\.yaml:(\d+)/.exec(stderr)![1]!;
const lineOf = (text: string, words: string): string =>
  String(text.split('\n').findIndex((line) => line.includes(words)) + 1);

describe("an own kind with `artifact: 'describe'`", () => {
  it('shows, tabulates, is audited, and a claim on it works', async () => {
    project.edit('pipeline.yaml', 'claims:', '  audit: {kind: audit, of: [about]}\nclaims:');
    const run = await project.run('run');
    expect([run.code, run.stderr]).toEqual([0, expect.not.stringContaining('warning')]);
    expect((await project.run('show', 'about')).stdout).toMatch(/income +8 +2\.500/);
    expect(project.read('out/tables/about.md')).toMatch(/\| Household income +\| +8 +\| +2\.500/);
    expect((await project.run('check', 'mean')).stdout).toContain('1 claim: it holds');
  });

  it.each([
    ['about.income.meen > 0', 2, '`about.income` has no `meen`', 'did you mean `mean`?'],
    ['about.wages.mean > 0', 1, '`about` has no `wages`', 'it has income'],
  ])('the claim %s points at itself', async (claim, exit, message, hint) => {
    const text = pipeline(claim);
    project.write('pipeline.yaml', text);
    const { code, stderr } = await project.run('run');
    expect(code).toBe(exit);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(pointed(stderr)).toBe(lineOf(text, claim));
  });
});

describe('an own kind that does not say what it makes', () => {
  beforeEach(() => project.write('steps/survey.ts', kind('survey', '', ROWS)));

  it('has parts, and a claim on what is none points at itself', async () => {
    project.write('pipeline.yaml', pipeline('about.rows.income.mean == 2.5'));
    expect((await project.run('run')).code).toBe(0);
    const text = pipeline('about.income.mean > 0');
    project.write('pipeline.yaml', text);
    const { code, stderr } = await project.run('run');
    expect(code).toBe(1);
    expect(stderr).toContain('`claims.mean` reads a part `income` of `about`, which has none of that name');
    expect(pointed(stderr)).toBe(lineOf(text, 'about.income'));
  });
});

it('an own kind that makes another thing than it says fails by name', async () => {
  project.write('steps/survey.ts', kind('survey', "artifact: 'describe',", "{ type: 'fit', parts: new Map() }"));
  project.write('pipeline.yaml', pipeline('1 < 3'));
  const { code, stderr } = await project.run('run');
  expect(code).toBe(1);
  expect(stderr).toContain('`about` is to make a `describe`, and made a `fit`');
  expect(stderr).toContain("hint: say `artifact: 'fit'` in the kind `survey`");
});

it('declares what results of a type of its own hold, and names that these do not have are refused before it runs', async () => {
  const declared = `results: [{
    type: 'survey', list: 'rows',
    parts: { rows: { each: { members: { mean: 'value', sd: 'value' }, usual: 'mean' }, planned: ({ params }) => ({ listed: [params.variables] }) } },
  }], artifact: 'survey',`;
  project.write('steps/survey.ts', kind('survey', declared, "{ rows: [{ variable: 'income', mean: 2.5, sd: 1 }] }"));
  const said = (claim: string): string => pipeline(claim).replace('variables: y', 'variables: income');
  project.write('pipeline.yaml', said('about.income == 2.5 and about.income.sd == 1'));
  expect(await project.run('run')).toMatchObject({ code: 0 });
  project.write('pipeline.yaml', said('about.wages > 0 or about.income.men > 0'));
  const { code, stderr } = await project.run('run');
  expect(code).toBe(2);
  expect(stderr).toContain('`about` has no `wages`');
  expect(stderr).toContain('did you mean `mean`?');
});
