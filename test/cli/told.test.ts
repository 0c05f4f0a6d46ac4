/** What a run tells of its results beside their names: warnings and rows that it could not use, each story once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from './harness.ts';
import { DATA, paper } from './paper.ts';

/** Two values of `w` are missing, and `twin` is `z` again. */
const data = DATA.split('\n')
  .map((line, i) =>
    line === ''
      ? ''
      : `${i === 3 || i === 9 ? line.replace(/[^,]*$/, '') : line},${i === 0 ? 'twin' : line.split(',')[5]}`,
  )
  .join('\n');

const columns = Array.from(
  { length: 60 },
  (_, i) => `      - {id: c${i}, fit: y ~ x + w + z + twin | unit, vcov: iid, sample: x > -${i + 1}}`,
).join('\n');

let project: Project;
beforeAll(() => {
  project = paper({ 'data/panel.csv': data });
  project.edit(
    'pipeline.yaml',
    '  regions:',
    `  many:\n    kind: models\n    from: panel\n    columns:\n${columns}\n  vif: {kind: vif, from: panel, variables: [x, w]}\n  lagged: {kind: models, from: panel, fit: y ~ L.x, vcov: iid}\n  regions:`,
  );
});
afterAll(() => project.dispose());

describe('a run', () => {
  it('tells rows that were not used and repeated warnings in a line, with the number of nodes', async () => {
    const { code, stderr } = await project.run('run');
    expect(code).toBe(0);
    const lines = stderr.split('\n');
    expect(lines.filter((line) => line.includes('not used'))).toEqual([
      '2 rows not used (missing: w)  in 60 nodes: many.c0, many.c1, many.c2 and 57 more',
      '2 rows not used (missing)  in vif',
      '8 rows not used (lag: L.x)  in lagged',
    ]);
    // Shown three times where it stands, and then counted.
    expect(stderr.match(/`twin` was dropped/g)).toHaveLength(4);
    expect(stderr).toMatch(
      /\nwarning: `twin` was dropped \(.*\) {2}also in 57 nodes: many\.c3, many\.c4, many\.c5 and 54 more\n/,
    );
    expect(lines.filter((line) => line.includes('many.')).length).toBeLessThan(40);
  });

  it('names them in JSON at each node, and only counts warnings with `-q`', async () => {
    const { stdout } = await project.run('run', '--json', '--force', 'lagged', 'many.c1');
    const ran = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === 'ran');
    const of = (node: string) => ran.find((each) => each.node === node);
    expect(of('lagged')).toMatchObject({ warnings: [], notes: ['8 rows not used (lag: L.x)'] });
    expect(of('many.c1')).toMatchObject({
      warnings: [{ code: 'dropped-term' }],
      notes: ['2 rows not used (missing: w)'],
    });
    const quiet = await project.run('run', '-q', '--force', 'many');
    expect(quiet.stderr).not.toContain('not used');
    expect(quiet.stderr).toMatch(/^papermake: 60 warnings, which .*\n$/);
  });
});

describe('tables', () => {
  it('are not made of a column that failed, which is named, nor of a term that no column has', async () => {
    const failed = paper();
    failed.edit(
      'pipeline.yaml',
      '{id: long, fit: y ~ x + $controls | unit}',
      '{id: long, fit: y ~ x, sample: year > 3000}',
    );
    const { code, stderr } = await failed.run('--keep-going');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^failed {2}baseline\.long\npipeline\.yaml:\d+:\d+ {2}.*no row/m);
    expect(stderr).toMatch(/^skipped tables\.main {2}it reads baseline\.long$/m);
    expect([failed.has('out/tables/main.tex'), failed.has('out/tables/about.tex')]).toEqual([false, true]);
    failed.edit('pipeline.yaml', 'caption: Results', 'caption: Results, order: [nothing]');
    expect((await failed.run()).stderr).toContain('`nothing`');
    failed.dispose();
  });

  it('with letters that LaTeX has no font for say so', async () => {
    const foreign = paper();
    foreign.edit('pipeline.yaml', '{label: Treatment}', '{label: معالجة}');
    expect((await foreign.run()).stderr).toContain('warning: usual LaTeX documents have no font for `م`');
    foreign.dispose();
  });
});
