/** Tables of data, and the head of the labels in tables whose rows are no variables. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = ['East', 'West & <b>', '中部'].flatMap((region, r) =>
  [2011, 2012, 2013, 2014].map(
    (year, t) =>
      `${region},${year},${r === 0 && t === 1 ? '' : 1234.5678 * (r + 1) + t * t},${1_200_000 + t},=1+${r},7`,
  ),
);
const pipeline = (tables: string, more = '') => `papermake: 1
variables: {gdp: {label: "GDP <&%_$>", zh: 生产总值, unit: yuan}, year: {zh: 年份}, secret: {confidential: true}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: region, time: year}}
  g: {kind: collapse, from: d, by: [year], columns: {gdp: mean(gdp), hidden: mean(secret)}}
  q: {kind: collapse, from: d, by: [region], columns: {gdp: max(gdp)}}
  s: {kind: sigma_convergence, from: d, variable: gdp, by: year}
  m: {kind: models, from: d, fit: gdp ~ pop}
${more}  t:
    kind: report
    formats: [markdown, latex, html, csv, typst, xlsx, docx]
    tables:
${tables}
`;
const files = (tables: string, more = '') => ({
  'pipeline.yaml': pipeline(tables, more),
  'd.csv': `region,year,gdp,pop,note,secret\n${rows.join('\n')}\n`,
});

it('show the chosen columns in every format, texts to the left, and missing values as empty cells', async () => {
  project = new Project(
    files(`      a: {from: d, columns: [region, year, gdp, note], digits: {gdp: 2}, rename: {note: Remark}}
      b: {from: q, preset: cn}`),
  );
  await project.make();
  const markdown = project.read('out/t/a.md').split('\n').slice(2, 6);
  expect(markdown).toEqual([
    '| Region      | Year | GDP <&%\\_\\$> (yuan) | Remark |',
    '| :---------- | ---: | ------------------: | :----- |',
    '| East        | 2011 |             1234.57 | =1+0   |',
    '| East        | 2012 |                     | =1+0   |',
  ]);
  expect(project.read('out/t/a.csv').split('\n').slice(0, 2)).toEqual([
    'region,year,gdp,note',
    "East,2011,1234.57,'=1+0",
  ]);
  expect(project.read('out/t/a.tex')).toContain('\\begin{tabular}{@{}lrS[table-format=4.2]l@{} }');
  expect(project.read('out/t/a.tex')).toContain('West \\& $<$b$>$ & 2011 & 2469.14 & =1+1 \\\\');
  expect(project.read('out/t/a.html')).toContain(':nth-child(4) { text-align: left; }');
  expect(project.read('out/t/a.typ')).toContain('align(left, "=1+0")');
  const { rows: data } = JSON.parse(project.read('out/t/a.json'));
  expect([data[0], data[1].gdp]).toEqual([{ region: 'East', year: 2011, gdp: 1234.5678, note: '=1+0' }, null]);
  // the label of what the rows are, where a preset heads labels of variables
  expect(project.read('out/t/b.md')).toContain('| 地区        | 生产总值（yuan） |');
  // a row of another column reruns no table
  project.write('d.csv', `region,year,gdp,pop,note,secret\n${rows.join('\n').replace(/,7$/, ',8')}\n`);
  expect((await project.run()).stdout).not.toMatch(/ran +t\.a/);
});

it('are refused where values are confidential, a column is unknown, or rows are too many', async () => {
  project = new Project(
    files(`      a: {from: d, columns: [region, secret, gpd]}
      b: {from: g}
      c: {from: m, columns: [x]}
      d: {from: d, columns: [region], keep: [gdp]}
      e: {from: q, stats: [n]}`),
  );
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  expect(stderr).toContain('`secret` is confidential, and a table would show its values');
  expect(stderr).toContain('`hidden` is confidential, and a table would show its values');
  expect(stderr).toContain('`d` has no column `gpd`');
  expect(stderr).toContain('`columns` chooses columns of data, and this table shows a `fit`');
  expect(stderr).toContain('`keep` is of tables of results, and this one shows data');
  expect(stderr).toContain('unknown statistic `n`');
  project.dispose();
  project = new Project({
    ...files('      a: {from: d, columns: [region, year]}'),
    'd.csv': `region,year,gdp,pop,note,secret\n${Array.from({ length: 501 }, (_, i) => `r,${i},1,1,x,1`).join('\n')}\n`,
  });
  const long = await project.run('run', 't.a');
  expect([long.code, long.stderr + long.stdout]).toEqual([
    1,
    expect.stringContaining('`d` has 501 rows, more than the 500 that a table prints'),
  ]);
});

it('heads labels by what the rows are, unless the table itself says another head', async () => {
  project = new Project(
    files(`      s: {from: s, preset: cn}
      own: {from: s, preset: cn, stub: 年度}
      m: {from: m, preset: cn}
      plain: {from: s}`),
  );
  await project.make();
  const head = (table: string) => /^\| ([^|]*) \|/m.exec(project.read(`out/t/${table}.md`))![1]!.trim();
  expect(['s', 'own', 'm', 'plain'].map(head)).toEqual(['年份', '年度', '变量', '']);
});
