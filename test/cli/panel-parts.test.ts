/** Parts of panels and layouts: what `why` and `diff` say of them when they change, and what texts and claims print of their cells. */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 60 }, (_, i) =>
  [i, i % 2, (i * 7) % 3 === 0 ? 1 : 0, 5 + 2 * (i % 2) + ((i * 13) % 19) / 5, ((i * 11) % 17) / 3].join(','),
);
const data = `id,treat,male,gdp,income\n${rows.join('\n')}\n`;
const pipeline = `papermake: 1
variables: {gdp: {label: Output}, income: {label: Income}}
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
    drop: _cons
    tables:
      p:
        panels:
          - {title: A, from: main.gdp.*, headers: [All, Men], stats: [n], rows: [{label: Mean, value: mean(outcome)}]}
          - {title: B, from: main.income.*, headers: [All, Men], stats: [n, r2], rows: [{label: Share, value: b(treat) / mean(outcome)}]}
      r: {from: main, layout: rows, stats: [n], rows: [{label: Mean, value: mean(outcome), before: treat}]}
      o: {from: main, layout: outcomes, keep: treat, stats: [n]}
`;

const start = (files: Readonly<Record<string, string>> = {}): Promise<unknown> => {
  project = new Project({ 'pipeline.yaml': pipeline, 'd.csv': data, ...files });
  return project.make();
};

describe('a part of one panel', () => {
  it('is named by `why`, and makes nothing but its table anew', async () => {
    await start();
    const edits = [
      ['label: Share,', 'label: Relative,', 'panels[1].rows'],
      ['b(treat) / mean(outcome)', 'b(treat) / sd(treat)', 'panels[1].rows'],
      [
        '{title: B, from: main.income.*, headers: [All, Men]',
        '{title: B, from: main.income.*, headers: [All, Male]',
        'panels[1].headers',
      ],
      ['stats: [n, r2]', 'stats: [r2]', 'panels[1].stats'],
      ['title: A,', 'title: Output,', 'panels[0].title: `A` → `Output`'],
    ] as const;
    for (const [from, to, said] of edits) {
      project.edit('pipeline.yaml', from, to);
      const { stdout } = await project.run('why', 't.p');
      expect(stdout, to).toContain(said);
      const { ran } = await project.make();
      expect(
        ran.filter((node) => !node.startsWith('t@')),
        to,
      ).toEqual(['t.p']);
    }
  });

  it('is told by `diff` with its panel, its row and its column', async () => {
    await start();
    project.edit('pipeline.yaml', 'b(treat) / mean(outcome)', '2 * b(treat) / mean(outcome)');
    await project.make();
    const { stdout } = await project.run('diff');
    expect(stdout).toContain('t.p\n');
    expect(stdout).toMatch(/Share/);
    expect(stdout).not.toMatch(/Mean|Observations/);
    const moved = JSON.parse((await project.run('diff', '--json')).stdout) as { panel?: string; row: string }[];
    expect(moved.map(({ row }) => row)).toEqual(['row:Share', 'row:Share']);
  });
});

describe('cells of every layout', () => {
  it('are printed by marks in texts and in other tables, and held by claims', async () => {
    const of = (path: string): string => `{{pm ${path} "0.000"}}`;
    const paths = [
      't.p.B.treat.Men',
      't.r["main.income.men"].treat',
      't.o.income.men',
      't.p.B.Share["(2)"]',
      't.o["value:Mean"]',
    ];
    const text = `${paths.slice(0, 4).map(of).join(' ')}\n`;
    await start({ 'paper.md': text });
    project.write(
      'pipeline.yaml',
      `${project.read('pipeline.yaml')}  u: {kind: report, formats: [markdown], tables: {q: {from: main.gdp.all, notes: ["Among men {{pm t.p.B.treat.Men}}."]}}}
claims:
  panel: t.p.B.treat.Men == main.income.men.treat
  row: 't.r["income.men"].treat == main.income.men.treat'
  cell: t.o.income.men == main.income.men.treat
  below: t.o.n.men == main.income.men.n
  share: abs(t.p.B.Share["(2)"] - main.income.men.treat / t.r["income.men"].Mean) < 1e-12
`
        .replaceAll('  share: abs', "  share: 'abs")
        .replace('< 1e-12', "< 1e-12'"),
    );
    const { code, stderr } = await project.run('run');
    expect(code, stderr).toBe(0);
    const { terms } = JSON.parse((await project.run('show', 'main.income.men', '--json')).stdout) as {
      terms: { term: string; estimate: number }[];
    };
    const treat = terms.find(({ term }) => term === 'treat')!.estimate.toFixed(3);
    expect(project.read('out/u/q.md').replaceAll('−', '-')).toContain(`Among men ${treat}.`);
    const written = await project.run('check', 'paper.md', '--write');
    expect(written.code, written.stderr + written.stdout).toBe(0);
    expect(project.read('paper.md').replaceAll('−', '-')).toContain(treat);
  });
});
