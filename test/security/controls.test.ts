/** Control characters and their like in labels, levels, captions and notes reach no table raw, and templates print nothing of their own. */
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';

let project: Project;
afterEach(() => project.dispose());

/** ESC, NUL, BEL, DEL, one of C1, an override of direction, both separators of lines, half a character, none. */
const EVIL = '\\e[31mred\\0\\a\\x7f\\x9b\\u202edlrow\\u2028a\\u2029b\\ufffe';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const RAW = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufffe]|\\u001b/;

const rows = Array.from({ length: 12 }, (_, i) => `${i},${(i * 7) % 5},${i % 2 === 0 ? 'a\x1b[2Jb' : 'c'}`);

function evil(formats: string, more = ''): void {
  project = new Project({
    'data.csv': `y,x,g\n${rows.join('\n')}\n`,
    'pipeline.yaml': `papermake: 1
variables: {x: {label: "${EVIL}"}}
steps:
  data: {kind: ingest, file: data.csv}
  fits: {kind: models, from: data, split: g, columns: [{fit: y ~ x, header: "head${EVIL}"}]}
  tables:
    kind: report
    tables:
      t: {from: fits, caption: "cap${EVIL}", notes: ["note${EVIL}"], formats: ${formats}${more}}
`,
  });
}

it('no format of tables has one, and Word and Excel files are sound XML', async () => {
  evil('[latex, markdown, html, csv, typst, docx, xlsx]');
  const { code, stderr } = await project.run();
  expect([code, stderr.match(RAW)]).toEqual([0, null]);
  for (const end of ['tex', 'md', 'html', 'csv', 'typ', 'json'])
    expect([end, project.read(`out/tables/t.${end}`).match(RAW)]).toEqual([end, null]);
  for (const end of ['md', 'html', 'typ']) expect(project.read(`out/tables/t.${end}`)).toContain('␛');
  expect(project.read('out/tables/t.tex')).toContain('\\textasciicircum{}{[}');
  for (const [file, part] of [
    ['t.docx', 'word/document.xml'],
    ['t.xlsx', 'xl/worksheets/sheet1.xml'],
  ] as const) {
    const xml = spawnSync('unzip', ['-p', project.path(`out/tables/${file}`), part]).stdout?.toString() ?? '';
    expect(xml.match(RAW)).toBeNull();
  }
});

const hasTex = spawnSync('xelatex', ['--version']).error === undefined;
it.skipIf(!hasTex && !process.env.CI)('TeX sets such a table', async () => {
  evil('[latex]');
  await project.make();
  project.write(
    'paper.tex',
    '\\documentclass{article}\\usepackage{out/tables/papermake}\\begin{document}\\input{out/tables/t.tex}\\end{document}\n',
  );
  const { status, stdout } = spawnSync('xelatex', ['-interaction=nonstopmode', '-halt-on-error', 'paper.tex'], {
    cwd: project.root,
    encoding: 'utf8',
  });
  expect([status, stdout.match(/Missing character.*/)]).toEqual([0, null]);
});

describe('a template', () => {
  it('has no helper that prints', async () => {
    evil('[markdown]');
    project.write('templates/table.md.hbs', '{{log caption}}\n{{caption}}\n');
    const { code, stdout, stderr } = await project.run();
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/table\.md\.hbs.*unknown helper log/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
    expect((stdout + stderr).match(/\x1b/)).toBeNull();
  });
});
