/** Rows and statistics of tables that are computed of each column: against numbers of R, in published layouts, and without estimating anything anew. */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 60 }, (_, i) => {
  const [treat, a, b, w] = [i % 2, ((i * 7) % 23) / 4, ((i * 11) % 17) / 3, 1 + (i % 3)];
  const y = 5 + 2 * treat + 0.5 * a + 0.4 * b + (((i * 13) % 19) - 9) / 5;
  const won = ((i * 5) % 11) + a > 7 ? 1 : 0;
  return [i, treat, a, b, w, 'NSW'[i % 3], y.toFixed(3), won].join(',');
});
const data = `id,treat,a,b,w,g,y,won\n${rows.join('\n')}\n`;

const models = `papermake: 1
samples: {control: treat == 0}
steps:
  d: {kind: ingest, file: d.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: short, fit: y ~ treat}
      - {id: long, fit: y ~ treat + a + b}
      - {id: weighted, fit: y ~ treat, weights: w}
      - {id: copies, fit: y ~ treat, weights: {frequency: w}}
  l: {kind: models, from: d, fit: won ~ treat + a, estimator: logit}
`;
const report = (tables: string): string => `${models}  t:
    kind: report
    formats: [markdown]
    tables:
${tables}`;

interface Sidecar {
  readonly rows: readonly { readonly row?: string; readonly term?: string; readonly cells: readonly (Cell | null)[] }[];
}
type Cell = Readonly<Record<'value' | 'pValue' | 'estimate' | 'stdError' | 'confLow' | 'confHigh', number>>;

const sidecar = (table: string): Sidecar => JSON.parse(project.read(`out/t/${table}.json`)) as Sidecar;
const cellsOf = (table: string, row: string): readonly (Cell | null)[] =>
  sidecar(table).rows.find((each) => each.row === row || each.term === row)!.cells;
const value = (table: string, row: string, column: number): number | undefined =>
  cellsOf(table, row)[column - 1]?.value;

const start = (pipeline: string): Promise<unknown> => {
  project = new Project({ 'pipeline.yaml': pipeline, 'd.csv': data });
  return project.make();
};

/** Gives what `run` says is wrong with the pipeline. */
async function complaints(tables: string): Promise<string> {
  project = new Project({ 'pipeline.yaml': report(tables), 'd.csv': data });
  const { code, stderr } = await project.run('run');
  expect(code).toBe(2);
  return stderr;
}

