/** Renaming by `papermake lsp`, in the pipeline and in the texts of its documents. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathInside } from '../../src/base/system/path-inside.ts';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { Editor } from './client.ts';

const PIPELINE = `papermake: 1
title: base and panel are words too
variables: {gap: {label: the base of panel}}
sets: {controls: [x, z], controls_more: [x]}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  base:
    kind: models
    from: panel   # base is over panel
    columns:
      main: {fit: gap ~ x, header: base}
      more: {fit: gap ~ $controls}
      "很多": {fit: "gap ~ $controls_more"}
  listed: {kind: models, from: panel, columns: [{id: first, fit: gap ~ x}, {id: looped, each: {r: [x]}, fit: "gap ~ {r}"}]}
  again: {kind: robustness, base: base.main, columns: {late: {sample: year > 2001}}}
  tables:
    kind: report
    tables:
      main: {from: base, caption: The base of panel, formats: [latex, typst]}
      named: {from: [base.main, listed.first], label: tab:main2, formats: [latex]}
  trend: {kind: figure, plot: trends, from: panel, x: year, y: gap}
  "each_{it}": {each: [x, z], kind: describe, from: panel, variables: ["{it}"]}
  paper: {kind: document, file: paper/paper.md}
  typed: {kind: document, file: paper/paper.typ}
numbers:
  effect: base.main.x
  other: {of: "listed.first.x"}
claims:
  above: "base.main.x.p < 2 and listed.first.x > -99"
`;
const MARKDOWN = `# base

It is 收入😀 {{pm base.main.x "1.592"}} and {{pm effect}}. base.main.x is a word, see @tab:main, @fig:trend.
<!-- {{pm base.main.x}} -->

{{table tables.main}}

{{figure trend "panel"}}

{{equation base.main}}
`;
const TYPST = `#import "../out/numbers.typ": *
@tab:main says #pmval("base.main.x")[1.592], or #pmnum("effect").
#include "../out/tables/main.typ"
#figure(image("../out/figures/trend.svg"), caption: [The panel]) <fig:trend>
`;
const rows = [1, 2, 3, 4, 5, 6].flatMap((id) =>
  [2000, 2001, 2002, 2003].map((year) => [
    id,
    year,
    id * 3 + ((year * id) % 7),
    (id * year) % 5,
    (id * id * year) % 11,
  ]),
);
const FILES = {
  'pipeline.yaml': PIPELINE,
  'data.csv': `id,year,gap,x,z\n${rows.map((row) => row.join(',')).join('\n')}\n`,
  'paper/paper.md': MARKDOWN,
  'paper/paper.typ': TYPST,
};

let project: Project;
let editor: Editor;
beforeAll(async () => {
  project = new Project(FILES);
  const { code, stdout, stderr } = await project.run('status');
  expect(code, `${stdout}${stderr}`).toBe(0);
  editor = new Editor(project.root);
  await editor.open(project.path('pipeline.yaml'), PIPELINE);
});
afterAll(() => {
  editor.child.kill();
  project.dispose();
});

const lines = (text: string): string[] => text.split('\n');
/** The lines that differ, as they are afterwards, by file. */
async function renamed(around: string, to: string): Promise<Record<string, string[]>> {
  const found = await editor.rename(around, to);
  if (typeof found === 'string') throw new Error(found);
  return Object.fromEntries(
    Object.entries(found).map(([path, text]) => {
      const name = pathInside(project.root, path) as keyof typeof FILES;
      const before = lines(FILES[name]);
      const after = lines(text);
      expect(after).toHaveLength(before.length);
      return [name, after.filter((line, i) => line !== before[i]).map((line) => line.trim())];
    }),
  );
}

