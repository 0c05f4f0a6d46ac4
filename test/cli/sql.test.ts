/** Queries through the command line: what they make, what runs again, what is told, and all that they may not do. */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const panel = `id,year,region,income,m,spare
b,2011,West,,2011-03,0
a,2010,East,1.5,2010-01,0
b,2010,West,3,2010-02,0
a,2011,NA,2.5,2011-01,0
`;
const gdp = 'year,gdp,day\n2010,100,2010-05-01\n2011,110,2011-05-01\n';
const pipeline = (query: string, more = 'order: [id, year]'): string => `papermake: 1
variables: {income: {label: Income, confidential: true}}
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: id, time: year}, types: {m: month}}
  joined:
    kind: sql
    inputs: {p: panel, g: {file: gdp.csv}}
    query: |
      ${query.replaceAll('\n', '\n      ')}
    ${more}
  means: {kind: describe, from: joined, variables: [year]}
`;
const files = (query: string, more?: string) => ({
  'panel.csv': panel,
  'gdp.csv': gdp,
  'pipeline.yaml': pipeline(query, more),
});

const shown = async (name: string) => {
  const { stdout } = await project.run('show', 'joined', '--json');
  return JSON.parse(stdout).columns.find((each: { name: string }) => each.name === name);
};

it('makes a panel of a frame and a file, sorted, with types and labels', async () => {
  project = new Project(
    files(
      `-- months are dates
select id, p.year, m, region, gdp, sum(gdp) over (partition by id order by p.year) as so_far,
  m + interval 1 day as later, p.year > 2010 as late
from p join g using (year)`,
      'panel: {unit: id, time: year}\n    types: {m: month}',
    ),
  );
  const { stderr, code } = await project.run();
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('`p` (4 rows) and `g` (2 rows) became 4 rows of 8 columns'),
  ]);
  expect((await shown('id')).values).toEqual(['a', 'a', 'b', 'b']);
  expect(await shown('m')).toMatchObject({ type: 'month', values: ['2010m1', '2011m1', '2010m2', '2011m3'] });
  expect((await shown('so_far')).values).toEqual([100, 210, 100, 210]);
  expect(await shown('later')).toMatchObject({ type: 'date', values: expect.arrayContaining(['2010-01-02']) });
  expect((await shown('late')).values).toEqual([0, 1, 0, 1]);
  expect((await shown('region')).values).toEqual(['East', 'NA', 'West', 'West']);
});

it('runs again for the columns that it names, and for any where it takes them all', async () => {
  project = new Project(files('select id, year, m from p'));
  await project.make();
  project.edit('panel.csv', '2011-03,0', '2011-03,1');
  expect((await project.make()).ran).toEqual(['panel']);
  project.edit('panel.csv', '2010-02,0', '2010-04,0');
  // what is made of it has the same years
  expect((await project.make()).ran).toEqual(['joined', 'panel']);
  project.write('pipeline.yaml', pipeline('select * from p'));
  await project.make();
  project.edit('panel.csv', '2011-03,1', '2011-03,2');
  expect((await project.make()).ran).toEqual(['joined', 'panel']);
  expect((await project.run('why', 'joined')).stdout).toContain('spare of panel changed');
});

it('keeps what is confidential, whatever a query calls it', async () => {
  project = new Project(
    files("select id, year, income as gdp, region || income as both, 'x' as plain, region as place from p"),
  );
  await project.make();
  const { stdout } = await project.run('show', 'joined');
  expect(stdout).not.toMatch(/1\.5|2\.5/);
  project.write('pipeline.yaml', pipeline('select id, year, region from p where income > 2'));
  await project.make();
  expect((await project.run('show', 'joined')).stdout).toMatch(/region +string +2 .*2 distinct/);
  project.write('pipeline.yaml', pipeline('select id, year, (region || income)::double as x from p'));
  const { stderr } = await project.run();
  expect(stderr).toContain('pipeline.yaml:9:');
  expect(stderr).toContain('the query does not run, a value cannot be converted');
  expect(stderr).not.toMatch(/East/);
});

it('takes doubtful texts of its inputs for no levels', async () => {
  project = new Project({
    ...files('select id, year, region as place, year * 2.0 as y from p'),
  });
  project.edit(
    'pipeline.yaml',
    'kind: describe, from: joined, variables: [year]',
    'kind: models, from: joined, columns: [{fit: "y ~ i(place)"}]',
  );
  const { stderr, code } = await project.run();
  expect([code, stderr]).toEqual([1, expect.stringContaining('`NA`')]);
});

describe('refuses', () => {
  it('at the line of the query', async () => {
    project = new Project(files('select id,\n  yeer\nfrom p'));
    expect((await project.run()).stderr).toContain('pipeline.yaml:10:9  the query does not hold');
    project.write(
      'pipeline.yaml',
      pipeline('').replace(/query: \|\n +\n/, 'query: select id,\n      id as x, yeer\n      from p\n'),
    );
    expect((await project.run()).stderr).toContain('pipeline.yaml:9:16  the query does not hold');
  });

  it('before anything runs, a query without an order, unknown types and a file that is not there', async () => {
    project = new Project(files('select id from p', 'types: {id: wrong}'));
    project.edit('pipeline.yaml', 'gdp.csv', 'gone.csv');
    const { stderr, code } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toContain('expected `order` or `panel`');
    expect(stderr).toContain('unknown type `wrong`');
    expect(stderr).toContain('gone.csv');
  });
});
