/** Frames of other frames through the command line: what runs again, what is planned, and what is refused. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const wide = 'unit,region,2022年,2021年,pop2021,pop2022,spare\na,e,2,1,10,11,0\nb,e,4,3,20,21,0\nc,w,6,,30,31,0\n';
const pipeline = `papermake: 1
steps:
  wide: {kind: ingest, file: wide.csv}
  long: {kind: reshape, from: wide, to: long, columns: ["{year}年", "pop{year}"], name: year, values: [gdp, pop], id: unit, keep: [region], panel: {unit: unit, time: year}}
  more: {kind: ingest, file: more.csv, panel: {unit: unit, time: year}}
  all: {kind: append, from: [long, more], unmatched: keep, source: of, panel: {unit: unit, time: year}}
  full: {kind: balance, from: all, variables: [gdp]}
  regions: {kind: collapse, from: all, by: [region, year], columns: {gdp_m: mean(gdp), n: count(gdp), per: sum(gdp) / sum(pop)}, panel: {unit: region, time: year}}
  back: {kind: reshape, from: long, to: wide, columns: "pop{year}", name: year, keep: [region]}
  gdp: {kind: describe, from: all, variables: [gdp]}
  pop: {kind: describe, from: all, variables: [pop, L.pop]}
  means: {kind: describe, from: regions, variables: [gdp_m]}
`;
const more = 'unit,year,region,gdp,pop\nd,2021,w,7,40\nd,2022,w,8,41\n';
const files = { 'pipeline.yaml': pipeline, 'wide.csv': wide, 'more.csv': more };

const column = async (node: string, name: string) => {
  const { stdout, stderr } = await project.run('show', node, '--json');
  const found = JSON.parse(stdout || `{"columns":[],"wrong":${JSON.stringify(stderr)}}`);
  return found.columns.find((each: { name: string }) => each.name === name)?.values;
};

it('makes frames of frames, and tells what it did', async () => {
  project = new Project(files);
  const { stderr, code } = await project.run();
  expect([code, stderr]).toEqual([0, expect.stringContaining('3 rows and 2 values of `year` became 6 rows')]);
  expect(stderr).toContain('3 of 4 units are complete in 2 periods: 6 of 8 rows kept');
  expect(await column('long', 'gdp')).toEqual([1, 2, 3, 4, null, 6]);
  expect(await column('all', 'of')).toEqual(['long', 'long', 'long', 'long', 'long', 'long', 'more', 'more']);
  expect(await column('full', 'unit')).toEqual(['a', 'a', 'b', 'b', 'd', 'd']);
  expect(await column('regions', 'gdp_m')).toEqual([2, 3, 7, 7]);
  expect(await column('regions', 'per')).toEqual([4 / 30, 6 / 32, 7 / 70, 14 / 72]);
  expect(await column('back', 'pop2022')).toEqual([11, 21, 31]);
});

it('reruns what reads a changed cell, an added column or nothing', async () => {
  project = new Project(files);
  await project.make();
  project.edit('wide.csv', ',20,21,', ',20,22,');
  const changed = await project.make();
  // gdp_m hangs on no pop, nor does gdp
  expect(changed.ran).toEqual(['all', 'back', 'full', 'long', 'pop', 'regions', 'wide']);
  const { stdout } = await project.run('why', 'all');
  expect(stdout).toContain('pop: 21 → 22 (b, 2022)');
  // a column that no shape reads
  project.write('wide.csv', project.read('wide.csv').replace('spare\n', 'spare,new\n').replaceAll(',0\n', ',9,9\n'));
  expect((await project.make()).ran).toEqual(['wide']);
  // a derived column more, which only what reads all columns of its step reads
  project.edit(
    'pipeline.yaml',
    'wide: {kind: ingest, file: wide.csv}',
    'wide: {kind: ingest, file: wide.csv, derive: {twice: 2 * pop2021}}',
  );
  expect((await project.make()).ran).toEqual(['wide']);
  project.edit('pipeline.yaml', 'file: more.csv,', 'file: more.csv, derive: {half: gdp / 2},');
  expect((await project.make()).ran).toEqual(['all', 'full', 'more']);
  expect((await project.run('why', 'all')).stdout).toContain('half');
  // a statistic more
  project.edit('pipeline.yaml', 'n: count(gdp)', 'n: count(gdp), sd: sd(gdp)');
  expect((await project.make()).ran).toEqual(['regions']);
});

it('knows the columns and types that result before anything runs', async () => {
  project = new Project({
    ...files,
    'pipeline.yaml': `${pipeline.replace('mean(gdp)', 'mean(gpd)')}
  m: {kind: models, from: regions, columns: [{id: a, fit: gdp_mm ~ per}]}
  s: {kind: describe, from: long, variables: [gdq], sample: year == "x"}
`,
  });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  for (const each of [
    'unknown variable `gpd`',
    'unknown variable `gdp_mm`',
    'unknown variable `gdq`',
    'cannot compare number `year` with text',
  ])
    expect(stderr).toContain(each);
});

it('refuses what cannot be shaped at its place, all at once', async () => {
  project = new Project({
    ...files,
    'pipeline.yaml': `papermake: 1
steps:
  wide: {kind: ingest, file: wide.csv}
  more: {kind: ingest, file: more.csv}
  a: {kind: reshape, from: wide, to: long, columns: "gdp{year}", name: year}
  b: {kind: reshape, from: wide, to: long, columns: "{t}年", name: year, values: gdp}
  c: {kind: append, from: [wide, more]}
  d: {kind: balance, from: more}
  e: {kind: collapse, from: more, by: regoin, columns: {x: gdp}}
  f: {kind: reshape, from: more, to: wide, columns: "gdp{year}", name: year}
`,
  });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  for (const each of [
    'no column is called `gdp…`',
    'expected `{year}` once in `{t}年`',
    '`2022年` is in `wide` and not in `more`',
    '`more` declares no panel',
    'unknown variable `regoin`',
    '`gdp` may have several values within (regoin)',
    'expected `id`',
  ])
    expect(stderr).toContain(each);
});

it('tells which columns are left out, of those that no frame is asked for', async () => {
  project = new Project({
    'a.csv': 'id,x,only\n1,2,3\n',
    'b.csv': 'id,x,y\n2,5,7\n',
    'pipeline.yaml': `papermake: 1
steps:
  a: {kind: ingest, file: a.csv}
  b: {kind: ingest, file: b.csv}
  c: {kind: append, from: [a, b], unmatched: drop}
  book: {kind: codebook, from: c}
  tables: {kind: report, lang: zh, formats: [markdown], notes: full, tables: {book: {from: book}}}
`,
  });
  const { stderr } = await project.run();
  expect(stderr).toContain('`only` is not in `b`: left out');
  expect(stderr).toContain('`y` is not in `a`: left out');
  const table = project.read('out/tables/book.md');
  for (const said of ['a 的 1 行与 b 的 1 行：共 2 行', 'b 中没有 only：舍去', 'a 中没有 y：舍去'])
    expect(table).toContain(said);
  project.edit('pipeline.yaml', 'lang: zh, ', '');
  await project.make();
  expect(project.read('out/tables/book.md')).toContain(
    '1 row of a and 1 row of b: 2 rows. only is not in b: left out.',
  );
  project.edit('b.csv', '5,7', '5,8');
  expect((await project.make()).ran).toEqual(['b']);
});
