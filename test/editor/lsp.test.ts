/** `papermake lsp`: what a scripted editor is answered over the streams of the real program. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { Editor } from './client.ts';

const PIPELINE = `papermake: 1
variables:
  gap: {label: Income gap}
  wage: {label: Wage, confidential: true}
sets:
  controls: [x, wage]
samples:
  late: year > 2001
steps:
  panel:
    kind: ingest
    file: data.csv
    panel: {unit: id, time: year}
    derive:
      lx: x + 1
  base:
    kind: models
    from: panel
    columns:
      main: {fit: gap ~ x}
      more: {fit: gap ~ x + $controls, vcov: cluster(id)}
  listed:
    kind: models
    from: panel
    columns:
      - {id: first, fit: gap ~ lx}
  again: {kind: robustness, base: base.main, columns: {late: {sample: late}}}
`;
const rows = [1, 2, 3, 4, 5].flatMap((id) =>
  [2000, 2001, 2002, 2003].map((year) => [
    id,
    year,
    id * 3 + ((year * id) % 7),
    (id * year) % 5,
    1000 + id * 17 + year,
  ]),
);
const DATA = `id,year,gap,x,wage\n${rows.map((row) => row.join(',')).join('\n')}\n`;

let project: Project;
let editor: Editor;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': DATA });
  const { code, stderr } = await project.run();
  expect(code, stderr).toBe(0);
  editor = new Editor(project.root);
  await editor.open(project.path('pipeline.yaml'), PIPELINE);
});
afterAll(() => {
  editor.child.kill();
  project.dispose();
});

/** Edits, asks, and takes the edit back. */
async function whileWritten<T>(before: string, after: string, ask: () => Promise<T>): Promise<T> {
  await editor.edit(before, after);
  try {
    return await ask();
  } finally {
    await editor.edit(after, before);
  }
}

describe('what is wrong', () => {
  it('is nothing in a sound text', async () => {
    await until('told', () => editor.diagnostics !== undefined);
    expect(editor.diagnostics).toEqual([]);
  });

  it('is told at its place while the text is written, and is gone when it is mended', async () => {
    await whileWritten('fit: gap ~ lx', 'fit: gpa ~ lx', async () => {
      await until('told', () => editor.diagnostics !== undefined);
      const [problem] = editor.diagnostics!;
      expect(problem).toMatchObject({ code: 'unknown-variable', severity: 1, source: 'papermake' });
      expect(editor.said(problem!.range)).toBe('gpa');
    });
    await until('told', () => editor.diagnostics !== undefined);
    expect(editor.diagnostics).toEqual([]);
  });

  it('is told of text that is no YAML, all at once', async () => {
    const told = await whileWritten('kind: ingest', 'kind: [ingest', async () => {
      await until('told', () => editor.diagnostics !== undefined);
      return editor.diagnostics!;
    });
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map(({ code }) => code))).toEqual(new Set(['yaml-syntax']));
  });

  it('is not told of a file that is no pipeline', async () => {
    const other = new Editor(project.root);
    await other.open(project.path('other.yaml'), 'a: [1, 2\n');
    expect(await other.labels('a|')).toEqual([]);
    expect(await other.leave()).toBe(0);
    expect(other.told.size).toBe(0);
  });
});

describe('what may stand there', () => {
  it('are the kinds of steps, those first that begin so', async () => {
    expect((await editor.labels('kind: in|gest')).slice(0, 3)).toEqual(['ingest', 'index', 'inequality']);
  });

  it('are steps, entries of maps and of lists', async () => {
    expect(await editor.labels('base: ba|se.main')).toEqual(['base', 'base.main', 'base.more']);
    expect(await whileWritten('base: base.main', 'base: li', () => editor.labels('base: li|'))).toEqual([
      'listed',
      'listed.first',
    ]);
  });

  it.each([
    [
      'main: {fit: gap ~ x}',
      'main: {fit: gap ~ x + }',
      'x + |}',
      ['id', 'year', 'gap', 'x', 'wage', 'lx', '$controls'],
    ],
    ['vcov: cluster(id)', 'vcov: ', 'vcov: |', ['iid', 'HC0']],
    ['vcov: cluster(id)', 'vcov: cluster(i)', 'cluster(i|)', ['id']],
    ['sample: late', 'sample: la', 'sample: la|', ['late']],
    ['x + $controls', 'x + $', 'x + $|', ['$controls']],
    ['vcov: cluster(id)', 'estimator: {is: quantile, t}', 'quantile, t|', ['tau']],
    ['vcov: cluster(id)', 'estimator: poi', 'estimator: poi|', ['poisson']],
  ])('are, in the place of `%s`, by `%s`', async (before, after, at, expected) => {
    const labels = await whileWritten(before, after, () => editor.labels(at));
    expect(labels.slice(0, expected.length)).toEqual(expected);
  });

  it('are keys that the step does not have yet, on a line of their own', async () => {
    const labels = await whileWritten(
      '    from: panel\n    columns:\n      main',
      '    from: panel\n    fi\n    columns:\n      main',
      () => editor.labels('panel\n    fi|'),
    );
    expect(labels[0]).toBe('fit');
    expect(labels).not.toContain('from');
  });

  it('is nothing in a comment', async () => {
    expect(await whileWritten('papermake: 1', 'papermake: 1 # ki', () => editor.labels('# ki|'))).toEqual([]);
  });
});

