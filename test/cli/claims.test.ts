/** Claims, comparisons and audits through the real binary. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  about: {kind: describe, from: panel, variables: [y, x]}
  baseline:
    kind: models
    from: panel
    columns:
      - {id: short, fit: y ~ x | unit}
      - {id: long, fit: y ~ x + z | unit}
  regions: {kind: models, base: baseline.short, split: region}
  tables: {kind: report, tables: {main: {from: baseline, formats: [csv]}}}
  compare:
    kind: compare
    tables:
      main: {published: data/main.csv, with: tables.main, explain: {"x / (1)": another vintage of the data}}
  audit: {kind: audit, of: [baseline, data/main.csv]}
claims:
  sign:
    claim: all(baseline.*.x > 0) and all(regions.*.x.p < 0.05)
    text: x works everywhere
  inside: about.x.mean in range(panel.x)
`;

const PUBLISHED = ',(1),(2)\nx,9.999*** (0.100),\nz,,-1.000*** (0.100)\nNobody,1.0,\n';

let project: Project;
beforeEach(() => {
  project = new Project({ 'data/panel.csv': DATA, 'data/main.csv': PUBLISHED, 'pipeline.yaml': PIPELINE });
});
afterEach(() => project.dispose());

const falsify = (): void => project.edit('pipeline.yaml', 'inside: about.x.mean in', 'inside: about.x.mean not in');

describe('claims', () => {
  it('that hold end a run with 0, a false one with 3 when everything is written', async () => {
    await project.make();
    falsify();
    project.remove('out');
    const run = await project.run('run');
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(
      /false {3}claims\.inside {2}about\.x\.mean not in range\(panel\.x\)\n +about\.x\.mean = 0\.\d+, expected not in \[0\.\d+, 0\.\d+\], the range of panel\.x/,
    );
    expect(project.has('out/tables/main.csv')).toBe(true);
    expect(project.has('out/compare/summary.md')).toBe(true);
    expect(project.has('out/audit/findings.tex')).toBe(true);
    // Nor does the short cut of a fresh run forget it.
    expect((await project.run()).code).toBe(3);
    project.edit('pipeline.yaml', 'not in', 'in');
    expect((await project.run('run')).code).toBe(0);
    expect((await project.run('run')).stdout).toMatch(/all \d+ nodes are fresh/);
  });

  it('may be added on a test of a difference that has run', async () => {
    project.edit('pipeline.yaml', 'split: region}', 'split: region, difference: {of: x}}');
    project.edit('pipeline.yaml', 'all(regions.*.x.p < 0.05)', '1 > 0');
    await project.make();
    project.edit('pipeline.yaml', '  inside:', '  equal: regions.difference.chow.p <= 1\n  inside:');
    expect(await project.run()).toMatchObject({ code: 0 });
    expect((await project.run('check', 'equal')).stdout).toContain('holds  equal');
  });

  it('a failed node outweighs a false claim', async () => {
    falsify();
    project.edit('pipeline.yaml', 'fit: y ~ x + z | unit', 'fit: y ~ x + z | unit, sample: year > 3000');
    expect((await project.run('run', '-k')).code).toBe(1);
  });

  it('check judges them, running only what they need', async () => {
    falsify();
    const check = await project.run('check');
    expect(check.code).toBe(3);
    expect(check.stdout).toMatch(
      /^holds {2}sign {4}x works everywhere\nFALSE {2}inside {2}about\.x\.mean not in range\(panel\.x\)\n {7}about\.x\.mean = /,
    );
    expect(check.stdout).toMatch(/2 claims: 1 false\n$/);
    expect(project.has('out')).toBe(false);
    const json = await project.run('check', '--json', 'inside');
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toMatchObject({
      claims: [{ claim: 'inside', node: 'claims.inside', holds: false, broken: [{ of: 'about.x.mean' }] }],
    });
    expect((await project.run('check', 'sign')).code).toBe(0);
    const unknown = await project.run('check', 'insied');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean `inside`?')]);
  });

  it('are called as the pipeline calls them, also by names with blanks', async () => {
    project.edit('pipeline.yaml', '  inside: about', '  the mean lies inside: about');
    const { stdout } = await project.run('check');
    expect(stdout).toContain('holds  the mean lies inside');
    for (const name of ['the mean lies inside', 'claims.the mean lies inside', 'claims["the mean lies inside"]'])
      expect((await project.run('check', name)).stdout).toContain('1 claim: it holds');
    const { claims } = JSON.parse((await project.run('check', 'the mean lies inside', '--json')).stdout);
    expect(claims).toMatchObject([{ claim: 'the mean lies inside', node: 'claims["the mean lies inside"]' }]);
  });

  it('reads exactly what it says: another column of the data leaves it fresh', async () => {
    await project.make();
    project.write('data/panel.csv', DATA.replace(/^(u0,2010,North,[^,]*,)([^,]*),([^,]*),/m, '$1$2,0.5,'));
    const { ran, fresh } = await project.make();
    expect(ran).toContain('baseline.long');
    expect(fresh).toContain('claims.inside');
    expect(ran).not.toContain('claims.inside');
  });

  it('says all that is wrong at once, before anything runs', async () => {
    project.write(
      'pipeline.yaml',
      `${PIPELINE}  a: baseline.shrot.x > 0
  b: baseline.short.zz > 0
  c: all(baseline.*.x)
  d: baseline.*.x > 0
  e: basline.short.x > 0
  f: about.x.mean in range(panel.w2)
  g: baseline.x > 0
  h: baseline > 0
  i: tables.main.x > 0
  j: baseline.short.x >
  k: {clam: 1}
  l: baseline.short > 0
  m: baseline.short.x.pp < 0.1
  n: about.x.mena > 0
  o: about.quux > 0
  p: th.3 > 0 and th.1.pValu < 0.1
  q: baseline.*.stats.r2Witin > 0
  s: th["x:z"] > 0
  r: all(about.*.mean > 0) and about.x.p25 < 1 and baseline.long.z.t < 0
`.replace(
        '\nclaims:',
        '\n  th: {kind: threshold, base: baseline.short, on: z, slope: x, max: 2, bootstrap: 20}\nclaims:',
      ),
    );
    const run = await project.run('run');
    expect(run.code).toBe(2);
    for (const text of [
      'no node is called `baseline.shrot.x`',
      'did you mean `baseline.short`?',
      '`baseline.short` has no `zz`',
      '`baseline.*.x` stands for 2 numbers',
      'unknown step `basline`',
      '`panel` has no column `w2`',
      'name one, as in `baseline.short.x`, or all with `baseline.*.x`',
      '`baseline` is no number',
      '`tables.main.x` is a row of a table, not one of its cells',
      'behind the row stands the column, `tables.main.x.1`',
      'expected a value, got the end of the text',
      'unknown key `clam`',
      '`baseline.short` is a node, not one of its numbers',
      '`baseline.short.x` has no `pp`',
      '`about.x` has no `mena`',
      '`about` has no `quux`',
      'there are y, x',
      '`th` has no `3`',
      'there are 1, 2\n',
      'there are 1, 2; coefficients stand in `.fit["x:z"]`',
      '`th.1` has no `pValu`',
      '`baseline.stats` has no `r2Witin`',
    ])
      expect(run.stderr).toContain(text);
    expect(run.stderr).not.toContain(' r: all(');
    expect(project.has('.papermake')).toBe(false);
  });

  it('a step cannot be called claims', async () => {
    project.edit('pipeline.yaml', '  about: {', '  claims: {kind: describe, from: panel, variables: [y]}\n  about: {');
    const run = await project.run('run');
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('`claims` is the name of the paper')]);
  });
});

describe('comparisons', () => {
  it('list every cell', async () => {
    await project.make();
    const shown = JSON.parse((await project.run('show', 'compare.main', '--json')).stdout);
    const cells = (shown.cells as { row: string; column: string; verdict: string }[]).map(
      (c) => `${c.row} ${c.column} ${c.verdict}`,
    );
    expect(cells).toEqual([
      'x (1) differs',
      'x (2) not printed',
      expect.stringMatching(/^z \(2\) (differs|stars|last digit)$/),
      'Nobody (1) unmatched',
      '_cons (1) not printed',
      '_cons (2) not printed',
    ]);
    expect(shown.counts).toMatchObject({ cells: 6, explained: 1, unmatched: 1 });
    expect(shown.cells[0]).toMatchObject({
      published: '9.999*** (0.100)',
      explanation: 'another vintage of the data',
      table: 'main',
    });
    expect(shown.cells[0].inStdErrors).toBeCloseTo(
      shown.cells[0].difference / Number(JSON.parse(project.read('out/tables/main.json')).rows[0].cells[0].stdError),
      10,
    );
    expect((await project.run('show', 'compare.summary')).stdout).toContain('another vintage of the data');
  });

  it('find every figure of our own CSV, the equations of instrumental variables, regimes and the mean VIF too', async () => {
    project.edit(
      'pipeline.yaml',
      '  tables: {kind',
      `  iv: {kind: robustness, base: baseline.long, columns: {iv: {iv: x ~ L.x, show: [first, second]}, ols: {}}}
  inflation: {kind: vif, from: panel, variables: [x, z]}
  th: {kind: threshold, base: baseline.short, on: z, slope: x, bootstrap: 20}
  tables: {kind`,
    );
    project.edit(
      'pipeline.yaml',
      'formats: [csv]}}',
      'formats: [csv]}, iv: {from: iv, formats: [csv]}, vif: {from: inflation, formats: [csv]}, th: {from: th, formats: [csv]}, regimes: {from: th, show: regimes, formats: [csv]}}',
    );
    await project.make();
    for (const name of ['iv', 'vif', 'th', 'regimes'])
      project.write(`data/${name}.csv`, project.read(`out/tables/${name}.csv`));
    expect(project.read('data/iv.csv')).toContain('(1) IV first stage (x),(2) IV second stage (y),(3)');
    project.edit(
      'pipeline.yaml',
      '      main: {published',
      `      iv: {published: data/iv.csv, with: tables.iv}
      vif: {published: data/vif.csv, with: inflation}
      th: {published: data/th.csv, with: th}
      regimes: {published: data/regimes.csv, with: tables.regimes}
      main: {published`,
    );
    await project.make();
    for (const name of ['iv', 'vif', 'th', 'regimes']) {
      const { cells } = JSON.parse((await project.run('show', `compare.${name}`, '--json')).stdout);
      const odd = (cells as { row: string; column: string; verdict: string }[]).filter(
        ({ verdict }) => verdict !== 'same',
      );
      expect(odd.filter(({ row }) => row !== 'Unit FE')).toEqual([]);
    }
  });

  it('say what in them names nothing', async () => {
    project.edit(
      'pipeline.yaml',
      '"x / (1)": another vintage of the data}',
      '"y / (1)": why}, rows: {X: x}, columns: {"(3)": baseline.short, "(2)": baseline.lnog}',
    );
    project.edit(
      'pipeline.yaml',
      'data/main.csv]',
      'data/mian.csv, panel]}\n  facts: {kind: audit, of: [{published: data/main.csv, clusters: {(3): 7}, outcome: y}]',
    );
    const run = await project.run('run');
    expect(run.code).toBe(2);
    for (const text of [
      '`data/main.csv` has no row `X`',
      '`data/main.csv` has no column `(3)`',
      'no node is called `baseline.lnog`',
      'there is no file `data/mian.csv`',
      '`panel` is a `frame`, which audits do not look at',
      'the table has no column `(3)`',
      'no table of descriptives is audited with it',
    ])
      expect(run.stderr).toContain(text);
  });

  it('say which results they name are none, at the name', async () => {
    project.edit(
      'pipeline.yaml',
      '      main: {published: data/main.csv, with: tables.main, explain: {"x / (1)": another vintage of the data}}',
      `      a: {published: data/main.csv, with: baseline, rows: {Nobody: xx, z: r2}}
      b: {published: data/main.csv, with: baseline, columns: {"(2)": about}}
      c: {published: data/main.csv, with: panel}
      d: {published: data/main.csv, with: about}
      e: {published: data/main.csv, with: about, columns: {"(1)": mena}}
      f: {published: data/main.csv, with: [baseline, about]}`,
    );
    const run = await project.run('run');
    expect([run.code, run.stderr.match(/^pipeline\.yaml:/gm)]).toEqual([2, Array(6).fill('pipeline.yaml:')]);
    for (const text of [
      '16:68  no compared column has a result `xx`',
      '17:70  expected a column of models, got `about`, a `describe`',
      '18:43  `panel` is data, not results',
      '19:43  no published column has a result to be compared with',
      'the columns of `about` are n, missing, missingShare, mean, sd',
      '`about` has no `mena`',
      '21:37  expected columns of models, or one table of records, got `about` among 3',
    ])
      expect(run.stderr).toContain(text);
  });

  it('warn of a row whose name only results could tell to be wrong', async () => {
    project.edit('pipeline.yaml', '{id: long, fit: y ~ x + z | unit}', '{id: long, fit: y ~ x + z + i(year) | unit}');
    project.edit('pipeline.yaml', 'with: tables.main,', 'with: tables.main, rows: {Nobody: "i(year)::2099"},');
    const run = await project.run('run');
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('warning: `Nobody` is called `i(year)::2099`, which no compared column has');
    expect(run.stderr).toContain('did you mean `i(year)::20');
  });

  it('of a table that cannot be read say so', async () => {
    project.write('data/main.csv', ',(1)\nx,1\nx,2\n');
    const run = await project.run('run');
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('is no table: two rows are called `x`')]);
  });

  it('warn of explanations that are out of date', async () => {
    await project.make();
    const cell = (
      JSON.parse((await project.run('show', 'compare.main', '--json')).stdout).cells[0] as { reproduced: string }
    ).reproduced;
    project.edit('data/main.csv', '9.999*** (0.100)', cell);
    expect((await project.run('run')).stderr).toContain('`x / (1)` is explained, but agrees as printed');
  });
});
