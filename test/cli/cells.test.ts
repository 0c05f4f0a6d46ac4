/** Cells of tables: decimals by row and column, and footnotes. */
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 60 }, (_, i) => {
  const [treat, a] = [i % 2, ((i * 7) % 23) / 4];
  const y = 5 + 2 * treat + 0.5 * a + (((i * 13) % 19) - 9) / 5;
  return [i, treat, a, 'NSW'[i % 3], y.toFixed(3)].join(',');
});
const data = `id,treat,a,g,y\n${rows.join('\n')}\n`;

const pipeline = (entry: string): string => `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: short, fit: y ~ treat}
      - {id: long, fit: y ~ treat + a}
  about: {kind: describe, from: d, variables: [y, a]}
  t:
    kind: report
    formats: [latex, markdown, html, csv, typst, xlsx, docx]
    tables:
      t:
${entry.replace(/^/gm, '        ')}
`;

const write = (entry: string): void => {
  project = new Project({ 'pipeline.yaml': pipeline(entry), 'd.csv': data });
};

async function complaints(entry: string): Promise<string> {
  write(entry);
  const { code, stderr } = await project.run('run');
  expect(code).toBe(2);
  return stderr;
}

interface Printed {
  readonly key: string;
  readonly label: string;
  readonly cells: readonly ({ readonly text: string } | null)[];
}
interface Sidecar {
  readonly printed: readonly { readonly title: string | null; readonly rows: readonly Printed[] }[];
  readonly notes: readonly string[];
}
const sidecar = (): Sidecar => JSON.parse(project.read('out/t/t.json')) as Sidecar;
const printed = (key: string): readonly (string | null)[] =>
  sidecar()
    .printed.flatMap((panel) => panel.rows)
    .find((row) => row.key === key)!
    .cells.map((cell) => cell?.text ?? null);

describe('decimals', () => {
  it('are those of a row, of a column, and of what a number is', async () => {
    write(`from: m
stats: [n, {r2: {digits: 4}}, rmse, {label: Mean, value: mean(outcome)}, {label: Half, value: mean(outcome) / 2, digits: 5}]
digits: {se: 1, rmse: 2, a: {b: 4, se: 5}, (1): {b: 0, default: 1}, m.long: 2}`);
    await project.make();
    expect(printed('treat')[0]).toMatch(/^\d\*\*\* \(\d\.\d\)$/);
    expect(printed('treat')[1]).toMatch(/^\d\.\d\d\*\*\* \(\d\.\d\d\)$/);
    expect(printed('a')[1]).toMatch(/^\d\.\d{4}\*\*\* \(\d\.\d{5}\)$/);
    expect(printed('n')).toEqual(['60', '60']);
    expect(printed('r2')[0]).toMatch(/^0\.\d{4}$/);
    expect(printed('rmse')[1]).toMatch(/^\d\.\d{2}$/);
    expect(printed('value:Mean')[0]).toMatch(/^\d\.\d$/);
    expect(printed('value:Mean')[1]).toMatch(/^\d\.\d\d$/);
    expect(printed('value:Half')[1]).toMatch(/^\d\.\d{5}$/);
  });

  it('are those of the columns of one panel', async () => {
    write(`panels: [{title: One, from: m.short}, {title: Two, from: m.long}]
stats: [r2]
digits: {B(1): 1, (1): 2}`);
    await project.make();
    const cells = sidecar().printed.map((panel) => panel.rows.find((row) => row.key === 'treat')!.cells[0]!.text);
    expect(cells[0]).toMatch(/\(\d\.\d\d\)$/);
    expect(cells[1]).toMatch(/\(\d\.\d\)$/);
  });

  it('are those of a variable’s statistics', async () => {
    write('from: about\nstats: [mean, sd]\ndigits: {y: {mean: 1}, sd: 2}');
    await project.make();
    expect(printed('y')[0]).toMatch(/^\d\.\d$/);
    expect(printed('y')[1]).toMatch(/^\d\.\d\d$/);
    expect(printed('a')[0]).toMatch(/^\d\.\d\d\d$/);
  });

  it('are refused for what the table does not have', async () => {
    const told = await complaints('from: m\ndigits: {(3): 1, b: {se: 1}, a: {see: 2}, m.longer: 1}');
    expect(told).toContain('`(3)` is no field, statistic, variable or column of this table');
    expect(told).toContain('columns: `(1)`, `(2)`, `m.short`');
    expect(told).toContain('expected a number of decimals for `b`, got a map');
    expect(told).toContain('`see`, of which `a` has decimals, is no field or statistic of this table');
    expect(told).toContain('did you mean `se`?');
    expect(told).toContain('did you mean `m.long`?');
    project.dispose();
    expect(await complaints('from: about\ndigits: {(2): 1}')).toContain('`(2)` is no field, statistic or variable');
  });
});

