/** Exhibits in the layouts of published papers: what their cells, heads, labels and notes say, and what is said of mistakes in them. */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 80 }, (_, i) => {
  const [treat, z, x] = [i % 2, ((i * 7) % 23) / 4, ((i * 11) % 17) / 3];
  const d = 1 + 0.5 * z + (((i * 13) % 19) - 9) / 10;
  return [i, treat, z, x, d, 'NSW'[i % 3], 5 + 2 * treat + d + ((i * 17) % 13) / 6, ((i * 5) % 11) + treat, i % 8].join(
    ',',
  );
});
const data = `id,treat,z,x,d,g,gdp,income,c\n${rows.join('\n')}\n`;

const pipeline = (steps: string, tables: string, more = ''): string => `papermake: 1
variables: {gdp: {label: Output, zh: 产出}, income: {label: Income, zh: 收入}, g: {label: Region, zh: 地区}}
sets: {effects: [x, i(g)]}
steps:
  d: {kind: ingest, file: d.csv}
${steps}  t:
    kind: report
    formats: [markdown]
    tables:
${tables}${more}`;

const start = (text: string): Promise<unknown> => {
  project = new Project({ 'pipeline.yaml': text, 'd.csv': data });
  return project.make();
};
const table = (name: string): string => project.read(`out/t/${name}.md`);
const lines = (name: string): string[][] =>
  table(name)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const labels = (name: string): string[] => lines(name).map(([label]) => label!);

const models = `  m:
    kind: models
    from: d
    columns:
      - {id: "{y}.{s.key}", each: {y: [gdp, income], s: {plain: iid, robust: HC1}}, fit: "{y} ~ treat + x + i(g)", vcov: "{s}", header: "{s.key}"}
`;

describe('computed rows', () => {
  it('of estimates alone are printed, several errors below one coefficient', async () => {
    await start(
      pipeline(
        models,
        `      t:
        from: m.gdp.plain
        keep: treat
        rows: [{label: "", value: se(treat), brackets: square, after: treat}, {label: Twice, value: 2 * b(treat)}]
`,
      ),
    );
    const [, , b, se, again] = lines('t');
    expect(again![1]!.replaceAll('\\', '')).toBe(se![1]!.replace('(', '[').replace(')', ']'));
    expect(Number(lines('t').find(([label]) => label === 'Twice')![1])).toBeCloseTo(2 * Number.parseFloat(b![1]!), 2);
  });

  it('stand below a row of the author’s own by its label, and tests may have several restrictions', async () => {
    await start(
      pipeline(
        models,
        `      t:
        from: m.gdp.*
        stats: [n, {label: Mean, value: mean(outcome)}]
        rows:
          - {label: Sum, value: 'lincom("treat + x")'}
          - {label: s.e., value: 'lincom("treat + x").se', after: Sum}
          - {label: Below the mean, value: n, after: Mean}
          - {label: jointly, value: 'test("treat = 0", "x = 0").p - test("treat + x").p'}
          - {label: equal, value: 'test("treat = x", "i(g) = 0").df'}
`,
      ),
    );
    expect(labels('t').slice(-6)).toEqual(['Mean', 'Below the mean', 'Sum', 's.e.', 'jointly', 'equal']);
    expect(lines('t').at(-2)!.slice(1)).toEqual(['0', '0']);
    expect(lines('t').at(-1)!.slice(1)).toEqual(['3', '3']);
    project.edit('pipeline.yaml', 'after: Sum', 'after: Sums');
    const { stderr } = await project.run('run');
    expect(stderr).toContain('did you mean `Sum`?');
    expect(stderr).not.toContain('row:');
    project.edit('pipeline.yaml', 'after: Sums', 'after: Sum');
    project.edit('pipeline.yaml', '"treat = 0", "x = 0"', '"treat = 0", x');
    expect((await project.run('run')).stderr).toContain('`test` takes texts in quotes, got `x`');
  });
});

describe('names of terms', () => {
  it('of a factor are those of all its levels, alone and in a set', async () => {
    await start(
      pipeline(
        `${models}  pooled: {kind: models, from: d, fit: gdp ~ treat + x, header: Short}\n`,
        `      set: {from: [pooled, m.gdp.plain], drop: _cons, indicate: [effects]}
      named: {from: [pooled, m.gdp.plain], indicate: {Regions: i(g)}, drop: [_cons, x]}
      dropped: {from: m.gdp.*, drop: [i(g), _cons]}
`,
      ),
    );
    expect(lines('set').find(([label]) => label === 'Effects')).toEqual(['Effects', 'Partly', 'Yes']);
    expect(lines('named').find(([label]) => label === 'Regions')).toEqual(['Regions', 'No', 'Yes']);
    for (const name of ['set', 'named', 'dropped']) expect(table(name)).not.toContain('Region =');
    expect(
      labels('dropped')
        .filter((label) => label !== '')
        .slice(0, 3),
    ).toEqual([':-----------', 'treat', 'x']);
  });
});

