/** What `papermake lsp` answers in the texts of documents. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { Editor } from './client.ts';

const PIPELINE = `papermake: 1
variables: {wage: {confidential: true}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  base: {kind: models, from: panel, columns: {main: {fit: gap ~ x}, more: {fit: gap ~ x + i(year)}, pay: {fit: gap ~ wage}}}
  tables: {kind: report, tables: {main: {from: base.main, caption: A, formats: [latex, typst]}}}
  trend: {kind: figure, plot: trends, from: panel, x: year, y: gap}
  paper: {kind: document, file: paper/paper.md}
numbers:
  effect: base.main.x
  rows: {of: base.main.n}
`;
const MARKDOWN = `# 😀 Title

说明😀 {{pm base.main.x "9.99"}} and {{pm effect}} of {{pm rows}}; {{pm base.pay.wage}}.

{{table tables.main}}

{{figure trend "A"}}

{{equation base.main}}
`;
const LATEX = `\\pmval{base.main.x}{9.99} \\pmnum{rows} % \\pmnum{nothing}
\\input{../out/tables/main}
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
let markdown: Editor;
let latex: Editor;
beforeAll(async () => {
  project = new Project({
    'pipeline.yaml': PIPELINE,
    'data.csv': DATA,
    'paper/paper.md': MARKDOWN,
    'paper/paper.tex': LATEX,
  });
  const { code, stderr } = await project.run();
  expect(code, stderr).toBe(0);
  markdown = new Editor(project.root);
  await markdown.open(project.path('paper/paper.md'), MARKDOWN);
  latex = new Editor(project.root);
  await latex.open(project.path('paper/paper.tex'), LATEX);
});
afterAll(() => {
  for (const editor of [markdown, latex]) editor.child.kill();
  project.dispose();
});

async function wrongIn(editor: Editor): Promise<string[]> {
  await until('told', () => editor.diagnostics !== undefined);
  return editor
    .diagnostics!.filter(({ severity }) => severity === 1)
    .map(({ code, range }) => `${code}: ${editor.said(range)}`);
}

describe('what is wrong', () => {
  it('is told at its place in a text that is not saved', async () => {
    expect(await wrongIn(markdown)).toEqual([]);
    await markdown.edit('{{pm effect}}', '{{pm efect}}');
    expect(await wrongIn(markdown)).toEqual([expect.stringMatching(/^[\w-]+: .*efect/)]);
    await markdown.edit('{{pm efect}}', '{{pm effect}}');
    await markdown.edit('tables.main}}', 'tables.mian}}');
    expect(await wrongIn(markdown)).toEqual([expect.stringMatching(/^unknown-node: .*tables\.mian/)]);
    await markdown.edit('tables.mian}}', 'tables.main}}');
    expect(await wrongIn(markdown)).toEqual([]);
  });

  it('is told of marks in a text that no document takes in, comments apart', async () => {
    expect(await wrongIn(latex)).toEqual([]);
    await latex.edit('\\pmnum{rows}', '\\pmnum{rose}');
    expect(await wrongIn(latex)).toEqual(['unknown-result: \\pmnum{rose}']);
    await latex.edit('\\pmnum{rose}', '\\pmnum{rows}');
  });
});

it('offers what a mark may name', async () => {
  const labels = async (editor: Editor, before: string, after: string, at: string): Promise<string[]> => {
    await editor.edit(before, after);
    const found = await editor.labels(at);
    await editor.edit(after, before);
    return found;
  };
  expect(await labels(markdown, '{{pm effect}}', '{{pm }}', '{{pm |}}')).toEqual(
    expect.arrayContaining(['effect', 'rows', 'base.main']),
  );
  expect(await labels(markdown, '{{pm effect}}', '{{pm base.main.}}', 'base.main.|}}')).toContain('base.main.x');
  expect(await labels(markdown, '{{table tables.main}}', '{{table t}}', '{{table t|}}')).toEqual(['tables.main']);
  expect(await labels(markdown, '{{figure trend "A"}}', '{{figure t}}', '{{figure t|}}')).toEqual(['trend']);
  expect(await labels(latex, '\\pmnum{rows}', '\\pmnum{}', '\\pmnum{|}')).toEqual(['effect', 'rows']);
  expect(await labels(latex, '\\pmval{base.main.x}', '\\pmval{ef}', '\\pmval{ef|}')).toEqual(['effect']);
  expect(await markdown.labels('# 😀 Ti|tle')).toEqual([]);
});

it('says the number of a mark, and where the text has another', async () => {
  const { stdout } = await project.run('show', 'base.main', '--json');
  const [{ estimate }] = (JSON.parse(stdout) as { terms: [{ estimate: number }] }).terms;
  expect(await markdown.hover('{{pm base.ma|in.x')).toBe(`\`base.main.x\`: ${estimate.toFixed(2)}; the text has 9.99`);
  expect(await markdown.hover('{{pm ro|ws}}')).toBe('`rows`: 20');
  expect(await latex.hover('\\pmnum{ro|ws}')).toBe('`rows`: 20');
  expect(await markdown.hover('{{table tab|les.main}}')).toContain('```text');
  expect(await latex.hover('out/tab|les/main')).toContain('`tables.main`');
  expect(await markdown.hover('{{pm base.pay.wa|ge}}')).toBe('`base.pay.wage`: it is not shown');
  expect(await markdown.hover('# 😀 Ti|tle')).toBeUndefined();
});

it('goes to where the pipeline declares a name', async () => {
  const lines = PIPELINE.split('\n');
  const place = async (editor: Editor, at: string): Promise<string | undefined> => {
    const found = (await editor.ask('definition', at)) as { uri: string; range: Parameters<Editor['said']>[0] } | null;
    if (found === null) return undefined;
    expect(found.uri).toMatch(/pipeline\.yaml$/);
    return lines[found.range.start.line]!.slice(found.range.start.character, found.range.end.character);
  };
  expect(await place(markdown, '{{pm base.ma|in.x')).toBe('main');
  expect(await place(markdown, '{{pm eff|ect')).toBe('effect');
  expect(await place(markdown, '{{figure tr|end')).toBe('trend');
  expect(await place(latex, 'out/tab|les/main')).toBe('main');
  expect(await place(markdown, '# 😀 Ti|tle')).toBeUndefined();
});