describe('what a name is', () => {
  it('is its label, type, counts and range where it is a variable', async () => {
    expect(await editor.hover('fit: ga|p ~ lx')).toMatch(
      /^\*\*gap\*\*: Income gap {2}\n.*, of `panel` {2}\n20 values, 0 missing, mean /,
    );
  });

  it('gives no value of a confidential variable', async () => {
    const said = await editor.hover('controls: [x, wa|ge]');
    expect(said).toContain('20 values, 0 missing');
    expect(said).not.toMatch(/mean|from/);
  });

  it('is the last estimates where it is a column', async () => {
    expect(await editor.hover('base: base.ma|in')).toMatch(/kind `models`\n```text\nbase\.main: gap[\s\S]*Estimate/);
    expect(await editor.hover('  main|: {fit')).toContain('Estimate');
  });

  it.each([
    ['x + $contr|ols', '`$controls` is `x`, `wage`'],
    ['kind: rob|ustness', '**robustness**: '],
    ['vc|ov: cluster', '**vcov**: '],
  ])('is told at `%s`', async (at, begins) => {
    expect(await editor.hover(at)).toContain(begins);
  });
});

describe('where a name is from, and where it goes', () => {
  const place = async (at: string): Promise<string | undefined> => {
    const found = (await editor.ask('definition', at)) as { range: Parameters<Editor['said']>[0] } | null;
    return found === null ? undefined : editor.said(found.range);
  };

  it.each([
    ['from: pan|el\n    columns:\n      main', 'panel'],
    ['base: base.ma|in', 'main'],
    ['x + $contr|ols', 'controls'],
    ['sample: la|te', 'late'],
    ['fit: g|ap ~ lx', 'gap'],
    ['kind: mod|els', undefined],
  ])('is declared there: `%s`', async (at, expected) => {
    expect(await place(at)).toBe(expected);
  });

  it('goes to all places that name it, and to no other word', async () => {
    expect(await editor.ask('references', 'ki|nd: ingest')).toEqual([]);
    const all = (await editor.ask('references', 'from: pan|el')) as { range: Parameters<Editor['said']>[0] }[];
    expect(all.map(({ range }) => editor.said(range))).toEqual(['panel', 'panel', 'panel']);
  });
});

it.each([
  ['is not there any more', () => {}],
  ['has become a folder', () => mkdirSync(project.path('pipeline.yaml'))],
])('goes on where the file of an open text %s', async (_, happen) => {
  const other = new Editor(project.root);
  rmSync(project.path('pipeline.yaml'), { recursive: true, force: true });
  writeFileSync(project.path('pipeline.yaml'), PIPELINE);
  await other.open(project.path('pipeline.yaml'), PIPELINE);
  await until('told', () => other.diagnostics !== undefined);
  rmSync(project.path('pipeline.yaml'));
  happen();
  await other.edit('papermake: 1', 'papermake: 1 ');
  await until('told', () => other.diagnostics !== undefined);
  expect(other.diagnostics!.map(({ code }) => code)).toEqual(['no-pipeline']);
  expect(await other.labels('kind: in|gest')).toContain('ingest');
  expect(await other.hover('fit: ga|p ~ lx')).toContain('Income gap');
  expect(await other.leave()).toBe(0);
  rmSync(project.path('pipeline.yaml'), { recursive: true, force: true });
  writeFileSync(project.path('pipeline.yaml'), PIPELINE);
});

it('ends when the editor says so', async () => {
  const other = new Editor(project.root);
  await other.open(project.path('pipeline.yaml'), PIPELINE);
  expect(await other.leave()).toBe(0);
  expect(other.notes).toBe('');
});

it('ends when its editor is gone', async () => {
  const other = new Editor(project.root);
  await other.open(project.path('pipeline.yaml'), PIPELINE);
  other.child.stdin!.end();
  expect(await other.ended).toBe(0);
});