describe('footnotes', () => {
  const entry = `from: m
headers: [Short, Long]
rows: [{label: Half, value: mean(outcome) / 2}]
footnotes:
  - {at: {row: a, column: Long}, text: "In {{pm m.long.a.b \\"0.0\\"}} of units."}
  - {at: [treat, m.short], text: Assigned.}
  - {at: {row: Half, column: (2)}, text: Of all., mark: †}`;

  it('stand at heads, labels and cells in the order in which they are read, with numbers of results', async () => {
    write(entry);
    await project.make();
    const notes = sidecar().notes.slice(-3);
    expect(notes).toEqual(['ᵃ Assigned.', expect.stringMatching(/^ᵇ In 0\.\d of units\.$/), '† Of all.']);
    expect(sidecar().printed[0]!.rows[0]!.label).toBe('treatᵃ');
    expect(printed('a')[1]).toMatch(/^0\.\d{3}\*\*\*ᵇ \(/);
    expect(printed('row:Half')[1]).toMatch(/†$/);
    expect(project.read('out/t/t.tex')).toContain('\\pmh{Short\\textsuperscript{a}}');
    expect(project.read('out/t/t.html')).toContain('<sup>***</sup><sup>b</sup>');
    const csv = project.read('out/t/t.csv');
    expect(csv).not.toMatch(/[ᵃᵇ†]/);
    expect(csv).toMatch(/^treat,/m);
  });

  it('rerun the table alone, and keep its numbers', async () => {
    write(entry);
    await project.make();
    project.write('pipeline.yaml', pipeline(entry).replace('Assigned.', 'Drawn.'));
    const { stdout } = await project.run('run', '--json');
    expect(stdout).toContain('"ran":["t.t"]');
    expect(sidecar().notes.at(-3)).toBe('ᵃ Drawn.');
  });

  it.each([
    ['{at: tret, text: x}', 'footnote 1 stands at `tret`, which is no row of this table', 'did you mean `treat`?'],
    ['{at: {row: treat, column: (3)}, text: x}', 'stands at `(3)`, which is no column of this table', '`(1)`'],
    ['{at: {row: a, column: (1)}, text: x}', 'stands at `a` in `(1)`, where nothing is printed', ''],
    ['{at: {panel: B}, text: x}', 'stands at `B`, which is no panel of this table', ''],
    [
      '{at: a, text: x, mark: b}, {at: treat, text: y, mark: b}',
      'two footnotes have the mark `b`',
      'at several places',
    ],
  ])('are refused where they have no place: %s', async (footnotes, message, hint) => {
    write(`from: m\nfootnotes: [${footnotes}]`);
    const { code, stderr, stdout } = await project.run('run');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain(message);
    expect(stdout + stderr).toContain(hint);
  });
});

describe('claims', () => {
  const table = `from: m
headers: [Short, Long]
stats: [n, {label: Mean, value: mean(outcome)}]
rows: [{label: Effect of a half, value: b(treat) / 2, percent: true}, {label: Sample, cells: [All, All]}]`;
  const claimed = (claims: string, entry = table): string =>
    `${pipeline(entry)}claims:\n${claims.replace(/^/gm, '  ')}\n`;

  it('name cells of tables by row and column, computed ones too', async () => {
    project = new Project({
      'pipeline.yaml': `numbers: {half: {of: 't.t["Effect of a half"].2', digits: 1}}\n${claimed(`half: t.t["Effect of a half"].2 == 50 * m.long.treat
named: t.t["Effect of a half"]["m.long"] == t.t["Effect of a half"].Long
mean: all(t.t.Mean.* > 5) and t.t.n.1 == 60
estimate: t.t.treat.1 == m.short.treat
printed: t.t.Sample.1 == "All" and t.t.n.2.text == "60"
false: t.t.Mean.2 < 1`)}`,
      'd.csv': data,
    });
    const { code, stderr } = await project.run('run');
    expect(code).toBe(3);
    expect(stderr.match(/t\.t.*, expected/g)).toEqual([expect.stringMatching(/^t\.t\.Mean\.2 = \d/)]);
    expect(project.read('out/numbers.json')).toMatch(/"half":\s*\{[^}]*"text": "\d+\.\d"/);
  });

  it('name a row of one of several panels, and say what a table has', async () => {
    const panels = 'panels: [{title: One, from: m.short}, {title: Two, from: m.long}]\nstats: [r2]';
    project = new Project({
      'pipeline.yaml': claimed(
        'sum: t.t.One.r2.1 < t.t.Two.r2.1 and t.t.r2.Two.1 > 0\nmean: t.t.Two.mean.1 > 0',
        panels,
      ),
      'd.csv': data,
    });
    const { stdout, stderr } = await project.run('run');
    expect(stdout + stderr).toContain('`t.t.Two` has no `mean`');
    expect(stdout + stderr).toMatch(/it has .*r2/);
    expect(stdout).toContain('7 ran, 1 failed');
  });
});

describe('computed rows', () => {
  const entry = (half: string): string => `from: m
rows:
  - {each: {x: [treat, a]}, label: "Half of {x}", value: "b({x}) ${half}"}
  - {each: {x: {Mean: mean, "S.d.": sd}}, label: "{x.key} of y", value: "{x}(outcome)", digits: 1}`;

  it('loop, as those that are written out', async () => {
    write(entry('/ 2'));
    await project.make();
    const looped = sidecar();
    expect(looped.printed[0]!.rows.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Half of treat', 'Half of a', 'Mean of y', 'S.d. of y']),
    );
    project.write(
      'pipeline.yaml',
      pipeline(`from: m
rows: [{label: Half of treat, value: b(treat) / 2}, {label: Half of a, value: b(a) / 2}, {label: Mean of y, value: mean(outcome), digits: 1}, {label: S.d. of y, value: sd(outcome), digits: 1}]`),
    );
    const { stdout } = await project.run('run', '--json');
    expect(stdout).toContain('"ran":[]');
    expect(sidecar()).toEqual(looped);
  });

  it('are told by `why` and `diff` when they move', async () => {
    write(entry('/ 2'));
    await project.make();
    project.write('pipeline.yaml', pipeline(entry('/ 4')));
    expect((await project.run('why', 't.t')).stdout).toContain('b(treat) / 4');
    await project.make();
    const { stdout } = await project.run('diff', '--json');
    const moved = JSON.parse(stdout) as { row: string; column: string; before: number; after: number }[];
    expect(moved.map(({ row }) => row)).toEqual(['row:Half of treat', 'row:Half of treat', 'row:Half of a']);
  });
});
