/** Descriptive statistics as papers print them: of a model's rows, with percentiles by choice, missing values and shares. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 40 }, (_, i) => {
  const [unit, year] = [Math.floor(i / 5), i % 5];
  const x = i === 39 ? 1000 : ((i * 7) % 40) + unit;
  return `u${unit},${2000 + year},${2 * x + ((i * 13) % 11)},${i % 9 === 0 ? '' : x},${i % 4 === 0 ? '' : ((i * 3) % 5) - 2},${['e', 'w', 'n'][i % 3]}`;
});
const pipeline = `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: year}}
  m: {kind: models, from: d, columns: {main: {fit: y ~ x + L.z | id, winsorize: [10, 90], sample: year > 2000}, plain: {fit: y ~ x}}}
  s: {kind: describe, sample_of: m.main, variables: [y, x, L.z, z, region], percentiles: [90]}
  late: {kind: describe, sample_of: m.main, sample: year > 2002, variables: [x]}
  c: {kind: correlate, sample_of: m.main, variables: [y, x]}
  v: {kind: vif, sample_of: m.main, variables: [x, L.z]}
  g: {kind: describe, from: d, variables: [x, region], by: year, percentiles: [12.5], sample: year < 2002}
  tables: {kind: report, formats: [csv], tables: {s: {from: s, stats: [n, missing, missingShare, p90]}, g: {from: g, stats: [mean, p12.5, difference]}}}
`;
const files = { 'pipeline.yaml': pipeline, 'd.csv': `id,year,y,x,z,region\n${rows.join('\n')}\n` };
const shown = async (node: string) => JSON.parse((await project.run('show', node, '--json')).stdout);

it('are of the rows of a model, its variables winsorised as there', async () => {
  project = new Project(files);
  await project.make();
  const [{ rows: described }, fit, late] = [await shown('s'), await shown('m.main'), await shown('late')];
  const of = (name: string) => described.find((row: { variable: string }) => row.variable === name);
  expect([of('y').n, of('x').n, of('L.z').n, (await shown('c')).nobs[0][1], (await shown('v')).nobs]).toEqual(
    Array.from({ length: 5 }, () => fit.nobs),
  );
  // 1000 is beyond the 90th percentile, and no tail is left
  expect(of('x').max).toBeLessThan(100);
  expect([of('x').max, of('x').p90]).toEqual([of('x').p90, of('x').p90]);
  // no variable of the model: as it stands, with the missing values that it has there
  expect(of('z').n + of('z').missing).toBe(fit.nobs);
  expect(of('z').missing).toBeGreaterThan(0);
  expect(late.rows[0].n).toBeLessThan(fit.nobs);
  expect(late.rows[0].max).toBeLessThanOrEqual(of('x').max);
  // shares of all levels
  const shares = ['e', 'n', 'w'].map((level) => of(`i(region)::${level}`).mean);
  expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});

it('stand in tables, also by group, and are claimed by their names', async () => {
  project = new Project(files);
  project.write(
    'pipeline.yaml',
    `${pipeline}claims: {a: "s.x.p90 < 100 and s['i(region)::e'].mean < 1 and s.z.missingShare > 0", b: s.y.n == m.main.nobs}\n`,
  );
  await project.make();
  expect(project.read('out/tables/s.csv').split('\n')[0]).toBe('Variable,N,Missing,Share missing,P90');
  expect(project.read('out/tables/g.csv')).toMatch(
    /^Variable,2000: Mean,2000: P12\.5,2001: Mean,2001: P12\.5,Difference\n/,
  );
  expect(project.read('out/tables/g.csv')).toMatch(/\ni\(region\)::e,/);
});

it('are refused where they cannot be', async () => {
  const wrong = (from: string, to: string) => {
    project = new Project({ ...files, 'pipeline.yaml': pipeline.replace(from, to) });
    return project.run();
  };
  expect((await wrong('from: d, variables: [x, region], by', 'from: d, variables: [x, q], by')).stderr).toContain(
    'unknown variable `q`',
  );
  project.dispose();
  expect((await wrong('percentiles: [12.5], ', '')).stderr).toMatch(
    /there is no `p12\.5`[\s\S]*`percentiles: \[12\.5\]` in the step computes it/,
  );
  project.dispose();
  expect((await wrong('sample_of: m.main, sample:', 'from: tables, sample_of: m.main, sample:')).code).toBe(2);
  project.dispose();
  expect((await wrong('{kind: vif, sample_of: m.main', '{kind: vif, sample_of: s')).stderr).toContain(
    '`s` is no column of models',
  );
  project.dispose();
  expect((await wrong('{kind: vif, sample_of: m.main,', '{kind: vif,')).stderr).toContain('expected `from`, got none');
  project.dispose();
  const other = pipeline.replace('  m:', '  o: {kind: ingest, file: d.csv}\n  m:');
  project = new Project({
    ...files,
    'pipeline.yaml': other.replace('{kind: vif, sample_of', '{kind: vif, from: o, sample_of'),
  });
  expect((await project.run()).stderr).toContain('`m.main` is estimated on `d`, and `from` is `o`');
});

it('are told of texts with many levels, and refuse those of which nobody could hold the shares', async () => {
  project = new Project({});
  const day = (i: number): string => new Date(86_400_000 * (18_262 + i)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 2001 }, (_, i) => `${i},${day(i % 51)},firm ${i % 50},${i % 2001}x`);
  project.write('d.csv', `y,day,firm,code\n${rows.join('\n')}\n`);
  const described = (variables: string): void =>
    project.write(
      'pipeline.yaml',
      `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  s: {kind: describe, from: d, variables: ${variables}}\n`,
    );
  described('[y, firm]');
  expect((await project.run()).stderr).not.toContain('warning');
  described('[y, day]');
  const { stderr } = await project.run();
  expect(stderr).toContain('warning: `day` has 51 levels, of which each is a row');
  expect(stderr).toContain('where the file is read, `types: {day: date}` makes numbers of its texts');
  described('[y, code]');
  const refused = await project.run();
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringContaining('`code` has 2001 levels, more than 2000'),
  ]);
});

it('are dates and months where the variables are, but for distances', async () => {
  project = new Project({
    'd.csv': 'day,month,y\n2011-03-01,2011m3,1.5\n2011-03-03,2011m5,2.5\n2011-03-08,2011m4,4\n',
    'pipeline.yaml': `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, types: {day: date, month: month}}
  s: {kind: describe, from: d, variables: [day, month, y]}
  tables: {kind: report, formats: [csv], tables: {s: {from: s, stats: [mean, sd, min, max]}}}
`,
  });
  await project.make();
  expect(project.read('out/tables/s.csv').trim().split('\n').slice(1)).toEqual([
    'day,2011-03-04,3.606,2011-03-01,2011-03-08',
    'month,2011m4,1.000,2011m3,2011m5',
    'y,2.667,1.258,1.500,4.000',
  ]);
  const shown = (await project.run('show', 's')).stdout;
  expect(shown).toMatch(/^day +3 +2011-03-04 +3\.606 +2011-03-01 +2011-03-08$/m);
});
