/** Codebooks through the command line: in every format and language, with confidential variables, and what reruns them. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const files = {
  'd.csv': 'id,year,inc,gdp,w,dirty\na,1,3,1,-,"1,2"\na,2,,13,east,3\na,3,5,2,east,4\nb,1,9,4,west,5\nc,1,2,4,east,6\n',
  'names.csv': 'id,name\na,A\nb,B\nz,Z\n',
  'pipeline.yaml': `papermake: 1
variables:
  inc: {label: Income, zh: 收入, unit: yuan, source: Survey 2018}
  gdp: {confidential: true}
steps:
  names: {kind: ingest, file: names.csv}
  d:
    kind: ingest
    file: d.csv
    panel: {unit: id, time: year}
    missing: [13]
    rename: {w: region}
    map: {region: {east: E}}
    derive: {full: ipolate(inc), "g_l*": L(1/2).gdp}
    merge: [{from: names, on: [id], how: m:1, unmatched: drop}]
  g: {kind: collapse, from: d, by: [year], columns: {m: mean(g_l1), most: max(inc)}}
  book: {kind: codebook, from: d}
  books: {kind: codebook, from: [names, g]}
  tables:
    kind: report
    formats: [markdown, latex, html, csv, typst, xlsx, docx]
    tables:
      book: {from: book}
      books: {panels: [{title: Names, from: books.names}, {title: Means, from: books.g}]}
  zh: {kind: report, lang: zh, formats: [markdown], tables: {book: {from: book}}}
claims: {complete: book.id.missing == 0 and book.inc.missing == 1 and book.full.interpolated == 1}
`,
};

it('says of each variable what it is and what was done to it, in every format', async () => {
  project = new Project(files);
  const { code } = await project.run();
  expect(code).toBe(0);
  const lines = project.read('out/tables/book.csv').split('\n');
  expect(lines.slice(0, 11)).toEqual([
    'Variable,Label,Unit,Source,Type,N,Missing,Range,Changed',
    'id,,,d.csv,string,4,0,2 texts,',
    'year,,,d.csv,number,4,0,1 … 3,',
    'inc,Income,yuan,Survey 2018,number,3,1,3 … 9,',
    'gdp,,,d.csv,number,3,1,confidential,1 read as missing',
    'region,,,d.csv (w),string,4,0,3 texts,3 recoded',
    'dirty,,,d.csv,not typed,4,0,4 texts,',
    'name,,,names.csv,string,4,0,2 texts,',
    'full,,,derived: ipolate(inc),number,4,0,3 … 9,1 interpolated',
    'g_l1,,,derived: L(1/2).gdp,number,1,3,confidential,',
    'g_l2,,,derived: L(1/2).gdp,number,1,3,confidential,',
  ]);
  for (const format of ['md', 'tex', 'html', 'typ', 'xlsx', 'docx', 'json'])
    expect([format, project.has(`out/tables/book.${format}`), project.has(`out/tables/books.${format}`)]).toEqual([
      format,
      true,
      true,
    ]);
  expect(project.read('out/tables/books.md')).toMatch(
    /\*\*Names\*\*[\s\S]*\*\*Means\*\*[\s\S]*derived: mean\(g\\_l1\) *\|.*confidential/,
  );
  expect(project.read('out/tables/book.md')).toContain(
    '1 row of the file without a match in names by id: dropped. 1 row of names',
  );
  const zh = project.read('out/zh/book.md');
  expect(zh).toMatch(/标签.*单位.*来源[\s\S]*收入[\s\S]*计算：ipolate\(inc\)[\s\S]*1 插值/);
  expect(zh).toContain('与 names 按 id 合并：4 行匹配。文件中有 1 行在 names 中无匹配（按 id）：剔除。');
  const shown = JSON.parse((await project.run('show', 'book', '--json')).stdout);
  expect(shown).toMatchObject({ nrows: 4, panel: { unit: 'id', time: 'year' } });
  expect(shown.rows[3]).toMatchObject({ variable: 'gdp', min: null, max: null, confidential: true, readAsMissing: 1 });
  expect((await project.run('show', 'book')).stdout).toMatch(/inc +Income +yuan/);
});

it('is made again with what it tells of, and not otherwise', async () => {
  project = new Project(files);
  await project.make();
  project.edit('names.csv', 'z,Z', 'z,Y');
  expect((await project.make()).ran).toEqual(['books.names', 'd', 'names']);
  project.edit('pipeline.yaml', 'source: Survey 2018', 'source: Survey');
  expect((await project.make()).ran).toEqual(['book', 'claims.complete', 'tables.book', 'zh.book']);
});

it('is of data', async () => {
  project = new Project({
    ...files,
    'pipeline.yaml': files['pipeline.yaml'].replace('from: [names, g]', 'from: [names, book]'),
  });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([2, expect.stringContaining('`book` makes no data, but a `codebook`')]);
});

it('hides what is made of confidential variables where only a run tells its name, and says where the rest is from', async () => {
  project = new Project({
    'd.csv': 'id,year,gdp,pop\na,1,17,2\na,2,23,2\nb,1,29,4\nb,2,31,4\n',
    'other.csv': 'id,pay\na,71\nb,73\n',
    'pipeline.yaml': `papermake: 1
variables: {gdp: {confidential: true}, pay: {confidential: true}, free: {confidential: false}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: year}}
  wide: {kind: reshape, from: d, to: wide, columns: "g{year}", name: year, values: gdp}
  q: {kind: sql, inputs: {d: d}, query: "select id, sum(gdp) as total, sum(gdp) as free from d group by id", order: id}
  f: {kind: sql, inputs: {o: {file: other.csv}}, query: "select id, pay + 1 as more from o", order: id}
  again: {kind: collapse, from: q, by: [id], columns: {t: max(total)}}
  both: {kind: ingest, file: other.csv, merge: [{from: wide, on: [id], how: "1:1", columns: [g1, pop]}], derive: {twice: 2 * g1}}
  book: {kind: codebook, from: [wide, q, f, again, both]}
`,
  });
  await project.make();
  const rows = async (node: string): Promise<unknown> => {
    const { rows } = JSON.parse((await project.run('show', node, '--json')).stdout);
    return rows.map((row: Record<string, unknown>) => [
      row.variable,
      row.source ?? row.formula,
      row.max,
      row.confidential,
    ]);
  };
  expect(await rows('book.wide')).toEqual([
    ['id', 'd.csv', null, false],
    ['g1', 'wide', null, true],
    ['g2', 'wide', null, true],
    ['pop', 'd.csv', 4, false],
  ]);
  expect(await rows('book.q')).toEqual([
    ['id', 'd.csv', null, false],
    ['total', 'q', null, true],
    ['free', 'q', 60, false],
  ]);
  expect(await rows('book.f')).toEqual([
    ['id', 'f', null, false],
    ['more', 'f', null, true],
  ]);
  expect(await rows('book.again')).toEqual([
    ['id', 'd.csv', null, false],
    ['t', 'max(total)', null, true],
  ]);
  expect(await rows('book.both')).toEqual([
    ['id', 'other.csv', null, false],
    ['pay', 'other.csv', null, true],
    ['g1', 'wide', null, true],
    ['pop', 'd.csv', 4, false],
    ['twice', '2 * g1', null, true],
  ]);
});

it('hides a value that reshape gives the name of a column above it', async () => {
  project = new Project({
    'wide.csv': 'id,gdp,tax2020,tax2021\na,1,123,124\nb,2,125,126\n',
    'pipeline.yaml': `papermake: 1
variables: {tax2020: {confidential: true}}
steps:
  w: {kind: ingest, file: wide.csv}
  long: {kind: reshape, from: w, to: long, columns: "tax{year}", name: year, values: gdp, id: id, keep: [id]}
  back: {kind: reshape, from: long, to: wide, columns: "gdp{year}", name: year, id: id}
  book: {kind: codebook, from: long}
`,
  });
  await project.make();
  const shown = async (node: string) => JSON.parse((await project.run('show', node, '--json')).stdout);
  const hidden = (await shown('long')).columns.filter((column: { confidential?: true }) => column.confidential);
  expect(hidden.map((column: { name: string }) => column.name)).toEqual(['gdp']);
  expect((await project.run('show', 'long')).stdout).not.toContain('123');
  expect((await project.run('show', 'back')).stdout).not.toContain('123');
  expect((await project.run('show', 'back')).stdout).toMatch(/^id +string +2 +2 distinct/m);
  const { rows } = await shown('book');
  expect(rows.map((row: { variable: string; max: unknown }) => [row.variable, row.max])).toEqual([
    ['id', null],
    ['year', 2021],
    ['gdp', null],
  ]);
});