describe('computed rows', () => {
  it('are the numbers of R', async () => {
    await start(
      report(`      t:
        from: m
        rows:
          - {label: mean, value: mean(outcome)}
          - {label: control, value: 'mean(outcome, where="treat == 0")'}
          - {label: named, value: 'mean(outcome, where="control")'}
          - {label: sd, value: sd(outcome)}
          - {label: sd a, value: sd(a)}
          - {label: share, value: 100 * b(a) * sd(a) / mean(outcome)}
          - {label: f, value: 'test("a = b").f'}
          - {label: p, value: 'test("a = b").p'}
          - {label: sum, value: 'lincom("a + b")', stars: true}
          - {label: error, value: 'lincom("a + b").se', brackets: parentheses}
          - {label: beta, value: beta(a)}
          - {label: ratio, value: b(treat) / m.short.treat}
          - {label: rows, value: n / 2}
`),
    );
    const long: Record<string, number> = {
      mean: 8.42053333333,
      control: 7.3808,
      named: 7.3808,
      sd: 1.92542196534,
      'sd a': 1.69683154383,
      share: (100 * 0.562497072738 * 1.69683154383) / 8.42053333333,
      f: 1.41159673465,
      p: 0.239806070482,
      sum: 0.976668232443,
      error: 0.123596608575,
      beta: 0.495716156517,
      rows: 30,
    };
    for (const [row, expected] of Object.entries(long)) expect(value('t', row, 2), row).toBeCloseTo(expected, 9);
    expect(cellsOf('t', 'sum')[1]!.pValue).toBeCloseTo(1.1206777504e-10, 15);
    // as `summarize` of Stata weights them: frequencies count, other weights sum to N
    expect(value('t', 'mean', 3)).toBeCloseTo(8.36734166667, 9);
    expect(value('t', 'sd', 3)).toBeCloseTo(1.98921991991, 9);
    expect(value('t', 'sd', 4)).toBeCloseTo(1.98084421989, 9);
    expect(value('t', 'control', 3)).toBeCloseTo(7.31483333333, 9);
    expect(value('t', 'ratio', 1)).toBe(1);
    for (const row of ['share', 'f', 'sum', 'beta']) expect(cellsOf('t', row)[0], row).toBeNull();
    const table = project.read('out/t/t.md');
    expect(table).toMatch(/\n\| f +\| +\| +1\.412 +\| +\| +\|/);
    expect(table).toMatch(/\n\| sum +\| +\| 0\.977\*\*\* \| +\| +\|/);
    expect(table).toMatch(/\n\| error +\| +\| +\(0\.124\) +\| +\| +\|/);
    expect(table).toMatch(/\n\| rows +\| +30 +\| +30 +\| +30 +\| +60 +\|/);
  });

  it('agree with what the models themselves were asked for', async () => {
    const asked = ', tests: {equal: a = b}, lincom: {both: a + b}, nlcom: {ratio: b(a) / b(b)}';
    const pipeline = report(`      t:
        from: own.long
        stats: [n, turningPoint, uTest, uTestP, slopeLow, slopeHigh, turningLow, turningHigh]
        rows:
          - {label: F, value: 'test("a = b").f - own.long.tests.equal.statistic'}
          - {label: p, value: 'test("a = b").p - own.long.tests.equal.p'}
          - {label: estimate, value: 'lincom("a + b") - own.long.lincom.both.b'}
          - {label: error, value: 'lincom("a + b").se - own.long.lincom.both.se'}
          - {label: ratio, value: 'nlcom("b(a) / b(b)") - own.long.nlcom.ratio.b'}
          - {label: its error, value: 'nlcom("b(a) / b(b)").se - own.long.nlcom.ratio.se'}
          - {label: hi, value: 'lincom("a + b").hi - own.long.lincom.both.confHigh'}
          - {label: u, value: uTestP - own.long.uTestP}
`).replace(
      '  t:\n',
      `  own: {kind: models, from: d, vcov: cluster(g), columns: [{id: long, fit: q ~ treat + a + b + a^2, u_test: a${asked}}]}\n  t:\n`,
    );
    await start(pipeline.replace('file: d.csv', "file: d.csv, derive: {q: '(a - 2.5)^2 + b + y / 10'}"));
    for (const row of ['F', 'p', 'estimate', 'error', 'hi', 'u']) expect(value('t', row, 1), row).toBe(0);
    const { tests } = JSON.parse((await project.run('show', 'own.long', '--json')).stdout) as {
      tests: readonly { name: string; statistic: number; pValue: number; slopes: readonly number[] }[];
    };
    const u = tests.find(({ name }) => name === 'u-test')!;
    const table = project.read('out/t/t.md').replaceAll('−', '-');
    for (const [label, number] of [
      ['U test, t', u.statistic],
      ['p of U test', u.pValue],
      ['Slope at the minimum', u.slopes[0]!],
      ['Slope at the maximum', u.slopes[1]!],
    ] as const)
      expect(table).toMatch(
        new RegExp(`\\n\\| ${label} +\\| +${typeof number === 'number' ? number.toFixed(3) : '\\.'} +\\|`),
      );
  });

  it('make nothing but the table anew where a row, a head or a format changes', async () => {
    const table = (row: string): string => `      t: {from: m, stats: [n], rows: [{label: M, value: '${row}'}]}\n`;
    await start(report(table('mean(outcome)')));
    for (const row of ['sd(a) * b(a)', 'test("a = b").p', 'mean(y, where="treat == 1")']) {
      project.write('pipeline.yaml', report(table(row)));
      const { ran } = await project.make();
      expect(ran.filter((node) => !/^t[.@]/.test(node))).toEqual([]);
      expect(ran).toContain('t.t');
    }
    project.edit('pipeline.yaml', 'label: M,', 'label: Mean,');
    expect((await project.make()).ran).toEqual(['t.t']);
    project.edit('pipeline.yaml', 'from: m,', 'from: m, as: {level: 90}, headers: [A, B, C, D],');
    expect((await project.make()).ran).toEqual(['t.t']);
  });

  it('stand among the statistics, in one panel or in all', async () => {
    await start(
      report(`      t:
        stats: [{label: Mean of outcome, value: mean(outcome), digits: 2}, n]
        panels:
          - {title: Short, from: [m.short, m.weighted]}
          - title: Long
            from: [m.long, m.long]
            stats: [n, {label: Standard deviation, value: sd(outcome)}]
            rows: [{label: Control mean, value: 'mean(outcome, where="control")', digits: 1, after: n}]
        rows:
          - {label: Half, value: n / 2}
          - {label: t of treat, value: t(treat), after: treat}
`),
    );
    const labels = [...project.read('out/t/t.md').matchAll(/\n\| ([^|]*?) *\|/g)].map(([, label]) => label);
    expect(labels.filter((label) => label !== '')).toEqual([
      ...[':-----------------', '**Short**', 'treat', 't of treat', 'Constant', 'Mean of outcome'],
      ...['**Long**', 'treat', 't of treat', 'a', 'b', 'Constant', 'Standard deviation'],
      ...['Control mean', 'Observations', 'Half'],
    ]);
  });

  it('leave a cell empty by rule, or end the table where the row asks for it', async () => {
    await start(
      report(`      t: {from: [m.short, m.long], rows: [{label: b of a, value: b(a), missing: error}]}\n`),
    ).catch(() => undefined);
    const { code, stderr } = await project.run('run');
    expect(code).toBe(1);
    expect(stderr).toContain('column (1) has nothing for the row `b of a`, `b(a)`');
  });

  it('tell of a wrong name at its place before anything runs', async () => {
    const stderr = await complaints(`      t:
        from: m
        stats: [n, {label: S, value: r3}]
        rows:
          - {label: A, value: b(aa)}
          - {label: B, value: mean(zz)}
          - {label: C, value: 'mean(outcome, where="tret == 0")'}
          - {label: D, value: 'test("a = c").p'}
          - {label: E, value: m.longer.a}
          - {label: F, value: a}
          - {label: G, value: 2 * b(a), stars: true}
          - {label: H, value: mean(outcome), cells: [1, 2, 3, 4]}
          - {label: I, value: m.*.treat}
          - {label: J, value: b(a) > 1}
`);
    for (const said of [
      'unknown statistic `r3`',
      '`aa` is no term of these columns',
      'unknown variable `zz`',
      'unknown variable `tret`',
      '`c` is no term of this regression',
      'no node is called `m.longer.a`',
      'its coefficient is `b(a)`, its mean `mean(a)`',
      '`2 * b(a)` has no p value of its own',
      'expected `cells` or `value` in the row `H`, got both',
      '`m.*.treat` is not one number',
      'expected a number, got condition `b(a) > 1`',
    ])
      expect(stderr).toContain(said);
    expect(stderr).toMatch(/pipeline\.yaml:22:31 +`aa`/);
  });
});