describe('layouts', () => {
  it('have rows and columns that claims, footnotes and `rename` call by the names of their regressions', async () => {
    await start(
      pipeline(
        models,
        `      r:
        from: m.*.plain
        layout: rows
        headers: {m.gdp.plain: "", m.income.plain: ""}
        keep: treat
        rename: {treat: Difference, gdp: GDP}
        footnotes: [{at: {row: gdp.plain, column: Difference}, text: Alone.}]
`,
        `claims: {cell: 't.r["gdp.plain"].Difference == m.gdp.plain.treat'}\n`,
      ),
    );
    expect(labels('r').filter(Boolean)).toEqual([':-----', 'GDP', 'Income']);
    expect(table('r')).toMatch(/\| GDP +\| [\d.]+\*\*\*ᵃ/);
    expect((await project.run('run', '--force', 't.r')).stderr).not.toContain('rename');
  });

  it('of outcomes name columns by their headers in notes, and show what `stats` names', async () => {
    const iv = `  {h}: {each: [{h: first}, {h: second}], kind: models, from: d, header: "IV {h}", columns: [{id: "{y}", each: {y: [gdp, income]}, fit: "{y} ~ x | d ~ z", show: [second]}]}\n`;
    await start(
      pipeline(
        models + iv.replace('  {h}:', '  "{h}":'),
        `      o: {from: m, layout: outcomes, keep: treat, stats: [n]}
      iv: {from: [first, second], layout: outcomes, keep: d}
      none: {from: m.*.plain, keep: treat, stats: []}
`,
      ),
    );
    expect(labels('o').filter(Boolean).slice(1)).toEqual(['Output', 'Observations', 'Income', 'Observations']);
    expect(table('o')).toContain('conventional in column “plain”; heteroskedasticity-robust (HC1) in column “robust”.');
    expect(lines('iv')[0]!.slice(1)).toEqual(['IV first', 'IV second']);
    expect(labels('none').slice(2)).toEqual(['treat', '']);
  });

  it('of panels are not headed by the equation that their titles name, and notes call columns as all panels do', async () => {
    await start(
      pipeline(
        `  iv: {kind: models, from: d, columns: [{id: "{y}", each: {y: [gdp, income]}, fit: "{y} ~ {c} | d ~ z + {w}", vcov: HC1}]}
  first: {kind: models, columns: [{id: "{y}", each: {y: [gdp, income]}, base: "iv.{y}", show: [first]}]}
  ols: {kind: models, from: d, columns: [{id: "{y}", each: {y: [gdp, income]}, fit: "{y} ~ {c} + d"}]}
`.replaceAll('each: {y: [gdp, income]}, fit', 'each: {y: [gdp, income], c: [""], w: [x]}, fit'),
        `      t:
        drop: _cons
        panels:
          - {title: "Panel A: 2SLS", from: iv, stats: [n]}
          - {title: "Panel B: First stage", from: first, stats: [r2]}
      side:
        panels:
          - {title: Output, from: [iv.gdp, ols.gdp]}
          - {title: Income, from: [iv.income, ols.income]}
`,
      ),
    );
    expect(lines('t')[0]).toEqual(['', '(1)', '(2)']);
    expect(labels('t')[2]).toBe('**Panel A: 2SLS**');
    expect(table('side')).toContain('heteroskedasticity-robust (HC1) in column (1); conventional in column (2).');
  });

  it('head their rows by what these are, in Chinese too, and levels below their variable by themselves', async () => {
    await start(
      pipeline(
        `${models}  tab: {kind: tabulate, from: d, rows: g, by: treat}
  split: {kind: models, from: d, fit: gdp ~ treat, split: g, difference: {of: treat, between: all}}
`,
        `      tab: {from: tab, stats: [n], lang: zh}
      pairs: {from: split.difference, preset: cn}
      rows: {from: m.gdp.*, layout: rows, keep: treat, preset: cn}
      balance: {from: m.*.plain, layout: rows, keep: treat, preset: cn, headers: ["", ""]}
      outcomes: {from: m, layout: outcomes, keep: treat, preset: cn}
`,
      ),
    );
    expect(lines('tab')[0]).toEqual(['地区', 'treat – 0', 'treat – 1', '合计']);
    expect(table('tab')).toMatch(/注：\* χ²\(2\)/);
    const heads = ['pairs', 'rows', 'balance', 'outcomes'].map((name) => lines(name)[0]![0]);
    expect(heads).toEqual(['组别', '回归', '变量', '被解释变量']);
  });
});

describe('mistakes', () => {
  it('are told with what the author wrote, at its place', async () => {
    project = new Project({
      'pipeline.yaml': pipeline(
        `${models}  split: {kind: models, from: d, columns: [{id: a, fit: gdp ~ treat, split: g}]}
  about: {kind: describe, from: d, variables: [gdp]}
`,
        `      group: {from: split.a}
      other: {from: m.gdp}
      marks:
        from: m.gdp.plain
        footnotes:
          - {at: treat, text: "One {{pm m.gdp.plain.treat}}."}
          - {at: x, text: "Two {{pm nothing here at all}}."}
      none: {from: about, stats: []}
      twice: {from: m, layout: outcomes, keep: treat, headers: ["", "", "", ""]}
`,
        'claims: {which: m.gdp.treat > 0}\n',
      ),
      'd.csv': data,
    });
    const { code, stderr } = await project.run('run');
    expect(code).toBe(2);
    for (const said of [
      '`m.gdp.*` takes all 2: m.gdp.plain, m.gdp.robust',
      'expected at least one statistic, got none',
      'is no mark of a number',
    ])
      expect(stderr).toContain(said);
    const line =
      project
        .read('pipeline.yaml')
        .split('\n')
        .findIndex((each) => each.includes('Two {{pm')) + 1;
    expect(stderr).toContain(`pipeline.yaml:${line}:`);
    for (const wrong of ['other: {from: m.gdp}', 'none: {from: about, stats: []}', 'claims: {which: m.gdp.treat > 0}'])
      project.edit('pipeline.yaml', wrong, '');
    project.edit('pipeline.yaml', 'Two {{pm nothing here at all}}.', 'Two.');
    expect((await project.run('run')).stderr).toContain('`split.a.*` takes all 3');
    project.edit('pipeline.yaml', 'split.a}', 'split.a.*}');
    expect((await project.run('run')).stderr).toContain('both are of `gdp`, and neither has a header');
  });
});