describe('a step', () => {
  const expected = {
    'pipeline.yaml': [
      'basis:',
      'again: {kind: robustness, base: basis.main, columns: {late: {sample: year > 2001}}}',
      'main: {from: basis, caption: The base of panel, formats: [latex, typst]}',
      'named: {from: [basis.main, listed.first], label: tab:main2, formats: [latex]}',
      'effect: basis.main.x',
      'above: "basis.main.x.p < 2 and listed.first.x > -99"',
    ],
    'paper/paper.md': [
      'It is 收入😀 {{pm basis.main.x "1.592"}} and {{pm effect}}. base.main.x is a word, see @tab:main, @fig:trend.',
      '{{equation basis.main}}',
    ],
    'paper/paper.typ': ['@tab:main says #pmval("basis.main.x")[1.592], or #pmnum("effect").'],
  };
  it.each(['  ba|se:\n    kind', 'base: b|ase.main', 'effect: bas|e.main'])(
    'has its other name everywhere, from `%s`',
    async (at) => {
      expect(await renamed(at, 'basis')).toEqual(expected);
    },
  );

  it('takes its outputs and labels along', async () => {
    const found = await renamed('  tr|end: {', 'course');
    expect(found['paper/paper.md']).toEqual([
      expect.stringContaining('see @tab:main, @fig:course.'),
      '{{figure course "panel"}}',
    ]);
    expect(found['paper/paper.typ']).toEqual([
      '#figure(image("../out/figures/course.svg"), caption: [The panel]) <fig:course>',
    ]);
    expect((await renamed('  tab|les:\n    kind', 'displays'))['paper/paper.typ']).toEqual([
      '#include "../out/displays/main.typ"',
    ]);
  });

  it('leaves a pipeline that runs as it ran, with the same numbers', async () => {
    const copy = new Project(FILES);
    const run = async (): Promise<string> => {
      const { code, stderr } = await copy.run();
      expect(code, stderr).toBe(0);
      return readFileSync(copy.path('out/numbers.json'), 'utf8').replaceAll('basis.', 'base.');
    };
    const before = await run();
    const found = (await editor.rename('  ba|se:\n    kind', 'basis')) as Record<string, string>;
    for (const [path, text] of Object.entries(found)) writeFileSync(copy.path(pathInside(project.root, path)!), text);
    expect((await copy.run('status')).stdout).toMatch(/^cached {3}basis\.main /m);
    expect(await run()).toBe(before);
    expect((await copy.run('show', 'basis.main')).code).toBe(0);
    copy.dispose();
  });
});

describe('an entry', () => {
  it('has its other name everywhere', async () => {
    expect(await renamed('base.ma|in', 'first')).toEqual({
      'pipeline.yaml': [
        'first: {fit: gap ~ x, header: base}',
        'again: {kind: robustness, base: base.first, columns: {late: {sample: year > 2001}}}',
        'named: {from: [base.first, listed.first], label: tab:main2, formats: [latex]}',
        'effect: base.first.x',
        'above: "base.first.x.p < 2 and listed.first.x > -99"',
      ],
      'paper/paper.md': [expect.stringContaining('{{pm base.first.x "1.592"}}'), '{{equation base.first}}'],
      'paper/paper.typ': [expect.stringContaining('#pmval("base.first.x")[1.592]')],
    });
  });

  it('of a list goes by its id', async () => {
    const found = await renamed('id: fi|rst', 'one');
    expect(found['pipeline.yaml']![0]).toContain('{id: one, fit');
    expect(found['pipeline.yaml']).toHaveLength(4);
  });

  it('that is a table takes its files and its label along', async () => {
    const found = await renamed('  ma|in: {from', 'results');
    expect(found['paper/paper.md']).toEqual([expect.stringContaining('@tab:results,'), '{{table tables.results}}']);
    expect(found['paper/paper.typ']).toEqual([
      expect.stringContaining('@tab:results says'),
      '#include "../out/tables/results.typ"',
    ]);
  });
});

it('renames a set, whole names alone', async () => {
  expect(await renamed('$contr|ols}', 'rest')).toEqual({
    'pipeline.yaml': ['sets: {rest: [x, z], controls_more: [x]}', 'more: {fit: gap ~ $rest}'],
  });
  expect(await renamed('sets: {contr|ols', 'rest')).toEqual(await renamed('$contr|ols}', 'rest'));
});