describe('estimates', () => {
  it('are exponentiated by the delta method, with the p values of the coefficients', async () => {
    await start(report(`      odds: {from: l, as: {exponentiate: true}, se_as: ci, stats: [n, pseudoR2]}\n`));
    const treat = cellsOf('odds', 'treat')[0]!;
    const a = cellsOf('odds', 'a')[0]!;
    expect(treat.estimate).toBeCloseTo(0.535409657064, 9);
    expect(treat.stdError).toBeCloseTo(0.314203640475, 7);
    expect(treat.confLow).toBeCloseTo(0.16949659805, 7);
    expect(treat.confHigh).toBeCloseTo(1.69126403819, 6);
    expect(treat.pValue).toBeCloseTo(0.287083505418, 6);
    expect(a.estimate).toBeCloseTo(1.80817526826, 8);
    expect(a.pValue).toBeCloseTo(0.00170897639366, 7);
    expect(project.read('out/t/odds.md')).toBe(`<!-- papermake: t.odds from l -->

|              |       (1)        |
| :----------- | :--------------: |
| treat        |      0.535       |
|              | \\[0.169, 1.691\\] |
| a            |     1.808***     |
|              | \\[1.249, 2.618\\] |
| Constant     |      0.344*      |
|              | \\[0.105, 1.128\\] |
| Observations |        60        |
| Pseudo R²    |      0.152       |

*Notes:* Dependent variable: won. Logit by maximum likelihood. Exponentiated coefficients, standard errors by the delta method, p values of the coefficients. 95% confidence intervals in brackets, from conventional standard errors. \\* p < 0.10, \\*\\* p < 0.05, \\*\\*\\* p < 0.01.
`);
  });

  it('leave out what the defaults drop, where a table has it', async () => {
    const tables = `      all: {from: m.long}
      kept: {from: m.short, keep: [_cons]}
      own: {from: m.short, drop: [treat]}
`;
    await start(report(tables).replace('steps:', 'defaults: {report: {drop: [_cons, nobody]}}\nsteps:'));
    expect(project.read('out/t/all.md')).not.toContain('Constant');
    for (const table of ['kept', 'own']) expect(project.read(`out/t/${table}.md`)).toContain('Constant');
    expect((await project.run('status')).stderr).not.toContain('nobody');
  });

  it('are standardized over the estimation rows, and have intervals of other levels', async () => {
    await start(
      report(`      std: {from: m.long, as: {standardized: true}}
      levels: {from: m.long, as: {level: [90, 99]}, se_as: ci}
`),
    );
    const beta = (term: string): number => cellsOf('std', term)[0]!.estimate;
    expect([beta('treat'), beta('a'), beta('b')].map((each) => each.toFixed(9))).toEqual(
      [0.504208229533, 0.495716156517, 0.357291770723].map((each) => each.toFixed(9)),
    );
    expect(project.read('out/t/std.md')).toContain('Standardized coefficients');
    const levels = project.read('out/t/levels.md');
    expect(levels).toContain('\\[0.417, 0.708\\]');
    expect(levels).toContain('\\[0.331, 0.794\\]');
    expect(levels).toContain('90% and 99% confidence intervals in brackets');
  });
});
