/** Tables of panels with heads of their own, of a regression a row, and of outcomes as rows, from the pipeline to the file. */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 60 }, (_, i) =>
  [i, i % 2, (i * 7) % 3 === 0 ? 1 : 0, 5 + 2 * (i % 2) + ((i * 13) % 19) / 5, ((i * 11) % 17) / 3].join(','),
);
const data = `id,treat,male,gdp,income\n${rows.join('\n')}\n`;
const pipeline = (tables: string): string => `papermake: 1
variables: {gdp: {label: "GDP & co", zh: 国内生产总值}, income: {label: Income}}
steps:
  d: {kind: ingest, file: d.csv}
  main:
    kind: models
    from: d
    columns:
      - {id: "{y}.{s.key}", each: {y: [gdp, income], s: {all: "", men: male == 1}}, fit: "{y} ~ treat", sample: "{s}", header: "{s.key}"}
  t:
    kind: report
    formats: [markdown]
    tables:
${tables}`;

const start = (tables: string) => {
  project = new Project({ 'pipeline.yaml': pipeline(tables), 'd.csv': data });
  return project.make();
};
const labels = (table: string): string[] =>
  [...project.read(`out/t/${table}.md`).matchAll(/\n\| ([^|]*?) *\|/g)].map(([, label]) => label!).slice(2);

describe('layouts of tables', () => {
  it('are read as the language has them, and make nothing but the table anew', async () => {
    await start(`      t3:
        panels:
          - {title: "Panel A. {y.label}", each: {y: [gdp, income]}, from: "main.{y}.*", outcome: panel, headers: [All, Men], stats: [n, r2]}
`);
    expect(labels('t3').filter((label) => label.startsWith('**'))).toEqual([
      '**Panel A. GDP & co**',
      '**Panel A. Income**',
    ]);
    expect(project.read('out/t/t3.md')).toMatch(/\| All \(1\) +\| +Men \(2\)/);
    for (const [from, to] of [
      ['headers: [All, Men], ', ''],
      ['outcome: panel', 'outcome: row'],
      ['outcome: row', 'outcome: column'],
      ['      t3:\n', '      t3:\n        layout: rows\n'],
      ['layout: rows', 'layout: outcomes\n        keep: treat'],
    ] as const) {
      project.edit('pipeline.yaml', from, to);
      expect((await project.make()).ran, to).toEqual(['t.t3']);
    }
  });

  it('tell `diff` which node a cell of a panel, a row or a matrix shows', async () => {
    await start(`      p: {stats: [n], panels: [{title: A, from: "main.gdp.*"}, {title: B, from: main.income.men}]}
      r: {from: main, layout: rows, stats: [n], drop: _cons, rows: [{label: Mean, value: mean(outcome), before: treat}]}
      o: {from: main, layout: outcomes, keep: treat}
`);
    const sidecar = (table: string) =>
      JSON.parse(project.read(`out/t/${table}.json`)) as {
        printed: { sources?: string[]; heads?: { header: string }[]; rows: { key: string; sources?: string[] }[] }[];
      };
    expect(sidecar('p').printed[1]!.sources).toEqual(['main.income.men']);
    expect(sidecar('p').printed[1]!.heads!.map(({ header }) => header)).toEqual(['men', '']);
    expect(sidecar('r').printed[0]!.rows.map(({ key }) => key)).toEqual([
      'main.gdp.all',
      'main.gdp.men',
      'main.income.all',
      'main.income.men',
    ]);
    expect(sidecar('o').printed[0]!.rows[1]!.sources).toEqual(['main.income.all', 'main.income.men']);
    expect(labels('r').filter(Boolean)).toEqual(['GDP & co, all', 'GDP & co, men', 'Income, all', 'Income, men']);
  });

  it('have cells that claims name, by the heads of their panel, their rows and columns', async () => {
    project = new Project({
      'pipeline.yaml': `${pipeline(`      p: {stats: [n], panels: [{title: A, from: "main.gdp.*"}, {title: B, from: main.income.men}]}
      r: {from: main, layout: rows, stats: [n], drop: _cons, rows: [{label: Mean, value: mean(outcome), before: treat}], headers: [A, B, C, D]}
      o: {from: main, layout: outcomes, keep: treat}
`)}claims:
  panel: t.p.B.treat.men == main.income.men.treat
  row: t.r.D.treat == main.income.men.treat
  cell: t.o.income.men == main.income.men.treat
`,
      'd.csv': data,
    });
    const { code, stderr } = await project.run('run');
    expect(code, stderr).toBe(0);
  });

  it('have the joint test of all differences at the foot of a balance table, which claims name', async () => {
    project = new Project({
      'pipeline.yaml': `${pipeline(`      b: {from: balance, preset: cn, stats: [n, mean, difference], hide: [jointHypotheses]}
`).replace(
        '  t:\n',
        '  balance: {kind: describe, from: d, by: treat, variables: [gdp, income], joint: true, cluster: id}\n  t:\n',
      )}claims:
  jointly: balance.joint.f > balance.joint.p
  cell: t.b.jointF.Difference == balance.joint.f
`,
      'd.csv': data,
    });
    const { code, stderr } = await project.run('run');
    expect(code, stderr).toBe(0);
    expect(labels('b')).toEqual(['国内生产总值', 'Income', '联合检验 F', '联合检验 p']);
    expect(project.read('out/t/b.md')).toContain('F(2, 59)');
    project.edit('pipeline.yaml', 'hide: [jointHypotheses]', 'hide: [jointHypothesis]');
    expect((await project.run('run')).stderr).toContain('jointHypotheses');
  });

  it('refuse what they cannot show, at its place', async () => {
    project = new Project({
      'pipeline.yaml': pipeline(`      a: {from: main, outcome: panel}
      b: {panels: [{title: A, from: main.gdp.all, headers: [x, y]}]}
      c: {from: d, columns: [id, gdp], layout: rows}
      e: {from: main, rows: [{label: M, value: n, before: n, after: n}]}
`),
      'd.csv': data,
    });
    const { code, stderr } = await project.run('run');
    expect(code).toBe(2);
    for (const text of ['has none of', 'expected 1 headers', 'is of tables of models', 'got both'])
      expect(stderr).toContain(text);
  });
});