describe('refuses', () => {
  it.each([
    ['  ba|se:\n    kind', 'panel', '`panel` is there already'],
    ['  ba|se:\n    kind', 'a b', 'expected a name of letters, digits and `_` that begins with no digit, got `a b`'],
    ['  ba|se:\n    kind', 'null', 'with the name `null` the pipeline would be wrong: '],
    [
      'fit: ga|p ~ x, header',
      'y',
      '`gap` is not the name of a step, of an entry of a step or of a set that stands in the pipeline: a loop may make it',
    ],
    ['ki|nd: ingest', 'y', '`kind` is not the name of'],
    ['"each_|{it}"', 'y', 'is not the name of'],
    ['id: loo|ped', 'y', '`listed.looped` is made by a loop'],
    ['# base is o|ver', 'y', 'there is no name here'],
  ])('at `%s` the name `%s`', async (at, to, why) => {
    expect(await editor.rename(at, to)).toContain(why);
  });

  it('before anybody has typed a name', async () => {
    expect(await editor.ask('prepareRename', 'ki|nd: ingest').catch((error) => (error as Error).message)).toContain(
      '`kind` is not the name',
    );
    const range = (await editor.ask('prepareRename', 'base: base.ma|in')) as Parameters<Editor['said']>[0];
    expect(editor.said(range)).toBe('main');
  });

  it('while the pipeline is wrong', async () => {
    await editor.edit('kind: robustness', 'kind: robustnes');
    expect(await editor.rename('base: b|ase.main', 'basis')).toContain(
      'the pipeline is wrong, so that it is not known what names what',
    );
    await editor.edit('kind: robustnes,', 'kind: robustness,');
  });
});

describe('after files have changed since the pipeline was told sound', () => {
  const changed = async (file: keyof typeof FILES, text: string, act: () => Promise<void>): Promise<void> => {
    await until('told sound', () => editor.diagnostics?.length === 0);
    writeFileSync(project.path(file), text);
    await act().finally(() => writeFileSync(project.path(file), FILES[file]));
  };

  it('says that the pipeline is wrong where its data lack a variable by now', async () => {
    await changed('data.csv', FILES['data.csv'].replace('gap', 'gaps'), async () => {
      expect(await editor.rename('base: b|ase.main', 'basis')).toContain('the pipeline is wrong, so that');
    });
  });

  it('edits the text of a document as it is saved by now', async () => {
    await changed('paper/paper.md', `A line more {{pm base.more.z}}\n${MARKDOWN}`, async () => {
      const found = (await editor.rename('base: b|ase.main', 'basis')) as Record<string, string>;
      expect(found[project.path('paper/paper.md')]).toContain('A line more {{pm basis.more.z}}\n# base\n');
    });
  });
});

it('counts in lines and UTF-16 units in files with the ends of lines of Windows, and edits what is not saved', async () => {
  const other = new Editor(project.root);
  const windows = (text: string): string => text.replaceAll('\n', '\r\n');
  writeFileSync(project.path('paper/paper.typ'), windows(TYPST));
  await other.open(project.path('pipeline.yaml'), windows(PIPELINE));
  await other.openBeside(project.path('paper/paper.md'), windows(`😀 {{pm base.more.z}}\n${MARKDOWN}`), 'markdown');
  const found = (await other.rename('base: b|ase.main', 'basis')) as Record<string, string>;
  expect(found[project.path('paper/paper.md')]).toContain('😀 {{pm basis.more.z}}\r\n');
  expect(found[project.path('paper/paper.typ')]).toContain('#pmval("basis.main.x")[1.592], or #pmnum("effect").\r\n');
  expect(found[project.path('pipeline.yaml')]).toContain('effect: basis.main.x\r\n');
  expect(await other.leave()).toBe(0);
  writeFileSync(project.path('paper/paper.typ'), TYPST);
  expect(readFileSync(project.path('pipeline.yaml'), 'utf8')).toBe(PIPELINE);
});

it('tells what is wrong at its place in a saved file with the ends of lines of Windows', async () => {
  const text = PIPELINE.replace('fit: gap ~ x, header', 'fit: gpa ~ x, header').replaceAll('\n', '\r\n');
  writeFileSync(project.path('pipeline.yaml'), text);
  const other = new Editor(project.root);
  await other.open(project.path('pipeline.yaml'), text);
  await until('told', () => other.diagnostics !== undefined);
  expect(
    other.diagnostics!.filter(({ code }) => code === 'unknown-variable').map(({ range }) => other.said(range)),
  ).toEqual(['gpa']);
  expect(await other.leave()).toBe(0);
  writeFileSync(project.path('pipeline.yaml'), PIPELINE);
});
